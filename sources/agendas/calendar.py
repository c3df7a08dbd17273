"""Meetings that one list names, each with an agenda that costs a request of its own: what most platforms are like."""

from abc import abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Generic, TypeVar

from sources.agendas.window import AHEAD, LATE, RECENT, Window
from sources.errors import SourceError
from sources.model import Kind, Unchanged
from sources.source import ODD, Known, Row, Source
from sources.web import Web

Listed = TypeVar("Listed")
Items = TypeVar("Items")

PATIENCE = 3  # agendas missed one after the other before we stop asking: it is not the one meeting then


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Generic[Listed, Items]):
    """A meeting as the list has it, with its agenda items; `items` is None where they were `missed`: they could not be had."""

    event: Listed
    items: Items | None
    missed: bool = False


@dataclass(frozen=True, kw_only=True)
class Meetings(Source[Row], Generic[Row]):
    """A list of meetings, past and to come: asked for from three days ago to 45 days ahead, and once a day from 90 days ago."""

    kind = Kind.MEETING
    overlap: ClassVar[timedelta] = RECENT
    rescan: ClassVar[timedelta | None] = LATE
    ahead: ClassVar[timedelta | None] = AHEAD


@dataclass(frozen=True, kw_only=True)
class Calendar(Meetings[Meeting[Listed, Items]], Generic[Listed, Items]):
    """A list of meetings, and an agenda for each that changed.

    `read` gives a meeting whose items were missed no mark, so that the next run asks for them.
    """

    tells_tenant: ClassVar[bool] = False
    """Whether what is asked for a meeting is data of the same system, so that its addresses say whose it is too."""

    @abstractmethod
    def listed(self, web: Web, since: datetime) -> AsyncGenerator[Listed, None]:
        """The meetings of the window, as they are listed."""

    @abstractmethod
    def identity(self, event: Listed) -> tuple[str, str | None]:
        """The key of a meeting and its change mark. Raises nothing: an odd row is for `read` to reject by name."""

    def day(self, event: Listed) -> date | None:  # noqa: ARG002  # what platforms need
        """When it is held, where the list does not tell of amendments: so that its agenda is read again at each run before that day."""
        return None

    @abstractmethod
    async def agenda(self, web: Web, event: Listed) -> Items:
        """The items of a meeting, none where it has no agenda yet.

        Raises a SourceError where they cannot be had: one agenda behind a login is not the end of the list.
        """

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Meeting[Listed, Items] | Unchanged, None]:
        """The meetings of the window. One request or a few list them, one more reads each agenda that changed.

        A meeting whose agenda cannot be read keeps none of the others back: it waits for the next run, or is given
        without items where we have never seen it, and what happened is raised in the end.
        """
        missed: list[SourceError] = []
        in_a_row = 0
        async with aclosing(self.listed(web, since)) as events:
            async for event in events:
                key, mark = self.identity(event)
                if mark and known(key) == mark and not self._soon(event, web.now()):
                    yield Unchanged(key=key)
                    continue
                items, had = None, False
                if in_a_row < PATIENCE:
                    try:
                        items, had, in_a_row = await self._agenda(web, event), True, 0
                    except SourceError as error:
                        missed.append(error)
                        in_a_row += 1
                    except ODD:
                        had = True  # an odd row: `read` rejects it by name
                if had or known(key) is None:
                    yield Meeting(event=event, items=items, missed=not had)
        if missed:
            raise missed[0]

    async def _agenda(self, web: Web, event: Listed) -> Items:
        if self.tells_tenant:
            return await self.agenda(web, event)
        with web.showing_none():
            return await self.agenda(web, event)

    def _soon(self, event: Listed, now: datetime) -> bool:
        day = self.day(event)
        return day is not None and Window.soon(day, now, self.publisher.timezone)
