"""From catalog files to sources. Platforms are found by name: there is no list to edit."""

import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import isabstract
from pathlib import Path
from types import ModuleType
from typing import Any

from sources import agendas, generic, lobbying, procurement
from sources.entries import Entry, entries, folder_entries, merged
from sources.options import CatalogError, Option, checked, meant, options
from sources.source import Publisher, Source

__all__ = ["CatalogError", "build", "load", "platforms", "read"]

SHIPPED = Path(__file__).parent / "catalog"
DIVISION = re.compile(r"ocd-division/country:[a-z]{2}(/[^/:\s]+:[^/:\s]+)*")

Platform = type[Source[Any]]


@cache
def platforms() -> Mapping[str, Platform]:
    """The platforms by the name of their module."""
    found: dict[str, Platform] = {}
    for package in (agendas, lobbying, procurement, generic):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for platform in _defined_in(import_module(module.name)):
                name = module.name.rpartition(".")[2]
                if name in found:
                    raise TypeError(f"{platform} and {found[name]} are both the platform {name}")
                found[name] = platform
    return found


def load(*folders: Path) -> dict[str, Source[Any]]:
    """The sources of the shipped catalog and of the operator's folders, by id.

    An entry of a later folder changes the fields it names of the entry with the same id, so that a source is switched
    off or given its token without being written again. Raises CatalogError.
    """
    together: dict[str, Entry] = {}
    for found in (_shipped(), *map(folder_entries, folders)):
        for id_, entry in found.items():
            together[id_] = merged(together[id_], entry) if id_ in together else entry
    return {id_: _source(entry) for id_, entry in together.items()}


def read(file: Path) -> dict[str, Source[Any]]:
    """The sources of one catalog file, by id. Raises CatalogError."""
    return {entry.id: _source(entry) for entry in entries(file)}


def build(platform: str, given: Mapping[str, Any], **publisher: Any) -> Source[Any]:
    """A source to try out, that no catalog file has: its options and, where they matter, fields of its Publisher."""
    defaults = {
        "id": f"zz-try-{platform.replace('_', '-')}",
        "title": platform,
        "site": "https://example.org/",
        "division": "ocd-division/country:zz",
        "timezone": "UTC",
    }
    cls = _platform(platform, "")
    where = f"platform {platform}"
    who = Publisher(**checked({**defaults, **publisher}, options(Publisher), where))
    return _instance(cls, who, given, where)


@cache
def _shipped() -> Mapping[str, Entry]:
    """The entries that ship, read once: 1,700 of them take 0.2 s."""
    return folder_entries(SHIPPED)


def _defined_in(module: ModuleType) -> Iterator[Platform]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Source) and value.__module__ == module.__name__ and not isabstract(value):
            yield value


def _source(entry: Entry) -> Source[Any]:
    platform = _platform(entry.platform, f"{entry.file}: ")
    where = f"{entry.file}: {entry.id}"
    said = {name: value for name, value in entry.fields.items() if name != "options"}
    publisher = Publisher(id=entry.id, **checked(said, _entry_keys(), where))
    return _instance(platform, publisher, entry.fields.get("options", {}), where)


@cache
def _entry_keys() -> Mapping[str, Option]:
    return {name: option for name, option in options(Publisher).items() if name != "id"}


def _platform(name: str, where: str) -> Platform:
    if name not in platforms():
        raise CatalogError(f"{where}there is no platform {name!r}{meant(name, platforms())}; there are: {', '.join(sorted(platforms()))}")
    return platforms()[name]


def _instance(platform: Platform, publisher: Publisher, given: Mapping[str, Any], where: str) -> Source[Any]:
    if not DIVISION.fullmatch(publisher.division):
        raise CatalogError(f"{where}: division {publisher.division!r} is not an Open Civic Data id, as ocd-division/country:us/state:ca")
    if not re.match(r"https?://[^/\s]+", publisher.site):
        raise CatalogError(f"{where}: site {publisher.site!r} is not an absolute address, as https://example.org/")
    if bool(publisher.needs_key) != bool(publisher.register_at):
        raise CatalogError(f"{where}: needs_key (a variable) and register_at (the address where a key is given) go together")
    allowed = {name: option for name, option in options(platform).items() if name != "publisher"}
    values = checked(given, allowed, f"{where}: options", resolve=publisher.enabled)
    try:
        return platform(publisher=publisher, **values)
    except ValueError as error:  # what the platform itself checks
        raise CatalogError(f"{where}: options: {error}") from error
