"""One project on a Bonfire portal, as the feed or the list behind the page has it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sources import clock, days
from sources.page import FeedEntry
from sources.procurement import marks
from sources.procurement.fields import Fields, line, text

TITLE = re.compile(r"Reference #: *(?P<reference>.*?)\. *Name: *(?P<name>.+)", re.DOTALL)
CLOSES = re.compile(r"Project closes (?P<when>[A-Z][a-z]{2} \d{1,2}, \d{4}) *(?P<clock>\d{1,2}:\d{2} [AP]M)? *(?P<zone>[A-Z]{2,4})?")
HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AST": -4, "ADT": -3, "UTC": 0, "GMT": 0}
OPEN = "2"  # ProjectStatusID of all that portals list as open


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One project, whichever list it came from. `closes` is aware where its zone is known."""

    id: str
    name: str
    reference: str
    text: str = ""
    published: datetime | None = None
    closes: datetime | date | None = None
    open: bool = True

    @property
    def mark(self) -> str:
        """What changes where the project does."""
        return marks.of(self.name, self.reference, self.text, self.closes, self.open)


def fed(entry: FeedEntry, zone: ZoneInfo) -> Opportunity:
    """An item of the feed. It has no guid: the id is in its address."""
    match, said = TITLE.match(entry.title), text(entry.summary)
    return Opportunity(
        id=urlsplit(entry.link).path.rstrip("/").rpartition("/")[2],
        name=line(match["name"] if match else entry.title),
        reference=line(match["reference"]) if match else "",
        text=said,
        published=entry.published,
        closes=_closes(said, zone),
    )


def readable(fields: Any) -> Opportunity | Fields:
    """The project; as it came where it is of another form, so that `read` rejects it by name."""
    try:
        return listed(fields)
    except (TypeError, ValueError):
        return fields  # type: ignore[no-any-return]


def listed(fields: Any) -> Opportunity:
    """A project of the list. `DateClose` is UTC: 14:00 there is 10:00 AM EDT in the feed of the same project."""
    if not isinstance(fields, dict):
        raise TypeError(f"a project of type {type(fields).__name__}")
    closes = line(fields.get("DateClose"))
    return Opportunity(
        id=line(fields.get("ProjectID")),
        name=line(fields.get("ProjectName")),
        reference=line(fields.get("ReferenceID")),
        closes=datetime.fromisoformat(closes).replace(tzinfo=UTC) if closes else None,
        open=line(fields.get("ProjectStatusID")) in (OPEN, ""),
    )


def _closes(said: str, zone: ZoneInfo) -> datetime | date | None:
    """When it closes. Of a zone that is not known only the day is certain; without one, the time is the buyer's."""
    match = CLOSES.search(said)
    if match is None:
        return None
    own = timezone(timedelta(hours=HOURS[match["zone"]])) if match["zone"] in HOURS else None
    day = days.read(match["when"])
    found = clock.starts(day, match["clock"] if own or not match["zone"] else "", zone)
    return found.replace(tzinfo=own) if own and isinstance(found, datetime) else found
