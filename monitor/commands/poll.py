"""`monitor poll`: one pass over sources, with their documents and alerts, and a table of how it went."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer

from monitor.collect import Result
from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.running import poll_with
from monitor.service import Service, opened
from monitor.settings import Settings
from monitor.store.overview import waiting

GLANCE = 0.5  # seconds between two looks at what is left; on a terminal only
COLUMNS = ("source", "outcome", "new", "changed", "same", "problems", "alerts")


def poll(
    names: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Sources of the catalog; default: all that are due")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per source")] = False,
) -> None:
    """Poll sources once, read their documents and send the alerts. Exit 1 if any could not be read to the end.

    Without names, all sources that are due. What cannot be read or sent now stays due, for the next pass or for `monitor run`.
    """
    settings = opening.settings()
    catalog = opening.catalog(settings)
    opening.known("source", names or [], catalog, "monitor sources list --all")
    if off := [name for name in names or [] if not catalog[name].publisher.enabled]:
        raise Stop(f"{off[0]} is switched off: see `monitor sources enable`")
    results = sorted(asyncio.run(_poll(settings, names or [])), key=lambda result: result.source_id)
    if as_json:
        for result in results:
            console.say_json(_data(result))
    elif results:
        console.show_and_say(COLUMNS, [_row(result) for result in results], [result.detail for result in results])
    else:
        console.note("nothing is due: name the sources to poll them all the same")
    if failed := [result.source_id for result in results if not result.outcome.complete]:
        raise Stop(f"{len(failed)} of {len(results)} sources could not be read to the end; see `monitor sources try {failed[0]}`", FAILED)


async def _poll(settings: Settings, names: Sequence[str]) -> list[Result]:
    async with opened(settings) as service:
        with console.progress("polling", len(names) or None) as advance:
            watching = asyncio.create_task(_say_what_is_left(service, advance))
            try:
                return await poll_with(service, names, lambda result: advance(result.source_id))
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching


async def _say_what_is_left(service: Service, advance: console.Advance) -> None:
    while sys.stderr.isatty():
        await asyncio.sleep(GLANCE)
        left = await service.database.ask(waiting)
        if any(left.values()):
            advance(", ".join(f"{number} {name} left" for name, number in left.items() if number), by=0)


def _row(result: Result) -> tuple[Any, ...]:
    count = result.count
    numbers = (count.new, count.changed, count.unchanged, count.problems, result.alerts)
    return result.source_id, result.outcome.value, *numbers


def _data(result: Result) -> dict[str, Any]:
    return {
        "source": result.source_id,
        "outcome": result.outcome.value,
        "detail": result.detail,
        **result.count.as_dict(),
        "alerts": result.alerts,
    }
