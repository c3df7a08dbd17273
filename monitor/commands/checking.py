"""`monitor sources check`: whether sources are in order, and when they last answered; with --live they are asked."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import typer

from monitor.commands import console, following, opening
from monitor.commands.failures import FAILED, Stop
from monitor.commands.trying import BUGS, manners
from monitor.message import wording
from monitor.settings import Settings
from monitor.store import sources as states
from sources.errors import Moved, Outcome, SourceError
from sources.model import Unchanged
from sources.source import Source
from sources.web import Pacer, Web

AT_ONCE = 8  # sites asked at the same time; one host is asked at its own pace all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of asking a source, and where its site has moved to, if it has."""

    outcome: Outcome
    detail: str = ""
    to: str = ""


def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Default: all")] = None,
    *,
    live: Annotated[bool, typer.Option("--live", help="Ask each site for its first record, and remember whether it answered")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="With --live: ask a site that has moved at its new place, and note it")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One source per line, as JSON")] = False,
) -> None:
    """Whether the catalog is in order, and when each source last answered. Asks no site but with --live."""
    settings = opening.settings()
    catalog = opening.catalog(settings)
    opening.known("source", names or [], catalog, "monitor sources list --all")
    chosen = [source for name, source in catalog.items() if (name in names if names else source.publisher.enabled or not live)]
    if follow and not live:
        raise Stop("--follow goes with --live: only a site that is asked says where it has moved")
    last = _answered(settings)
    if live:
        found = asyncio.run(_live(settings, chosen, last, follow=follow, as_json=as_json))
        _remember(settings, found)
        wrong = sum(not outcome.complete for _, outcome, _ in found)
    else:
        wrong = sum([not _show(source, _formed(source), last.get(source.publisher.id), as_json=as_json) for source in chosen])
    if wrong:
        raise Stop(f"{wording.count(wrong, 'source', 'sources')} of {len(chosen)} not in order", FAILED)


async def first(source: Source[Any], web: Web, since: datetime) -> Found:
    """What comes of asking a site for its first record, and for no more: mostly one request or two."""
    try:
        async with aclosing(source.rows(web, since, lambda _: None)) as rows:
            async for row in rows:
                return Found(outcome=Outcome.OK, detail="" if isinstance(row, Unchanged) else source.read(row).title)
    except SourceError as error:
        return Found(outcome=error.outcome, detail=str(error), to=error.to if isinstance(error, Moved) else "")
    except BUGS as error:
        return Found(outcome=Outcome.LAYOUT_CHANGED, detail=f"its first record could not be read: {type(error).__name__}: {error}")
    return Found(outcome=Outcome.OK_EMPTY, detail="nothing new")


async def _live(
    settings: Settings, chosen: Sequence[Source[Any]], last: Mapping[str, datetime | None], *, follow: bool, as_json: bool
) -> list[tuple[str, Outcome, datetime]]:
    """Ask each, some at the same time, and say what each answered as it does."""
    pacer, gate = Pacer(), asyncio.Semaphore(AT_ONCE)

    async def ask(source: Source[Any]) -> tuple[str, Outcome, datetime]:
        name = source.publisher.id
        async with gate:
            now = opening.now()
            found = await one(source, now)
            if follow and found.to and (moved := following.elsewhere(source, found.to)):
                there = await one(moved[0], now)
                noted = following.note(settings, source, moved[1]) if there.outcome.complete else ""
                found = replace(there, detail="; ".join(filter(None, (f"moved to {found.to}", there.detail, noted))))
        _show(source, found, now if found.outcome.complete else last.get(name), as_json=as_json)
        return name, found.outcome, now

    async def one(source: Source[Any], now: datetime) -> Found:
        return await first(source, Web.of(source, manners=manners(settings), pacer=pacer), now - source.publisher.backfill)

    return list(await asyncio.gather(*(ask(source) for source in chosen)))


def _remember(settings: Settings, found: Sequence[tuple[str, Outcome, datetime]]) -> None:
    """Keep what was found of the sources that the service knows: there is nothing to keep it in before its first start."""
    if opening.has_database(settings):
        with opening.store(settings) as store:
            for name, outcome, now in found:
                store.run(states.save_check, name, outcome, now)


def _formed(source: Source[Any]) -> Found:
    hosts = sorted(source.hosts)
    if not hosts:
        return Found(outcome=Outcome.FAILED, detail="declares no host: correct its options")
    return Found(outcome=Outcome.OK, detail=f"asks {', '.join(hosts)}")


def _answered(settings: Settings) -> Mapping[str, datetime | None]:
    """When each source last answered; nothing where the service has never run."""
    if not opening.has_database(settings):
        return {}
    with opening.store(settings) as store:
        return store.ask(states.answered)


def _show(source: Source[Any], found: Found, last: datetime | None, *, as_json: bool) -> bool:
    """Say what was found, and whether it is well."""
    outcome, detail, name = found.outcome, found.detail, source.publisher.id
    if as_json:
        at = last.isoformat() if last else None
        console.say_json({"source": name, "platform": opening.platform(source), "outcome": outcome, "detail": detail, "last_answered": at})
    else:
        told = f"last answered {wording.ago(last, opening.now())}" if last else "never asked yet"
        console.show((), [(name, opening.platform(source), f"{outcome.value}: {detail}" if detail else outcome.value, told)])
    return outcome.complete
