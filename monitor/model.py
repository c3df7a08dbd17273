"""What passes between the stages of the service. Frozen, standard library only."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from sources.model import Amount, Kind, Record


class Sense(StrEnum):
    """How a passage uses a term: as what the record is about, or in passing."""

    SUBJECT = "subject"
    MENTION = "mention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule found in a text. `start` and `end` are character offsets into the text as given; `text` lies between.

    `rule` is the name of what was found ("topic:facial-recognition", "watch:12"); `term` is the literal of the query
    that matched, as the query writes it; `why` says in plain words why this counts.
    """

    rule: str
    start: int
    end: int
    text: str
    term: str
    sense: Sense
    why: str
    vendor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A query with a name, as the index takes it. `key` is "topic:NAME" or "watch:ID"."""

    key: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of the record that a text belongs to: the filters of queries are decided on it.

    `dated` is the day of the meeting, else of publication, else of the deadline, in the publisher's zone; None where none is known.
    """

    source: str
    platform: str
    kind: Kind
    dated: date | None = None
    bodies: tuple[str, ...] = ()
    """Who meets, or was lobbied."""
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a watch looks. Empty means everywhere."""

    kinds: frozenset[Kind] = frozenset()
    sources: frozenset[str] = frozenset()
    """Source ids, or their beginnings that end in "-*": "us-ca-*"."""


class Cadence(StrEnum):
    """How often a watch tells: each record by itself, or together with others as a digest."""

    NOW = "now"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a subscriber wants to hear of a watch, on the clock of `timezone`.

    `at` is the time of day of daily and weekly digests, `weekday` the day of weekly ones (0 is Monday). `quiet` is from
    when to when nothing is told; it may reach over midnight.
    """

    cadence: Cadence = Cadence.NOW
    at: time = time(7)
    weekday: int = 0
    timezone: str = "UTC"
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a subscriber asked to be told about: a query or topics, a scope, channels. Topics may be {"*"}: all.

    A passage that says one of the `muted` phrases is not told.
    """

    id: int
    subscriber_id: int
    name: str
    query: str | None = None
    topics: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=Scope)
    channels: frozenset[int] = frozenset()
    rhythm: Rhythm = field(default_factory=Rhythm)
    muted: frozenset[str] = frozenset()
    notes: str = ""
    paused: bool = False
    created_at: datetime | None = None
    shared: bool = False
    """Whether it belongs to a group, which has an inbox."""

    def wants(self, rule: str) -> bool:
        """Whether hits of this rule are for this watch."""
        if rule == f"watch:{self.id}":
            return self.query is not None
        return rule.startswith("topic:") and ("*" in self.topics or rule.removeprefix("topic:") in self.topics)

    def covers(self, source: str, kind: Kind) -> bool:
        """Whether this source and kind lie in the scope."""
        scope = self.scope
        if scope.kinds and kind not in scope.kinds:
            return False
        return not scope.sources or any(
            source == wanted or (wanted.endswith("-*") and source.startswith(wanted[:-1])) for wanted in scope.sources
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The sentence that holds a match. `digest` identifies it whatever its spacing and case."""

    text: str
    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store remembers of a record. `parts` are the (key, digest) of every part it ever had."""

    record_id: int
    fingerprint: str
    revision: int
    parts: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a record a passage stands: in a part, on a page of a document, or in the record's own text."""

    part_key: str | None = None
    document_id: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A match in a passage of a record, before it is stored. `story` joins what is told once: a thread or a record."""

    match: Match
    passage: Passage
    place: Place
    story: str
    method: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A record as it stands now, when that differs from what we knew.

    `quiet` means that nothing in it is told: it is past, and the source's first run found it. `fresh` are the parts
    never seen before in this form.
    """

    record: Record
    fingerprint: str
    number: int
    record_id: int | None
    fresh: frozenset[str]
    hits: tuple[Hit, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A hit that a channel is to be told of, because of a watch. `hit` counts in the list that was decided on."""

    channel_id: int
    subscriber_id: int
    watch_id: int
    watch_name: str
    rhythm: Rhythm
    hit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One passage of an alert, as the message shows it. `start` and `end` mark the term inside `passage`."""

    passage: str
    start: int
    end: int
    why: tuple[str, ...]
    """Each rule and watch that found it, in words: 'topic facial recognition (watch "Face in California")'."""
    before: str = ""
    """The sentence before the passage."""
    after: str = ""
    """The sentence after it."""
    about: tuple[str, ...] = ()
    """What was looked for: the topics by name, or the watch whose query it is."""
    part: str = ""
    """Number and title of the part."""
    document: str = ""
    page: int | None = None
    link: str = ""
    """Where to read it: the document with #page=N, or the record."""
    method: str = "text"
    """How the page was read: text, or ocr."""
    also: tuple[str, ...] = ()
    """Where the same file is published as well."""
    copy: str = ""
    """Where our copy of the file is, as a path below the address of the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message owed to a channel: one record with all passages found in it. `times` counts the attempts so far."""

    id: int
    channel_id: int
    subscriber_id: int
    record: Record
    revision: int
    source_id: str
    source_title: str
    timezone: str
    evidence: tuple[Evidence, ...]
    more: int = 0
    """Passages beyond those of `evidence`, where there are very many."""
    attempts: int = 0
    gaps: tuple[str, ...] = ()
    """Documents of the record that could not be read, so that silence about them is not an answer."""
    on_again: bool = False
    """It was cancelled or withdrawn, and does take place after all."""
    changes: tuple[str, ...] = ()
    """What is different from the revision before, in words."""

    @property
    def passages(self) -> int:
        """How many passages were found in all."""
        return len(self.evidence) + self.more


class Delivery(StrEnum):
    """What became of one attempt to send."""

    SENT = "sent"
    FAILED = "failed"
    """For now: try again."""
    REFUSED = "refused"
    """For good: the channel is unusable as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The result of one attempt at one target. `detail` is free of secrets."""

    delivery: Delivery
    service: str
    detail: str = ""


WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPage:
    """One page of a document. `number` counts from 1; `method` is "text", "ocr", "none" (nothing readable: a gap) or "waiting"
    (a picture that is yet to be recognised: a gap until then)."""

    number: int
    text: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What came out of a document. `error` names why there is nothing ("encrypted", "timeout", …), or is empty."""

    media_type: str
    pages: tuple[ExtractedPage, ...]
    error: str = ""
    total_pages: int = 0
    """As the file says; more than len(pages) where a limit cut it."""
