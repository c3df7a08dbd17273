"""What is asked of OnBase Agenda Online for a meeting: its agenda as a page, of either make, and a page for each item with its files."""

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus

from sources.agendas import onbase_items
from sources.errors import Gone, Refused, SourceError, Unavailable
from sources.markup import Element
from sources.model import Link
from sources.web import Query, Web

LARGEST = 8_000_000  # bytes of an agenda as a page: pictures are in it
MOST = 300  # items of one agenda whose files are asked for, one after the other; the longest that we know has some hundred


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agenda:
    """An agenda as a page, with the files of its items as far as they were asked for; `missed`: some could not be had."""

    root: Element
    files: onbase_items.Files = field(default_factory=dict)
    missed: bool = False


@dataclass(slots=True, kw_only=True)
class ItemFiles:
    """The files of items, a request for each item, and one in a run that tells under which address files are."""

    web: Web
    base: str
    missed: list[SourceError] = field(default_factory=list)
    _way: str = ""

    async def of(self, meeting: str, agenda: Agenda) -> Agenda:
        """The agenda with the files of its items. After the first item that cannot be had the others are left for the next run."""
        found: dict[str, tuple[Link, ...]] = {}
        try:
            for key in onbase_items.keys(agenda.root)[:MOST]:
                found[key] = await self._item(meeting, key)
        except SourceError as error:
            self.missed.append(error)
            return Agenda(root=agenda.root, files=found, missed=True)
        return Agenda(root=agenda.root, files=found)

    async def _item(self, meeting: str, key: str) -> tuple[Link, ...]:
        asked = {"meetingId": meeting, "itemId": key, "isSection": "false", "type": "agenda"}
        try:
            page = await self.web.get(f"{self.base}/Meetings/ViewMeetingAgendaItem", asked)
        except Gone:
            return ()
        links = onbase_items.attachments(await asyncio.to_thread(onbase_items.agenda, page))
        if links and not self._way:
            self._way = await self._found(links[0].url)
        return tuple(onbase_items.reached(link, self._way) for link in links)

    async def _found(self, url: str) -> str:
        try:
            return await asyncio.to_thread(onbase_items.way, await self.web.get(url))
        except (Gone, Refused):  # a file that is larger than a page is no shell
            return "DownloadFile"


async def agenda(web: Web, base: str, meeting: str) -> Agenda | None:
    """The agenda, without the files of its items; None where a site has it as a file alone."""
    asked: dict[str, str | int] = {"meetingId": meeting, "type": "agenda"}
    failed: Unavailable | None = None
    try:
        if found := await _page(web, f"{base}/Meetings/ViewMeetingAgenda", asked):
            return found
    except Unavailable as error:
        if error.status != HTTPStatus.INTERNAL_SERVER_ERROR:  # with which some sites say that they have the other make alone
            raise
        failed = error
    found = await _page(web, f"{base}/Documents/ViewAgenda", {**asked, "doctype": 1})
    if failed and not (found and onbase_items.has_items(found.root)):
        raise failed
    return found


async def _page(web: Web, url: str, query: Query) -> Agenda | None:
    try:
        page = await web.get(url, query, limit=LARGEST)
    except (Gone, Refused):
        return None
    if page.body.startswith(b"%PDF") or "html" not in page.headers.get("content-type", "html"):
        return None
    root = await asyncio.to_thread(onbase_items.agenda, page)
    return None if onbase_items.is_error(page, root) else Agenda(root=root)
