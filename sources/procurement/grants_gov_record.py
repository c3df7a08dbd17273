"""A funding opportunity as Grants.gov gives it, read into a record."""

from collections.abc import Iterator
from datetime import date

from sources import days
from sources.model import Amount, AmountKind, Kind, Party, Record, Role, Stage
from sources.procurement.detailed import Detailed
from sources.procurement.fields import Fields, line, number, plausible, section, text

PAGE = "https://www.grants.gov/search-results-detail/{}"
STAGES = {"forecasted": Stage.PLANNING, "posted": Stage.TENDER, "closed": Stage.TENDER, "archived": Stage.TENDER}


def record(opportunity: Detailed) -> Record:
    """The opportunity; what the list says of it where its detail could not be had. LookupError or ValueError where it is odd."""
    fields, detail = opportunity.fields, opportunity.detail or {}
    key = line(fields["id"])
    if not key:
        raise ValueError("an opportunity without id")
    synopsis = section(detail, "synopsis") or section(detail, "forecast")
    agency = line(fields.get("agency"))
    code = line(fields.get("agencyCode"))
    return Record(
        key=key,
        kind=Kind.NOTICE,
        title=text(fields["title"]).replace("\n", " ") or line(fields["number"]),
        url=PAGE.format(key),
        text=text(synopsis.get("synopsisDesc") or synopsis.get("forecastDesc")),
        thread=line(fields["number"]) or None,
        mark=opportunity.mark,
        stage=STAGES.get(line(fields["oppStatus"])),
        type=line(fields.get("docType")),
        language="en",
        published=_day(fields.get("openDate")),
        deadline=_day(fields.get("closeDate")),
        codes=tuple(_codes(fields)),
        parties=(Party(name=agency, role=Role.BUYER, ids=(("US-AGENCY", code),) if code else ()),) if agency else (),
        amounts=tuple(_amounts(synopsis)),
    )


def _codes(fields: Fields) -> Iterator[str]:
    programs = fields.get("cfdaList") or []
    if not isinstance(programs, list):
        raise TypeError("cfdaList is not a list")
    yield from (f"CFDA:{line(each)}" for each in programs if line(each))


def _amounts(synopsis: Fields) -> Iterator[Amount]:
    """What all grants together are estimated at, and the most that one may be. Zero means that it is not told."""
    for kind, name, note in (
        (AmountKind.ESTIMATE, "estimatedFunding", "all grants together"),
        (AmountKind.CEILING, "awardCeiling", "one grant"),
    ):
        said = synopsis.get(name)
        if said not in (None, "", "none", "None"):
            value = number(said)
            yield Amount(kind=kind, value=value or None, currency="USD", note=note if value else f"{note}; publisher says {said}")


def _day(said: object) -> date | None:
    """The day of "11/20/2026". ValueError where it is none."""
    return plausible(days.read(line(said))) if line(said) else None
