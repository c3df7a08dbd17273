"""What this process counts of its own work, until it is added to what all processes have counted together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import thread_time
from typing import Self

from monitor.find import Matcher
from monitor.model import About, Match, Rule
from monitor.store import meters as store
from monitor.store.database import Database, DatabaseError

TEXTS, CHARACTERS, SECONDS = "matched_texts", "matched_characters", "matched_seconds"


@dataclass(slots=True)
class Meters:
    """Sums by name. Threads add to them."""

    _sums: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def add(self, amounts: Mapping[str, float]) -> None:
        """Count these as well."""
        with self._lock:
            for name, amount in amounts.items():
                self._sums[name] = self._sums.get(name, 0.0) + amount

    async def note(self, database: Database) -> None:
        """Add what was counted to what all processes have counted; where the database is away, the next time."""
        with self._lock:
            counted, self._sums = self._sums, {}
        if counted:
            try:
                await database.run(store.add, counted)
            except DatabaseError:
                self.add(counted)


@dataclass(frozen=True, slots=True)
class Metered:
    """A matcher whose work is counted: texts, characters, and seconds of its thread, in which a busy machine does not count."""

    matcher: Matcher
    meters: Meters

    def match(self, text: str, also: Sequence[Match] = ()) -> list[Match]:
        """As the matcher does."""
        began = thread_time()
        found = self.matcher.match(text, also)
        self.meters.add({TEXTS: 1, CHARACTERS: len(text), SECONDS: thread_time() - began})
        return found

    def looks_at(self, rule: str, about: About) -> bool:
        """As the matcher does."""
        return self.matcher.looks_at(rule, about)

    def renewed(self, watches: Iterable[Rule]) -> Self:
        """The renewed matcher, counted with the same meters."""
        return type(self)(self.matcher.renewed(watches), self.meters)
