"""What a source delivers: a record with its parts, links, parties and amounts. Standard library only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a source lists. Open Civic Data speaks of events, OCDS of releases."""

    MEETING = "meeting"
    FILING = "filing"
    NOTICE = "notice"


class LinkKind(StrEnum):
    """What an attached file is."""

    AGENDA = "agenda"
    PACKET = "packet"
    MINUTES = "minutes"
    NOTICE = "notice"
    ATTACHMENT = "attachment"
    OTHER = "other"


class Role(StrEnum):
    """What a party does in the record."""

    BUYER = "buyer"
    SUPPLIER = "supplier"
    REGISTRANT = "registrant"
    CLIENT = "client"
    FOREIGN_ENTITY = "foreign_entity"
    LOBBYIST = "lobbyist"
    AFFILIATE = "affiliate"
    SPONSOR = "sponsor"


class AmountKind(StrEnum):
    """What a sum of money means. Amounts of different kinds are never added together."""

    INCOME = "income"
    EXPENSE = "expense"
    ESTIMATE = "estimate"
    CEILING = "ceiling"
    AWARD = "award"
    CONTRACT = "contract"
    OBLIGATION = "obligation"
    CONTRIBUTION = "contribution"


class Stage(StrEnum):
    """Where a record stands: a meeting in its calendar, a notice in its procedure, a filing in its chain."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESCHEDULED = "rescheduled"
    PLANNING = "planning"
    TENDER = "tender"
    AMENDMENT = "amendment"
    AWARD = "award"
    CONTRACT = "contract"
    REGISTRATION = "registration"
    REPORT = "report"
    TERMINATION = "termination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An attached file.

    `key` is the publisher's id of the file (None where it has none: the URL stands in), `stamp` the publisher's own
    mark of its version, which changes when the file is replaced under the same address.
    """

    url: str
    title: str
    kind: LinkKind = LinkKind.OTHER
    key: str | None = None
    stamp: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A buyer, supplier, client or registrant, as named in the record.

    `ids` are (scheme, id) pairs. `note` is what the record says of it: a client's business, the office that a lobbyist held.
    """

    name: str
    role: Role
    ids: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A bill of the US Congress: S. 847 of the 112th and of the 116th are two bills. `type` is "s", "hr", "sjres", …"""

    congress: int
    type: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money. `value` None means the publisher left it out: unknown, not zero. `currency` is ISO 4217."""

    kind: AmountKind
    value: Decimal | None
    currency: str | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A titled piece of a record: an agenda item, a lobbying activity, a lot.

    `key` is the publisher's id, unique within the record; `number` is what the publisher prints ("14.b");
    `thread` is its id of the matter that joins this part with others over time. Of a lobbying activity `codes` are its
    issues, `bodies` the government entities that were lobbied and `bills` those that its text names.
    """

    key: str
    title: str
    number: str = ""
    text: str = ""
    thread: str | None = None
    links: tuple[Link, ...] = ()
    codes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    bills: tuple[Bill, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that a source lists: a meeting, a filing, a notice.

    `key` never changes and is unique within the source. `mark` is the publisher's own change mark (a row version, a
    stamp), given back through `known` at the next run. `body` is who meets (meetings). `starts` is when the meeting
    begins: aware where the time is known, a date where it is not. `published`, `updated` and `deadline` follow the
    same rule. `thread` joins records over time: an ocid, a solicitation, a filing chain. `period` is what a filing
    covers ("2023 Q1"). `language` is a BCP 47 tag where the publisher says it. `withdrawn`
    means that the publisher took the record back. `signed` is when a contract was signed or awarded, `region` where it
    is carried out or who buys is at home, in the form of the ids of sources ("us-ca"); each only where the record says it.
    """

    key: str
    kind: Kind
    title: str
    url: str
    text: str = ""
    thread: str | None = None
    mark: str | None = None
    stage: Stage | None = None
    type: str = ""
    body: str = ""
    location: str = ""
    period: str = ""
    language: str | None = None
    starts: datetime | date | None = None
    published: datetime | date | None = None
    updated: datetime | date | None = None
    deadline: datetime | date | None = None
    codes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    parties: tuple[Party, ...] = ()
    amounts: tuple[Amount, ...] = ()
    withdrawn: bool = False
    signed: datetime | date | None = None
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A record that was listed again with the change mark we know: seen, and not read again."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a list has been read. Whoever has stored all that came before may give the cursor to a later run, which goes on there."""

    cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A row that could not be read. The run goes on; health counts it. `row` is an excerpt of at most 300 characters."""

    row: str
    error: str
