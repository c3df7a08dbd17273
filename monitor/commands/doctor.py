"""`monitor doctor`: what is configured, what can be reached, and what is missing."""

import asyncio
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated, Any

import typer

from monitor.channels import ChannelError, check, mask
from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop, expected
from monitor.extract import ocr
from monitor.extract.languages import models
from monitor.lexicon import LexiconError, load
from monitor.room import WORDS, Room
from monitor.settings import Settings, SettingsError
from monitor.store import watches
from monitor.store.database import DatabaseError, UnknownDatabase
from monitor.store.migrate import NewerDatabase, OlderDatabase
from monitor.store.overview import overview
from sources.errors import SourceError
from sources.options import CatalogError
from sources.source import Source
from sources.web import Manners, Web

HOSTS = 3  # asked for their robots.txt: one that answers shows that there is a network
SECONDS = 20.0  # for each of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `verdict` is "ok", "note" (works, and could be better) or "wrong"."""

    what: str
    verdict: str
    words: str


WRONG = (Stop, SettingsError, CatalogError, LexiconError, ChannelError, DatabaseError, UnknownDatabase, NewerDatabase, OlderDatabase)

Look = Callable[[Settings], Iterator[Finding]]


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no site")] = False,
) -> None:
    """Say what is configured, what can be reached and what is missing. Exit 1 if something is wrong. Secrets are not shown."""
    settings = opening.settings()
    looks: list[Look] = [_settings, _folders, _database, _catalog, _topics, _programs, *([] if offline else [_network])]
    findings: list[Finding] = []
    with console.progress("looking", len(looks)) as advance:
        for look in looks:
            advance(look.__name__.strip("_"))
            findings += _looked(look, settings)
    if as_json:
        console.say_json([{"what": one.what, "verdict": one.verdict, "words": one.words} for one in findings])
    else:
        console.show(("", "", ""), [(one.what, one.verdict, one.words) for one in findings])
    if wrong := [one.what for one in findings if one.verdict == "wrong"]:
        raise Stop(f"something is wrong with {', '.join(wrong)}: see above", FAILED)


def _looked(look: Look, settings: Settings) -> list[Finding]:
    """What an expected error says is a finding too, behind what came before it."""
    found: list[Finding] = []
    try:
        found.extend(look(settings))
    except WRONG as error:
        stop = expected(error)
        found.append(Finding(what=look.__name__.strip("_"), verdict="wrong", words=stop.message if stop else str(error)))
    return found


def _ok(what: str, words: str) -> Finding:
    return Finding(what=what, verdict="ok", words=words)


def _settings(given: Settings) -> Iterator[Finding]:
    yield _ok("version", f"{version('public-records-monitor')} on Python {platform.python_version()}")
    for name in Settings.model_fields:
        value = getattr(given, name)
        if name in given.model_fields_set and name not in {"notify", "database"}:
            yield _ok(f"MONITOR_{name.upper()}", ",".join(value) if isinstance(value, tuple) else str(value))
    if given.notify is not None:
        url = given.notify.get_secret_value()
        check(url, trusted=True)
        yield _ok("MONITOR_NOTIFY", f"{mask(url)}: told of every topic hit; try it with `monitor channels test`")
    if not given.contact:
        yield Finding(what="MONITOR_CONTACT", verdict="note", words="not set: publishers who want to talk to you cannot")


def _folders(given: Settings) -> Iterator[Finding]:
    there = given.data if given.data.exists() else given.data.absolute().parent
    writable = os.access(there, os.W_OK | os.X_OK)
    words = str(given.data.absolute())
    yield _ok("data folder", words) if writable else Finding(what="data folder", verdict="wrong", words=f"{words} cannot be written to")
    if given.data.exists():
        room = Room(folder=given.data, least=given.free_mb)
        left = f"{room.left() / 1e9:,.1f} GB"
        yield Finding(what="free space", verdict="wrong", words=f"{left}: {WORDS}") if room.short() else _ok("free space", left)
    yield _ok(
        "config folder", str(given.config.absolute()) if given.config.is_dir() else f"{given.config.absolute()}: none, none is needed"
    )


