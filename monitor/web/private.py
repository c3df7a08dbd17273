"""MONITOR_PRIVATE: nothing is shown to who is not signed in, but the ways to sign in and what links in mails lead to."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from monitor.web import sessions
from monitor.web.shown import HEADERS, Shown

# Each of these admits by a token of its own, or shows nothing of the archive.
OPEN = ("/api/", "/static/", "/do/", "/told/", "/confirm/", "/refuse/", "/enter/", "/join/", "/mine/link")
DOORS = ("/about", "/privacy", "/mine", "/operator", "/operator/enter", "/leave", "/healthz", "/readyz")


def add(app: FastAPI, service: Shown) -> None:
    """Put up the fence, where the operator wants one."""
    if not service.private:
        return

    @app.middleware("http")
    async def fence(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        path = request.url.path
        if path in DOORS or path.startswith(OPEN) or sessions.who(request, service):
            return await go_on(request)
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/mine", 303, headers=HEADERS)
        return Response("This monitor is private: sign in at /mine\n", 401, HEADERS, "text/plain; charset=utf-8")
