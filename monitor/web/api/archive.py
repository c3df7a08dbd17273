"""The archive: search, hits, records, sums, sources and the tally. For everybody, but where the monitor is private."""

import json
from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from monitor import tallying
from monitor.answers import data
from monitor.archive import Search
from monitor.query.errors import QueryError
from monitor.store import history, records
from monitor.store import sources as states
from monitor.store.database import Connection, TookTooLong
from monitor.store.export import AMOUNTS, HITS, RECORDS, amount_rows, hit_rows, record_rows
from monitor.store.public import of_everybody
from monitor.store.tally import Asked, By
from monitor.web.api import forms
from monitor.web.api.admission import Admitted, anybody
from monitor.web.api.listing import After, Limit, page
from monitor.web.api.problems import responses
from monitor.web.feeds import SECONDS
from monitor.web.shown import Shown
from sources import codec
from sources.model import Kind, Record

LONGEST = 200  # characters of a name or an id
Names = Annotated[
    list[Annotated[str, Query(max_length=LONGEST)]] | None, Query(description="Only these sources, or us-ca-*", max_length=50)
]


def add(api: FastAPI, service: Shown, admit: Admitted) -> None:
    """Add them."""
    _add_search(api, service, admit)
    _add_listings(api, service, admit)
    _add_rest(api, service, admit)


def _add_search(api: FastAPI, service: Shown, admit: Admitted) -> None:
    @api.get("/search", response_model=forms.Page[forms.Answer], responses=responses(400, 401, 403, 422, 429, 503), **anybody(admit))
    async def search(
        q: Annotated[str, Query(min_length=1, max_length=2000, description="docs/query-language.md")],
        kind: Annotated[list[Kind] | None, Query(description="Only these kinds", max_length=10)] = None,
        source: Names = None,
        after: Annotated[str | None, Query(max_length=30, description="The `next` of the page before")] = None,
        limit: Limit = 50,
    ) -> Response:
        """Records that a query finds, the newest first, as `monitor search QUERY --json` prints them."""
        try:
            wanted = Search(q, kind or (), source or (), lexicon=service.lexicon)
            found = await service.database.ask_within(SECONDS, wanted.portion, after, limit=limit)
        except (QueryError, ValueError) as error:
            raise HTTPException(400, str(error)) from None
        except TookTooLong:
            raise HTTPException(503, "This search took too long and was stopped: add a word, a topic or a place") from None
        return JSONResponse({"items": [data(answer) for answer in found.answers], "next": found.last})


def _add_listings(api: FastAPI, service: Shown, admit: Admitted) -> None:
    usual: dict[str, Any] = {"responses": responses(401, 403, 422, 429), **anybody(admit)}

    @api.get("/hits", response_model=forms.Page[forms.Hit], **usual)
    async def hits(after: After = 0, limit: Limit = 50) -> Response:
        """Hits of topics and of the operator's watches, the oldest first, as `monitor export hits` writes them."""
        return page(HITS, *await service.database.ask(hit_rows, after, limit, of_everybody()))

    @api.get("/records", response_model=forms.Page[forms.RecordLine], **usual)
    async def listed(after: After = 0, limit: Limit = 50) -> Response:
        """All records, the oldest first, as `monitor export records` writes them."""
        return page(RECORDS, *await service.database.ask(record_rows, after, limit))

    @api.get("/amounts", response_model=forms.Page[forms.AmountLine], **usual)
    async def amounts(after: After = 0, limit: Limit = 50) -> Response:
        """All sums that records name, the oldest first, as `monitor export amounts` writes them."""
        return page(AMOUNTS, *await service.database.ask(amount_rows, after, limit))


def _add_rest(api: FastAPI, service: Shown, admit: Admitted) -> None:
    @api.get("/records/{source}/{key:path}", response_model=Record, responses=responses(401, 403, 404, 422, 429), **anybody(admit))
    async def record(source: str, key: str) -> Response:
        """A record in full, as `monitor records show` prints it."""
        found = await service.database.ask(_record, source, key)
        if found is None:
            raise HTTPException(404, f"There is no record {key[:LONGEST]!r} of {source[:LONGEST]!r}")
        return JSONResponse(found)

    @api.get("/sources", response_model=list[forms.Source], responses=responses(401, 403, 422, 429), **anybody(admit))
    async def sources() -> Response:
        """The sources that are switched on, and how they fare."""
        return JSONResponse([source_data(state) for state in await service.database.ask(states.states) if state.enabled])

    @api.get("/tally", response_model=forms.Tally, responses=responses(401, 403, 422, 429), **anybody(admit))
    async def tally(
        by: Annotated[By, Query(description="What a line is")] = By.VENDOR,
        vendor: Annotated[str | None, Query(max_length=LONGEST, description="Only this vendor, by any of its names")] = None,
        year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
        limit: Limit = 50,
    ) -> Response:
        """Who is paid and who lobbies, as `monitor tally --json` prints it."""

        def answer(connection: Connection) -> tallying.Answer:
            asked = Asked(by=by, who=tallying.who(connection, service.lexicon, vendor), year=year)
            return tallying.answer(connection, asked, limit)

        return JSONResponse(tallying.data(await service.database.ask(answer)))


def source_data(state: states.State) -> dict[str, Any]:
    """A source as JSON."""
    return {
        "id": state.id,
        "title": state.title,
        "platform": state.platform,
        "kind": state.kind,
        "outcome": state.outcome,
        "detail": state.detail,
        "last_run_at": state.last_run_at.isoformat() if state.last_run_at else None,
        "last_ok_at": state.last_ok_at.isoformat() if state.last_ok_at else None,
    }


def _record(connection: Connection, source: str, key: str) -> dict[str, Any] | None:
    record_id = history.find(connection, source, key)
    found = records.revision(connection, record_id, None) if record_id is not None else None
    written: dict[str, Any] | None = json.loads(codec.dumps(found)) if found is not None else None
    return written
