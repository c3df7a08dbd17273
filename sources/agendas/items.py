"""Agenda items as pages print them: some without an id, some twice, some without words."""

from collections.abc import Iterable
from dataclasses import replace

from sources.agendas.answer import fingerprint
from sources.model import Part


def distinct(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The items that say something, each once.

    An item with an empty key has none from its publisher: what it is called stands in, and not its place, which
    moves when another item is put before it.
    """
    found: dict[str, Part] = {}
    for part in parts:
        key = part.key or _named(part.title, found)
        if part.title and key not in found:
            found[key] = replace(part, key=key)
    return tuple(found.values())


def _named(title: str, taken: Iterable[str]) -> str:
    name = f"title-{fingerprint(title.casefold())[:12]}"
    same = sum(key == name or key.startswith(f"{name}-") for key in taken)
    return f"{name}-{same + 1}" if same else name
