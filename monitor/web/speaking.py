"""Which language a page speaks: what the address says (/es/search), else what the browser asks for.

The choice stands in the address and not in a cookie, so that a page can be sent to somebody and kept by a cache as it was seen,
and the only cookie is that of who signed in (docs/decisions.md).
"""

import re
from collections.abc import Iterable

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.language import LANGUAGES, ORIGINAL, negotiated, speaking, spoken

API = "/api/"
# A link to a page of ours. Texts of strangers hold no bare quotation mark: all of them are escaped.
OURS = re.compile(r'(\s(?:href|action)=")(/(?!/|static/|api/|(?:' + "|".join(LANGUAGES) + r')(?:/|"|\?)))')


class Speaking:
    """Takes the language out of the address, and has everything said in it until the answer is there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen, inner = _chosen(scope)

        async def answer(message: Message) -> None:
            if chosen and message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if _is_ours(headers.get("location", "")):
                    headers["location"] = f"/{chosen}{headers['location']}"
            await send(message)

        with speaking(chosen or _asked(inner)):
            await self.app(inner, receive, answer)


def localised(request: Request, html: str) -> str:
    """The page with its links leading to pages of the language that its address chose."""
    chosen = request.scope["state"].get("language", "")
    return OURS.sub(rf"\1/{chosen}\2", html) if chosen else html


def choices(request: Request) -> Iterable[tuple[str, str, str, bool]]:
    """For each language its code, its own name, the address of this page in it, and whether it is spoken now."""
    asked = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    here = asked if request.method == "GET" else "/"
    return [(code, name, f"/{code}{here}", code == spoken()) for code, name in LANGUAGES.items()]


def language_of(scope: Scope) -> str:
    """The code of the language that a request is answered in."""
    chosen, inner = _chosen(scope)
    return chosen or _asked(inner)


def _chosen(scope: Scope) -> tuple[str, Scope]:
    """The language that the address says, "" where it says none; and the request without it."""
    first, _, rest = scope["path"].removeprefix("/").partition("/")
    state = {**scope.get("state", {}), "language": first if first in LANGUAGES else ""}
    if first not in LANGUAGES:
        return "", {**scope, "state": state}
    raw = scope.get("raw_path") or scope["path"].encode()
    return first, {**scope, "state": state, "path": f"/{rest}", "raw_path": raw[len(first) + 1 :] or b"/"}


def _asked(scope: Scope) -> str:
    """What the browser asks for. The API speaks the language of the commands."""
    return ORIGINAL if scope["path"].startswith(API) else negotiated(Headers(scope=scope).get("accept-language", ""))


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//")
