"""A subscriber's own page, entered by a link in a mail: watches, hours, and what became of each message."""

from collections.abc import Awaitable, Callable
from datetime import time

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor import channels
from monitor.language import gettext, marked
from monitor.model import Cadence
from monitor.store import mine
from monitor.store.groups import Refusal
from monitor.store.signups import Asked
from monitor.store.signups import Purpose as Mail
from monitor.web import sessions, signing_up, wishing
from monitor.web.ids import Id
from monitor.web.sessions import Fields, first
from monitor.web.shown import Shown, page

HERE, TITLE = "/mine", marked("Your watches")
NOT_YOURS = marked("You are not signed in any more: ask for a new link")


Deed = Callable[[Fields, int], Awaitable[object]]
"""What a form of the page does, given its fields and the subscriber; False where it is about something that is not theirs."""


def add(app: FastAPI, service: Shown) -> None:
    """Add the page and what its buttons do."""

    @app.get(HERE, response_class=HTMLResponse)
    async def show(request: Request) -> Response:
        return await _show(request, service)

    @app.post(f"{HERE}/link", response_class=HTMLResponse)
    async def link(request: Request) -> Response:
        read = await sessions.form(request, service)
        try:
            url = channels.channel(first(read, "email"))
        except ValueError as error:
            raise HTTPException(400, str(error)) from None
        return await signing_up.mailed(request, service, Asked(purpose=Mail.ENTER, url=url, asker=sessions.asker(request, service)))

    @app.post(f"{HERE}/watches/{{watch_id}}")
    async def change(request: Request, watch_id: Id) -> Response:
        return await _theirs(request, service, lambda read, subscriber_id: _change(service, subscriber_id, watch_id, read))

    @app.post(f"{HERE}/hours")
    async def hours(request: Request) -> Response:
        return await _theirs(request, service, lambda read, subscriber_id: _set_hours(service, subscriber_id, read))

    @app.post(f"{HERE}/forget")
    async def forget(request: Request) -> Response:
        try:
            answer = await _theirs(request, service, lambda _, subscriber_id: service.database.run(mine.forget, subscriber_id))
        except Refusal as error:
            raise HTTPException(409, str(error)) from None
        return sessions.leave(answer)

    @app.post("/leave")
    async def leave(request: Request) -> Response:
        await sessions.form(request, service)
        return sessions.leave(RedirectResponse("/", 303))


async def _show(request: Request, service: Shown) -> Response:
    subscriber_id = sessions.subscriber(request, service)
    held = await service.database.ask(mine.held, subscriber_id) if subscriber_id is not None else None
    ticket = sessions.form_ticket(request, service)
    if held is None:
        return page(request, "mine_enter.html", gettext(TITLE), ticket=ticket, no_mail=signing_up.no_mail(service))
    cadences, zones = wishing.CADENCES, wishing.zones()
    return page(request, "mine.html", gettext(TITLE), held=held, ticket=ticket, now=service.clock(), cadences=cadences, zones=zones)


async def _theirs(request: Request, service: Shown, deed: Deed) -> Response:
    """Do what a form of this page asks for, and show the page again."""
    read = await sessions.form(request, service)
    subscriber_id = sessions.subscriber(request, service)
    if subscriber_id is None:
        raise HTTPException(403, gettext(NOT_YOURS))
    if await deed(read, subscriber_id) is False:
        raise HTTPException(404, gettext("There is no such watch"))
    return RedirectResponse(HERE, 303)


async def _change(service: Shown, subscriber_id: int, watch_id: int, read: Fields) -> bool:
    wanted, now, database = first(read, "do"), service.clock(), service.database
    if wanted in ("pause", "resume"):
        return await database.run(mine.pause, subscriber_id, watch_id, now, paused=wanted == "pause")
    if wanted == "remove":
        return await database.run(mine.remove, subscriber_id, watch_id)
    return await database.run(mine.set_cadence, subscriber_id, watch_id, cadence(first(read, "cadence")), now)


async def _set_hours(service: Shown, subscriber_id: int, read: Fields) -> bool:
    quiet = _quiet(first(read, "from"), first(read, "until"))
    return await service.database.run(mine.set_hours, subscriber_id, _zone(first(read, "zone")), quiet, service.clock())


def cadence(name: str) -> Cadence:
    """The cadence that a form names. Raises HTTPException."""
    try:
        return Cadence(name)
    except ValueError:
        raise HTTPException(400, gettext("There is no such cadence: choose one of the list.")) from None


def _zone(name: str) -> str:
    try:
        return wishing.zone(name)
    except ValueError as error:
        raise HTTPException(400, str(error)) from None


def _quiet(begin: str, end: str) -> tuple[time, time] | None:
    """The quiet hours; None where both are left empty, or are the same."""
    if not begin and not end:
        return None
    try:
        hours = time.fromisoformat(begin), time.fromisoformat(end)
    except ValueError:
        raise HTTPException(400, gettext("Write both times, as 22:00 and 07:00, or leave both empty")) from None
    if any(one.tzinfo for one in hours):
        raise HTTPException(400, gettext("Write the times without a zone"))
    return None if hours[0] == hours[1] else hours
