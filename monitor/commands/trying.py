"""`monitor sources try` and `record`: one adapter, run once, and nothing stored but the tape that was asked for."""

import asyncio
import traceback
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.collect import TOO_MANY
from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.settings import Settings
from sources import codec, registry, tape
from sources.errors import Outcome, SourceError
from sources.model import Problem, Record
from sources.source import Source
from sources.web import Manners, Web, guarded

Name = Annotated[str | None, typer.Argument(metavar="NAME", help="A source of the catalog")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="From this day on, 2026-11-24; default: the source's backfill")]

BUGS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What an adapter raises that trips over an answer without naming it."""


@dataclass(slots=True)
class Count:
    """What a run has given so far."""

    records: int = 0
    parts: int = 0
    problems: int = 0


def try_source(
    name: Name = None,
    *,
    platform: Annotated[str | None, typer.Option(metavar="P", help="A platform, for a source that is in no catalog yet")] = None,
    option: Annotated[list[str] | None, typer.Option(metavar="K=V", help="An option of the platform; may be repeated")] = None,
    timezone: Annotated[str | None, typer.Option(metavar="Z", help="Time zone of the place, America/Denver; default: UTC")] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="TAPE", help="A WARC file that stands in for the network, and its date for now")
    ] = None,
    since: Since = None,
    as_json: Annotated[bool, typer.Option("--json", help="One record per line, as JSON")] = False,
) -> None:
    """Run one source and show its records. Stores nothing; exit 1 unless it was read to the end."""
    settings = opening.settings()
    source = _source(settings, name, platform, option or [], timezone)
    web, clock = _replaying(source, replay) if replay else _live(source, settings)
    _run(source, web, _moment(since, source, clock), console.raw if as_json else console.say, as_json=as_json)


def record(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A source of the catalog")],
    *,
    to: Annotated[Path, typer.Option("--tape", metavar="FILE", help="The WARC file to write, anew; .warc.gz is compressed")],
    since: Since = None,
) -> None:
    """Run one source and keep what the site answers as a tape.

    Replay it with `sources try --replay`, or send it with an issue.
    """
    settings = opening.settings()
    source = _source(settings, name, None, [], None)
    count, outcome, detail = asyncio.run(_recorded(source, settings, to, _moment(since, source, opening.now())))
    if not count:
        to.unlink()
        raise Stop(f"nothing was answered, so there is no tape: {outcome.value}: {detail}", FAILED)
    console.note(f"{to}: {count} exchanges; the run was {outcome.value}{f': {detail}' if detail else ''}")


async def _recorded(source: Source[Any], settings: Settings, to: Path, since: datetime) -> tuple[int, Outcome, str]:
    """A failing site is what tapes are for: the tape is kept however the run ends."""
    polite = manners(settings)
    try:
        recorder = tape.Recorder(guarded(polite), to)
    except OSError as error:
        raise Stop(f"--tape {to}: {error.strerror}") from error
    async with recorder:
        web = Web.of(source, transport=recorder, manners=polite)
        outcome, detail = await _listen(source, web, since, Count(), lambda _: None)
    return recorder.count, outcome, detail


def tried(source: Source[Any], settings: Settings) -> tuple[Outcome, Count, str]:
    """How one run of a source ends, what it gave, and what is to be said of it."""
    web, clock = _live(source, settings)
    count = Count()
    outcome, detail = asyncio.run(_listen(source, web, clock - source.publisher.backfill, count, lambda _: None))
    return outcome, count, detail


def _source(settings: Settings, name: str | None, platform: str | None, given: list[str], timezone: str | None) -> Source[Any]:
    if (name is None) == (platform is None):
        raise Stop("name a source of the catalog, or a --platform with its --option K=V")
    if platform is not None:
        pairs = [text.partition("=") for text in given]
        if bad := next((key for key, sign, _ in pairs if not sign), None):
            raise Stop(f"--option {bad}: write it as KEY=VALUE")
        return registry.build(platform, {key: value for key, _, value in pairs}, **({"timezone": timezone} if timezone else {}))
    if given or timezone:
        raise Stop("--option and --timezone go with --platform: a source of the catalog has its own")
    catalog = opening.catalog(settings)
    opening.known("source", [str(name)], catalog, "monitor sources list --all")
    return catalog[str(name)]


def _replaying(source: Source[Any], file: Path) -> tuple[Web, datetime]:
    try:
        exchanges = list(tape.read(file))
    except OSError as error:
        raise Stop(f"--replay {file}: {error.strerror}") from error
    if not exchanges:
        raise Stop(f"--replay {file}: no exchange in it; record one with `monitor sources record`")
    replay = tape.Replay(exchanges)
    return Web.of(source, transport=replay, now=lambda: replay.recorded_at), replay.recorded_at


def _live(source: Source[Any], settings: Settings) -> tuple[Web, datetime]:
    return Web.of(source, manners=manners(settings)), opening.now()


def manners(settings: Settings) -> Manners:
    """How the operator's settings have us behave."""
    return Manners(contact=settings.contact, allow=frozenset(settings.allow))


def _moment(since: str | None, source: Source[Any], clock: datetime) -> datetime:
    if since is None:
        return clock - source.publisher.backfill
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise Stop(f"--since {since}: write a day as 2026-11-24") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=source.publisher.timezone)).astimezone(UTC)


def _run(source: Source[Any], web: Web, since: datetime, write: Callable[[str], None], *, as_json: bool) -> None:
    count = Count()
    outcome, detail = asyncio.run(_listen(source, web, since, count, lambda item: write(codec.dumps(item) if as_json else _words(item))))
    if not outcome.complete:
        raise Stop(f"{outcome.value}: {detail}", FAILED)
    console.note(f"{outcome.value}: {count.records} records, {count.parts} parts, {count.problems} problems")


async def _listen(source: Source[Any], web: Web, since: datetime, count: Count, take: Callable[[Record], None]) -> tuple[Outcome, str]:
    try:
        async with aclosing(source.records(web, since, lambda _: None)) as batches:
            async for batch in batches:
                for item in batch:
                    _count(item, count, take)
    except SourceError as error:
        return error.outcome, str(error)
    except BUGS as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return Outcome.FAILED, f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
    if count.problems and count.problems >= max(1, TOO_MANY * (count.records + count.problems)):
        return Outcome.LAYOUT_CHANGED, f"{count.problems} of {count.records + count.problems} rows could not be read"
    return (Outcome.OK, "") if count.records or count.problems else (Outcome.OK_EMPTY, "")


def _count(item: object, count: Count, take: Callable[[Record], None]) -> None:
    if isinstance(item, Problem):
        count.problems += 1
        console.note(f"problem: {item.error} in {item.row}")
    elif isinstance(item, Record):
        count.records += 1
        count.parts += len(item.parts)
        take(item)


def _words(record: Record) -> str:
    when = record.starts or record.published or record.deadline or record.updated
    attached = len(record.links) + sum(len(part.links) for part in record.parts)
    return f"{when or 'no date'}  {record.title}  ({record.key}: {len(record.parts)} parts, {attached} documents)  {record.url}"
