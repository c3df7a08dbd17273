"""The API, read-only: what the commands print as JSON, in pages with cursors, described at /api/v1/openapi.json. Errors are RFC 9457."""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from monitor import tallying
from monitor.answers import data
from monitor.archive import Search
from monitor.query.errors import QueryError
from monitor.store import history, records
from monitor.store import sources as states
from monitor.store.database import Connection
from monitor.store.export import HITS, RECORDS, Rows, hit_rows, record_rows
from monitor.store.public import of_everybody
from monitor.store.tally import Asked, By
from monitor.web import sessions
from monitor.web.shown import HEADERS, Shown
from sources import codec
from sources.model import Kind

MOST = 200  # items of a page
A_MINUTE = 120  # requests from one network; a program that walks the pages needs one a second
LARGEST_ID = 2**31 - 1  # what the column of an id holds

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page")]
After = Annotated[int, Query(ge=0, le=LARGEST_ID, description="The `next` of the page before")]


class Page(BaseModel):
    """Some items, and where the following ones begin; null at the end."""

    items: list[dict[str, Any]]
    next: str | None


class Paces:
    """Counts the requests of each network in the running minute. In memory: what it forgets at a restart harms nobody."""

    def __init__(self) -> None:
        self._minute: datetime | None = None
        self._counts: dict[str, int] = {}

    def too_fast(self, asker: str, now: datetime) -> bool:
        """Whether this request is one too many."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        self._counts[asker] = self._counts.get(asker, 0) + 1
        return self._counts[asker] > A_MINUTE


def add(app: FastAPI, service: Shown) -> None:
    """Mount the API."""
    api = FastAPI(title="Public Records Monitor", version="1", docs_url=None, redoc_url=None, description=__doc__ or "")
    paces = Paces()

    @api.middleware("http")
    async def pace(request: Request, go_on: Callable[[Request], Any]) -> Response:
        if paces.too_fast(sessions.asker(request, service), service.clock()):
            return _problem(429, f"At most {A_MINUTE} requests a minute", {"Retry-After": "60"})
        answered: Response = await go_on(request)
        answered.headers["X-Content-Type-Options"] = "nosniff"
        return answered

    _add_archive(api, service)
    _add_rest(api, service)
    _add_errors(api)
    app.mount("/api/v1", api)


def _add_archive(api: FastAPI, service: Shown) -> None:
    @api.get("/search")
    async def search(
        q: Annotated[str, Query(min_length=1, max_length=2000, description="docs/query-language.md")],
        kind: Annotated[list[Kind] | None, Query(description="Only these kinds")] = None,
        source: Annotated[list[str] | None, Query(description="Only these sources, or us-ca-*")] = None,
        after: Annotated[str | None, Query(max_length=30, description="The `next` of the page before")] = None,
        limit: Limit = 50,
    ) -> Page:
        """Records that a query finds, the newest first, as `monitor search QUERY --json` prints them."""
        try:
            wanted = Search(q, kind or (), source or (), lexicon=service.lexicon)
            found = await service.database.ask(wanted.portion, after, limit=limit)
        except (QueryError, ValueError) as error:
            raise HTTPException(400, str(error)) from None
        return Page(items=[data(answer) for answer in found.answers], next=found.last)

    @api.get("/hits")
    async def hits(after: After = 0, limit: Limit = 50) -> Page:
        """Hits of topics and of the operator's watches, the oldest first, as `monitor export hits` writes them."""
        return _page(HITS, *await service.database.ask(hit_rows, after, limit, of_everybody()))

    @api.get("/records")
    async def listed(after: After = 0, limit: Limit = 50) -> Page:
        """All records, the oldest first, as `monitor export records` writes them."""
        return _page(RECORDS, *await service.database.ask(record_rows, after, limit))

    @api.get("/records/{source}/{key:path}")
    async def record(source: str, key: str) -> dict[str, Any]:
        """A record in full, as `monitor records show` prints it."""
        found = await service.database.ask(_record, source, key)
        if found is None:
            raise HTTPException(404, f"There is no record {key!r} of {source!r}")
        return found


def _add_rest(api: FastAPI, service: Shown) -> None:
    @api.get("/sources")
    async def sources() -> list[dict[str, Any]]:
        """The sources that are switched on, and how they fare."""
        return [_source(state) for state in await service.database.ask(states.states) if state.enabled]

    @api.get("/tally")
    async def tally(
        by: Annotated[By, Query(description="What a line is")] = By.VENDOR,
        vendor: Annotated[str | None, Query(max_length=200, description="Only this vendor, by any of its names")] = None,
        year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
        limit: Limit = 50,
    ) -> dict[str, Any]:
        """Who is paid and who lobbies, as `monitor tally --json` prints it."""

        def answer(connection: Connection) -> tallying.Answer:
            asked = Asked(by=by, who=tallying.who(connection, service.lexicon, vendor), year=year)
            return tallying.answer(connection, asked, limit)

        return tallying.data(await service.database.ask(answer))


def _add_errors(api: FastAPI) -> None:
    @api.exception_handler(HTTPException)
    async def wrong(_: Request, error: HTTPException) -> Response:
        return _problem(error.status_code, str(error.detail), error.headers)

    @api.exception_handler(RequestValidationError)
    async def unreadable(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return _problem(422, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")


def _problem(status: int, detail: str, headers: Any = None) -> Response:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, {**HEADERS, **(headers or {})}, media_type="application/problem+json")


def _page(columns: tuple[str, ...], rows: Rows, last: int | None) -> Page:
    return Page(items=[dict(zip(columns, row, strict=True)) for row in rows], next=None if last is None else str(last))


def _record(connection: Connection, source: str, key: str) -> dict[str, Any] | None:
    record_id = history.find(connection, source, key)
    found = records.revision(connection, record_id, None) if record_id is not None else None
    written: dict[str, Any] | None = json.loads(codec.dumps(found)) if found is not None else None
    return written


def _source(state: states.State) -> dict[str, Any]:
    return {
        "id": state.id,
        "title": state.title,
        "platform": state.platform,
        "kind": state.kind,
        "outcome": state.outcome,
        "detail": state.detail,
        "last_run_at": state.last_run_at,
        "last_ok_at": state.last_ok_at,
    }
