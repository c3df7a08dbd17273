"""Strict readers of what a site answered: absence raises LayoutChanged, it never reads as "nothing new"."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NoReturn, TypeVar

from sources.errors import LayoutChanged

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer. `url` is without secrets, `headers` have lower-case names, `fetched_at` is aware."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8-sig")

    def json(self, shape: type[T]) -> T:
        """The body as JSON of the given outermost type; numbers with a point come as Decimal."""
        try:
            data = json.loads(self.text, parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise LayoutChanged(f"not JSON: {error}; it begins {self.body[:80]!r}", url=self.url) from error
        if not isinstance(data, shape):
            raise LayoutChanged(f"JSON of type {type(data).__name__}, expected {shape.__name__}", url=self.url)
        return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
