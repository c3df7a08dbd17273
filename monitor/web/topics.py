"""What is watched for by everybody: the topics and the vendors, each with its search, its feed and a way to be told of it."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from monitor.language import gettext
from monitor.store import hits
from monitor.web.shown import Shown, page


def add(app: FastAPI, service: Shown) -> None:
    """Add the page."""

    @app.get("/topics", response_class=HTMLResponse)
    async def topics(request: Request) -> Response:
        found = await service.database.ask(hits.count_by_rule)
        named = await service.database.ask(hits.count_by_vendor)
        vendors = sorted({*service.lexicon.vendors, *named}, key=str.casefold)
        shown: dict[str, Any] = {"topics": service.lexicon.titles, "found": found, "vendors": vendors, "named": named}
        return page(request, "topics.html", gettext("Topics and vendors"), **shown)
