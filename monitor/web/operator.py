"""The operator's pages: what waits, how each source fares, and the page as it was when it broke; with buttons."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext, marked
from monitor.store import arrivals, fetches, runs
from monitor.store import sources as states
from monitor.store.database import Connection
from monitor.store.gauges import gauges
from monitor.store.overview import overview
from monitor.web import sessions
from monitor.web.sessions import OPERATOR, first
from monitor.web.shown import HEADERS, Shown, page

HERE = "/operator"
PAGE = marked("the operator's page")  # who pauses a source here, as against a program with a token
SHOWN = 20
LARGEST = 2_000_000  # bytes of a kept page that are shown; the largest listing seen has nine million, and nobody reads on


def add(app: FastAPI, service: Shown) -> None:
    """Add the pages, and what their buttons do."""

    @app.get(HERE, response_class=HTMLResponse)
    async def show(request: Request) -> Response:
        ticket = sessions.form_ticket(request, service)
        if sessions.who(request, service) != OPERATOR:
            return page(request, "operator_enter.html", gettext("Operator"), ticket=ticket)
        now = service.clock()
        seen, waiting = await service.database.ask(overview, now), await service.database.ask(gauges, now)
        return page(request, "operator.html", gettext("Operator"), seen=seen, waiting=waiting, ticket=ticket)

    @app.post(f"{HERE}/enter")
    async def enter(request: Request) -> Response:
        read = await sessions.form(request, service)
        wanted = service.entrance()
        if wanted is None or not hmac.compare_digest(first(read, "token").strip().encode(), wanted):
            raise HTTPException(403, gettext("That is not the operator's token"))
        return sessions.enter(RedirectResponse(HERE, 303), request, service, OPERATOR)

    @app.get(f"{HERE}/sources/{{source_id}}", response_class=HTMLResponse)
    async def source(request: Request, source_id: str) -> Response:
        _admit(request, service)
        try:
            seen = await service.database.ask(_source, source_id)
        except LookupError:
            raise HTTPException(404) from None
        ticket = sessions.form_ticket(request, service)
        return page(request, "operator_source.html", seen.state.title, now=service.clock(), ticket=ticket, seen=seen)

    @app.post(f"{HERE}/sources/{{source_id}}")
    async def ordered(request: Request, source_id: str) -> Response:
        _admit(request, service)
        wanted = first(await sessions.form(request, service), "do")
        if source_id not in service.sources:
            raise HTTPException(404)
        await service.database.run(change, _button(wanted), source_id, PAGE, service.clock())
        return RedirectResponse(f"{HERE}/sources/{quote(source_id)}", 303)

    @app.get(f"{HERE}/sources/{{source_id}}/pages/{{sha256}}")
    async def kept(request: Request, source_id: str, sha256: str) -> Response:
        _admit(request, service)
        return await _kept(service, source_id, sha256)


async def _kept(service: Shown, source_id: str, sha256: str) -> Response:
    """The page as text, whatever it is: a stranger's page must not run under our address."""
    _, pages = await service.database.ask(fetches.of_broken_run, source_id)
    body = service.blobs.get(sha256) if any(one.sha256 == sha256 for one in pages) else None
    if body is None:
        raise HTTPException(404)
    headers = {**HEADERS, "Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; sandbox"}
    return Response(body[:LARGEST], headers=headers, media_type="text/plain; charset=utf-8")


def _button(name: str) -> str:
    if name not in ("run", "pause", "resume"):
        raise HTTPException(400, gettext("There is no such button"))
    return name


def _admit(request: Request, service: Shown) -> None:
    if sessions.who(request, service) != OPERATOR:
        raise HTTPException(403, gettext("This is for the operator: sign in at /operator"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """How a source fares. `broken` is the newest run that broke over `pages` that are kept."""

    state: states.State
    runs: Sequence[Any]
    problems: Sequence[Any]
    broken: Any
    pages: Sequence[fetches.Fetch]
    learned: arrivals.Learned | None


def _source(connection: Connection, source_id: str) -> _Seen:
    broken, pages = fetches.of_broken_run(connection, source_id)
    return _Seen(
        state=states.state(connection, source_id),
        runs=runs.of_source(connection, source_id, SHOWN),
        problems=runs.problems_of(connection, source_id, SHOWN),
        broken=broken,
        pages=pages,
        learned=arrivals.learned(connection, [source_id]).get(source_id),
    )


def change(connection: Connection, wanted: str, source_id: str, by: str, now: datetime) -> None:
    """Run a source now, pause it in somebody's name, or resume it."""
    match wanted:
        case "run":
            states.make_due(connection, [source_id], now)
        case "pause":
            states.pause(connection, source_id, by, now)
        case "resume":
            states.switch_on(connection, [source_id], now)
