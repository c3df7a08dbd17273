"""Chores: what is to be done by the clock, beside what the records cause. Each is a row with a time at which it is due."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from monitor.store import chores
from monitor.store.database import Database

log = structlog.get_logger()

AGAIN = timedelta(minutes=30)  # after a chore that failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something to do every so often. `work` gets the time, and says in words what it did."""

    every: timedelta
    work: Callable[[datetime], Awaitable[str]]


async def do(name: str, chore: Chore, database: Database, clock: Callable[[], datetime]) -> None:
    """Do a chore that was claimed, and say when it is due next: soon where it failed."""
    due_in, detail = AGAIN, "failed"
    try:
        detail = await chore.work(clock())
        due_in = chore.every
    finally:
        await database.run(chores.settle, name, detail, clock(), clock() + due_in)
    log.info("chore", name=name, detail=detail)


async def in_portions(database: Database, work: Callable[..., int], *given: object) -> int:
    """Do all of what is done in portions, each in its own transaction, until one finds nothing; return how much there was."""
    total = 0
    while done := await database.run(work, *given):
        total += done
    return total


async def register(all_chores: Mapping[str, Chore], database: Database, now: datetime) -> None:
    """See that each chore has its row. A new one is due after its first period, so that a first start is quick."""
    await database.run(chores.register, {name: now + chore.every for name, chore in all_chores.items()})
