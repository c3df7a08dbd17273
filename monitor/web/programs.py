"""Tokens by which a subscriber's programs ask the API: made here, shown once, and revoked."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext, marked
from monitor.store import tokens
from monitor.store.tokens import Grant, NoToken
from monitor.web import sessions
from monitor.web.ids import Id
from monitor.web.mine import NOT_YOURS
from monitor.web.sessions import first
from monitor.web.shown import Shown, page

HERE = "/mine/programs"
GRANTS = {
    Grant.ALERTS: marked("my watches, alerts and receipts"),
    Grant.TRIAGE: marked("the inboxes of my groups, and to judge in my name"),
    Grant.READ: marked("the archive, where this monitor is private"),
}
"""What a subscriber's token may be good for; the operator's are made by command."""


def add(app: FastAPI, service: Shown) -> None:
    """Add the page and what its buttons do."""

    @app.get(HERE, response_class=HTMLResponse)
    async def show(request: Request) -> Response:
        subscriber_id = sessions.subscriber(request, service)
        return RedirectResponse("/mine", 303) if subscriber_id is None else await _show(request, service, subscriber_id)

    @app.post(HERE, response_class=HTMLResponse)
    async def make(request: Request) -> Response:
        read, subscriber_id = await sessions.form(request, service), _theirs(request, service)
        wanted = [grant for grant in GRANTS if grant.value in read.get("grant", ())]
        try:
            token = await service.database.run(tokens.issue, subscriber_id, first(read, "name"), wanted, service.clock())
        except NoToken as error:
            return await _show(request, service, subscriber_id, error=str(error), status=400)
        return await _show(request, service, subscriber_id, token=token)

    @app.post(f"{HERE}/{{token_id}}")
    async def revoke(request: Request, token_id: Id) -> Response:
        await sessions.form(request, service)
        if not await service.database.run(tokens.revoke, token_id, _theirs(request, service)):
            raise HTTPException(404, gettext("There is no such token"))
        return RedirectResponse(HERE, 303)


def _theirs(request: Request, service: Shown) -> int:
    subscriber_id = sessions.subscriber(request, service)
    if subscriber_id is None:
        raise HTTPException(403, gettext(NOT_YOURS))
    return subscriber_id


async def _show(request: Request, service: Shown, subscriber_id: int, *, token: str = "", error: str = "", status: int = 200) -> Response:
    listed = await service.database.ask(tokens.listed, subscriber_id)
    said = {"grants": GRANTS, "token": token, "error": error, "ticket": sessions.form_ticket(request, service), "now": service.clock()}
    answer = page(request, "programs.html", gettext("Programs"), status=status, tokens=listed, **said)
    answer.headers["Cache-Control"] = "no-store"
    return answer
