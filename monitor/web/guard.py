"""What holds for every answer, whichever module makes it: headers that keep strangers' texts from running, no text with a NUL, and no form
that a page of others fills in."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.sessions import COOKIE
from monitor.web.shown import HEADERS


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

        # Also where the address is the proof, as in a mail: a stranger's page could sign a reader in as somebody else.
        if scope["method"] == "POST" and asked.get("sec-fetch-site") == "cross-site":
            await PlainTextResponse("This form was sent by a page of somebody else\n", 403)(scope, receive, answer)
            return
        # PostgreSQL holds no NUL, and no record has one. The API says so in its own form.
        nul = "\0" in scope["path"] or b"%00" in scope["query_string"]
        refuse = nul and not scope["path"].startswith("/api/")
        await (PlainTextResponse("A text with a NUL in it is in no record\n", 400) if refuse else self.app)(scope, receive, answer)
