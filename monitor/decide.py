"""Decides, and does nothing else: what changed? what may be told? what is owed to whom?"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Hit, Known, Owed, Revision, Watch
from monitor.query.normalise import normalise
from monitor.verdicts import Shared
from sources.model import Kind, Link, Part, Record, Stage

FINGERPRINTED: dict[Kind, tuple[str, ...]] = {
    Kind.MEETING: ("title", "body", "starts", "stage", "location", "text", "parts", "links", "withdrawn"),
    # Names are current master data that registers put on old filings, so they are left out, and the title made of them.
    Kind.FILING: ("type", "stage", "period", "text", "parts", "amounts", "withdrawn"),
    Kind.NOTICE: ("title", "text", "stage", "type", "deadline", "parts", "links", "parties", "amounts", "codes", "withdrawn"),
}
"""What makes a record another one, by kind. Publication stamps are left out: they move without news."""

WORLDWIDE = re.compile(r"ocds-\w+-.+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def fingerprint(record: Record) -> str:
    """A hash of the fields named in FINGERPRINTED. Links count by what they are, not by where they lie."""
    fields = {name: getattr(record, name) for name in FINGERPRINTED[record.kind]}
    if "links" in fields:
        fields["links"] = _links(record.links)
    if "parts" in fields:
        fields["parts"] = [_part(part) for part in sorted(record.parts, key=lambda part: part.key)]
    if "parties" in fields:
        fields["parties"] = sorted((party.role, party.name, party.ids) for party in record.parties)
    return _hash(fields)


def _part(part: Part) -> dict[str, object]:
    """Without the bills: they are read from its text, and reading them better is no news."""
    return {**{name: value for name, value in asdict(part).items() if name != "bills"}, "links": _links(part.links)}


def _links(links: Iterable[Link]) -> list[tuple[str, ...]]:
    return sorted((link.key or link.url, link.title, link.kind, link.stamp or "") for link in links)


def part_digest(part: Part) -> str:
    """A hash of what the part says."""
    return _hash([part.title, part.text])


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, default=_plain, sort_keys=True).encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    return asdict(value) if hasattr(value, "__dataclass_fields__") else str(value)  # type: ignore[call-overload]


def revise(record: Record, known: Known | None) -> Revision | None:
    """The record's next revision; None where it stands as we knew it."""
    mark = fingerprint(record)
    if known is not None and known.fingerprint == mark:
        return None
    before = known.parts if known else frozenset()
    fresh = frozenset(part.key for part in record.parts if (part.key, part_digest(part)) not in before)
    return Revision(
        record=record,
        fingerprint=mark,
        number=known.revision + 1 if known else 1,
        record_id=known.record_id if known else None,
        fresh=fresh,
    )


OFF = frozenset({Stage.CANCELLED, Stage.POSTPONED, Stage.RESCHEDULED})


def is_off(record: Record) -> bool:
    """Whether what the record announces does not happen as announced."""
    return record.withdrawn or record.stage in OFF


FLAPS = 6
"""Revisions of a record within a day from which on it is left as it stands: a clerk at work makes two or three, a page with a
counter or two servers that disagree make one at every poll."""


def flaps(change: Revision, lately: int) -> bool:
    """Whether a revision is one of many that say nothing new: no part that was never seen, and nothing found in its own text."""
    return lately >= FLAPS and not change.fresh and not change.hits and not is_off(change.record)


def happens_at(record: Record, zone: ZoneInfo) -> datetime | None:
    """When what the record announces happens or ends: the meeting, the deadline; else when it was published."""
    moment = record.starts or record.deadline or record.published
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return datetime.combine(moment, time.max, tzinfo=zone)
    return moment


def is_past(record: Record, zone: ZoneInfo, now: datetime) -> bool:
    """Whether nothing can be done about it any more: a meeting held, a deadline over, a filing filed."""
    moment = happens_at(record, zone)
    return moment is None or moment < now


def worldwide(thread: str) -> bool:
    """Whether a thread has one name everywhere: an ocid, the procedure id of eForms. Two portals that give it tell of one process."""
    return bool(WORLDWIDE.fullmatch(thread))


def story(source_id: str, record_key: str, thread: str | None, threads: str = "") -> str:
    """What is told once: the publisher's thread where it has one, else the record. `threads` is the source that names the threads."""
    if thread and worldwide(thread):
        return f"thread {thread}"
    return f"{threads or source_id} thread {thread}" if thread else f"{source_id} record {record_key}"


def owed(hits: Sequence[Hit], watches: Iterable[Watch], source_id: str, kind: Kind) -> list[Owed]:
    """Who is to be told of which hit: every channel of every watch that asked for it, looks here and has not muted what it says."""
    return [
        Owed(
            channel_id=channel,
            subscriber_id=watch.subscriber_id,
            watch_id=watch.id,
            watch_name=watch.name,
            rhythm=watch.rhythm,
            hit=index,
        )
        for index, watch in _wanted(hits, watches, source_id, kind)
        for channel in sorted(watch.channels)
    ]


def shared(hits: Sequence[Hit], watches: Iterable[Watch], source_id: str, kind: Kind) -> list[Shared]:
    """Which hits belong into the inboxes of which groups, whether or not anybody is told of them as well."""
    of_groups = [watch for watch in watches if watch.shared]
    return [
        Shared(group_id=watch.subscriber_id, watch_id=watch.id, watch_name=watch.name, hit=index)
        for index, watch in _wanted(hits, of_groups, source_id, kind)
    ]


def _wanted(hits: Sequence[Hit], watches: Iterable[Watch], source_id: str, kind: Kind) -> Iterator[tuple[int, Watch]]:
    looking = [watch for watch in watches if not watch.paused and watch.covers(source_id, kind)]
    said = [f" {normalise(hit.passage.text)} " for hit in hits] if any(watch.muted for watch in looking) else []
    for index, hit in enumerate(hits):
        for watch in looking:
            if watch.wants(hit.match.rule) and not (watch.muted and _mutes(watch, said[index])):
                yield index, watch


def _mutes(watch: Watch, passage: str) -> bool:
    return any(f" {normalise(phrase).strip()} " in passage for phrase in watch.muted)


RETRY_FIRST = timedelta(minutes=3)
RETRY_MOST = timedelta(hours=12)
GIVE_UP = timedelta(days=3)


def retry_in(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 3 minutes, 9, 27, … at most 12 hours."""
    return min(RETRY_FIRST * pow(3.0, min(attempts - 1, 6)), RETRY_MOST)
