"""What this is and who runs it, and what is kept of whoever reads it."""

from datetime import timedelta

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from monitor.language import gettext
from monitor.store import signups
from monitor.store.sources import states
from monitor.web import sessions
from monitor.web.shown import Shown, page

DAY = timedelta(days=1)


def add(app: FastAPI, service: Shown) -> None:
    """Add both."""

    @app.get("/about", response_class=HTMLResponse)
    async def about(request: Request) -> Response:
        read = [one for one in await service.database.ask(states) if one.enabled]
        counts = {"on": len(read), "platforms": len({one.platform for one in read})}
        return page(request, "about.html", gettext("About"), contact=service.contact, topics=len(service.lexicon.topics), **counts)

    @app.get("/privacy", response_class=HTMLResponse)
    async def privacy(request: Request) -> Response:
        days = {"unconfirmed": signups.KEPT // DAY, "refused": signups.TO_REFUSED // DAY, "session": sessions.LASTS // DAY}
        return page(request, "privacy.html", gettext("Privacy"), contact=service.contact, days=days, private=service.private)