def _database(given: Settings) -> Iterator[Finding]:
    if not opening.has_database(given):
        yield _ok("database", "SQLite, none yet: it is made at the first start")
        return
    with opening.store(given) as store:
        seen, channels = store.ask(overview, opening.now()), store.ask(watches.list_channels)
        asked = store.ask(watches.list_watches)
    kind = "SQLite" if store.database.is_sqlite else f"PostgreSQL at {store.database.url.host}"
    yield _ok("database", f"{kind}: {seen.records:,} records")
    yield (
        _ok("watches", f"{len(asked)}, {len(channels)} channels")
        if channels
        else Finding(what="channels", verdict="note", words="none: nobody is told; set MONITOR_NOTIFY, or `monitor channels add NAME URL`")
    )
    if seen.unhealthy:
        yield Finding(what="sources", verdict="note", words=f"{len(seen.unhealthy)} could not be read: see `monitor status`")


def _catalog(given: Settings) -> Iterator[Finding]:
    catalog = opening.catalog(given)
    on = [source for source in catalog.values() if source.publisher.enabled]
    names = sorted({opening.platform(source) for source in on})
    yield _ok("catalog", f"{len(catalog)} sources, {len(on)} of them on, on {', '.join(names)}")
    for publisher in (source.publisher for source in catalog.values() if source.publisher.needs_key and not source.publisher.enabled):
        words = f"off: needs a key, which {publisher.register_at} gives; set {publisher.needs_key} and enable it"
        yield Finding(what=publisher.id, verdict="note", words=words)


def _topics(given: Settings) -> Iterator[Finding]:
    lexicon = load(*opening.own_topics(given))
    yield _ok("topics", f"{len(lexicon.topics)} topics, {len(lexicon.vendors)} vendors")


def _languages(given: Settings) -> Iterator[Finding]:
    """Those in which sources that are on publish, and in which scanned pages cannot be recognised."""
    on = [source.publisher for source in opening.catalog(given).values() if source.publisher.enabled]
    wanted = {name for publisher in on for name in models(publisher.languages).split("+")}
    for name in sorted(wanted - ocr.models()):
        package = f"tesseract-ocr-{name.replace('_', '-')}"
        words = f"lacks {name}: scanned pages of sources in that language stay gaps, and alerts say so; install {package}"
        yield Finding(what="tesseract", verdict="note", words=words)


def _programs(given: Settings) -> Iterator[Finding]:
    if found := shutil.which("tesseract"):
        yield _ok("tesseract", found)
        yield from _languages(given)
    else:
        words = "not installed: pages that are pictures stay gaps, and alerts say so; install tesseract-ocr"
        yield Finding(what="tesseract", verdict="note", words=words)
    if find_spec("pyarrow") is None:
        yield Finding(what="pyarrow", verdict="note", words="not installed: needed only for `monitor export --format parquet`")


def _network(given: Settings) -> Iterator[Finding]:
    by_host = {min(source.hosts): source for source in opening.catalog(given).values() if source.publisher.enabled and source.hosts}
    answers = asyncio.run(_asked(given, dict(list(by_host.items())[:HOSTS])))
    for host, answer in answers.items():
        yield _ok(host, "answers") if not answer else Finding(what=host, verdict="note", words=answer)
    if answers and all(answers.values()):
        yield Finding(what="network", verdict="wrong", words="no site answers: is there a way out of this machine?")


async def _asked(given: Settings, by_host: dict[str, Source[Any]]) -> dict[str, str]:
    return {host: await _answer(given, host, source) for host, source in by_host.items()}


async def _answer(given: Settings, host: str, source: Source[Any]) -> str:
    """Nothing where the host answers, whatever it says; else why not."""
    manners = Manners(contact=given.contact, allow=frozenset(given.allow), tries=1)
    try:
        async with asyncio.timeout(SECONDS):
            await Web.of(source, manners=manners, robots=False).get(f"https://{host}/robots.txt")
    except TimeoutError:
        return f"no answer within {SECONDS:g} seconds"
    except SourceError as error:
        return str(error) if error.outcome.value == "unavailable" else ""
    return ""
