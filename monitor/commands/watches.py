"""`monitor watch`: what the operator asked to be told about."""

from typing import Annotated

import typer

from monitor.answers import data, watch_data
from monitor.archive import Search, scope_of
from monitor.commands import console, opening
from monitor.commands.applying import apply
from monitor.commands.failures import Stop
from monitor.commands.search import Kinds, Sources, Words, answers, say
from monitor.lexicon import load
from monitor.message import wording
from monitor.model import Watch
from monitor.query.explain import explain
from monitor.query.parse import parse
from monitor.settings import Settings
from monitor.store import hits
from monitor.store import watches as store_of
from monitor.store.watches import OPERATOR, Channel
from sources.options import meant

app = typer.Typer(help="Watches: what you asked to be told about", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `monitor watch list` shows it")]
LONGEST_NAME = 80
SEE = "monitor watch list"
SHOWN = 10  # records of a preview, for people


app.command()(apply)


@app.command()
def add(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="What to look for: docs/query-language.md")] = None,
    *,
    topic: Annotated[list[str] | None, typer.Option(metavar="T", help="A topic instead of a query; may be repeated")] = None,
    all_topics: Annotated[bool, typer.Option("--all-topics", help="All topics and vendors instead of a query")] = False,
    name: Annotated[str | None, typer.Option(metavar="N", help="What to call it; default: the query")] = None,
    kind: Kinds = None,
    source: Sources = None,
    channel: Annotated[list[str] | None, typer.Option(metavar="C", help="Tell this channel; may be repeated; default: all")] = None,
) -> None:
    """Be told of a query, or of topics, from now on.

    A watch of the same name is changed. `watch preview` shows what a query would have found.
    """
    settings = opening.settings()
    topics = frozenset({"*"} if all_topics else topic or ())
    if (query is None) == (not topics):
        raise Stop("say what to watch for: a QUERY, or --topic T, or --all-topics")
    _check_topics(settings, topics - {"*"})
    _check_sources(settings, source or [])
    parsed = Search(query, lexicon=opening.lexicon(settings)).query if query is not None else None
    scope = scope_of(parsed.filters if parsed else (), kind or (), source or ())
    called = (name or query or ("all topics" if all_topics else ", ".join(sorted(topics)))).strip()[:LONGEST_NAME]
    with opening.store(settings) as store:
        told = _channels(store, channel)
        receivers = frozenset(one.id for one in told)
        watch = Watch(id=0, subscriber_id=0, name=called, query=query, topics=topics, scope=scope, channels=receivers)
        store.run(store_of.put_watch, OPERATOR, watch, opening.now())
    if parsed:
        console.note(explain(parsed))
    names = ", ".join(one.name for one in told)
    console.note(f"{called!r} tells {names}" if told else f"{called!r} tells nobody: `monitor channels add NAME URL`, then this again")


@app.command("list")
def list_watches(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False) -> None:
    """All watches."""
    with opening.store(opening.settings()) as store:
        listed, names, found = _known(store)
    if as_json:
        console.say_json([watch_data(watch, names, found) for watch in listed])
        return
    if not listed:
        console.hint("no watch yet: `monitor watch add QUERY`, or set MONITOR_NOTIFY to be told of all topics")
    rows = [
        (watch.name, "paused" if watch.paused else "", found.get(f"watch:{watch.id}", ""), _tells(watch, names), _looks(watch))
        for watch in listed
    ]
    console.show(("watch", "", "hits", "tells", "looks for"), rows)


@app.command()
def show(name: Name, *, as_json: Annotated[bool, typer.Option("--json", help="One JSON object")] = False) -> None:
    """What a watch looks for, where, and whom it tells."""
    with opening.store(opening.settings()) as store:
        listed, names, found = _known(store)
    watch = _named(listed, name)
    if as_json:
        console.say_json(watch_data(watch, names, found))
        return
    rows = {key: ", ".join(value) if isinstance(value, list) else value for key, value in watch_data(watch, names, found).items()}
    if watch.query:
        rows["in words"] = explain(parse(watch.query))
    console.show(("", ""), [(key, value) for key, value in rows.items() if value not in ("", None)])


