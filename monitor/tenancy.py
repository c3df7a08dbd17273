"""Whose list it is: one in which nothing is to be found that we know is that of another place, on whatever platform.

Most pages say whose they are (`sources/tenant.py`), many a list in JSON does not. But a council lists tomorrow what it listed today.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.store import records
from monitor.store.database import Connection, Database
from sources.errors import WrongTenant
from sources.model import Kind, Record, Unchanged
from sources.source import Batch, Source, Step

AHEAD = timedelta(days=45)  # of a list that does not say how far it looks
LATE = timedelta(days=90)  # lists have what was held lately, and whoever met then meets again
TWO = 2  # meetings known; a single one is taken back and another one called
FEW = 5  # meetings due in the window under which any body that we know is enough: a small board makes its whole calendar anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting as far as another list may share it. `body` is empty where it is only what the catalog calls the source."""

    key: str
    body: str
    day: date | None


@dataclass(slots=True)
class Gate:
    """Holds back what a run lists until something in it is known; what never is, is of another place.

    Nothing is asked of the database where a row is unchanged, which is what most runs begin with.
    """

    source: Source  # type: ignore[type-arg]  # whatever its rows are
    since: datetime
    now: datetime
    recognised: bool = False
    known: list[Held] | None = None
    waiting: list[Step] = field(default_factory=list)

    async def through(self, database: Database, step: Step) -> list[Step]:
        """The batches that may be stored now: all that were held back, once one is recognised."""
        self.waiting.append(step)
        if not self.recognised:
            batch, _ = step
            self.recognised = any(isinstance(row, Unchanged) for row in batch) or await database.ask(self._recognises, batch)
        return self._released() if self.recognised else []

    def rest(self) -> list[Step]:
        """What still waits when the list has ended. Raises WrongTenant where it has meetings: we know others, of other bodies."""
        strangers = [row for batch, _ in self.waiting for row in batch if isinstance(row, Record)]
        if strangers and not self.recognised:
            raise WrongTenant(
                f"the meetings of another place: none of the {len(self.known or ())} that we know is listed, but {strangers[0].title!r} "
                "and the like: correct the options, or give the source another id if all of its meetings were renumbered",
                url=strangers[0].url,
            )
        return self._released()

    def _released(self) -> list[Step]:
        passed, self.waiting = self.waiting, []
        return passed

    def _recognises(self, connection: Connection, batch: Batch) -> bool:
        if self.known is None:
            self.known = self._held(connection)
        listed = [self._as_held(row) for row in batch if isinstance(row, Record)]
        due = sum(each.day is not None and each.day > self.since.date() for each in self.known)
        return len(self.known) < TWO or _alike(self.known, listed, bodies=due < FEW)

    def _held(self, connection: Connection) -> list[Held]:
        if self.source.kind is not Kind.MEETING:
            return []
        first = min(self.since, self.now - LATE)
        expected = records.to_come(connection, self.source.publisher.id, first, self.now + (self.source.ahead or AHEAD))
        stand = records.latest_of(connection, [each.record_id for each in expected])
        return [self._as_held(record) for record in stand.values() if not record.withdrawn]

    def _as_held(self, record: Record) -> Held:
        body, day = record.body.casefold(), record.starts.date() if isinstance(record.starts, datetime) else record.starts
        return Held(key=record.key, body="" if body == self.source.publisher.title.casefold() else body, day=day)


def _alike(known: list[Held], listed: list[Held], *, bodies: bool) -> bool:
    """Whether a list has a meeting of ours, by its id or by body and day; or with `bodies`, whether anybody of ours meets."""
    ours = {each.key: each for each in known}
    same = any(mine.body == each.body or mine.day == each.day for each in listed if (mine := ours.get(each.key)))
    met = {(each.body, each.day) for each in known if each.body} & {(each.body, each.day) for each in listed}
    whoever = {each.body for each in known if each.body} & {each.body for each in listed}
    return bool(same or met or (bodies and whoever))
