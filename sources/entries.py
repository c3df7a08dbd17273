"""Catalog files as they are written: which entry, in which file, with which keys. What they mean is the registry's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sources.options import CatalogError
from sources.source import ID

try:
    from yaml import CSafeLoader as Loader  # reads 1,500 entries in 0.2 s; the one in Python takes 2 s
except ImportError:
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

NEEDED = {"platform", "sources"}
KEYS = NEEDED | {"defaults"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One source as its catalog file writes it, not checked yet."""

    id: str
    file: Path
    platform: str
    fields: Mapping[str, Any]


def folder_entries(folder: Path) -> dict[str, Entry]:
    """The entries of all catalog files of a folder, by id. Raises CatalogError."""
    found: dict[str, Entry] = {}
    for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        for entry in entries(file):
            if entry.id in found:
                raise CatalogError(f"{file}: {entry.id} is also in {found[entry.id].file}: an id names one source")
            found[entry.id] = entry
    return found


def entries(file: Path) -> Iterator[Entry]:
    """The entries of one catalog file, in order. Raises CatalogError."""
    try:
        content = yaml.load(file.read_bytes(), _Unique)  # noqa: S506  # derived from SafeLoader
    except yaml.YAMLError as error:
        raise CatalogError(f"{file}: not YAML that we read: {error}") from error
    if not isinstance(content, dict) or not NEEDED <= set(content) <= KEYS or not isinstance(content["sources"], dict):
        raise CatalogError(
            f"{file}: a catalog file has the keys 'platform' (a name), 'sources' (entries by their id), and perhaps 'defaults' (for all)"
        )
    defaults = content.get("defaults", {})
    if not isinstance(defaults, dict):
        raise CatalogError(f"{file}: 'defaults' are made of keys and values, as an entry is")
    for id_, entry in content["sources"].items():
        if not isinstance(id_, str) or not ID.fullmatch(id_):
            raise CatalogError(f"{file}: {id_!r} is not an id: write country-region-place in small letters, as us-ca-oakland")
        if not isinstance(entry, dict) or not isinstance(entry.get("options", {}), dict):
            raise CatalogError(f"{file}: {id_}: an entry and its 'options' are made of keys and values")
        yield Entry(id=id_, file=file, platform=str(content["platform"]), fields={**defaults, **entry})


def merged(old: Entry, new: Entry) -> Entry:
    """The old entry with the fields and options that the new one names in their place. Raises CatalogError."""
    if new.platform != old.platform:
        raise CatalogError(f"{new.file}: {new.id} is on the platform {old.platform} in {old.file}: give the new source an id of its own")
    together = {**old.fields, **new.fields, "options": {**old.fields.get("options", {}), **new.fields.get("options", {})}}
    return Entry(id=new.id, file=new.file, platform=new.platform, fields=together)


class _Unique(Loader):
    """Refuses a key that is written twice: YAML would quietly keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} is written twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)
