"""What the links in messages lead to: a page that asks once more, and the deed itself when it is asked for by POST.

Mail programs open links by themselves, so opening one does nothing. A mail program's own unsubscribe button posts at once (RFC 8058).
"""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from monitor.language import gettext, marked
from monitor.links import Deed, Order
from monitor.store import deeds
from monitor.web import shown
from monitor.web.shown import Shown

QUESTIONS = {
    Deed.IRRELEVANT: (marked("Not relevant?"), marked("Say that this alert was not relevant.")),
    Deed.MUTE: (marked("Mute this matter?"), marked("You will hear nothing more of it, wherever it comes up again.")),
    Deed.PAUSE: (marked("Pause the watch?"), marked("The watch that told you this says nothing until you start it again.")),
    Deed.UNSUBSCRIBE: (marked("Unsubscribe?"), marked("Nothing more is sent to this address.")),
}


def add(app: FastAPI, service: Shown) -> None:
    """Add the two routes."""

    def page(request: Request, title: str, text: str, *, button: str = "", status: int = 200) -> Response:
        return shown.page(request, "deed.html", title, status=status, text=text, button=button)

    def ordered(token: str) -> Order | None:
        return service.signer.read(token) if service.signer else None

    @app.get("/do/{token}", response_class=HTMLResponse)
    async def ask(request: Request, token: str) -> Response:
        order = ordered(token)
        if order is None:
            return page(request, gettext("This link does not work"), gettext("It is incomplete, or from another monitor."), status=404)
        title, text = (gettext(words) for words in QUESTIONS[order.deed])
        return page(request, title, text, button=title.strip("¿?"))

    @app.post("/do/{token}", response_class=HTMLResponse)
    async def do(request: Request, token: str) -> Response:
        order = ordered(token)
        done = await service.database.run(deeds.do, order, service.clock()) if order else None
        if done is None:
            text = gettext("It is incomplete, or what it is about is no longer there.")
            return page(request, gettext("This link does not work"), text, status=404)
        return page(request, gettext("Done"), done)
