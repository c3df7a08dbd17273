"""What a sample publisher says to a question, now and when it is asked again."""

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from sources.tape import Exchange

FILES = Path(__file__).parent / "files"
PDF = "application/pdf"
HTML = "text/html; charset=utf-8"


def answer(url: str, data: object, at: datetime, query: dict[str, object] | None = None) -> Exchange:
    """JSON, as every API answers. A question that comes twice gets the next answer, and the last one ever after."""
    address = f"{url}?{urlencode(query)}" if query else url
    body = json.dumps(data).encode()
    return Exchange(url=address, status=200, headers=(("content-type", "application/json; charset=utf-8"),), body=body, at=at)


def page(url: str, html: str, at: datetime) -> Exchange:
    """A web page."""
    return Exchange(url=url, status=200, headers=(("content-type", HTML),), body=html.encode(), at=at)


def file(url: str, name: str, at: datetime) -> Exchange:
    """A document that ships with the demo."""
    return Exchange(url=url, status=200, headers=(("content-type", PDF),), body=(FILES / name).read_bytes(), at=at)
