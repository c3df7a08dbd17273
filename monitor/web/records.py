"""The page of a record, the way to it from an alert, and its meeting and deadline for a calendar."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.store import dossiers
from monitor.store.dossiers import Dossier
from monitor.web import clock, feeds
from monitor.web.feed_forms import Event, ics
from monitor.web.ids import Id
from monitor.web.shown import Shown, page


def add(app: FastAPI, service: Shown) -> None:
    """Add them, and what a record has for a calendar."""

    @app.get("/records/{record_id}", response_class=HTMLResponse)
    async def record(request: Request, record_id: Id) -> Response:
        seen = await service.database.ask(dossiers.dossier, record_id)
        if seen is None:
            raise HTTPException(404)
        source = service.sources.get(seen.source_id)
        zone = source.publisher.timezone.key if source else "UTC"
        reader = await clock.of_reader(request, service)
        return page(request, "record.html", seen.record.title, seen=seen, zone=zone, now=service.clock(), reader=reader)

    @app.get("/alerts/{alert_id}.ics")
    async def dates(request: Request, alert_id: Id) -> Response:
        record_id = await service.database.ask(dossiers.of_alert, alert_id)
        seen = await service.database.ask(dossiers.dossier, record_id) if record_id is not None else None
        if seen is None:
            raise HTTPException(404)
        body = ics(seen.record.title, _events(seen), service.clock())
        return feeds.conditional(request, body, "text/calendar; charset=utf-8")

    @app.get("/alerts/{alert_id}")
    async def alert(alert_id: Id) -> Response:
        record_id = await service.database.ask(dossiers.of_alert, alert_id)
        if record_id is None:
            raise HTTPException(404)
        return RedirectResponse(f"/records/{record_id}#found", 303)


def _events(seen: Dossier) -> list[Event]:
    """The meeting of a record and its deadline, where it has them."""
    record = seen.record
    title = f"{seen.source_title}: {record.title}" if record.title else seen.source_title
    given = (("", title, record.starts), ("/deadline", gettext("Deadline: {title}").format(title=title), record.deadline))
    return [Event(key=f"{seen.source_id}/{record.key}{place}", title=words, at=at, url=record.url) for place, words, at in given if at]
