"""What is different between two revisions of a record."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from monitor.diff.change import Change, What
from monitor.diff.passages import of_texts
from monitor.query.normalise import normalise
from sources.model import Amount, Link, Part, Record, Stage

OFF = {Stage.CANCELLED, Stage.POSTPONED, Stage.RESCHEDULED, Stage.TERMINATION}
FIELDS = ("title", "body", "starts", "deadline", "location", "type", "period", "stage")
LABEL = 120  # characters by which a part is named


def of_records(before: Record, after: Record, elsewhere: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """Every difference that the publisher made, what matters most first.

    `elsewhere` gives, by thread, the record in which a part that is gone now stands, in words.
    """
    return (
        *_standing(before, after),
        *_fields(before, after),
        *_amounts(before.amounts, after.amounts),
        *_parties(before, after),
        *_parts(before, after, elsewhere or {}),
        *_documents(before.links, after.links, ""),
        *of_texts(before.text, after.text, f"the text of the {after.kind.value}"),
    )


def _standing(before: Record, after: Record) -> Iterator[Change]:
    """Withdrawn, cancelled, or neither any more."""
    kind = f"the {after.kind.value}"
    if after.withdrawn != before.withdrawn:
        words = "withdrawn by its publisher" if after.withdrawn else "listed again after it was withdrawn"
        yield Change(what=What.CANCELLED if after.withdrawn else What.APPEARED, where=kind, after=words)
    elif after.stage != before.stage and after.stage in OFF:
        yield Change(what=What.CANCELLED, where=kind, after=after.stage.value)


def _fields(before: Record, after: Record) -> Iterator[Change]:
    for name in FIELDS:
        old, new = _said(getattr(before, name)), _said(getattr(after, name))
        if old != new and not (name == "stage" and after.stage in OFF):
            what = What.CHANGED if old and new else What.APPEARED if new else What.REMOVED
            yield Change(what=what, where=f"the {name}", before=old, after=new)


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} {value.tzname() or ''}".strip()
        case date():
            return value.isoformat()
    return str(value)


def _amounts(before: Iterable[Amount], after: Iterable[Amount]) -> Iterator[Change]:
    """By kind and note; a publisher who lists three awards without a note has them compared in order."""
    old, new = _numbered(before), _numbered(after)
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one and other and (one.value, one.currency) != (other.value, other.currency):
            yield Change(what=What.CHANGED, where=f"the {_named(other)}", before=_sum(one), after=_sum(other))
        elif other and not one:
            yield Change(what=What.APPEARED, where=f"the {_named(other)}", after=_sum(other))
        elif one and not other:
            yield Change(what=What.REMOVED, where=f"the {_named(one)}", before=_sum(one))


def _numbered(amounts: Iterable[Amount]) -> dict[tuple[str, str, int], Amount]:
    found: dict[tuple[str, str, int], Amount] = {}
    for amount in amounts:
        place = sum(key[:2] == (amount.kind.value, amount.note) for key in found)
        found[amount.kind.value, amount.note, place] = amount
    return found


def _named(amount: Amount) -> str:
    return f"amount ({amount.kind.value}{f', {amount.note}' if amount.note else ''})"


def _sum(amount: Amount) -> str:
    return "not stated" if amount.value is None else f"{amount.currency or ''} {amount.value:,f}".strip()


def _parties(before: Record, after: Record) -> Iterator[Change]:
    old, new = ({(party.role.value, party.name) for party in record.parties} for record in (before, after))
    for role, name in sorted(new - old):
        yield Change(what=What.APPEARED, where=f"the {role.replace('_', ' ')} {name}")
    for role, name in sorted(old - new):
        yield Change(what=What.REMOVED, where=f"the {role.replace('_', ' ')} {name}")


def _parts(before: Record, after: Record, elsewhere: Mapping[str, str]) -> Iterator[Change]:
    old, new = list(before.parts), list(after.parts)
    pairs = list(_paired(old, new))
    for one, other in pairs:
        yield from of_texts(f"{one.title}\n\n{one.text}", f"{other.title}\n\n{other.text}", _part(other))
        yield from _documents(one.links, other.links, f" of {_part(other)}")
    paired = {id(part) for pair in pairs for part in pair}
    for part in new:
        if id(part) not in paired:
            yield Change(what=What.APPEARED, where=_part(part))
            yield from _documents((), part.links, f" of {_part(part)}")
    for part in old:
        if id(part) not in paired:
            there = elsewhere.get(part.thread or "")
            yield Change(what=What.MOVED, where=_part(part), after=there) if there else Change(what=What.REMOVED, where=_part(part))


def _paired(old: list[Part], new: list[Part]) -> Iterator[tuple[Part, Part]]:
    """The parts that are the same: by key; where keys changed, as they do when an agenda is made anew, by thread or title."""
    keys = {part.key: part for part in new}
    left = []
    for part in old:
        if part.key in keys:
            yield part, keys.pop(part.key)
        else:
            left.append(part)
    for same in (lambda part: part.thread, lambda part: normalise(part.title)):
        known = {same(part): part for part in reversed(list(keys.values())) if same(part)}
        for part in list(left):
            if other := known.pop(same(part), None):
                left.remove(part)
                del keys[other.key]
                yield part, other


def _documents(before: Iterable[Link], after: Iterable[Link], of: str) -> Iterator[Change]:
    old, new = ({link.key or link.url: link for link in links} for links in (before, after))
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one and other and (one.url, one.stamp) != (other.url, other.stamp):
            yield Change(what=What.REPLACED, where=_document(other, of))
        elif other and not one:
            yield Change(what=What.APPEARED, where=_document(other, of))
        elif one and not other:
            yield Change(what=What.REMOVED, where=_document(one, of))


def _document(link: Link, of: str) -> str:
    return f"the document {link.title or link.url}{of}"


def _part(part: Part) -> str:
    label = f"item {part.number} {part.title}".replace("  ", " ") if part.number else part.title
    return label if len(label) <= LABEL else label[: LABEL - 1].rstrip() + "…"
