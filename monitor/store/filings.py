"""The filings of the archive as they stand, for the ledger, and which of them the tally counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from monitor.ledger.filing import Filing, filing
from monitor.ledger.spending import Line, lines
from monitor.store.tables import hits, records, revisions
from sources import codec
from sources.model import Kind, Record

AT_ONCE = 500  # bodies held in memory: a filing has 5 kB


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The reports of spending among the records with hits. `counted` are those that count for their chain, by record."""

    counted: dict[int, Line]
    reports: frozenset[int]
    chains: frozenset[tuple[str, str]]
    """Source and thread of each: a registration in the chain of a report says nothing of its own."""


def standing(connection: Connection, *source_ids: str) -> Iterator[tuple[str, Record]]:
    """Each filing of these sources (of all where none is named) in its last revision, with the id of its source."""
    for _, source_id, record in _standing(connection, *source_ids):
        yield source_id, record


def spending(connection: Connection) -> Spending:
    """The reports among the filings with hits, each chain with its standing."""
    found: dict[tuple[str, str], int] = {}
    chains: set[tuple[str, str]] = set()
    reports: list[Filing] = []
    for record_id, source_id, record in _standing(connection, with_hits=True):
        if report := filing(record, source_id):
            found[source_id, record.key] = record_id
            reports.append(report)
            chains.add((source_id, record.thread or record.key))
    counted = {found[line.chain.counted.source_id, line.chain.counted.key]: line for line in lines(reports)}
    return Spending(counted=counted, reports=frozenset(found.values()), chains=frozenset(chains))


def _standing(connection: Connection, *source_ids: str, with_hits: bool = False) -> Iterator[tuple[int, str, Record]]:
    last = and_(revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)
    wanted = select(records.c.id, records.c.source_id, revisions.c.body).join(revisions, last).where(records.c.kind == Kind.FILING.value)
    if source_ids:
        wanted = wanted.where(records.c.source_id.in_(source_ids))
    if with_hits:
        wanted = wanted.where(records.c.id.in_(select(hits.c.record_id)))
    for record_id, source_id, body in connection.execute(wanted.order_by(records.c.id).execution_options(yield_per=AT_ONCE)):
        yield record_id, source_id, codec.loads(body)
