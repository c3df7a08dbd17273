"""The pages: which there are, each in a module of its own."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.store.database import DatabaseError, TookTooLong, is_away
from monitor.store.overview import overview
from monitor.store.tally import Asked, tally
from monitor.web import (
    about,
    api,
    calendar,
    copies,
    deeds,
    group_watches,
    groups,
    guard,
    inbox,
    joining,
    ledger,
    mailed,
    mine,
    operator,
    places,
    private,
    programs,
    records,
    searching,
    signing_up,
    speaking,
    threads,
    told,
    topics,
    vitals,
)
from monitor.web.api import problems
from monitor.web.shown import STATIC, Shown, page

__all__ = ["application"]

NAMED = 10  # who is paid and who lobbies, on the first page


def application(service: Shown) -> FastAPI:
    """The pages of a service."""
    app = FastAPI(title="Public Records Monitor", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for each in (
        about,
        api,
        searching,
        records,
        copies,
        calendar,
        ledger,
        deeds,
        told,
        topics,
        places,
        threads,
        signing_up,
        mailed,
        mine,
        joining,
        group_watches,
        groups,
        inbox,
        programs,
        operator,
        private,
        vitals,
    ):
        each.add(app, service)

    @app.get("/", response_class=HTMLResponse)
    async def index(request: Request) -> Response:
        seen = await service.database.ask(overview, service.clock())
        named = await service.database.ask(tally, Asked(), NAMED)
        return page(request, "index.html", gettext("What was found"), seen=seen, tally=named)

    @app.get("/status", response_class=HTMLResponse)
    async def status(request: Request) -> Response:
        seen = await service.database.ask(overview, service.clock())
        return page(request, "status.html", gettext("Status"), seen=seen)

    _add_errors(app)
    app.add_middleware(speaking.Speaking)
    app.add_middleware(guard.Guard)
    return app


def _add_errors(app: FastAPI) -> None:
    """Say in a page what went wrong."""

    @app.exception_handler(HTTPException)
    async def wrong(request: Request, error: HTTPException) -> Response:
        if request.scope["path"].startswith("/api/"):  # an address that leads past the API, as one with a line break in it does
            return problems.wrong(error)
        said = {"Not Found": gettext("There is no such page"), "Method Not Allowed": gettext("This cannot be done here")}
        words = said.get(error.detail, error.detail)
        return page(request, "wrong.html", words, status=error.status_code)

    @app.exception_handler(TookTooLong)
    async def stopped(request: Request, _: TookTooLong) -> Response:
        return page(request, "wrong.html", gettext(searching.TOO_LONG), status=503)

    @app.exception_handler(DatabaseError)
    async def unstored(request: Request, error: DatabaseError) -> Response:
        """A disk that is full, or a database that is away: what was sent is not lost on a page that says nothing."""
        if not is_away(error):
            raise error
        words = gettext("The database cannot do this just now, and nothing was changed. Please try again in some minutes.")
        return page(request, "wrong.html", words, status=503)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, _: RequestValidationError) -> Response:
        """An address with letters where a number belongs, or with a number that no row can have."""
        return page(request, "wrong.html", gettext("There is no such page"), status=404)