@app.command()
def pause(name: Name) -> None:
    """Stop telling, until `resume`."""
    _set_paused(name, paused=True)


@app.command()
def resume(name: Name) -> None:
    """Tell again. What came meanwhile is not told."""
    _set_paused(name, paused=False)


@app.command()
def remove(name: Name) -> None:
    """End a watch. Its hits stay in the archive."""
    with opening.store(opening.settings()) as store:
        _named(store.ask(store_of.list_watches, OPERATOR), name)
        store.run(store_of.remove, OPERATOR, name)
    console.note(f"{name!r} is removed")


@app.command()
def preview(
    query: Words,
    *,
    kind: Kinds = None,
    source: Sources = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per record, all of them")] = False,
) -> None:
    """What a query would have found in the archive. Nothing is stored and nobody is told."""
    asked = " ".join(query)
    settings = opening.settings()
    wanted = Search(asked, kind or (), source or (), lexicon=opening.lexicon(settings))
    if not as_json:
        console.note(explain(parse(asked)))
    count = 0
    with opening.store(settings) as store:
        for answer in answers(store, wanted):
            count += 1
            if as_json:
                console.say_json(data(answer))
            elif count <= SHOWN:
                say(answer)
    if not as_json:
        newest = f"; these are the newest {SHOWN}" if count > SHOWN else ""
        console.note(f"{wording.count(count, 'record', 'records')} would have been found{newest}")


def _known(store: opening.Store) -> tuple[list[Watch], dict[int, str], dict[str, int]]:
    names = {channel.id: channel.name for channel in store.ask(store_of.list_channels, OPERATOR)}
    return store.ask(store_of.list_watches, OPERATOR), names, store.ask(hits.count_by_rule)


def _named(listed: list[Watch], name: str) -> Watch:
    opening.known("watch", [name], [watch.name for watch in listed], SEE)
    return next(watch for watch in listed if watch.name == name)


def _set_paused(name: str, *, paused: bool) -> None:
    with opening.store(opening.settings()) as store:
        _named(store.ask(store_of.list_watches, OPERATOR), name)
        store.run(store_of.set_paused, OPERATOR, name, paused=paused, now=opening.now())
    console.note(f"{name!r} is paused" if paused else f"{name!r} looks again")


def _channels(store: opening.Store, wanted: list[str] | None) -> list[Channel]:
    listed = store.ask(store_of.list_channels, OPERATOR)
    opening.known("channel", wanted or [], [channel.name for channel in listed], "monitor channels list")
    return [channel for channel in listed if not wanted or channel.name in wanted]


def _check_topics(settings: Settings, topics: frozenset[str]) -> None:
    titles = load(*opening.own_topics(settings)).titles if topics else {}
    for topic in sorted(topics):
        if topic not in titles:
            raise Stop(f"no topic {topic!r}{meant(topic, titles)}; there are {', '.join(sorted(titles))}")


def _check_sources(settings: Settings, wanted: list[str]) -> None:
    catalog = opening.catalog(settings) if wanted else {}
    for one in wanted:
        if one.endswith("-*") and not any(name.startswith(one[:-1]) for name in catalog):
            raise Stop(f"no source begins with {one[:-1]!r}; see `monitor sources list --all`")
    opening.known("source", [one for one in wanted if not one.endswith("-*")], catalog, "monitor sources list --all")


def _looks(watch: Watch) -> str:
    wanted = watch.query or ("all topics" if "*" in watch.topics else f"topics {', '.join(sorted(watch.topics))}")
    where = [f"{kind}s" for kind in sorted(watch.scope.kinds)] + sorted(watch.scope.sources)
    return f"{wanted} (in {', '.join(where)})" if where else wanted


def _tells(watch: Watch, names: dict[int, str]) -> str:
    return ", ".join(names[channel] for channel in sorted(watch.channels) if channel in names) or "nobody"
