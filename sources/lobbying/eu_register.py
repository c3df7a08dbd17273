"""The Transparency Register of the European Union, from its daily file: https://transparency-register.europa.eu/."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from xml.etree import ElementTree as ET

from sources import tree_stream
from sources.errors import Inconclusive
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role, Stage
from sources.money import band, money
from sources.snapshot import Entry, Snapshot
from sources.web import File

HOST = "ec.europa.eu"
FILE = f"https://{HOST}/transparencyregister/public/files/ODP/download/XML/latest"
SHOWN = "https://transparency-register.europa.eu/search-register-or-update/organisation-detail_en?id={}"
TEXTS = {  # what an entry says of itself, by element
    "goals": "Goals",
    "EULegislativeProposals": "EU legislative proposals",
    "communicationActivities": "Communication activities",
    "EUSupportedForumsAndPlatforms": "EU forums and platforms",
    "interOrUnofficalGroupings": "Intergroups and unofficial groupings",
}
SUMS = {  # of the closed year, by element; a consultancy's revenue is that from all its clients together
    "costs": AmountKind.EXPENSE,
    "totalAnnualRevenue": AmountKind.ESTIMATE,
    "totalBudget": AmountKind.CEILING,
}


@dataclass(frozen=True, kw_only=True)
class EuRegister(Snapshot[ET.Element]):
    """All organisations in the register, 17,900 in a file of 117 MB, which is never in memory as a whole.

    The file is XML 1.1 with references to control characters, which no parser of XML 1.0 takes. It says how many
    entries it holds: with fewer the run is Inconclusive.
    """

    kind = Kind.FILING
    pace: ClassVar[float] = 5.0

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the file."""
        return frozenset({HOST})

    def files(self, since: datetime, now: datetime) -> Iterable[str]:  # noqa: ARG002  # the file holds everything
        """The one file."""
        return [FILE]

    def entries(self, file: File) -> Iterator[Entry[ET.Element]]:
        """The organisations, one after the other."""
        declared, found = None, 0
        for element in tree_stream.elements(file.stream, "metaData", "interestRepresentative"):
            if element.tag == "metaData":
                declared = int(element.findtext("numberOfIR", ""))
                continue
            found += 1
            mark = hashlib.sha256(ET.tostring(element)).hexdigest()[:32]
            yield Entry(key=_text(element, "identificationCode") or mark, mark=mark, row=element)
        if declared is None or found < declared:
            raise Inconclusive(f"{found} of {declared} entries came", url=file.url)

    def read(self, row: Entry[ET.Element]) -> Record:
        """One organisation. Costs are bands: their bounds stand in the note, and no sum is made up between them."""
        entry, name, key = row.row, _needed(row.row, "name/originalName"), _needed(row.row, "identificationCode")
        year = entry.find("financialData/closedYear")
        return Record(
            key=key,
            kind=Kind.FILING,
            title=name,
            url=SHOWN.format(key),
            mark=row.mark,
            stage=Stage.REGISTRATION,
            type=_text(entry, "registrationCategory"),
            period="" if year is None else f"{_text(year, 'startDate')[:7]} to {_text(year, 'endDate')[:7]}",
            published=_moment(entry, "registrationDate"),
            updated=_moment(entry, "lastUpdateDate"),
            codes=tuple(_text(interest, "name") for interest in entry.iterfind("interests/interest")),
            parts=tuple(_parts(entry, year)),
            parties=tuple(_parties(entry, name, key, year)),
            amounts=tuple(_amounts(year)),
        )


def _text(element: ET.Element, path: str) -> str:
    return "\n".join(line.strip() for line in (element.findtext(path) or "").strip().splitlines())


def _needed(element: ET.Element, path: str) -> str:
    if not (found := " ".join(_text(element, path).split())):
        raise LookupError(f"an entry without {path}")
    return found


def _moment(element: ET.Element, path: str) -> datetime | None:
    text = _text(element, path)
    return datetime.fromisoformat(text) if text else None


def _parts(entry: ET.Element, year: ET.Element | None) -> Iterator[Part]:
    for tag, title in TEXTS.items():
        if (text := _text(entry, tag)) and text.upper() not in ("N.A.", "N/A", "NA", "NONE", "-"):
            yield Part(key=tag, title=title, text=text)
    for place, client in enumerate(() if year is None else year.iterfind("clients/client"), 1):
        if proposal := _text(client, "proposal"):
            yield Part(key=f"client-{place}", title=f"For {_text(client, 'name')}", text=proposal)


def _parties(entry: ET.Element, name: str, key: str, year: ET.Element | None) -> Iterator[Party]:
    yield Party(name=name, role=Role.REGISTRANT, ids=(("eu-transparency-register", key),), note=_text(entry, "headOffice/country"))
    for client in () if year is None else year.iterfind("clients/client"):
        if client_name := " ".join(_text(client, "name").split()):
            yield Party(name=client_name, role=Role.CLIENT, note=_band(client.find("revenue")))


def _amounts(year: ET.Element | None) -> Iterator[Amount]:
    for tag, kind in SUMS.items() if year is not None else ():
        if (found := year.find(tag)) is not None:  # type: ignore[union-attr]  # it is there
            exact = _text(found, "absoluteCost")
            yield Amount(kind=kind, value=money(exact), currency="EUR", note="" if exact else _band(found))


def _band(found: ET.Element | None) -> str:
    low, high = ("" if found is None else _text(found, f"range/{name}") for name in ("min", "max"))
    return band(low, high, "EUR")
