"""Where the links in the mails of a sign-up lead. Opening one does nothing: mail programs open links by themselves."""

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.language import gettext, marked
from monitor.store import signups
from monitor.tickets import Purpose
from monitor.web import sessions
from monitor.web.shown import Shown, page


def add(app: FastAPI, service: Shown) -> None:
    """Add them."""

    def admitted(purpose: Purpose, ticket: str) -> int:
        subject = service.tickets.read(purpose, ticket, service.clock()) if service.tickets else None
        if subject is None:
            raise HTTPException(404, gettext("This link does not work any more, or is incomplete"))
        return int(subject)

    def asking(purpose: Purpose, title: str, text: str, button: str) -> Callable[[Request, str], Response]:
        def ask(request: Request, ticket: str) -> Response:
            admitted(purpose, ticket)
            return page(request, "deed.html", gettext(title), text=gettext(text), button=gettext(button))

        return ask

    confirm = asking(
        Purpose.CONFIRM, marked("Begin the watch?"), marked("From then on you are told by mail what it finds."), marked("Begin the watch")
    )
    refuse = asking(
        Purpose.REFUSE,
        marked("No more mails?"),
        marked("Nobody can sign this address up any more, until you confirm it yourself."),
        marked("No more mails"),
    )
    enter = asking(
        Purpose.ENTER,
        marked("Your watches"),
        marked("This opens your watches in this browser, for thirty days."),
        marked("Open my watches"),
    )
    app.get("/enter/{ticket}", response_class=HTMLResponse)(enter)
    app.get("/confirm/{ticket}", response_class=HTMLResponse)(confirm)
    app.get("/refuse/{ticket}", response_class=HTMLResponse)(refuse)

    @app.post("/confirm/{ticket}", response_class=HTMLResponse)
    async def confirmed(request: Request, ticket: str) -> Response:
        try:
            done = await service.database.run(signups.confirm, admitted(Purpose.CONFIRM, ticket), service.clock())
        except signups.TooManyWatches as error:
            raise HTTPException(409, str(error)) from None
        if done is None:
            raise HTTPException(404, gettext("What this link was about is no longer there: sign up again"))
        subscriber_id, name = done
        answer = page(request, "begun.html", gettext("The watch has begun"), name=name)
        return sessions.enter(answer, request, service, str(subscriber_id))

    @app.post("/enter/{ticket}")
    async def entered(request: Request, ticket: str) -> Response:
        subscriber_id = admitted(Purpose.ENTER, ticket)
        return sessions.enter(RedirectResponse("/mine", 303), request, service, str(subscriber_id))

    @app.post("/refuse/{ticket}", response_class=HTMLResponse)
    async def refused(request: Request, ticket: str) -> Response:
        await service.database.run(signups.refuse, admitted(Purpose.REFUSE, ticket), service.clock())
        return page(request, "deed.html", gettext("Done"), text=gettext("Nothing more is sent to this address."), button="")
