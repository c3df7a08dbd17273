"""Listings in pages, by a cursor that is the number of the last item."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from monitor.exported import as_dict
from monitor.web.ids import LARGEST_ID

MOST = 200  # items of a page

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page")]
After = Annotated[int, Query(ge=0, le=LARGEST_ID, description="The `next` of the page before")]


def page(columns: Sequence[str], rows: Sequence[Sequence[Any]], last: int | None) -> Response:
    """A page of rows."""
    return JSONResponse({"items": [as_dict(columns, row) for row in rows], "next": None if last is None else str(last)})
