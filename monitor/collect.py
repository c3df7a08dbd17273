"""Loop 1: one run of one source. What changed is stored in one transaction with the alerts that it owes."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from structlog.contextvars import bound_contextvars

from monitor import decide, fill, find, health, missing, texts
from monitor.keeping import Keeper, Kept
from monitor.ledger.identity import Identity
from monitor.model import Known, Revision, Watch
from monitor.run import Run
from monitor.store import documents, fills, hits, inbox, lease, owing, recalls, rechecks, records, reports, runs, tables
from monitor.store import sources as states
from monitor.store.database import Connection, Database, is_away
from monitor.store.marks import Marks
from monitor.tenancy import Gate
from monitor.watching import Watching
from sources.errors import Outcome, SourceError
from sources.model import Kind, Problem, Record, Unchanged
from sources.same import Same
from sources.source import EXCERPT, Batch, Source
from sources.web import Web

log = structlog.get_logger()

Clock = Callable[[], datetime]
LAST = 3  # pages kept of a run that broke: the one that broke it, and two to compare it with
DAY = timedelta(days=1)
TOO_MANY = 0.1  # of the rows unreadable, and it is no longer an odd row but another layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A run as it ended. `alerts` counts those it queued; documents may add more."""

    source_id: str
    outcome: Outcome
    detail: str
    count: runs.Count
    alerts: int


async def collect(
    source: Source,  # type: ignore[type-arg]
    *,
    web: Web,
    database: Database,
    watching: Watching,
    keeper: Keeper,
    clock: Clock,
) -> Result:
    """Poll a source that was claimed, to its end; store what is new, and say how it went. Never raises but on shutdown."""
    run = await database.run(_begin, source, keeper, Marks(database, source.publisher.id), clock())
    with bound_contextvars(source=source.publisher.id, run=run.id):
        return await _collect(run, web, database, watching, clock)


async def _collect(run: Run, web: Web, database: Database, watching: Watching, clock: Clock) -> Result:
    identity = run.source.publisher.id
    try:
        outcome, detail = await _listen(run, web, database, watching, clock)
        if outcome is Outcome.OK and run.source.least and not run.same:
            outcome, detail = await _doubted(run, database)
        if outcome.complete and not run.count.problems and not run.same:  # an odd row may be the one that seems to be missing
            outcome, detail = await _take_back(run, outcome, database, watching, clock)
    except asyncio.CancelledError:
        await asyncio.shield(database.run(lease.release, tables.sources, identity))
        raise
    run.count.requests = web.requests
    kept = await run.keep(web.recent[-LAST:]) if run.breaks(outcome) else Kept()
    await database.run(_settle, run, outcome, detail, web, kept, clock())
    log.info("run", outcome=outcome.value, alerts=run.alerts, **run.count.as_dict())
    return Result(source_id=identity, outcome=outcome, detail=detail, count=run.count, alerts=run.alerts)


def _begin(connection: Connection, source: Source, keeper: Keeper, marks: Marks, now: datetime) -> Run:  # type: ignore[type-arg]
    identity = source.publisher.id
    state = states.state(connection, identity)
    marks.load(connection)
    number = runs.begin(connection, identity, now)
    if state.cursor:
        source = source.resumed(state.cursor)
    return Run(source=source, id=number, state=state, started=now, marks=marks, count=runs.Count(), keeper=keeper)


async def _listen(run: Run, web: Web, database: Database, watching: Watching, clock: Clock) -> tuple[Outcome, str]:
    gate = Gate(source=run.source, since=run.since, now=run.started)
    stopped: SourceError | None = None
    run.expect(web)
    try:
        if run.source.counted:
            await _allowed(run, database)
        try:
            async with aclosing(run.source.steps(web, run.since, run.marks)) as steps:
                async for step in steps:
                    for batch, cursor in await gate.through(database, step):
                        await _take(run, web, batch, cursor, database, watching, clock)
        except SourceError as error:
            stopped = error  # what came before it is stored, unless it is another's
        for batch, cursor in gate.rest():
            await _take(run, web, batch, cursor, database, watching, clock)
    except Same:
        run.same, run.count.unchanged = True, run.state.listed
    except SourceError as error:
        stopped = error
    except Exception as error:  # a bug of ours: this run fails, the other sources go on
        _cut_off_by(error)
        log.exception("run failed")
        return Outcome.FAILED, f"{type(error).__name__}: {error}"
    if stopped:
        run.retry_after = stopped.retry_after
        return stopped.outcome, str(stopped)
    return _verdict(run.count)


