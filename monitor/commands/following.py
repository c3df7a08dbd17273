"""Where a source has moved to: the same platform at a new address, and a line in the config folder that says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from monitor.commands import opening, switching
from monitor.settings import Settings
from sources import registry
from sources.options import CatalogError
from sources.source import Source


def elsewhere(source: Source[Any], address: str) -> tuple[Source[Any], Mapping[str, str]] | None:
    """The source at its new address, and its new options, where that is an address of the same platform."""
    options = {name: value for name, value in (type(source).recognise(urlsplit(address)) or {}).items() if value}
    try:
        built = registry.build(opening.platform(source), options)
    except CatalogError:
        return None
    return (replace(source, **{name: getattr(built, name) for name in options}), options) if options else None


def note(settings: Settings, source: Source[Any], options: Mapping[str, str]) -> str:
    """Write the new options into the config folder, unless the operator's own files have the source. Says what was done."""
    identity = source.publisher.id
    words = ", ".join(f"{name}: {value}" for name, value in options.items())
    if identity in switching.theirs(settings):
        return f"write {words} into the options of your own entry"
    file = switching.write(settings, opening.platform(source), {identity: {"options": dict(options)}})
    return f"{words} is noted in {file.name}"
