"""An archive of filings and notices of places that do not exist, for tests of the tally."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from making import NOW, hit
from sqlalchemy import insert

from monitor import decide
from monitor.lexicon import load
from monitor.store import records, runs
from monitor.store import sources as states
from monitor.store.book import book
from monitor.store.database import Connection, Database
from monitor.store.tables import hits
from sources.model import Amount, AmountKind, Bill, Kind, Part, Party, Record, Role, Stage

NEC = "NEC Corporation of America"
REGISTER, PORTAL, STATE = "us-zz-register", "us-zz-portal", "us-yy-board"
SOURCES = {REGISTER: "filing", PORTAL: "notice", STATE: "notice"}
LEXICON = load()


def report(
    key: str, value: str | None, client: str = "NEC Corporation of America", *, by: str = "Oak & Co", period: str = "2026 Q1"
) -> Record:
    """A report of lobbying; in-house where client and registrant are one."""
    kind = AmountKind.EXPENSE if by == client else AmountKind.INCOME
    activity = Part(key="1", title="Science", codes=("SCI", "HOM"), bills=(Bill(congress=116, type="s", number=847),))
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"{client} by {by}: {period}",
        url=f"https://register.example/{key}",
        thread=f"{by}:{client}:{period}",
        type="Quarterly report",
        period=period,
        published=date(int(period[:4]), 4, 20),
        parts=(activity,),
        parties=(Party(name=by, role=Role.REGISTRANT), Party(name=client, role=Role.CLIENT)),
        amounts=(Amount(kind=kind, value=None if value is None else Decimal(value), currency="USD"),),
    )


def notice(
    key: str,
    value: str | None,
    *to: str,
    kind: AmountKind = AmountKind.AWARD,
    currency: str = "USD",
    buyer: str = "City of Springhaven",
    on: date = date(2026, 3, 1),
    **more: object,
) -> Record:
    """An award; to NEC where nobody is named."""
    suppliers = to or (NEC,)
    given = {"title": f"Award {key}", "thread": f"thread of {key}", "stage": Stage.AWARD, **more}
    return Record(
        key=key,
        kind=Kind.NOTICE,
        url=f"https://portal.example/{key}",
        published=on,
        parties=(Party(name=buyer, role=Role.BUYER), *(Party(name=name, role=Role.SUPPLIER) for name in suppliers)),
        amounts=(Amount(kind=kind, value=None if value is None else Decimal(value), currency=currency),),
        **given,  # type: ignore[arg-type]  # whatever a test changes
    )


def store(connection: Connection, source: str, *given: Record, topical: Sequence[str] = ()) -> None:
    """As runs store them. Those named topical have a hit of a topic."""
    entries = [states.Entry(id=id_, platform="try", kind=kind, title=id_, enabled=True) for id_, kind in SOURCES.items()]
    states.register(connection, entries, NOW)
    for record in given:
        known = records.known(connection, source, [record.key]).get(record.key)
        change = decide.revise(record, known)
        assert change is not None
        (record_id,) = records.save(connection, source, ZoneInfo("UTC"), runs.begin(connection, source, NOW), [change], NOW)
        if record.key in topical:
            connection.execute(insert(hits).values(_row(record_id)))


def _row(record_id: int) -> dict[str, object]:
    found = hit()
    own = {"rule": found.match.rule, "story": found.story, "digest": found.passage.digest, "passage": found.passage.text}
    told = {"term": "facial recognition", "sense": "subject", "why": "topic", "start": 0, "end": 4, "found_at": NOW, "place": "title"}
    return {"record_id": record_id, "revision": 1, **own, **told}


def booked(database: Database) -> None:
    """Everything that waits is booked."""
    with database.engine.begin() as connection:
        while book(connection, LEXICON, NOW, 3):
            pass
