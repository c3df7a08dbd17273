"""The grids of Legistar InSite (Telerik RadGrid): columns by their headings, and pages that are asked for by posting a form back."""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass

from sources.errors import LayoutChanged
from sources.page import Element
from sources.web import Web

ROWS = "tr.rgRow, tr.rgAltRow"
INFO = re.compile(r"page\s+(\d+)\s+of\s+(\d+)\W+items\s+\d+\s+to\s+\d+\s+of\s+(\d+)", re.IGNORECASE)
POSTBACK = re.compile(r"__doPostBack\('([^']+)'")
OPENED = re.compile(r"""(?:radopen|window\.open)\(\s*['"]([^'"]+)""")
STATE = ("__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION")
NOTHING = "not available"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The text of a cell and where its first link leads, "" where it has none."""

    text: str
    url: str


Cells = Mapping[str, Cell]


def rows(grid: Element) -> list[Cells]:
    """The rows, each cell by the heading of its column; one without a heading is called "ics"."""
    headings = [_heading(each) for each in grid.all("th.rgHeader")]
    return [_row(each, headings) for each in grid.all(ROWS)]


async def pages(web: Web, root: Element, css: str, form: Mapping[str, str]) -> AsyncGenerator[Element, None]:
    """The grid of a page, and those of the pages behind it. Raises LayoutChanged where they do not hold as many rows as they say."""
    seen = 0
    while True:
        grid = root.one(css)
        seen += len(grid.all(ROWS))
        yield grid
        info = INFO.search(grid.text)
        if info is None:
            return
        target = _next(grid)
        if info[1] == info[2] or target is None:
            if seen != int(info[3]):
                raise LayoutChanged(f"{seen} of {info[3]} rows are there", url=root.url)
            return
        root = await posted(web, root, {**form, "__EVENTTARGET": target}, css)


async def posted(web: Web, root: Element, form: Mapping[str, str], css: str) -> Element:
    """The page that comes back when its form is posted; the state in it is that of the page before."""
    state = {name: field.attr("value") for name in STATE if (field := root.first(f"input[name={name}]"))}
    page = await web.post(root.url, form={**state, "__EVENTARGUMENT": "", **form})
    return page.html(sign=css)


def _row(row: Element, headings: list[str]) -> Cells:
    cells = [each for each in row.all("td") if each.node.parent is not None and each.node.parent.mem_id == row.node.mem_id]
    if len(cells) != len(headings):
        raise LayoutChanged(f"a row of {len(cells)} cells under {len(headings)} headings", url=row.url)
    return {heading: _cell(cell) for heading, cell in zip(headings, cells, strict=True)}


def _heading(element: Element) -> str:
    """The words of a heading: text, the label of a button, or the title of a picture."""
    if element.text:
        return element.text
    named = element.first("input[value]:not(.rgSortAsc):not(.rgSortDesc)")
    return (named.attr("value").strip() if named else "") or "ics"


def _cell(element: Element) -> Cell:
    text = "" if element.text.casefold() == NOTHING else element.text
    return Cell(text=text, url=next(_links(element), ""))


def _links(element: Element) -> Iterator[str]:
    for anchor in element.all("a"):
        opened = OPENED.search(anchor.get("onclick") or "")
        if opened:
            yield anchor.absolute(opened[1])
        elif anchor.get("href") and not anchor.attr("href").startswith(("#", "javascript:")):
            yield anchor.absolute(anchor.attr("href"))


def _next(grid: Element) -> str | None:
    """The target of the page after the one that is shown."""
    anchors = grid.all(".rgNumPart a")
    shown = [place for place, anchor in enumerate(anchors) if "rgCurrentPage" in (anchor.get("class") or "")]
    after = anchors[shown[0] + 1] if shown and shown[0] + 1 < len(anchors) else None
    match = POSTBACK.search(after.attr("href")) if after else None
    return match[1] if match else None
