"""A notice in eForms, the XML of public procurement in the European Union since 2023 (https://docs.ted.europa.eu/eforms)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

from sources.model import Kind, Record, Stage
from sources.procurement.eforms_lots import codes, links, parts
from sources.procurement.eforms_money import amounts
from sources.procurement.eforms_organisations import RESULT, parties
from sources.procurement.eforms_tree import EXTENSION, LANGUAGES, first, luxembourg, moment, said, told

ROOTS = ("ContractNotice", "PriorInformationNotice", "ContractAwardNotice", "BusinessRegistrationInformationNotice")
STAGES = {  # the form-type codelist
    "planning": Stage.PLANNING,
    "consultation": Stage.PLANNING,
    "competition": Stage.TENDER,
    "change": Stage.AMENDMENT,
    "dir-awa-pre": Stage.AWARD,
    "result": Stage.AWARD,
    "cont-modif": Stage.AMENDMENT,
    "completion": Stage.CONTRACT,
    "bri": Stage.REGISTRATION,
}
VERSION = re.compile(r"-\d\d$")  # of a notice that is named by its id; a number in the Official Journal ends in a year
CHANGES = f"{EXTENSION}/Changes"
PROCESS = "ProcurementProjectLot/TenderingProcess"
PERIODS = ("TenderSubmissionDeadlinePeriod", "ParticipationRequestReceptionPeriod")
TEXTS = (
    "ProcurementProject/Description",
    "ProcurementProject/Note",
    "Note",
    "TenderingProcess/Description",
    f"{CHANGES}/ChangeReason/ReasonDescription",
    f"{CHANGES}/Change/ChangeDescription",
    f"{EXTENSION}/ContractModification/ChangeReason/ReasonDescription",
    f"{EXTENSION}/ContractModification/Change/ChangeDescription",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """By what a notice is told from others: its number in the Official Journal, or its own id, and its version."""

    number: str
    notice: str
    version: str

    @property
    def mark(self) -> str | None:
        """The id with the version, which changes where the notice does."""
        return f"{self.notice}-{self.version}" if self.notice else None


def identity(root: ET.Element) -> Identity:
    """The ids that a notice (of local names) has; what it lacks is empty. 00762961-2023 is 762961-2023 everywhere else."""
    number = said(root, f"{EXTENSION}/Publication/NoticePublicationID")
    return Identity(number=number.lstrip("0"), notice=said(root, "ID"), version=said(root, "VersionID") or "01")


def record(root: ET.Element, *, url: str, key: str = "") -> Record:
    """The notice. ValueError where it has no id or no title, or is no eForms notice."""
    if root.tag not in ROOTS:
        raise ValueError(f"<{root.tag}> is no notice in eForms")
    own, language = identity(root), said(root, "NoticeLanguageCode")
    if not (key or own.number or own.notice):
        raise ValueError("a notice without id")
    names = _names(root, language)
    if not names:
        raise ValueError("a notice without title")
    text = "\n\n".join(each for each in dict.fromkeys([*names[1:], *_texts(root, language)]) if each != names[0])
    return Record(
        key=key or own.number or f"{own.notice}-{own.version}",
        kind=Kind.NOTICE,
        title=" ".join(names[0].split()),
        url=url,
        text=text,
        thread=said(root, "ContractFolderID") or VERSION.sub("", changed(root)) or own.notice or None,
        mark=own.mark,
        stage=stage(root),
        type=said(root, "NoticeTypeCode"),
        language=LANGUAGES.get(language),
        published=_published(root),
        updated=_sent(root) if root.find(CHANGES) is not None else None,
        deadline=_deadline(root),
        codes=codes(root),
        parts=parts(root, language, f"{names[0]}\n\n{text}"),
        links=links(root),
        parties=parties(root),
        amounts=amounts(root),
    )


def changed(root: ET.Element) -> str:
    """The notice that this one changes, as it names it ("711911-2023", or an id with its version); nothing where it changes none."""
    return said(root, f"{CHANGES}/ChangedNoticeIdentifier")


def stage(root: ET.Element) -> Stage | None:
    """Where the procedure stands. A change that calls it off, and a result without any winner, are its end."""
    code = root.find("NoticeTypeCode")
    reasons = {line.text for line in root.findall(f"{CHANGES}/ChangeReason/ReasonCode")}
    if reasons & {"cancel", "cancel-intent"}:
        return Stage.CANCELLED
    if root.find(CHANGES) is not None:
        return Stage.AMENDMENT
    results = [said(each, "TenderResultCode") for each in root.findall(f"{RESULT}/LotResult")]
    if results and all(each == "clos-nw" for each in results):
        return Stage.CANCELLED
    return STAGES.get(code.get("listName", "")) if code is not None else None


def _names(root: ET.Element, language: str) -> list[str]:
    """The titles of the procedure; of a registration, which has none, whom it registers."""
    names = list(told(root, "ProcurementProject/Name", language))
    return names or list(told(root, "BusinessParty/PartyLegalEntity/RegistrationName"))


def _texts(root: ET.Element, language: str) -> Iterator[str]:
    for path in TEXTS:
        yield from told(root, path, language)


def _published(root: ET.Element) -> datetime | date | None:
    """The day in the Official Journal; before it is known, when the notice was sent."""
    return luxembourg(said(root, f"{EXTENSION}/Publication/PublicationDate")) or _sent(root)


def _sent(root: ET.Element) -> datetime | date | None:
    return moment(said(root, "IssueDate"), said(root, "IssueTime"))


def _deadline(root: ET.Element) -> datetime | date | None:
    """The first of the lots' deadlines for tenders; where there is none yet, for requests to take part."""
    for name in PERIODS:
        ends = [moment(said(period, "EndDate"), said(period, "EndTime")) for period in root.findall(f"{PROCESS}/{name}")]
        if found := first([each for each in ends if each]):
            return found
    return None
