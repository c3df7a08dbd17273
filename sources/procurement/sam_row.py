"""One row of the daily file of SAM.gov, read into a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sources.model import Kind, Link, LinkKind, Party, Record, Role
from sources.procurement import sam_words
from sources.procurement.fields import line, text
from sources.procurement.places import us_region
from sources.source import Publisher

COLUMNS = ("NoticeId", "Title", "Sol#", "Department/Ind.Agency", "PostedDate", "Type", "ResponseDeadLine", "Active", "Description")
"""What must be in the header, in whatever order: without one of them it is another file."""

MARKED = (
    "Title", "Sol#", "Department/Ind.Agency", "Sub-Tier", "Office", "Type", "ResponseDeadLine", "NaicsCode", "ClassificationCode",
    "AwardNumber", "Award$", "Awardee", "AdditionalInfoLink", "Description",
)  # fmt: skip
"""What makes a notice another one: not its contacts, nor when it was archived."""

LATE = timedelta(days=30)
"""How long after the day that it bears a notice may appear in the file for the first time: the Department of Defense is late."""

TIERS = ("Department/Ind.Agency", "Sub-Tier", "Office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row by column, with its id and its change mark. A row that is too short lacks its last columns."""

    id: str
    mark: str
    fields: Mapping[str, str]

    def over(self, since: datetime) -> bool:
        """Whether it was posted long before then and nothing can be answered to it any more. A row that cannot tell is not."""
        try:
            posted, closed = date.fromisoformat(self.fields["PostedDate"][:10]), self.fields["ResponseDeadLine"].strip()[:10]
            open_ = self.fields["Active"] != "No" and bool(closed) and date.fromisoformat(closed) >= since.date()
        except (LookupError, ValueError):
            return False
        return posted < (since - LATE).date() and not open_


def record(row: Row, publisher: Publisher) -> Record:
    """The notice. LookupError or ValueError where it lacks its id, its title or its date.

    https://open.gsa.gov/api/get-opportunities-public-api/ says what the columns mean, under other names.
    """
    fields = row.fields
    id_, title, posted = sam_words.key(row.id), line(fields["Title"]), sam_words.day(fields["PostedDate"], publisher)
    if not title or posted is None:
        raise ValueError(f"notice {id_} has no {'date' if title else 'title'}")
    more = line(fields.get("AdditionalInfoLink"))
    return Record(
        key=id_,
        kind=Kind.NOTICE,
        title=title,
        url=sam_words.page(fields.get("Link"), id_),
        text=text(fields.get("Description")),
        thread=sam_words.thread(fields["Sol#"], _office(fields)),
        mark=row.mark,
        stage=sam_words.stage(fields["Type"]),
        type=line(fields["Type"]),
        location=", ".join(each for name in ("PopCity", "PopState", "PopCountry") if (each := line(fields.get(name)))),
        language="en",
        published=posted,
        signed=sam_words.awarded(fields.get("AwardDate"), publisher),
        region=us_region(fields.get("PopState"), fields.get("PopCountry")),
        deadline=sam_words.day(fields["ResponseDeadLine"], publisher),
        codes=sam_words.codes(fields.get("NaicsCode"), fields.get("ClassificationCode")),
        links=(Link(url=more, title="Additional information", kind=LinkKind.OTHER),) if more.startswith(("https://", "http://")) else (),
        parties=tuple(_parties(fields)),
        amounts=sam_words.award(fields.get("Award$")),
    )


def _office(fields: Mapping[str, str]) -> str:
    """The codes of the office, as the API writes them: 036.3600.36C10B."""
    return ".".join(code for name in ("CGAC", "FPDS Code", "AAC Code") if (code := line(fields.get(name))))


def _parties(fields: Mapping[str, str]) -> list[Party]:
    """The office that buys; who got the award, with the address that the same text holds."""
    tiers = list(dict.fromkeys(name for tier in TIERS if (name := line(fields.get(tier)))))
    ids = (("US-OFFICE", code),) if (code := _office(fields)) else ()
    buyer = [Party(name=", ".join(reversed(tiers)), role=Role.BUYER, ids=ids)] if tiers else []
    awardee = line(fields.get("Awardee"))
    return [*buyer, *([Party(name=awardee, role=Role.SUPPLIER)] if awardee else [])]
