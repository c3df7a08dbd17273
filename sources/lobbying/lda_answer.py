"""A page of a list of the LDA API, if it is one: a maintenance page answers 200 too."""

from dataclasses import dataclass

from sources.errors import LayoutChanged
from sources.lobbying.lda_parties import Fields
from sources.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page. `count` is how many rows the whole list has, `more` whether a page follows."""

    rows: list[Fields]
    count: int
    more: bool


def listing(page: Page) -> Listing:
    """The page, read. Raises LayoutChanged."""
    said = page.json(dict)
    count, rows = said.get("count"), said.get("results")
    if type(count) is not int or count < 0 or not isinstance(rows, list) or "next" not in said:
        raise LayoutChanged(f"no page of a list: it has {', '.join(sorted(said))[:200] or 'nothing'}", url=page.url)
    if not all(isinstance(row, dict) for row in rows):
        raise LayoutChanged("a list of something else than rows", url=page.url)
    if count and not rows:
        raise LayoutChanged(f"a page without rows, of {count}", url=page.url)
    return Listing(rows=rows, count=count, more=bool(said["next"]))
