"""What holds for every answer, whichever module makes it: headers that keep strangers' texts from running, no text with a NUL, and no form
that a page of others fills in."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.language import gettext, speaking
from monitor.web.sessions import COOKIE
from monitor.web.shown import HEADERS
from monitor.web.speaking import API, language_of


class Guard:
    """Sets what an answer does not set itself. A page for who is signed in is kept by nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        personal = f"{COOKIE}=" in asked.get("cookie", "")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if personal:
                    headers.setdefault("Cache-Control", "private, no-store")
            await send(message)

        refusal = None if scope["path"].startswith(API) else _refusal(scope, asked)
        await (refusal or self.app)(scope, receive, answer)


def _refusal(scope: Scope, asked: Headers) -> Response | None:
    """What is answered at once. The API takes no cookie, and refuses in its own form."""
    # Also where the address is the proof, as in a mail: a stranger's page could sign a reader in as somebody else.
    if scope["method"] == "POST" and asked.get("sec-fetch-site") == "cross-site":
        with speaking(language_of(scope)):
            return PlainTextResponse(gettext("This form was sent by a page of another site.") + "\n", 403)
    # PostgreSQL holds no NUL, and no record has one.
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        return PlainTextResponse("A text with a NUL in it is in no record\n", 400)
    return None
