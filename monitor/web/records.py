"""The page of a record, and the way to it from an alert."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.store import dossiers
from monitor.web.shown import Shown, page


def add(app: FastAPI, service: Shown) -> None:
    """Add both."""

    @app.get("/records/{record_id}", response_class=HTMLResponse)
    async def record(request: Request, record_id: int) -> Response:
        seen = await service.database.ask(dossiers.dossier, record_id)
        if seen is None:
            raise HTTPException(404)
        source = service.sources.get(seen.source_id)
        zone = source.publisher.timezone.key if source else "UTC"
        return page(request, "record.html", seen.record.title, seen=seen, zone=zone, now=service.clock())

    @app.get("/alerts/{alert_id}")
    async def alert(alert_id: int) -> Response:
        record_id = await service.database.ask(dossiers.of_alert, alert_id)
        if record_id is None:
            raise HTTPException(404)
        return RedirectResponse(f"/records/{record_id}#found", 303)
