"""The search page and its feeds: Atom, JSON Feed and calendar of the same answers."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from monitor.archive import Portion, Search
from monitor.language import gettext
from monitor.query.errors import QueryError
from monitor.query.explain import explain
from monitor.query.parse import parse
from monitor.web import feeds
from monitor.web.shown import Shown, page
from sources.model import Kind

SHOWN = 20
FED = 50  # entries of a feed

Words = Annotated[str, Query(max_length=2000)]
KindName = Annotated[str, Query(max_length=20)]
Last = Annotated[str | None, Query(max_length=30)]


def add(app: FastAPI, service: Shown) -> None:
    """Add the page and the feeds."""

    async def portion(q: str, kind: str, last: str | None, limit: int) -> Portion:
        search = Search(q, [Kind(kind)] if kind else [], lexicon=service.lexicon)
        return await service.database.ask(search.portion, last, limit=limit)

    @app.get("/search", response_class=HTMLResponse)
    async def search(request: Request, q: Words = "", kind: KindName = "", last: Last = None) -> Response:
        asked = {"q": q, "kind": kind} if kind else {"q": q}
        shown: dict[str, Any] = {"query": q, "kind": kind, "kinds": list(Kind), "titles": _titles(service), "now": service.clock()}
        if not q.strip():
            return page(request, "search.html", gettext("Search"), **shown)
        try:
            found = await portion(q, kind, last, SHOWN)
        except (QueryError, ValueError) as error:
            return page(request, "search.html", gettext("Search"), status=400, error=str(error), **shown)
        address = urlencode(asked)
        links: dict[str, Any] = {"feed": f"/search.atom?{address}", "json": f"/search.json?{address}", "calendar": f"/search.ics?{address}"}
        next_ = f"/search?{urlencode({**asked, 'last': found.last})}" if found.last else ""
        return page(request, "search.html", q, portion=found, explained=explain(parse(q)), next=next_, **links, **shown)

    @app.get("/search.{form}")
    async def feed(request: Request, form: str, q: Words, kind: KindName = "") -> Response:
        try:
            found = await portion(q, kind, None, FED)
        except (QueryError, ValueError) as error:
            return Response(str(error), 400, media_type="text/plain; charset=utf-8")
        return feeds.answer(request, form, q, found.answers, service)


def _titles(service: Shown) -> dict[str, str]:
    return {name: source.publisher.title for name, source in service.sources.items()}
