"""What all pages share: the templates with their filters, the menu, the headers, and what the pages need of the service."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from monitor import language
from monitor.evidence import Blobs
from monitor.language import gettext, ngettext
from monitor.lexicon import Lexicon
from monitor.links import Signer
from monitor.message import wording
from monitor.room import Room
from monitor.store.database import Database
from monitor.tallying import in_words, left_out, ordered
from monitor.tickets import Tickets
from monitor.web import speaking
from sources.source import Source

HERE = Path(__file__).parent
TEMPLATES = Jinja2Templates(directory=HERE / "templates")
STATIC = HERE / "static"

MENU = (
    ("/search", language.marked("Search")),
    ("/watch", language.marked("Be told")),
    ("/topics", language.marked("Topics")),
    ("/calendar", language.marked("Calendar")),
    ("/ledger", language.marked("Ledger")),
    ("/sources", language.marked("Sources")),
    ("/status", language.marked("Status")),
)

PLURALS = {"meeting": language.marked("meetings"), "filing": language.marked("filings"), "notice": language.marked("notices")}

SELLS = re.compile("what (.+) sells")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Shown(Protocol):
    """What the pages need of the service."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def signer(self) -> Signer | None: ...
    @property
    def tickets(self) -> Tickets | None: ...
    @property
    def sends_mail(self) -> bool: ...
    @property
    def blobs(self) -> Blobs: ...
    @property
    def room(self) -> Room: ...
    @property
    def private(self) -> bool: ...
    def entrance(self) -> bytes | None: ...
    def timezone_of(self, source_id: str) -> str: ...
    @property
    def contact(self) -> str: ...
    @property
    def base_url(self) -> str | None: ...
    @property
    def lexicon(self) -> Lexicon: ...
    @property
    def sources(self) -> Mapping[str, Source[Any]]: ...


def page(request: Request, template: str, title: str, *, status: int = 200, **shown: Any) -> Response:
    """A page from a template of that name, in the language of whoever asks."""
    spoken = {"language": language.spoken(), "languages": speaking.choices(request)}
    context = {"title": title, "menu": MENU, "here": request.url.path, **spoken, **shown}
    html = TEMPLATES.get_template(template).render({"request": request, **context})
    headers = {**HEADERS, "Content-Language": language.spoken(), "Vary": "Accept-Language"}
    return HTMLResponse(speaking.localised(request, html), status, headers)


def marked(passage: str, start: int, end: int) -> Markup:
    """A passage with the term between <mark> tags; everything else is escaped."""
    return Markup("{}<mark>{}</mark>{}").format(passage[:start], passage[start:end], passage[end:])


def web_link(url: str, words: str) -> Markup:
    """A link where the address is http or https; only the words where it is anything else."""
    if url.startswith(("https://", "http://")):
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, words)
    return escape(words)


def utc(moment: datetime | None) -> str:
    """A time as a page shows it to everybody."""
    return f"{_minute(moment.astimezone(UTC))} UTC" if moment else ""


def local(moment: datetime | date, zone: str) -> str:
    """A time on the clock of the place, with the zone; a day where there is no time."""
    there = wording.local(moment, zone)
    if isinstance(there, datetime) and there.timetz().replace(tzinfo=None) == time.max:
        there = there.date()  # a day without a time is kept as its last moment
    if isinstance(there, datetime):
        return f"{_minute(there)} {there.tzname() or ''}".rstrip()
    # Translators: a pattern of CLDR, such as "d MMM y"
    return language.in_pattern(there, gettext("yyyy-MM-dd"))


def _minute(moment: datetime) -> str:
    # Translators: a pattern of CLDR, such as "d MMM y, HH:mm"
    return language.in_pattern(moment, gettext("yyyy-MM-dd HH:mm"))


def many(kind: str) -> str:
    """A kind of records in the plural."""
    return gettext(PLURALS[kind])


def said(word: str) -> str:
    """A word of the model, or a text that was marked where it stands, in the language of whoever reads."""
    return gettext(word.replace("_", " "))


def reason(why: str) -> str:
    """Why something is a hit ("Facial recognition: named as such, in a short text"), each of its words in the language."""
    named, colon, words = why.partition(": ")
    vendor = named.removeprefix("the vendor ")
    what = gettext(named) if vendor == named else gettext("the vendor {}").format(vendor)
    if sold := SELLS.fullmatch(words):
        sells = gettext("what {vendor} sells").format(vendor=sold[1])
        return f"{what}: {sells}"
    return f"{what}{colon}{', '.join(gettext(each) for each in words.split(', '))}"


def titles(service: Shown) -> Mapping[str, str]:
    """The names of sources by their ids."""
    return {name: source.publisher.title for name, source in service.sources.items()}


def zones(service: Shown) -> Mapping[str, str]:
    """By the ids of sources the zones of their clocks."""
    return {name: source.publisher.timezone.key for name, source in service.sources.items()}


def shortened(text: str, limit: int = 400) -> str:
    """The beginning of a text."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def paged(hit: Any) -> str:
    """The address of a document, at the page of a hit where its form has pages."""
    return f"{hit.url}#page={hit.page}" if hit.page and hit.media_type == "application/pdf" and "#" not in hit.url else str(hit.url)


TEMPLATES.env.add_extension("jinja2.ext.i18n")
TEMPLATES.env.policies["ext.i18n.trimmed"] = True
TEMPLATES.env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # of the extension
TEMPLATES.env.filters |= {
    "said": said,
    "reason": reason,
    "many": many,
    "number": language.number,
    "ago": wording.ago,
    "utc": utc,
    "local": local,
    "shortened": shortened,
    "money": wording.amount,
    "away": wording.until,
}
TEMPLATES.env.globals |= {
    "in_words": in_words,
    "left_out": left_out,
    "ordered": ordered,
    "marked": marked,
    "web_link": web_link,
    "paged": paged,
}
