"""The ledger on pages: who is paid and who lobbies; one vendor with plots; the records behind each figure; downloads and API."""

import json
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BeforeValidator, Field

from monitor import tallying
from monitor.exported import csv_lines
from monitor.language import gettext
from monitor.ledger.entry import Money
from monitor.store.tally import Asked, By
from monitor.store.working import Shown as Sum
from monitor.store.working import all_of, working
from monitor.web import ledger_plots
from monitor.web.shown import Shown, page

LISTED = 200  # sums on one page; the download has all
VENDORS = 100  # lines on the first page

Name = Annotated[str, Query(max_length=200)]
Short = Annotated[str, Query(max_length=40)]
Year = Annotated[Annotated[int, Field(ge=1900, le=2200)] | None, BeforeValidator(lambda said: said or None)]
"""A form sends an empty field as an empty text."""
After = Annotated[int, Query(ge=0, le=2**31 - 1)]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What an address asks for: all pages, downloads and the API take the same words."""

    vendor: Name = ""
    year: Year = None
    by: By = By.VENDOR
    place: Short = ""
    kind: Money | None = None

    @property
    def query(self) -> dict[str, str]:
        """The same as words of an address."""
        given = {"vendor": self.vendor, "year": self.year, "place": self.place, "kind": self.kind and self.kind.value}
        return {"by": self.by.value, **{name: str(value) for name, value in given.items() if value}}

    async def asked(self, service: Shown) -> Asked:
        """The same as a question to the ledger."""
        who = await service.database.ask(tallying.who, service.lexicon, self.vendor or None)
        return Asked(by=self.by, who=who, year=self.year, place=self.place or None, kind=self.kind)


Given = Annotated[Narrowed, Depends()]


def add(app: FastAPI, service: Shown) -> None:
    """Add the pages, the downloads and the API."""
    ask = service.database.ask

    @app.get("/ledger", response_class=HTMLResponse)
    async def ledger(request: Request, given: Given) -> Response:
        answer = await ask(tallying.answer, await given.asked(service), VENDORS)
        opens = {line.name: _opens(given.by, line.name, given.query) for line in answer.lines}
        shown: dict[str, Any] = {"answer": answer, "opens": opens, "query": given.query, "files": _files(given.query)}
        return page(request, "ledger.html", gettext("Who is paid and who lobbies"), ways=list(By), **shown)

    @app.get("/ledger/vendor", response_class=HTMLResponse)
    async def vendor(request: Request, name: Name) -> Response:
        given = Narrowed(vendor=name, by=By.KIND)
        seen = await ask(ledger_plots.portrait, await given.asked(service), name)
        if not seen.answer.lines:
            raise HTTPException(404)
        opens = {line.name: _opens(By.KIND, line.name, given.query) for line in seen.answer.lines}
        return page(request, "vendor.html", name, seen=seen, opens=opens, files=_files({"vendor": name}))

    @app.get("/ledger/records", response_class=HTMLResponse)
    async def records(request: Request, given: Given, line: Name = "", after: After = 0) -> Response:
        found = await ask(working, await given.asked(service), line=line or None, after=after, limit=LISTED + 1)
        query = given.query | ({"line": line} if line else {})
        more = f"/ledger/records?{urlencode({**query, 'after': found[LISTED - 1].id})}" if len(found) > LISTED else ""
        shown: dict[str, Any] = {"found": found[:LISTED], "more": more, "files": _files(query), "why": tallying.why_not}
        name = line or given.vendor
        title = gettext("The records behind {name}").format(name=name) if name else gettext("The records behind the ledger")
        return page(request, "working.html", title, **shown)

    @app.get("/ledger/records.{form}")
    async def download(form: str, given: Given, line: Name = "") -> Response:
        asked = await given.asked(service)
        return _file(form, await ask(lambda connection: list(all_of(connection, asked, line=line or None))))

    @app.get("/ledger.json")
    async def api(given: Given) -> Response:
        return _json(tallying.data(await ask(tallying.answer, await given.asked(service))))


def _opens(by: By, name: str, query: dict[str, str]) -> str:
    """Where a line opens: a vendor at its own page, everything else at its records."""
    if by is By.VENDOR:
        return f"/ledger/vendor?{urlencode({'name': name})}"
    return f"/ledger/records?{urlencode({**query, 'line': name})}"


def _files(query: dict[str, str]) -> dict[str, str]:
    """The downloads of what is shown."""
    address = urlencode(query)
    return {"records": f"/ledger/records?{address}", "csv": f"/ledger/records.csv?{address}", "json": f"/ledger/records.json?{address}"}


def _file(form: str, found: list[Sum]) -> Response:
    if form == "json":
        return _json([dict(zip(tallying.RECORDS, tallying.record(each), strict=True)) for each in found])
    if form != "csv":
        raise HTTPException(404)
    lines = csv_lines(tallying.RECORDS, map(tallying.record, found))
    headers = {"Content-Disposition": 'attachment; filename="ledger.csv"', "X-Content-Type-Options": "nosniff"}
    return Response("".join(f"{line}\r\n" for line in lines), media_type="text/csv; charset=utf-8", headers=headers)


def _json(data: Any) -> Response:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(text, media_type="application/json", headers={"X-Content-Type-Options": "nosniff"})
