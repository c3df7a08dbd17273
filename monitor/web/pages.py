"""Answers the browser. Everything comes out of one read of the database, and nothing is rendered unescaped."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from monitor.links import Signer
from monitor.message.wording import ago
from monitor.store.database import Database
from monitor.store.overview import overview
from monitor.web import deeds

TEMPLATES = Jinja2Templates(directory=Path(__file__).parent / "templates")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Shown(Protocol):
    """What the pages need of the service."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def signer(self) -> Signer | None: ...


def application(service: Shown) -> FastAPI:
    """The pages of a service."""
    app = FastAPI(title="Public Records Monitor", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/", response_class=HTMLResponse)
    async def index(request: Request) -> Response:
        now = service.clock()
        seen = await service.database.ask(overview, now)
        return TEMPLATES.TemplateResponse(request, "index.html", {"seen": seen}, headers=HEADERS)

    deeds.add(app, service, TEMPLATES)

    @app.get("/healthz")
    async def healthz() -> Response:
        """Alive: the database answers."""
        seen = await service.database.ask(overview, service.clock(), 1)
        return JSONResponse({"status": "ok", "records": seen.records, "unhealthy": [source.id for source in seen.unhealthy]})

    return app


def marked(passage: str, start: int, end: int) -> Markup:
    """A passage with the term between <mark> tags; everything else is escaped."""
    return Markup("{}<mark>{}</mark>{}").format(passage[:start], passage[start:end], passage[end:])


def web_link(url: str, words: str) -> Markup:
    """A link where the address is http or https; only the words where it is anything else."""
    if url.startswith(("https://", "http://")):
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, words)
    return escape(words)


def utc(moment: datetime | None) -> str:
    """A time as the page shows it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else ""


TEMPLATES.env.filters |= {"ago": ago, "utc": utc}
TEMPLATES.env.globals |= {"marked": marked, "web_link": web_link}
