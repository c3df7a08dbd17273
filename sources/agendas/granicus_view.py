"""The rows of a Granicus view, whatever its template: tables with named columns, tables without, and no tables at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from sources import days
from sources.page import Element, FeedEntry

ROWS = "tr:not(:has(tr)):not(:has(th))"
BOXES = "div.row:has(.committee)"  # a template of boxes in place of a table
NAMES = "td[headers~=Name], td[headers~=EventName]"
DATES = "td[headers~=Date], td[headers~=EventDate]"
VIEWERS = re.compile(r"/?(AgendaViewer|MinutesViewer|MediaPlayer|TranscriptViewer)\.php")
OPENED = re.compile(r"""(?:window\.open|radopen)\(\s*['"]([^'"]+)""")
HIDDEN_EPOCH = re.compile(r"\s*\d{9,10}\s*(?=\S)")  # <span style="display:none;">1105516800</span>Jan 12, 05
A_DAY = re.compile(r"\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\W+)?(?:[a-z]{3,9}\.?\s+\d{1,2}\b|\d{1,4}[/-])", re.IGNORECASE)
IN_PROGRESS = re.compile(r"in progress", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A link of a row: which viewer of Granicus it opens ("" for an address of others), and for which id ("clip-838")."""

    name: str
    key: str
    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """A meeting as a view lists it. `day` is None where the page names none."""

    title: str
    when: str
    day: date | None
    viewers: tuple[Viewer, ...]

    @property
    def in_progress(self) -> bool:
        """Whether the meeting is being held: then the page says so in place of the day."""
        return bool(IN_PROGRESS.search(self.when))

    @property
    def ids(self) -> tuple[str, ...]:
        """Its ids: "event-7942" before the meeting, "clip-838" once there is a recording."""
        return tuple(dict.fromkeys(viewer.key for viewer in self.viewers if viewer.name and viewer.key))


def rows(root: Element) -> Iterator[ViewRow]:
    """The meetings in the order of the page."""
    for element in root.all(ROWS):
        if row := _of_table(element):
            yield row
    for element in root.all(BOXES):
        name = element.all(".committee")[0].text
        yield _row(name, element.text.replace(name, " ", 1), element)


def of_feed(entries: list[FeedEntry]) -> Iterator[ViewRow]:
    """The meetings of a feed, whose titles end in the day: "City Council - Nov 18, 2026"; `pubDate` is when it was published."""
    for entry in entries:
        name, _, when = entry.title.rpartition(" - ")
        viewer = _viewer(entry.link, "Agenda")
        day = days.find(when)
        yield ViewRow(title=name if day else entry.title, when=when, day=day or days.find(entry.title), viewers=(viewer,) if viewer else ())


def _of_table(element: Element) -> ViewRow | None:
    cells = element.all("td")
    named, dated = element.first(NAMES), element.first(DATES)
    if dated is None:
        told = [cell for cell in cells if days.find(_visible(cell.text))]
        dated = next((cell for cell in told if A_DAY.match(_visible(cell.text))), told[0] if told else None)
    if named is None:
        named = next((cell for cell in cells if dated is not None and cell.node.mem_id != dated.node.mem_id and cell.text), None)
    if named is None or dated is None or not named.text:
        return None
    row = _row(named.text, dated.text, element)
    return row if row.day or row.in_progress else None


def _row(title: str, when: str, element: Element) -> ViewRow:
    said = _visible(when)
    return ViewRow(title=title, when=said, day=days.find(said), viewers=tuple(_viewers(element)))


def _visible(text: str) -> str:
    return HIDDEN_EPOCH.sub("", text, count=1) if HIDDEN_EPOCH.match(text) else text


def _viewers(element: Element) -> Iterator[Viewer]:
    for anchor in element.all("a[href]"):
        opened = OPENED.search(anchor.get("onclick") or "")
        viewer = _viewer(element.absolute(opened[1] if opened else anchor.attr("href")), anchor.text or _picture(anchor))
        if viewer:
            yield viewer


def _viewer(url: str, text: str) -> Viewer | None:
    parts = urlsplit(url)
    found = VIEWERS.fullmatch(parts.path)
    query = dict(parse_qsl(parts.query))
    key = next((f"{name}-{query[f'{name}_id']}" for name in ("event", "clip") if query.get(f"{name}_id")), "")
    if parts.scheme not in ("http", "https") or not (key or text):
        return None
    secure = url.replace("http://", "https://", 1) if found else url  # old templates write http
    return Viewer(name=found[1] if found else "", key=key, url=secure, text=text)


def _picture(anchor: Element) -> str:
    image = anchor.first("img[alt]")
    return image.attr("alt") if image else ""
