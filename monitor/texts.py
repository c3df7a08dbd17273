"""The texts of a record: what alerts, searches and previews look at, each piece by itself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.model import About
from sources.model import Party, Record

BETWEEN = "\n\n"
"""A blank line ends a passage: a title stays the same passage when the clerk's note below it changes."""


def own_text(record: Record) -> str:
    """Title, text and the parties with what is said of them: a supplier's name is often nowhere else."""
    return BETWEEN.join(filter(None, (record.title, record.text, *map(_party, record.parties))))


def _party(party: Party) -> str:
    return f"{named(party)}, {party.note}" if party.note else named(party)


def named(party: Party) -> str:
    """A party as the text of its record names it: "Client: NEC Corporation"."""
    return f"{party.role.value.replace('_', ' ').capitalize()}: {party.name}"


def part_text(title: str, text: str) -> str:
    """A part with its title as the first line."""
    return BETWEEN.join(filter(None, (title, text)))


def about(record: Record, *, source: str, platform: str, dated: date | None) -> About:
    """What filters ask of a record."""
    bodies = (record.body, *(body for part in record.parts for body in part.bodies))
    return About(
        source=source,
        platform=platform,
        kind=record.kind,
        dated=dated,
        bodies=tuple(dict.fromkeys(filter(None, bodies))),
        amounts=record.amounts,
    )


def dated(record: Record, zone: ZoneInfo) -> date | None:
    """The day by which a record is filed: of the meeting, else of its publication, else of the deadline, in the publisher's zone."""
    moment = record.starts or record.published or record.deadline or record.updated
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