def _cut_off_by(error: Exception) -> None:
    """Raises what is no fault of the source, a disk that is full or a database that is away: the run is done again."""
    if is_away(error):
        raise error


def _verdict(count: runs.Count) -> tuple[Outcome, str]:
    if count.problems and count.problems >= max(1, TOO_MANY * count.listed):
        return Outcome.LAYOUT_CHANGED, f"{count.problems} of {count.listed} rows could not be read: see the run's problems"
    return (Outcome.OK, "") if count.listed else (Outcome.OK_EMPTY, "")


async def _doubted(run: Run, database: Database) -> tuple[Outcome, str]:
    """After a list that ought to be whole: one far shorter than the last ones was cut off somewhere."""
    why = await database.ask(health.doubt, run.source.publisher.id, run.source.least, run.count.listed)
    return (Outcome.INCONCLUSIVE, why) if why else (Outcome.OK, "")


async def _allowed(run: Run, database: Database) -> None:
    """Leave the run what is left of its requests of this day (UTC). Raises Unavailable where there are none."""
    midnight = run.started.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    spent = await database.ask(runs.spent, run.source.publisher.id, midnight)
    run.source, most = run.source.within(spent, run.started)
    await database.run(runs.reserve, run.id, most)


async def _take_back(run: Run, outcome: Outcome, database: Database, watching: Watching, clock: Clock) -> tuple[Outcome, str]:
    """After a list that was whole: what is to come and is no longer in it is withdrawn."""
    _, watches = await watching.current(database)
    taken = await database.run(missing.take_back, run.source, run.id, run.started, watches, clock())
    run.count.changed += taken.records
    run.settled = run.settled and not taken.records
    run.alerts += taken.alerts
    return (Outcome.INCONCLUSIVE, taken.doubt) if taken.doubt else (outcome, "")


async def _take(run: Run, web: Web, batch: Batch, cursor: str | None, database: Database, watching: Watching, clock: Clock) -> None:
    listed = {record.key: record for record in batch if isinstance(record, Record)}
    known = await database.ask(records.known, run.source.publisher.id, list(listed))
    matcher, watches = await watching.current(database)
    identity = await watching.identity(database) if run.source.kind is Kind.FILING else None
    changes = await asyncio.to_thread(_changes, run, listed, known, matcher, identity, clock())
    lately = await database.ask(records.lately, known.values(), clock() - DAY)
    flapping = [change for change in changes if decide.flaps(change, lately.get(change.record_id or 0, 0))]
    changes = [change for change in changes if change not in flapping]
    kept = await run.keep(web.recent) if any(change.hits for change in changes) else Kept()
    run.alerts += await database.run(_store, run, batch, cursor, changes, watches, kept, clock())
    if flapping:
        run.settled = False
        await database.run(_report, run, flapping, clock())


def _changes(
    run: Run, listed: dict[str, Record], known: dict[str, Known], matcher: find.Matcher, identity: Identity | None, now: datetime
) -> list[Revision]:
    publisher = run.source.publisher
    changes = []
    for record in listed.values():
        change = decide.revise(record, known.get(record.key))
        if change is not None:
            backfill = run.state.watermark is None
            quiet = backfill and decide.is_past(record, publisher.timezone, now)
            dated = texts.dated(record, publisher.timezone)
            about = texts.about(record, source=publisher.id, platform=run.state.platform, dated=dated)
            found = find.in_record(matcher, change, about, identity, run.source.threads)
            changes.append(replace(change, hits=found, quiet=quiet))
    return changes


