"""`monitor status`: how the sources fare, what waits, what ran last."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.message import wording
from monitor.message.wording import ago
from monitor.room import WORDS, Room
from monitor.store import arrivals, troubles
from monitor.store.arrivals import Learned
from monitor.store.overview import Overview, overview
from monitor.store.sources import State

NAMED = 5
TOLD = {"fill": "hardly filled", "canary": "not found"}  # what the operator was told of, by kind
RUNS = 10  # for people; --json has thirty


def status(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object")] = False,
    everything: Annotated[bool, typer.Option("--all", help="All sources that are on, not only those that are not well")] = False,
) -> None:
    """Show how sources fare, what waits and what ran last.

    Exit 1 if a source that is on could not be read, or an alert be sent, or where the disk is nearly full.
    """
    settings = opening.settings()
    with opening.store(settings) as store:
        seen, learned, told = store.ask(overview, opening.now()), store.ask(arrivals.learned), store.ask(troubles.listed)
    unwell = _troubles(seen)
    if Room(folder=settings.data, least=settings.free_mb).short():
        unwell.append(WORDS)
    if as_json:
        console.say_json(_data(seen, learned, told, unwell))
    else:
        _show(seen, learned, told, everything=everything)
    if unwell:
        raise Stop(f"not well: {'; '.join(unwell)}", FAILED)


def _troubles(seen: Overview) -> list[str]:
    found = []
    if seen.unhealthy:
        found.append(f"{wording.count(len(seen.unhealthy), 'source', 'sources')} could not be read")
    if failed := seen.queue.get("failed", 0):
        found.append(f"{wording.count(failed, 'alert', 'alerts')} could not be sent in three days")
    return found


def _show(seen: Overview, learned: Mapping[str, Learned], told: Sequence[Any], *, everything: bool) -> None:
    on = [source for source in seen.sources if source.enabled]
    asked = sum(source.last_run_at is not None for source in on)
    waiting = seen.documents.get("pending", 0), seen.queue.get("queued", 0)
    facts = [
        ("sources", f"{len(on)} on, {len(seen.sources) - len(on)} off; {asked} polled so far, {len(seen.unhealthy)} not well"),
        ("records", f"{seen.records:,}"),
        ("documents", _counts(seen.documents) or "none"),
        ("alerts", _counts(seen.queue) or "none"),
        (
            "waiting",
            f"{wording.count(waiting[0], 'document', 'documents')} to read, {wording.count(waiting[1], 'alert', 'alerts')} to send",
        ),
    ]
    silent = [f"{source.id} since {source.silent_since:%Y-%m-%d}{_usual(learned.get(source.id))}" for source in on if source.silent_since]
    if silent:
        facts.append(("silent", f"for strangely long, though read without fault: {_first(silent)}"))
    for kind, words in TOLD.items():
        if about := [f"{one.subject} since {one.since:%Y-%m-%d}" for one in told if one.kind == kind]:
            facts.append((words, _first(about)))
    console.show(("", ""), facts)
    if listed := on if everything else list(seen.unhealthy):
        console.say("")
        rows = [(source.id, source.outcome or "not polled yet", *_times(source, seen.at), _expected(learned, source)) for source in listed]
        console.show_and_say(("source", "outcome", "last run", "last read", "next", "new by"), rows, [source.detail for source in listed])
    if seen.runs:
        console.say("")
        console.show(("run", "outcome", "began", "new", "changed", "same", "problems"), [_run(run, seen.at) for run in seen.runs[:RUNS]])


def _times(source: State, at: datetime) -> tuple[str, str, str]:
    return ago(source.last_run_at, at), ago(source.last_ok_at, at), ago(source.due_at, at) if source.due_at > at else "due"


def _first(named: Sequence[str]) -> str:
    return f"{', '.join(named[:NAMED])}{' …' * (len(named) > NAMED)}"


def _usual(learned: Learned | None) -> str:
    return f" (usually {wording.count(learned.usual_days, 'day', 'days')})" if learned else ""


def _expected(learned: Mapping[str, Learned], source: State) -> str:
    """By when something new may be expected; nothing where that is not known."""
    return learned[source.id].next_by.isoformat() if source.id in learned else ""


def _run(run: Any, at: datetime) -> tuple[Any, ...]:
    outcome = run.outcome or ("interrupted" if run.ended_at else "not ended")
    return run.source_id, outcome, ago(run.started_at, at), run.new, run.changed, run.unchanged, run.problems


def _counts(states: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {state}" for state, number in sorted(states.items()))


def _data(seen: Overview, learned: Mapping[str, Learned], told: Sequence[Any], unwell: list[str]) -> dict[str, Any]:
    return {
        "healthy": not unwell,
        "troubles": unwell,
        "told": [{"kind": one.kind, "about": one.subject, "since": _iso(one.since)} for one in told],
        "at": seen.at.isoformat(),
        "records": seen.records,
        "documents": seen.documents,
        "alerts": seen.queue,
        "sources": [_source(source) | _rhythm(learned.get(source.id)) for source in seen.sources],
        "runs": [_run_data(run) for run in seen.runs],
    }


def _source(source: State) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "platform": source.platform,
        "kind": source.kind,
        "enabled": source.enabled,
        "outcome": source.outcome.value if source.outcome else None,
        "detail": source.detail,
        "failures": source.failures,
        "last_run_at": _iso(source.last_run_at),
        "last_ok_at": _iso(source.last_ok_at),
        "due_at": _iso(source.due_at),
        "silent_since": _iso(source.silent_since),
    }


def _rhythm(learned: Learned | None) -> dict[str, Any]:
    """What may be expected of a source; all null where it is not known for long enough."""
    return {
        "usual_days": learned.usual_days if learned else None,
        "newest": learned.newest.isoformat() if learned else None,
        "new_by": learned.next_by.isoformat() if learned else None,
        "strange_after": learned.strange_after.isoformat() if learned else None,
        "days_seen": learned.seen if learned else None,
        "days_expected": learned.expected if learned else None,
    }


def _run_data(run: Any) -> dict[str, Any]:
    counts = {"new": run.new, "changed": run.changed, "unchanged": run.unchanged, "problems": run.problems, "requests": run.requests}
    times = {"started_at": _iso(run.started_at), "ended_at": _iso(run.ended_at)}
    return {"id": run.id, "source": run.source_id, "outcome": run.outcome, "detail": run.detail, **times, **counts}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
