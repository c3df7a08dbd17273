"""Reads topics, vendors and cues from YAML. Whatever is wrong is said with the file and the key."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from monitor.lexicon.model import Cue, Topic, Vendor
from monitor.query.errors import QueryError
from monitor.query.parse import parse

WITHIN = 40  # words between an ambiguous name and what makes it the vendor's: about two sentences
LOOK_ALIKE = {"l": "1", "i": "1", "o": "0", "s": "5", "b": "8"}
LONG_ENOUGH = 5
CONFUSED = (
    ("l", "1"),
    ("l", "i"),
    ("i", "1"),
    ("i", "l"),
    ("o", "0"),
    ("s", "5"),
    ("b", "8"),
    ("g", "9"),
    ("m", "rn"),
    ("rn", "m"),
    ("cl", "d"),
)
"""Letters that scanners take for others. A capital I for an l is an i when capitals are made equal."""


class LexiconError(ValueError):
    """A file of the lexicon that cannot be used: the message names it, and the key."""


def topics(folder: Path) -> list[Topic]:
    """The topics of a folder, one in each file, named by the file."""
    return [_topic(file) for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")])]


def _topic(file: Path) -> Topic:
    data = _mapping(file, required={"title", "terms"}, optional={"weak", "mentions", "slips", "hits", "misses"})
    title = data["title"]
    if not isinstance(title, str):
        raise LexiconError(f"{file}: title: write a text")
    lists = {key: _texts(file, key, data.get(key, [])) for key in ("terms", "weak", "mentions", "slips", "hits", "misses")}
    for key in ("terms", "weak", "mentions"):
        for query in lists[key]:
            check(file, key, query)
    return Topic(key=file.stem, title=title, **lists)


def vendors(file: Path) -> tuple[list[Vendor], tuple[str, ...], tuple[str, ...]]:
    """The vendors of a file, and its examples: texts that name one, and texts that do not."""
    data = _mapping(file, required={"vendors"}, optional={"contexts", "hits", "misses"})
    contexts = data.get("contexts", {})
    found = [_vendor(file, entry, contexts) for entry in data["vendors"]]
    return found, _texts(file, "hits", data.get("hits", [])), _texts(file, "misses", data.get("misses", []))


def _vendor(file: Path, entry: Mapping[str, Any], contexts: Mapping[str, str]) -> Vendor:
    if not isinstance(entry, dict) or "name" not in entry:
        raise LexiconError(f"{file}: vendors: every entry needs a name: {entry}")
    name = entry["name"]
    unknown = set(entry) - {"name", "names", "ambiguous", "context", "unless", "topics"}
    if unknown:
        raise LexiconError(f"{file}: {name}: there is no key {min(unknown)}")
    context = entry.get("context", "")
    vendor = Vendor(
        name=name,
        names=_texts(file, f"{name}: names", entry.get("names", [])),
        ambiguous=_texts(file, f"{name}: ambiguous", entry.get("ambiguous", [])),
        context=contexts.get(context, context),
        unless=entry.get("unless", ""),
        topics=_texts(file, f"{name}: topics", entry.get("topics", [])),
    )
    if bool(vendor.ambiguous) != bool(vendor.context):
        raise LexiconError(f"{file}: {name}: ambiguous names need a context, and only they")
    check(file, name, vendor_query(vendor))
    return vendor


def vendor_query(vendor: Vendor) -> str:
    """The query that finds the vendor."""
    parts = [_quoted(misread) for name in vendor.names for misread in _misread(name)]
    if vendor.ambiguous:
        named = " OR ".join(_quoted(name) for name in vendor.ambiguous)
        named = f"({named}) NOT NEAR/2 ({vendor.unless})" if vendor.unless else f"({named})"
        parts.append(f"{named} NEAR/{WITHIN} ({vendor.context})")
    return " OR ".join(parts)


def _misread(name: str) -> Iterator[str]:
    """The name, and the name with one letter read as the digit that looks like it; a digit in a word is no other word."""
    yield name
    if not name.startswith("=") and len(name) >= LONG_ENOUGH:
        for place, char in enumerate(name):
            if char.lower() in LOOK_ALIKE and name[max(0, place - 1) : place + 2].strip().isalpha():
                yield name[:place] + LOOK_ALIKE[char.lower()] + name[place + 1 :]


def slipped(phrase: str) -> str:
    """The query that finds a phrase with one slip of a scanner: one letter, or pair of letters, taken for what looks like it."""
    found = [
        phrase[:place] + instead + phrase[place + len(letters) :]
        for letters, instead in CONFUSED
        for place in range(len(phrase))
        if phrase.startswith(letters, place)
    ]
    return " OR ".join(map(_quoted, dict.fromkeys(found)))


def _quoted(name: str) -> str:
    return f'="{name[1:]}"' if name.startswith("=") else f'"{name}"'


def cues(file: Path) -> list[Cue]:
    """The cues of a file, in its order."""
    data = _mapping(file, required=set(), optional=None)
    for key, query in data.items():
        check(file, key, query)
    return [Cue(key=key, query=query) for key, query in data.items()]


def check(file: Path, key: str, query: str) -> None:
    """LexiconError if the query cannot be read."""
    try:
        parse(query, limits=None)
    except QueryError as error:
        raise LexiconError(f"{file}: {key}: {error.message}\n{error.picture()}") from error


def _mapping(file: Path, required: Iterable[str], optional: Iterable[str] | None) -> dict[str, Any]:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LexiconError(f"{file}: is not YAML: {error}") from error
    if not isinstance(data, dict):
        raise LexiconError(f"{file}: write keys and values")
    for key in sorted(set(required) - set(data)):
        raise LexiconError(f"{file}: {key}: is missing")
    if optional is not None:
        for key in sorted(set(data) - set(required) - set(optional)):
            raise LexiconError(f"{file}: {key}: there is no such key; write {', '.join(sorted([*required, *optional]))}")
    return data


def _texts(file: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LexiconError(f"{file}: {key}: write a list of texts")
    return tuple(value)
