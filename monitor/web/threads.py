"""The page of a thread: a matter, a procedure or a chain of filings over time, with its feeds."""

from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from monitor.store import followed
from monitor.web import feeds
from monitor.web.feed_forms import Entry
from monitor.web.plots.timeline import Dot, timeline
from monitor.web.shown import Shown, page, zones

MOST = 200  # records of one thread
Name = Annotated[str, Query(max_length=500)]
Id = Annotated[str, Query(max_length=200)]


def add(app: FastAPI, service: Shown) -> None:
    """Add the page and the feeds."""

    async def found(source: str, name: str, limit: int) -> Any:
        rows = await service.database.ask(followed.thread, source, name, limit)
        if not rows or source not in service.sources:
            raise HTTPException(404)
        return rows

    @app.get("/thread", response_class=HTMLResponse)
    async def show(request: Request, source: Id, name: Name) -> Response:
        rows = await found(source, name, MOST)
        dots = [Dot(day=row.dated, lane=row.kind, words=f"{row.dated}: {_title(row)}", counts=True) for row in rows if row.dated]
        told: dict[str, Any] = {
            "follow": feeds.addresses("/thread", source=source, name=name),
            "zones": zones(service),
            "now": service.clock(),
        }
        told |= {"of": source, "title_of": service.sources[source].publisher.title, "thread": name}
        picture = timeline(_title(rows[0]), name, dots) if len(dots) > 1 else ""
        return page(request, "thread.html", _title(rows[0]), rows=rows, picture=picture, most=MOST, **told)

    @app.get("/thread.{form}")
    async def feed(request: Request, form: str, source: Id, name: Name) -> Response:
        rows = await found(source, name, feeds.FED)
        entries = [_entry(row, source) for row in rows]
        address = feeds.addresses("/thread", source=source, name=name)["atom"].replace(".atom", "", 1)
        return feeds.answer(request, form, _title(rows[0]), address, entries)


def _title(row: Any) -> str:
    """Of a matter on an agenda its own title, else that of the record."""
    return str(row.part or row.title)


def _entry(row: Any, source: str) -> Entry:
    return Entry(
        record_id=row.id,
        key=f"{source}/{row.key}",
        title=row.title,
        summary=f"{row.number} {row.part}".strip() if row.part else "",
        original=row.url,
        changed=row.changed,
        published=None,
        at=row.happens_at,
    )
