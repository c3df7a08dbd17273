"""`monitor sources`: what is watched. Reads the catalog, and asks the network only to try or to record."""

from dataclasses import fields
from datetime import timedelta
from typing import Annotated, Any

import typer

from monitor.commands import broken, checking, console, finding, opening, switching, trying
from sources.source import Publisher, Source

app = typer.Typer(
    help="Sources: list, show, detect, add, check, try, record, enable and disable them",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("try")(trying.try_source)
app.command("record")(trying.record)
app.command("broken")(broken.broken)
app.command("check")(checking.check)
app.command("detect")(finding.detect)
app.command("add")(finding.add)
app.command("enable")(switching.enable)
app.command("disable")(switching.disable)

HIDDEN = "****"


@app.command("list")
def list_sources(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False,
    platform: Annotated[str | None, typer.Option(metavar="P", help="Only sources on this platform")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are switched off")] = False,
) -> None:
    """The sources of the catalog, yours and those that ship."""
    catalog = opening.catalog(opening.settings())
    platforms = {opening.platform(source) for source in catalog.values()}
    opening.known("platform", [platform] if platform else [], platforms, "monitor sources list")
    shown = [s for s in catalog.values() if everything or s.publisher.enabled or s.publisher.needs_key]
    listed = [s for s in shown if platform in (None, opening.platform(s))]
    if as_json:
        console.say_json([_summary(source) for source in listed])
        return
    rows = [(s.publisher.id, opening.platform(s), s.kind.value, _state(s.publisher), s.publisher.title) for s in listed]
    console.show(("source", "platform", "kind", "", "title"), rows)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object")] = False,
) -> None:
    """Everything that the catalog says of a source; tokens are hidden."""
    catalog = opening.catalog(opening.settings())
    opening.known("source", [name], catalog, "monitor sources list --all")
    source = catalog[name]
    if as_json:
        console.say_json(_full(source))
        return
    console.show(("", ""), [(key, _words(value)) for key, value in _full(source).items() if value not in ("", None)])


def _state(publisher: Publisher) -> str:
    if publisher.enabled:
        return ""
    return f"off: needs {publisher.needs_key}, from {publisher.register_at}" if publisher.needs_key else "off"


def _summary(source: Source[Any]) -> dict[str, Any]:
    publisher = source.publisher
    return {
        "id": publisher.id,
        "platform": opening.platform(source),
        "kind": source.kind.value,
        "title": publisher.title,
        "site": publisher.site,
        "enabled": publisher.enabled,
        "needs_key": publisher.needs_key,
        "register_at": publisher.register_at,
    }


def _full(source: Source[Any]) -> dict[str, Any]:
    publisher = source.publisher
    return {
        **_summary(source),
        "division": publisher.division,
        "timezone": publisher.timezone.key,
        "every_seconds": _seconds(publisher.every),
        "backfill_seconds": _seconds(publisher.backfill),
        "note": publisher.note,
        "evidence": publisher.evidence,
        "hosts": sorted(source.hosts),
        "options": {field.name: _option(source, field.name, shown=field.repr) for field in fields(source) if field.name != "publisher"},
    }


def _option(source: Source[Any], name: str, *, shown: bool) -> Any:
    value = getattr(source, name)
    if value is not None and not shown:
        return HIDDEN
    return value if isinstance(value, str | int | float | None) else str(value)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}={option}" for key, option in value.items() if option is not None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)
