"""A row of the open data of CanadaBuys: tender notices, award notices and contracts, in columns named in both languages."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import unquote

from sources.model import Amount, AmountKind, Kind, Link, LinkKind, Party, Record, Role, Stage
from sources.procurement import marks
from sources.procurement.fields import line, text
from sources.procurement.ocds_money import amount

Row = Mapping[str, str]

REFERENCE, AMENDMENT = "referenceNumber-numeroReference", "amendmentNumber-numeroModification"
SOLICITATION, CONTRACT = "solicitationNumber-numeroSollicitation", "contractNumber-numeroContrat"
PUBLISHED, AMENDED = "publicationDate-datePublication", "amendmentDate-dateModification"
CLOSES = "tenderClosingDate-appelOffresDateCloture"
SUM, TOTAL, CURRENCY = "contractAmount-montantContrat", "totalContractValue-valeurTotaleContrat", "contractCurrency-contratMonnaie"
MUST = (REFERENCE, AMENDMENT, PUBLISHED, "title-titre-eng", "title-titre-fra")
PERSONAL = re.compile(r"contactInfo|AddressLine|Adresse", re.IGNORECASE)  # neither stored nor a reason for a new revision
TEXTS = (
    *("tenderDescription-descriptionAppelOffres", "awardDescription-descriptionAttribution", "contractDescription-descriptionContrat"),
    *("gsinDescription-nibsDescription", "unspscDescription", "limitedTenderingReason-raisonAppelOffresLimite"),
    *("endUserEntitiesName-nomEntitesUtilisateurFinal", "regionsOfDelivery-regionsLivraison"),
)
LANGUAGES = ("eng", "fra")
SITE = "https://canadabuys.canada.ca/en/tender-opportunities"
URL = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*", re.IGNORECASE)
CALLED_OFF = ("cancel", "withdrawn")


def identity(row: Row, what: str) -> str:
    """What names the notice, whatever its amendment: its reference, or the number of the contract where it has one."""
    contract = row.get(CONTRACT, "").strip() if what == "contracts" else ""
    return contract or row[REFERENCE].strip()


def amendment(row: Row) -> tuple[int, str]:
    """Which of two rows of one notice is the later one: "010" comes after "9"."""
    said = row[AMENDMENT].strip()
    return (int(said) if said.isdecimal() else 0, row.get(AMENDED, "").strip() or row[PUBLISHED].strip())


def mark(row: Row) -> str:
    """A fingerprint of all but addresses and persons."""
    return marks.of(*(value.strip() for name, value in sorted(row.items()) if not PERSONAL.search(name)))


def latest(row: Row) -> str:
    """The newest of its dates, as ISO text, which sorts; empty where it has none."""
    return max(row.get(AMENDED, "").strip()[:10], row[PUBLISHED].strip()[:10])


def record(row: Row, what: str) -> Record:
    """The notice. LookupError or ValueError where it lacks its reference or its title in both languages.

    The closing time has no zone: the day is the deadline, and the time is told in the text.
    """
    titles = [title for each in LANGUAGES if (title := line(row[f"title-titre-{each}"]))]
    key, closes = identity(row, what), row.get(CLOSES, "").strip()
    if not key or not titles:
        raise ValueError("a row without reference or title")
    texts = [*titles[1:], *_texts(row), f"Closes {closes.replace('T', ' ')}, local time" if len(closes) > len("2026-09-04") else ""]
    return Record(
        key=key,
        kind=Kind.NOTICE,
        title=titles[0],
        url=next(_urls(row, "noticeURL-URLavis"), SITE),
        text="\n\n".join(dict.fromkeys(filter(None, texts))),
        thread=line(row.get(SOLICITATION)) or line(row.get(CONTRACT)) or key,
        mark=mark(row),
        stage=_stage(row, what),
        type=line(row.get("noticeType-avisType-eng")) or line(row.get("instrumentType-typeInstrument-eng")),
        language="en",
        published=_day(row[PUBLISHED]),
        updated=_day(row.get(AMENDED, "")),
        deadline=_day(closes),
        codes=tuple(_codes(row)),
        links=tuple(_links(row)),
        parties=tuple(dict.fromkeys(_parties(row))),
        amounts=tuple(_amounts(row, what)),
    )


def several(value: str) -> list[str]:
    """The values of a cell: each on a line that begins with a star; a cell without stars is one value."""
    return [each for part in value.strip().removeprefix("*").split("\n*") if (each := line(part))]


def _texts(row: Row) -> Iterator[str]:
    for name in TEXTS:
        for language in LANGUAGES:
            value = row.get(f"{name}-{language}", "")
            yield "\n".join(several(value)) if value.lstrip().startswith("*") else text(value)


def _stage(row: Row, what: str) -> Stage:
    status = " ".join(value.lower() for name, value in row.items() if name.endswith("-eng") and "status" in name.lower())
    if any(word in status for word in CALLED_OFF):
        return Stage.CANCELLED
    if what != "tenders":
        return Stage.AWARD if what == "awards" else Stage.CONTRACT
    if "information" in row.get("noticeType-avisType-eng", "").lower():
        return Stage.PLANNING
    return Stage.AMENDMENT if amendment(row)[0] else Stage.TENDER


def _codes(row: Row) -> Iterator[str]:
    yield from dict.fromkeys(f"UNSPSC:{each}" for each in several(row.get("unspsc", "")))
    yield from dict.fromkeys(f"GSIN:{each}" for each in several(row.get("gsin-nibs", "")))


def _parties(row: Row) -> Iterator[Party]:
    names = (("contractingEntityName-nomEntitContractante", Role.BUYER), ("supplierLegalName-nomLegalFournisseur", Role.SUPPLIER))
    for name, role in names:
        if called := next((said for each in LANGUAGES if (said := line(row.get(f"{name}-{each}")))), ""):
            yield Party(name=called, role=role)


def _amounts(row: Row, what: str) -> Iterator[Amount]:
    """The award, or the total of the contract with what this amendment adds in the note. Canadian dollars unless they say otherwise."""
    currency = line(row.get(CURRENCY)) or "CAD"
    sum_, total = (row.get(name, "").strip().replace(",", "") or None for name in (SUM, TOTAL))
    if what == "contracts":
        found = (
            amount({"amount": total, "currency": currency}, AmountKind.CONTRACT, f"this amendment: {sum_}" if sum_ else "")
            if total
            else None
        )
    else:
        found = amount({"amount": sum_ or total, "currency": currency}, AmountKind.AWARD) if sum_ or total else None
    if found:
        yield found


def _links(row: Row) -> Iterator[Link]:
    for url in dict.fromkeys(_urls(row, "attachment-piecesJointes")):
        yield Link(url=url, title=unquote(url.rpartition("/")[2]).strip() or "Attachment", kind=LinkKind.ATTACHMENT)


def _urls(row: Row, name: str) -> Iterator[str]:
    cells = (row.get(f"{name}-{each}", "") for each in LANGUAGES)
    said = (url.strip().replace(" ", "%20") for cell in cells for url in cell.split(","))
    return (url for url in said if URL.fullmatch(url))


def _day(said: str) -> date | None:
    """The day of a date or of a time, which has no zone here."""
    return date.fromisoformat(said.strip()[:10]) if said.strip() else None
