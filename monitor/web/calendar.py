"""What is to come: meetings and deadlines of records with hits, as a page and as a calendar file."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from monitor.language import gettext
from monitor.store import upcoming
from monitor.web import clock, feeds, wishing
from monitor.web.feed_forms import Event, ics
from monitor.web.shown import Shown, page, zones


def add(app: FastAPI, service: Shown) -> None:
    """Add both."""

    @app.get("/calendar", response_class=HTMLResponse)
    async def calendar(request: Request) -> Response:
        now = service.clock()
        coming = await service.database.ask(upcoming.with_hits, now)
        told: dict[str, Any] = {"zones": zones(service), "reader": await clock.of_reader(request, service), "choices": wishing.zones()}
        return page(request, "calendar.html", gettext("Meetings and deadlines"), coming=coming, now=now, **told)

    @app.get("/calendar.ics")
    async def file(request: Request) -> Response:
        coming = await service.database.ask(upcoming.with_hits, service.clock())
        entries = [Event(key=f"{one.source_id}/{one.key}", title=one.title, at=one.happens_at, url=one.url) for one in coming]
        return feeds.conditional(request, ics(gettext("Meetings and deadlines"), entries, service.clock()), "text/calendar; charset=utf-8")
