"""The contracts in records with hits, for the tally: which notices tell of one contract, and which of them counts."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, select

from monitor.ledger.award import Award, award
from monitor.ledger.contracts import Contract, contracts
from monitor.store.tables import hits, parties, records, revisions
from sources import codec
from sources.model import Kind, Role

AT_ONCE = 500  # bodies held in memory


def counted(connection: Connection) -> dict[int, Contract]:
    """Each contract by the record whose sum counts, whatever its standing."""
    found = list(_awards(connection))
    ids = {(each.source_id, each.key): record_id for record_id, each in found}
    return {ids[contract.counted.source_id, contract.counted.key]: contract for contract in contracts(each for _, each in found)}


def _awards(connection: Connection) -> Iterator[tuple[int, Award]]:
    last = and_(revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)
    paid = select(parties.c.record_id).where(parties.c.role == Role.SUPPLIER.value)
    with_hits = select(hits.c.record_id)
    wanted = select(records.c.id, records.c.source_id, revisions.c.body).join(revisions, last)
    wanted = wanted.where(records.c.kind == Kind.NOTICE.value, records.c.id.in_(with_hits), records.c.id.in_(paid))
    for record_id, source_id, body in connection.execute(wanted.order_by(records.c.id).execution_options(yield_per=AT_ONCE)):
        if found := award(codec.loads(body), source_id):
            yield record_id, found
