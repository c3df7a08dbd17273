"""Where the link of an invitation leads: what the group is, and the button by which whoever has the mail belongs to it."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.store import invitations
from monitor.tickets import Purpose
from monitor.web import sessions
from monitor.web.grouped import HERE, REFUSED
from monitor.web.sessions import first
from monitor.web.shown import Shown, page


def add(app: FastAPI, service: Shown) -> None:
    """Add the page and what its form does."""

    @app.get("/join/{ticket}", response_class=HTMLResponse)
    async def ask(request: Request, ticket: str) -> Response:
        return await _ask(request, service, _signup(service, ticket))

    @app.post("/join/{ticket}", response_class=HTMLResponse)
    async def join(request: Request, ticket: str) -> Response:
        signup_id, read = _signup(service, ticket), await sessions.form(request, service)
        try:
            name, tell = first(read, "name"), first(read, "tell") == "yes"
            done = await service.database.run(invitations.join, signup_id, name, service.clock(), tell=tell)
        except REFUSED as error:
            return await _ask(request, service, signup_id, str(error))
        if done is None:
            raise HTTPException(404, gettext("This invitation was taken back, or answered"))
        return sessions.enter(RedirectResponse(f"{HERE}/{done[1]}/inbox", 303), request, service, str(done[0]))


async def _ask(request: Request, service: Shown, signup_id: int, error: str = "") -> Response:
    asked = await service.database.ask(invitations.invitation, signup_id)
    if asked is None:
        raise HTTPException(404, gettext("This invitation was taken back, or answered"))
    ticket, status = sessions.form_ticket(request, service), 409 if error else 200
    return page(request, "join.html", gettext("An invitation"), status=status, asked=asked, error=error, ticket=ticket)


def _signup(service: Shown, ticket: str) -> int:
    subject = service.tickets.read(Purpose.JOIN, ticket, service.clock()) if service.tickets else None
    if subject is None:
        raise HTTPException(404, gettext("This link does not work any more, or is incomplete"))
    return int(subject)
