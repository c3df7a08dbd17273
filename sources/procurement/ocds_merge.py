"""What a process stands at: its releases merged in the order of their dates (OCDS 1.1.5, "Merging")."""

from collections.abc import Iterable, Mapping
from typing import Any

Fields = Mapping[str, Any]

WHOLE = {"additionalIdentifiers", "additionalClassifications"}
"""Lists of objects that the standard replaces as a whole, though their members have ids (wholeListMerge)."""


def compiled(releases: Iterable[Fields]) -> dict[str, Any]:
    """The compiled release of the releases of one process.

    Later values replace earlier ones, objects in lists are matched by their ids, a null takes back what was said.
    """
    ordered = sorted(releases, key=lambda each: str(each.get("date") or ""))
    merged: dict[str, Any] = {}
    for release in ordered:
        merged = _object(merged, {name: value for name, value in release.items() if name not in ("id", "tag")})
    return {"tag": ["compiled"], "id": f"{merged.get('ocid', '')}-{merged.get('date', '')}", **merged}


def _object(old: Fields, new: Fields) -> dict[str, Any]:
    merged = dict(old)
    for name, value in new.items():
        before = merged.get(name)
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            _keep(merged, name, _object(before if isinstance(before, dict) else {}, value))
        elif _matched_by_id(name, value):
            _keep(merged, name, _listed(before if isinstance(before, list) else [], value))
        else:
            merged[name] = value
    return merged


def _keep(merged: dict[str, Any], name: str, value: Any) -> None:
    """What has nothing in it says nothing."""
    if value:
        merged[name] = value


def _matched_by_id(name: str, value: object) -> bool:
    """Whether it is a list of objects with ids; an empty one says nothing of the objects before it."""
    return isinstance(value, list) and name not in WHOLE and all(isinstance(each, dict) and each.get("id") is not None for each in value)


def _listed(old: list[Any], new: list[Fields]) -> list[Any]:
    """The old members in their places, changed by the new ones with their ids, and then the others."""
    merged: dict[object, Any] = {_identity(each, place): each for place, each in enumerate(old)}
    for each in new:
        before = merged.get(str(each["id"]))
        merged[str(each["id"])] = _object(before if isinstance(before, dict) else {}, each)
    return list(merged.values())


def _identity(member: object, place: int) -> object:
    return str(member["id"]) if isinstance(member, dict) and member.get("id") is not None else place
