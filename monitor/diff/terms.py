"""Watched terms that a text has gained or lost."""

from collections.abc import Iterable

from monitor.diff.change import Change, What


def of_terms(before: Iterable[str], after: Iterable[str], where: str) -> tuple[Change, ...]:
    """The terms, as they are written, that only one of the two texts holds."""
    old, new = ({term.casefold(): term for term in terms} for terms in (before, after))
    gone = [old[key] for key in sorted(old.keys() - new.keys())]
    come = [new[key] for key in sorted(new.keys() - old.keys())]
    return (
        *(Change(what=What.APPEARED, where=f"in {where} the term “{term}”") for term in come),
        *(Change(what=What.REMOVED, where=f"from {where} the term “{term}”") for term in gone),
    )
