"""All alerts of a digest on pages, for whoever has the digest: a mail shows the first sixty of them, and is never cut."""

from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.model import Alert
from monitor.store import digests, letters
from monitor.store.database import Connection
from monitor.web.shown import Shown, page

SHOWN = 100


def add(app: FastAPI, service: Shown) -> None:
    """Add the page."""

    def zone(source_id: str) -> str:
        source = service.sources.get(source_id)
        return source.publisher.timezone.key if source else "UTC"

    def told(connection: Connection, digest_id: int, after: int) -> list[Alert]:
        return letters.letters(connection, digests.told(connection, digest_id, after, SHOWN + 1), zone)

    @app.get("/told/{token}", response_class=HTMLResponse)
    async def listed(request: Request, token: str, after: Annotated[int, Query(ge=0, le=1 << 62)] = 0) -> Response:
        digest_id = service.signer.read_listing(token) if service.signer else None
        if digest_id is None:
            raise HTTPException(404, gettext("This link does not work any more, or is incomplete"))
        found = await service.database.ask(told, digest_id, after)
        last = found[SHOWN - 1].id if len(found) > SHOWN else None
        return page(request, "told.html", gettext("What you were told"), alerts=found[:SHOWN], last=last, now=service.clock())
