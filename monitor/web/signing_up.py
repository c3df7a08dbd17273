"""Signing up for a watch: what to look for, what it would have found, and where to tell it; and the mail that asks to confirm it."""

from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from monitor import channels
from monitor.language import gettext, marked
from monitor.model import Watch
from monitor.query.errors import QueryError
from monitor.store import groups, signups
from monitor.store.signups import Asked, Purpose, Verdict
from monitor.web import feeds, sessions, wishing
from monitor.web.sessions import Fields, first
from monitor.web.shown import Shown, page
from sources.model import Kind

# The same whether the address has had its mails or not: who asks is not told what is known of it.
MAILED = marked(
    "A mail is on its way to you: follow its link. If it does not come, look among the unwanted mails. At most three a day are sent."
)
CROWDED = marked("Too many mails were asked for from here just now: try again in an hour.")
NO_MAIL = marked(
    "This installation sends no mail to readers, so nobody can sign up here. Follow a search as a feed instead, or ask its operator."
)


def add(app: FastAPI, service: Shown) -> None:
    """Add the steps."""

    @app.get("/watch", response_class=HTMLResponse)
    async def step_one(request: Request) -> Response:
        return _begin(request, service, _asked(request))

    @app.get("/watch/preview", response_class=HTMLResponse)
    async def step_two(request: Request) -> Response:
        asked = _asked(request)
        try:
            wanted = wishing.wish(asked, service.lexicon, service.sources)
        except (QueryError, ValueError) as error:
            return _begin(request, service, asked, str(error))
        return await _show(request, service, asked, wanted)

    @app.post("/watch", response_class=HTMLResponse)
    async def step_three(request: Request) -> Response:
        asked = await sessions.form(request, service)
        try:
            wanted = wishing.wish(asked, service.lexicon, service.sources)
        except (QueryError, ValueError) as error:
            return _begin(request, service, asked, str(error))
        try:
            url = channels.channel(first(asked, "email"))
        except ValueError as error:
            return await _show(request, service, asked, wanted, str(error))
        return await mailed(request, service, Asked(purpose=Purpose.CONFIRM, url=url, asker=sessions.asker(request, service), wish=wanted))


async def mailed(request: Request, service: Shown, asked: Asked) -> Response:
    """Owe the mail that was asked for, and say so. Raises HTTPException (503) where no mail leaves."""
    if not service.sends_mail:
        raise HTTPException(503, no_mail(service))
    verdict = await service.database.run(signups.ask, asked, service.clock())
    crowded = verdict is Verdict.CROWDED
    title = gettext("Not now") if crowded else gettext("Look into your mail")
    return page(request, "deed.html", title, status=429 if crowded else 200, text=gettext(CROWDED if crowded else MAILED), button="")


def no_mail(service: Shown) -> str:
    """Why nobody can sign up here; "" where everybody can."""
    return "" if service.sends_mail else gettext(NO_MAIL)


def _begin(request: Request, service: Shown, asked: Fields, error: str = "") -> Response:
    shown = {"asked": asked, "topics": service.lexicon.titles, "kinds": list(Kind), "places": wishing.places(service.sources)}
    names = {name: source.publisher.title for name, source in service.sources.items() if source.publisher.enabled}
    return page(request, "watch.html", gettext("Be told"), status=400 if error else 200, error=error, names=names, **shown)


async def _show(request: Request, service: Shown, asked: Fields, wanted: Watch, error: str = "") -> Response:
    now = service.clock()
    found = await service.database.ask_within(feeds.SECONDS, wishing.preview, wanted, service.lexicon, now)
    words = {"explained": wishing.explained(wanted, service.lexicon), "no_mail": no_mail(service), "error": error}
    hidden = [(name, value) for name in ("q", "topic", "kind", "where") for value in asked.get(name, ()) if value]
    choices = {"cadences": wishing.CADENCES, "zones": wishing.zones(), "zone": first(asked, "zone") or _zone(service, wanted)}
    who = sessions.subscriber(request, service)
    theirs = await service.database.ask(groups.of_subscriber, who) if who is not None else ()
    sent = {"asked": asked, "hidden": hidden, "ticket": sessions.form_ticket(request, service), "groups": theirs}
    status, title = 400 if error else 200, gettext("What it would have found")
    return page(request, "preview.html", title, status=status, watch=wanted, found=found, now=now, **words, **choices, **sent)


def _asked(request: Request) -> Fields:
    return parse_qs(request.url.query, keep_blank_values=True, max_num_fields=sessions.FIELDS)


def _zone(service: Shown, wanted: Watch) -> str:
    """The zone of the first place that is watched; most people watch where they live."""
    inside = [source for name, source in service.sources.items() if wanted.scope.sources and wanted.covers(name, source.kind)]
    return inside[0].publisher.timezone.key if inside else "UTC"
