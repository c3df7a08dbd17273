"""The forms of what the API answers, for its description. The answers themselves are made where the commands' are."""

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from monitor.model import Delivery, Sense
from monitor.store.alerts import State as AlertState
from monitor.store.tally import By
from monitor.verdicts import LONGEST_NOTE, Reason, Verdict
from sources.errors import Outcome
from sources.model import AmountKind, Kind

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Some items, and where the following ones begin."""

    items: list[T]
    next: str | None = Field(description="Ask again with `after` set to this; null at the end")


class Found(BaseModel):
    """A passage that a query found."""

    text: str = Field(description="The term, as the text has it")
    passage: str
    start: int = Field(description="Where the term begins in the passage, in characters")
    end: int
    in_: str = Field(alias="in", description="The document, or number and title of the part")
    page: int | None
    method: str = Field(description="text, or ocr where it was read from a picture")
    url: str


class Answer(BaseModel):
    """A record that a query finds."""

    source: str
    key: str
    kind: Kind
    title: str
    url: str
    happens_at: datetime | None
    hits: list[Found]


class Hit(BaseModel):
    """A topic or a watch found in a passage of a record."""

    found_at: datetime
    topic: str | None
    watch: str | None
    vendor: str | None
    sense: Sense
    term: str
    passage: str
    why: str
    source: str
    record: str
    kind: Kind
    title: str
    happens_at: datetime | None
    part: str | None
    document: str | None
    page: int | None
    method: str
    url: str
    hit: int = Field(description="The number of the hit: `monitor export evidence`, and the cursor of the export")


class RecordLine(BaseModel):
    """A record in short."""

    source: str
    record: str
    kind: Kind
    title: str
    happens_at: datetime | None
    first_seen: datetime
    last_seen: datetime
    revision: int
    thread: str | None
    hits: int
    url: str
    id: int = Field(description="The number of its page, /records/ID, and the cursor of the export")


class AmountLine(BaseModel):
    """A sum of money that a record names."""

    source: str
    record: str
    kind: Kind
    title: str
    happens_at: datetime | None
    amount: AmountKind
    value: str | None = Field(description="Digits; null where it is not stated, which is not zero")
    currency: str | None
    note: str
    url: str
    id: int


class Source(BaseModel):
    """A source, and how it fares."""

    id: str
    title: str
    platform: str
    kind: Kind
    outcome: Outcome | None = Field(description="Of the last run; null before the first")
    detail: str
    last_run_at: datetime | None
    last_ok_at: datetime | None = Field(description="When it was last read to the end")


class OperatorSource(Source):
    """A source as its operator sees it."""

    enabled: bool
    due_at: datetime
    failures: int = Field(description="Runs in a row that did not read everything")
    paused_at: datetime | None
    paused_by: str


class Order(BaseModel):
    """What is to become of a source."""

    model_config = ConfigDict(extra="forbid")
    do: Literal["run", "pause", "resume"]


class Queue(BaseModel):
    """Work that is due."""

    name: str
    due: int
    oldest: float = Field(description="Seconds for which the first waits; 0 where nothing is due")


class Watch(BaseModel):
    """A watch, as `monitor watch list --json` prints it."""

    name: str
    query: str | None
    topics: list[str]
    kinds: list[Kind]
    sources: list[str]
    channels: list[str]
    paused: bool
    hits: int | None
    created_at: datetime | None


class Alert(BaseModel):
    """An alert of yours."""

    id: int
    state: AlertState
    channel: str
    source: str
    record: str
    kind: Kind
    title: str
    happens_at: datetime | None
    revision: int
    watches: list[str] = Field(description="The watches that it is for, as they were called then")
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    attempts: int
    digest: int | None = Field(description="The digest that it left in")
    url: str


class AlertInFull(Alert):
    """An alert with its passages, each as a hit."""

    hits: list[Hit]


class Receipt(BaseModel):
    """An attempt to send to you."""

    id: int
    at: datetime
    delivery: Delivery
    service: str
    detail: str
    alert: int | None
    digest: int | None


class Group(BaseModel):
    """A group that you belong to."""

    id: int
    title: str
    name: str = Field(description="As the others see you")
    owner: bool
    open: int = Field(description="Hits that nobody has judged")
    mine: int = Field(description="Those of them that are assigned to you")


class Done(BaseModel):
    """One thing that was done with a hit."""

    what: Literal["open", "relevant", "irrelevant", "note", "assigned", "muted"]
    by: str
    at: datetime
    reason: str
    text: str
    alert: bool = Field(description="Whether it was done by the link in an alert")


class Item(BaseModel):
    """A hit in the inbox of a group."""

    id: int
    verdict: Verdict
    reason: str
    assignee: int | None
    found_at: datetime
    passage: str
    start: int
    end: int
    why: str
    watches: list[str]
    source: str
    kind: Kind
    title: str
    happens_at: datetime | None
    url: str
    document: str | None
    page: int | None
    places: int = Field(description="Where the passage stands in the record and its documents")
    acts: list[Done]


class Act(BaseModel):
    """What is to be done with a hit. `words` belong to a reason, or are the note; `to` is the number of a member, null for nobody."""

    model_config = ConfigDict(extra="forbid")
    do: Literal["open", "relevant", "irrelevant", "note", "assign"]
    reason: Reason | None = None
    words: str = Field("", max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")
    to: int | None = Field(None, ge=0, le=2**31 - 1)


class Tally(BaseModel):
    """Who is paid and who lobbies. Sums are digits; each line has its name under the word that it was asked for `by`."""

    by: By
    upper_bound: bool = Field(description="Whether lines overlap, so that they must not be added up")
    lines: list[dict[str, Any]]
    coverage: dict[str, Any] = Field(description="The sources that it could draw on, and what is missing")
