"""Notices that a list names, each with a detail that costs a request of its own and is asked for where it changed."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from sources.errors import Gone, Inconclusive, LayoutChanged, SourceError, Unavailable
from sources.model import Unchanged
from sources.procurement.fields import Fields
from sources.source import Known

PATIENCE = 3  # details missed one after the other before no more are asked for: it is not the one notice then


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A notice as the list has it. `key` is None where it says none, `mark` its change mark."""

    key: str | None
    mark: str | None
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Detailed:
    """A notice with its detail, which is None where it could not be had; then there is no mark, so that the next run asks."""

    key: str | None
    mark: str | None
    fields: Fields
    detail: Fields | None


async def detailed(
    listing: AsyncGenerator[Listed, None], known: Known, fetch: Callable[[Listed], Awaitable[Fields]]
) -> AsyncGenerator[Detailed | Unchanged, None]:
    """The notices with their details; Unchanged for those whose mark is known.

    A detail that cannot be had keeps no other notice back: one that was never seen is given without it, and what
    happened is raised in the end.
    """
    missed: list[SourceError] = []
    in_a_row = 0
    async with aclosing(listing) as notices:
        async for notice in notices:
            key, mark = notice.key, notice.mark
            if key and mark and known(key) == mark:
                yield Unchanged(key=key)
                continue
            detail = None
            if key and in_a_row < PATIENCE:
                try:
                    detail, in_a_row = await fetch(notice), 0
                except Gone:
                    continue  # taken back since it was listed
                except (Unavailable, LayoutChanged, Inconclusive) as error:
                    missed.append(error)
                    in_a_row += 1
            if detail is not None or key is None or known(key) is None:
                yield Detailed(key=key, mark=mark if detail is not None else None, fields=notice.fields, detail=detail)
    if missed:
        raise missed[0]
