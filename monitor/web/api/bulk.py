"""Everything at once: hits, records or sums as lines, written as they are read, so that a million cost no more memory than a thousand."""

from collections.abc import AsyncIterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from monitor.exported import csv_lines, json_lines
from monitor.store import export
from monitor.store.database import Connection
from monitor.store.export import AMOUNTS, HITS, RECORDS, Rows, Walk
from monitor.store.public import of_everybody
from monitor.web.api.admission import Admitted, anybody
from monitor.web.api.listing import After
from monitor.web.api.problems import responses
from monitor.web.shown import Shown


class What(StrEnum):
    """What can be had at once."""

    HITS = "hits"
    RECORDS = "records"
    AMOUNTS = "amounts"


class Form(StrEnum):
    """The forms there are."""

    JSONL = "jsonl"
    CSV = "csv"


MEDIA = {Form.JSONL: "application/jsonl", Form.CSV: "text/csv; charset=utf-8"}


def _hits(connection: Connection, after: int) -> tuple[Rows, int | None]:
    return export.hit_rows(connection, after, which=of_everybody())


WALKS: Mapping[What, tuple[Sequence[str], Walk]] = {
    What.HITS: (HITS, _hits),
    What.RECORDS: (RECORDS, export.record_rows),
    What.AMOUNTS: (AMOUNTS, export.amount_rows),
}
ANSWERED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The lines",
        "content": {"application/jsonl": {"schema": {"type": "string"}}, "text/csv": {"schema": {"type": "string"}}},
    },
    304: {"description": "The same as the reader has (If-None-Match)"},
    **responses(401, 403, 404, 422, 429),
}


def add(api: FastAPI, service: Shown, admit: Admitted) -> None:
    """Add it."""

    @api.get("/export/{what}.{form}", response_class=Response, responses=ANSWERED, **anybody(admit))
    async def bulk(request: Request, what: What, form: Form, after: After = 0) -> Response:
        """All of it, the oldest first, one object or row a line, as `monitor export` writes it.

        The last cell of each line is its number. A download that broke off goes on with `after` set to the last number that came whole; a
        table that goes on has no second heading. The tag of the answer spares the download where nothing is new.
        """
        version = await service.database.ask(export.version)
        tag = f'W/"{sha256(f"{version} {what} {form} {after}".encode()).hexdigest()[:24]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="{what}.{form}"'
        return StreamingResponse(_lines(service, what, form, after), media_type=MEDIA[form], headers=headers)


async def _lines(service: Shown, what: What, form: Form, after: int) -> AsyncIterator[str]:
    """A portion is one short transaction: a slow reader holds neither a connection nor the memory."""
    columns, walk = WALKS[what]
    heading, last = after == 0, after
    while True:
        rows, following = await service.database.ask(walk, last)
        lines = csv_lines(columns, rows, heading=heading) if form is Form.CSV else json_lines(columns, rows)
        yield "".join(f"{line}\r\n" if form is Form.CSV else f"{line}\n" for line in lines)
        if following is None:
            return
        heading, last = False, following
