"""The search page with what it can be narrowed by, and its feeds: Atom, JSON Feed and calendar of the same answers."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.archive import Portion, Search
from monitor.facets import Counts, first_page
from monitor.language import gettext, marked
from monitor.query.errors import QueryError
from monitor.query.explain import explain
from monitor.query.nodes import Filter
from monitor.query.parse import parse
from monitor.query.rewrite import narrowed
from monitor.store.database import TookTooLong
from monitor.web import feeds, narrowing
from monitor.web.shown import Shown, page, titles, zones

SHOWN = 20

Words = Annotated[str, Query(max_length=2000)]
KindName = Annotated[str, Query(max_length=20)]
Last = Annotated[str | None, Query(max_length=30)]


def add(app: FastAPI, service: Shown) -> None:
    """Add the page and the feeds."""

    async def answers(q: str, last: str | None) -> tuple[Portion, Counts | None]:
        search = Search(q, lexicon=service.lexicon)
        if last is None:
            return await service.database.ask_within(feeds.SECONDS, first_page, search, service.lexicon, limit=SHOWN)
        return await service.database.ask_within(feeds.SECONDS, search.portion, last, limit=SHOWN, most=feeds.LOOKED), None

    @app.get("/search", response_class=HTMLResponse)
    async def search(request: Request, q: Words = "", kind: KindName = "", last: Last = None) -> Response:
        shown: dict[str, Any] = {"query": q, "titles": titles(service), "zones": zones(service), "now": service.clock()}
        if not q.strip():
            return page(request, "search.html", gettext("Search"), **shown)
        try:
            if kind:  # addresses of the time before there were filters to click on
                return RedirectResponse(f"/search?{urlencode({'q': _of_kind(q, kind)})}", 303)
            found, counts = await answers(q, last)
        except (QueryError, ValueError) as error:
            return page(request, "search.html", gettext("Search"), status=400, error=str(error), **shown)
        except TookTooLong:
            return page(request, "search.html", gettext("Search"), status=503, error=gettext(TOO_LONG), **shown)
        next_ = f"/search?{urlencode({'q': q, 'last': found.last})}" if found.last else ""
        shown |= {"explained": explain(parse(q)), "follow": feeds.addresses("/search", q=q), "next": next_}
        shown |= {"groups": narrowing.groups(q, counts, service) if counts else (), "held": narrowing.held(q), "counts": counts}
        return page(request, "search.html", q, portion=found, **shown)

    @app.get("/search.{form}")
    async def feed(request: Request, form: str, q: Words, kind: KindName = "") -> Response:
        return await feeds.of_search(request, form, _of_kind(q, kind) if kind else q, q, service)


TOO_LONG = marked("This search took too long and was stopped. Add a word, a topic or a place: a search for rarer words is quicker.")


def _of_kind(q: str, kind: str) -> str:
    parse(f"kind:{kind} any")  # says what to write
    return narrowed(q, [Filter(field="kind", value=kind)]) or q
