"""Errors of the API: RFC 9457, whatever went wrong, and as the description of the API names them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from monitor.store.database import DatabaseError, is_away
from monitor.web.shown import HEADERS

MEDIA = "application/problem+json"


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What to do, in a sentence")


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These errors as the description has them."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": HTTPStatus(status).phrase, "content": {MEDIA: {"schema": schema}}} for status in statuses}


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer that says it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, {**HEADERS, **(headers or {})}, media_type=MEDIA)


def wrong(error: HTTPException) -> Response:
    """The answer to what could not be done."""
    said = {"Not Found": "There is nothing at this address: docs/api.md", "Method Not Allowed": "This address does not take this method"}
    return problem(error.status_code, said.get(str(error.detail), str(error.detail)), error.headers)


def add(api: FastAPI) -> None:
    """Have every error of the API be one."""

    @api.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        return wrong(error)

    @api.exception_handler(RequestValidationError)
    async def unreadable(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return problem(422, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")

    @api.exception_handler(DatabaseError)
    async def unstored(_: Request, error: DatabaseError) -> Response:
        if not is_away(error):
            raise error
        return problem(
            503, "The database cannot do this just now, and nothing was changed: try again in some minutes", {"Retry-After": "60"}
        )

    @api.exception_handler(500)
    async def broken(_: Request, _error: Exception) -> Response:
        return problem(500, "This is a mistake of the monitor; its log says more")
