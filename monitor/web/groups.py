"""Groups: whose there are, who belongs to one, and how somebody is invited, leaves, or is removed."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor import channels
from monitor.language import gettext, marked
from monitor.store import groups, invitations, sharing
from monitor.store.groups import Member
from monitor.store.signups import Verdict
from monitor.web import mine, sessions, signing_up, wishing
from monitor.web.grouped import HERE, REFUSED, member, number, posted, refused, there
from monitor.web.ids import Id
from monitor.web.sessions import Fields, first
from monitor.web.shown import Shown, page

OWNERS = marked("This is for the owners of the group")


def add(app: FastAPI, service: Shown) -> None:
    """Add the pages, and what their forms do."""

    @app.get(HERE, response_class=HTMLResponse)
    async def listed(request: Request) -> Response:
        return await _list(request, service)

    @app.post(HERE)
    async def create(request: Request) -> Response:
        read = await sessions.form(request, service)
        subscriber_id = sessions.subscriber(request, service)
        if subscriber_id is None:
            raise HTTPException(403, gettext(mine.NOT_YOURS))
        try:
            group_id = await service.database.run(groups.create, first(read, "title"), subscriber_id, first(read, "name"), service.clock())
        except REFUSED as error:
            return await _list(request, service, str(error))
        return RedirectResponse(f"{HERE}/{group_id}", 303)

    @app.get(f"{HERE}/{{group_id}}", response_class=HTMLResponse)
    async def show(request: Request, group_id: Id) -> Response:
        return await _show(request, service, group_id)

    _add_people(app, service)
    _add_leaving(app, service)


def _add_people(app: FastAPI, service: Shown) -> None:
    @app.post(f"{HERE}/{{group_id}}/people", response_class=HTMLResponse)
    async def people(request: Request, group_id: Id) -> Response:
        read, who = await posted(request, service, group_id)
        if not who.owner:
            raise HTTPException(403, gettext(OWNERS))
        try:
            if first(read, "do") == "invite":
                return await _invite(request, service, who, read)
            await _change(service, who, read)
        except REFUSED as error:
            raise refused(error) from None
        return RedirectResponse(f"{HERE}/{group_id}#people", 303)


def _add_leaving(app: FastAPI, service: Shown) -> None:
    @app.post(f"{HERE}/{{group_id}}/me")
    async def me(request: Request, group_id: Id) -> Response:
        read, who = await posted(request, service, group_id)
        try:
            if first(read, "do") == "leave":
                await service.database.run(groups.remove, group_id, who.id, service.clock())
                return RedirectResponse(HERE, 303)
            there(await service.database.run(groups.tell, who, number(read, "channel"), service.clock()))
        except REFUSED as error:
            raise refused(error) from None
        return RedirectResponse(f"{HERE}/{group_id}#me", 303)

    @app.post(f"{HERE}/{{group_id}}/end")
    async def end(request: Request, group_id: Id) -> Response:
        read, who = await posted(request, service, group_id)
        if not who.owner:
            raise HTTPException(403, gettext(OWNERS))
        if first(read, "sure") != "yes":
            raise HTTPException(400, gettext("Say that you are sure, by the box beside the button"))
        await service.database.run(groups.end, group_id)
        return RedirectResponse(HERE, 303)


async def _list(request: Request, service: Shown, error: str = "") -> Response:
    subscriber_id = sessions.subscriber(request, service)
    if subscriber_id is None:
        return RedirectResponse(mine.HERE, 303)
    theirs = await service.database.ask(groups.of_subscriber, subscriber_id)
    shown = {"groups": theirs, "ticket": sessions.form_ticket(request, service), "error": error}
    return page(request, "groups.html", gettext("Your groups"), status=409 if error else 200, **shown)


async def _show(request: Request, service: Shown, group_id: int) -> Response:
    if sessions.subscriber(request, service) is None:
        return RedirectResponse(mine.HERE, 303)
    who, now = await member(request, service, group_id), service.clock()
    members = await service.database.ask(groups.of_group, group_id)
    theirs = await service.database.ask(groups.channels_of, who.id)
    shown: dict[str, Any] = {"members": members, "channels": theirs, "me": who, "cadences": wishing.CADENCES}
    shown["invitations"] = await service.database.ask(invitations.listed, group_id, now)
    shown["watches"] = await service.database.ask(sharing.listed, group_id)
    ticket, no_mail = sessions.form_ticket(request, service), signing_up.no_mail(service)
    return page(request, "group.html", who.title, now=now, ticket=ticket, no_mail=no_mail, **shown)


async def _invite(request: Request, service: Shown, who: Member, read: Fields) -> Response:
    if not service.sends_mail:
        raise HTTPException(503, signing_up.no_mail(service))
    try:
        url = channels.channel(first(read, "email"))
    except ValueError as error:
        raise HTTPException(400, str(error)) from None
    asker = sessions.asker(request, service)
    verdict = await service.database.run(invitations.ask, who, first(read, "name"), url, asker, service.clock())
    if verdict is Verdict.CROWDED:
        return page(request, "deed.html", gettext("Not now"), status=429, text=gettext(signing_up.CROWDED), button="")
    return RedirectResponse(f"{HERE}/{who.group_id}#people", 303)


async def _change(service: Shown, who: Member, read: Fields) -> None:
    """What an owner does with a member, or with an invitation."""
    wanted, whom, database = first(read, "do"), number(read, "whom") or 0, service.database
    if wanted == "take-back":
        there(await database.run(invitations.take_back, who.group_id, whom))
        return
    there(await database.ask(groups.member, who.group_id, whom))
    if wanted == "remove":
        await database.run(groups.remove, who.group_id, whom, service.clock())
    elif wanted in ("owner", "plain"):
        await database.run(groups.own, who.group_id, whom, owner=wanted == "owner")
    else:
        raise HTTPException(400, gettext("There is no such button"))
