"""`monitor sources enable` and `disable`: writes which sources are on into the config folder, in files of their own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.message import wording
from monitor.settings import Settings
from monitor.store import sources as states
from sources.entries import entries, folder_entries
from sources.source import Source

Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Sources of the catalog")]
Country = Annotated[str | None, typer.Option(metavar="C", help="All of a country: us")]
State = Annotated[str | None, typer.Option(metavar="S", help="All of a state: us-ca, or ca")]
Platform = Annotated[str | None, typer.Option(metavar="P", help="All on a platform, or of those named besides")]

OURS = "switched-"  # how the names of our files begin
HEADER = "# Written by `monitor sources`: what is on, and what was found when we asked. All else stands in the catalog.\n"


def enable(names: Names = None, *, country: Country = None, state: State = None, platform: Platform = None) -> None:
    """Switch sources on, from the next start of the service."""
    _switch(names, country, state, platform, on=True)


def disable(names: Names = None, *, country: Country = None, state: State = None, platform: Platform = None) -> None:
    """Switch sources off. A service that runs stops polling them; what they gave stays."""
    _switch(names, country, state, platform, on=False)


def _switch(names: list[str] | None, country: str | None, state: str | None, platform: str | None, *, on: bool) -> None:
    settings = opening.settings()
    catalog = opening.catalog(settings)
    opening.known("source", names or [], catalog, "monitor sources list --all")
    if not (names or country or state or platform):
        raise Stop("name sources, or give --country, --state or --platform")
    wanted = [source for source in catalog.values() if _meant(source, names, country, state, platform)]
    if not wanted:
        raise Stop("no source is meant by that; see `monitor sources list --all`")
    if on:
        wanted = _ready(wanted, names or [])
    _write(settings, [source for source in wanted if source.publisher.enabled != on], on=on)
    if opening.has_database(settings):
        with opening.store(settings) as store:
            store.run(states.lift if on else states.switch_off, [source.publisher.id for source in wanted])
    console.note(f"{wording.count(len(wanted), 'source is', 'sources are')} {'on, from the next start of the service' if on else 'off'}")


def _ready(wanted: list[Source[Any]], names: list[str]) -> list[Source[Any]]:
    """Those that have what they need. One that is named must have it; of a whole country the others are left off."""
    for source in wanted:
        if lacking := opening.lacking(source):
            words = f"{source.publisher.id} needs {', '.join(lacking)} in the environment"
            if source.publisher.id in names:
                raise Stop(f"{words}: set it first. {source.publisher.register_at or source.publisher.note}".strip())
            console.note(f"{words}: it stays off")
    return [source for source in wanted if not opening.lacking(source)]


def _meant(source: Source[Any], names: list[str] | None, country: str | None, state: str | None, platform: str | None) -> bool:
    identity = source.publisher.id
    if names and identity not in names:
        return False
    nation, region, _ = identity.split("-", 2)
    if (country and country.lower() != nation) or (state and state.lower() not in (region, f"{nation}-{region}")):
        return False
    return platform in (None, opening.platform(source))


def _write(settings: Settings, changed: list[Source[Any]], *, on: bool) -> None:
    _check(settings.config / "catalog", {source.publisher.id for source in changed}, on=on)
    for name in sorted({opening.platform(source) for source in changed}):
        write(settings, name, {source.publisher.id: {"enabled": on} for source in changed if opening.platform(source) == name})


def write(settings: Settings, platform: str, changed: Mapping[str, Mapping[str, Any]], prefix: str = OURS) -> Path:
    """Fields of entries, in a file of ours in the config folder; what it says of them besides stays. Returns the file."""
    folder = settings.config / "catalog"
    file = folder / f"{prefix}{platform}.yml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = {entry.id: dict(entry.fields) for entry in entries(file)} if file.exists() else {}
        together = {**before, **{identity: {**before.get(identity, {}), **fields} for identity, fields in changed.items()}}
        part = file.with_suffix(".part")
        part.write_text(HEADER + yaml.safe_dump({"platform": platform, "sources": together}, sort_keys=False), encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise Stop(f"MONITOR_CONFIG: {error.strerror}: {error.filename}") from error
    return file


def theirs(settings: Settings) -> frozenset[str]:
    """The ids that stand in files of the operator's own, which we leave alone."""
    found = folder_entries(settings.config / "catalog")
    return frozenset(identity for identity, entry in found.items() if not entry.file.name.startswith(OURS))


def _check(folder: Path, ids: set[str], *, on: bool) -> None:
    """An id may stand in one file only, and files that people write are theirs."""
    for identity, entry in folder_entries(folder).items():
        if identity in ids and not entry.file.name.startswith(OURS):
            raise Stop(f"{entry.file} has {identity}: write `enabled: {str(on).lower()}` there")
