"""The API: what the commands print as JSON, in pages with cursors and all at once, described at /api/v1/openapi.json.

The archive is for everybody, but where the monitor is private. A token opens what is its owner's, within its scopes: read (the
archive), alerts (watches, alerts and receipts of whoever made it), triage (the inboxes of their groups), operator (queues and
sources). Errors are RFC 9457.
"""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from monitor.web import sessions
from monitor.web.api import archive, bulk, groups, mine, operating, problems
from monitor.web.api.admission import admission, anybody
from monitor.web.api.pace import A_MINUTE, Pace
from monitor.web.shown import Shown


def add(app: FastAPI, service: Shown) -> None:
    """Mount the API."""
    api = FastAPI(title="Public Records Monitor", version="1", docs_url=None, redoc_url=None, openapi_url=None, description=__doc__ or "")
    admit, pace = admission(service), Pace(service.database)

    @api.middleware("http")
    async def paced(request: Request, go_on: Callable[[Request], Any]) -> Response:
        if await pace.too_fast(sessions.asker(request, service), service.clock()):
            return problems.problem(429, f"At most {A_MINUTE} requests a minute", {"Retry-After": "60"})
        if "\0" in request.scope["path"] or "%00" in request.url.query:
            return problems.problem(422, "A text with a NUL in it is in no record")
        answered: Response = await go_on(request)
        answered.headers["X-Content-Type-Options"] = "nosniff"
        return answered

    for each in (archive, bulk, mine, groups, operating):
        each.add(api, service, admit)
    problems.add(api)

    @api.get("/openapi.json", include_in_schema=False, **anybody(admit))
    async def described() -> Response:
        return JSONResponse(_description(api))

    app.mount("/api/v1", api)


def _description(api: FastAPI) -> dict[str, Any]:
    """The description, with the form of errors that the operations name."""
    described = api.openapi()
    described["servers"] = [{"url": "/api/v1"}]
    described["components"]["schemas"]["Problem"] = problems.Problem.model_json_schema()
    return described