def _store(
    connection: Connection,
    run: Run,
    batch: Batch,
    cursor: str | None,
    changes: Sequence[Revision],
    watches: Sequence[Watch],
    kept: Kept,
    now: datetime,
) -> int:
    """The one transaction: what was fetched, revisions, parts, links, hits, and the alerts that they owe."""
    run.keeper.store(connection, kept, now, run_id=run.id)
    source = run.source
    identity = source.publisher.id
    record_ids = records.save(connection, identity, source.publisher.timezone, run.id, changes, now)
    paired = list(zip(record_ids, changes, strict=True))
    if run.state.watermark is not None:  # a first run reads the archive, which is filled in another way than what is fresh
        fills.add(connection, identity, now.date(), *fill.count(change.record for change in changes))
    documents.attach(connection, paired, identity, now, listed=_only_listed(connection, source, paired))
    found = [
        hits.Found(record_id=record_id, revision=change.number, hit=hit, quiet=change.quiet)
        for record_id, change in paired
        for hit in change.hits
    ]
    stored = hits.save(connection, found, now)
    news = [s.found.hit for s in stored]
    owed = decide.owed(news, watches, identity, source.kind)
    inbox.put(connection, stored, decide.shared(news, watches, identity, source.kind), now)
    _tally(connection, run, batch, changes, now)
    if cursor:
        states.reach(connection, identity, cursor, run.started)
    lease.extend(connection, tables.sources, identity, now)
    queued = owing.owe(connection, stored, owed, now)
    moved = {record_id: change.number for record_id, change in zip(record_ids, changes, strict=True) if change.record_id is not None}
    owing.hasten(connection, moved, now)
    return queued + recalls.owe(connection, moved, watches, now)


def _only_listed(connection: Connection, source: Source, paired: Sequence[tuple[int, Revision]]) -> set[int]:  # type: ignore[type-arg]
    """The records whose documents are noted and not fetched: those without a hit of their own, where the source says so."""
    if source.documents == "always":
        return set()
    if source.documents == "never":
        return {record_id for record_id, _ in paired}
    without = {record_id for record_id, change in paired if not change.hits}
    return without - hits.of(connection, without)


def _report(connection: Connection, run: Run, flapping: Sequence[Revision], now: datetime) -> None:
    """Tell of records that are others at every poll. They stand as they stood: a day later they are looked at again."""
    error = f"it changed more than {decide.FLAPS} times within a day and says nothing new: it is left as it stood"
    rows = [Problem(row=f"{change.record.key} {change.record.title}"[:EXCERPT], error=error) for change in flapping]
    runs.add_problems(connection, run.id, rows)
    named = ", ".join(change.record.key for change in flapping[:10])
    text = f"{run.source.publisher.id}: {named}. Compare two revisions: `monitor records history {run.source.publisher.id} KEY`."
    reports.owe_daily(connection, f"{run.state.title}: records that change at every poll", text, now)


def _tally(connection: Connection, run: Run, batch: Batch, changes: Sequence[Revision], now: datetime) -> None:
    identity = run.source.publisher.id
    moved = {change.record.key for change in changes}
    same = {record.key: record.mark for record in batch if isinstance(record, Record) and record.key not in moved}
    spared = [row.key for row in batch if isinstance(row, Unchanged)]
    rejected = [row for row in batch if isinstance(row, Problem)]
    records.remark(connection, identity, same, now)
    records.seen(connection, identity, spared, now)
    runs.add_problems(connection, run.id, rejected)
    run.count.new += sum(change.record_id is None for change in changes)
    run.count.changed += sum(change.record_id is not None for change in changes)
    run.count.unchanged += len(same) + len(spared)
    run.count.problems += len(rejected)


def _settle(connection: Connection, run: Run, outcome: Outcome, detail: str, web: Web, kept: Kept, now: datetime) -> None:
    identity = run.source.publisher.id
    due_at = now + health.next_run_in(outcome, run.source.publisher.every, run.state.failures, run.retry_after)
    run.keeper.store(connection, kept, now, run_id=run.id)
    health.after_count(connection, run.state, outcome, run.count.listed, now)
    runs.end(connection, run.id, outcome, detail, run.count, now)
    listing, listed = run.listing(web, outcome)
    states.settle(
        connection,
        identity,
        outcome=outcome,
        detail=detail,
        now=now,
        due_at=due_at,
        watermark=run.state.begun_at or run.started,
        listing=listing,
        listed=listed,
    )
    health.after_run(connection, run.state, outcome, detail, now)
    if run.source.kind is Kind.MEETING:
        rechecks.owe(connection, identity, now)
    health.after_notices(connection, identity, web.notices, now)
