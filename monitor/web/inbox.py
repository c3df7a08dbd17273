"""The inbox of a group: its hits, one after the other, with what to do with each: plain forms, whose buttons static/inbox.js presses."""

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext, marked
from monitor.store import groups, inbox_pages, sharing, triage
from monitor.store.database import Connection
from monitor.store.groups import Member
from monitor.store.inbox_pages import Sort, Wanted
from monitor.verdicts import Reason, Verdict
from monitor.web import mine, sessions
from monitor.web.grouped import HERE, REFUSED, member, number, posted, refused, there
from monitor.web.ids import LARGEST_ID, Id
from monitor.web.sessions import Fields, first
from monitor.web.shown import HEADERS, Shown, page

SORTS = {
    Sort.OPEN: marked("Open"),
    Sort.MINE: marked("Assigned to me"),
    Sort.RELEVANT: marked("Relevant"),
    Sort.IRRELEVANT: marked("Not relevant"),
}
REASONS = {
    Reason.MEANING: marked("The words mean something else here"),
    Reason.PASSING: marked("Only mentioned in passing"),
    Reason.KNOWN: marked("We know this already"),
    Reason.PLACE: marked("Not our place or subject"),
    Reason.PHRASE: marked("Never this phrase"),
    Reason.OTHER: marked("Another reason, in words"),
}
SCRIPTS = f"{HEADERS['Content-Security-Policy']}; script-src 'self'"
"""Here alone: no other page has a script."""

One = Annotated[int | None, Query(ge=0, le=LARGEST_ID)]


def add(app: FastAPI, service: Shown) -> None:
    """Add the page, and what its forms do."""

    @app.get(f"{HERE}/{{group_id}}/inbox", response_class=HTMLResponse)
    async def show(request: Request, group_id: Id, before: One = None, mute: One = None) -> Response:
        if sessions.subscriber(request, service) is None:
            return RedirectResponse(mine.HERE, 303)
        who = await member(request, service, group_id)
        return await _show(request, service, who, replace(_wanted(request, who), before=before), mute)

    @app.post(f"{HERE}/{{group_id}}/inbox/{{item_id}}")
    async def change(request: Request, group_id: Id, item_id: Id) -> Response:
        read, who = await posted(request, service, group_id)
        wanted = _wanted(request, who)
        try:
            there(await service.database.run(_change, who, item_id, read, service))
        except REFUSED as error:
            raise refused(error) from None
        phrase = (first(read, "do"), first(read, "reason")) == (Verdict.IRRELEVANT.value, Reason.PHRASE.value)
        judged = first(read, "do") in list(Verdict)
        place = "#mute" if phrase else f"#item-{(number(read, 'next') or item_id) if judged else item_id}"
        more = {"mute": item_id} if phrase else {}
        return RedirectResponse(f"{_address(wanted, number(read, 'before'), **more)}{place}", 303)


def _wanted(request: Request, who: Member) -> Wanted:
    """What the address asks for. What it asks for in vain is left out: it is no harm, and a link may be old."""
    asked = request.query_params
    sort, watch = asked.get("show", ""), asked.get("watch", "")
    return Wanted(
        group_id=who.group_id,
        member_id=who.id,
        sort=Sort(sort) if sort in list(Sort) else Sort.OPEN,
        watch_id=int(watch) if watch.isascii() and watch.isdecimal() and int(watch) <= LARGEST_ID else None,
        words=" ".join(asked.get("q", "").replace("\x00", "").split())[:200],
    )


def _address(wanted: Wanted, before: int | None = None, **more: int) -> str:
    """The address of a page of the inbox, made anew from what was understood of the one that asked."""
    said = {"show": wanted.sort.value, "watch": wanted.watch_id or "", "q": wanted.words, "before": before or "", **more}
    return f"{HERE}/{wanted.group_id}/inbox?{urlencode({name: value for name, value in said.items() if value})}"


async def _show(request: Request, service: Shown, who: Member, wanted: Wanted, mute: int | None) -> Response:
    portion = await service.database.ask(inbox_pages.portion, wanted)
    counts = await service.database.ask(inbox_pages.counts, wanted)
    tabs = [(sort, words, counts[sort], _address(replace(wanted, sort=sort))) for sort, words in SORTS.items()]
    older = _address(wanted, portion.next) if portion.next is not None else ""
    shown: dict[str, Any] = {"portion": portion, "tabs": tabs, "older": older, "wanted": wanted, "me": who}
    shown["members"] = await service.database.ask(groups.of_group, who.group_id)
    shown["watches"] = await service.database.ask(sharing.listed, who.group_id)
    offered = next((item for item in portion.items if item.id == mute), None)
    if mute is not None and offered is None:
        offered = await service.database.ask(inbox_pages.one, wanted, mute)
    query = _address(wanted).partition("?")[2]
    more: dict[str, Any] = {
        "ticket": sessions.form_ticket(request, service),
        "now": service.clock(),
        "reasons": REASONS,
        "offered": offered,
        "query": query,
        "zone_of": service.timezone_of,
    }
    answer = page(request, "inbox.html", gettext("Inbox of {group}").format(group=who.title), **shown, **more)
    answer.headers["Content-Security-Policy"] = SCRIPTS
    return answer


def _change(connection: Connection, who: Member, item_id: int, read: Fields, service: Shown) -> bool:
    wanted, now = first(read, "do"), service.clock()
    if wanted in list(Verdict):
        return triage.judge(connection, who, item_id, triage.opinion(wanted, first(read, "reason"), first(read, "words")), now)
    if wanted == "assign":
        return triage.assign(connection, who, item_id, number(read, "to"), now)
    if wanted == "note":
        return triage.note(connection, who, item_id, first(read, "note"), now)
    if wanted == "mute":
        return triage.mute(connection, who, item_id, first(read, "phrase"), now)
    raise HTTPException(400, gettext("There is no such button"))
