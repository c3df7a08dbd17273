"""The publisher's change marks of a source's records: those listed last at once, others where a platform asks for them."""

from sqlalchemy import select

from monitor.store.database import Connection, Database
from monitor.store.tables import records

LATEST = 2_000  # a listing window of the largest known publisher (New York) holds 700 meetings
BESIDE = 1_000  # rows: what is listed after a record was mostly stored after it, so that a file of 70,000 costs some hundred questions
MOST = 20_000  # marks in memory, 3 MB


class Marks:
    """Gives the mark of a record by its key: None for what is not known.

    The marks of the records listed last are asked for when the run begins. What is not among them is asked for with what was
    stored next to it, by whoever asks: a question of a millisecond.
    """

    def __init__(self, database: Database, source_id: str) -> None:
        self._database = database
        self._source_id = source_id
        self._latest: dict[str, str | None] = {}
        self._others: dict[str, str | None] = {}
        self._whole = False

    def load(self, connection: Connection) -> None:
        """Ask for those that were listed last."""
        of = select(records.c.key, records.c.mark).where(records.c.source_id == self._source_id)
        self._latest = dict(connection.execute(of.order_by(records.c.last_seen.desc()).limit(LATEST)).all())
        self._whole = len(self._latest) < LATEST

    def __call__(self, key: str) -> str | None:
        """The mark as it was last stored."""
        if key in self._latest:
            return self._latest[key]
        if not self._whole and key not in self._others:
            if len(self._others) > MOST:
                self._others.clear()
            self._others |= {key: None, **self._database.ask_here(_beside, self._source_id, key)}
        return self._others.get(key)


def _beside(connection: Connection, source_id: str, key: str) -> dict[str, str | None]:
    """The mark of this record, and of those that were stored after it."""
    mine = records.c.source_id == source_id
    place = connection.execute(select(records.c.id).where(mine, records.c.key == key)).scalar()
    if place is None:
        return {}
    after = select(records.c.key, records.c.mark).where(mine, records.c.id.between(place, place + BESIDE))
    return dict(connection.execute(after).all())
