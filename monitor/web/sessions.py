"""Who is asking: a signed cookie, set only for who signed in. And the forms: read within limits, and only if this monitor showed them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.language import gettext
from monitor.tickets import Purpose
from monitor.web.shown import Shown

COOKIE = "session"
LASTS = timedelta(days=30)
FORM_LASTS = timedelta(days=1)
OPERATOR = "operator"
LARGEST = 32_000  # bytes of a form; the longest query has 2,000 characters, each at most twelve bytes when it is sent
FIELDS = 200

Fields = Mapping[str, Sequence[str]]


def who(request: Request, service: Shown) -> str:
    """The id of the subscriber who is signed in, "operator", or "" for anybody."""
    cookie = request.cookies.get(COOKIE)
    if cookie is None or service.tickets is None:
        return ""
    return service.tickets.read(Purpose.SESSION, cookie, service.clock()) or ""


def subscriber(request: Request, service: Shown) -> int | None:
    """The id of the subscriber who is signed in."""
    subject = who(request, service)
    return int(subject) if subject.isdecimal() else None


def enter(response: Response, request: Request, service: Shown, subject: str) -> Response:
    """The same response, which signs in."""
    assert service.tickets is not None  # noqa: S101  # whoever signs in came by a ticket
    value = service.tickets.issue(Purpose.SESSION, subject, service.clock() + LASTS)
    secure = request.url.scheme == "https" or (service.base_url or "").startswith("https:")
    response.set_cookie(COOKIE, value, max_age=int(LASTS.total_seconds()), httponly=True, samesite="lax", secure=secure)
    return response


def leave(response: Response) -> Response:
    """The same response, which signs out."""
    response.delete_cookie(COOKIE)
    return response


def form_ticket(request: Request, service: Shown) -> str:
    """What a form must bring back, so that no other site can send it in somebody's name."""
    return service.tickets.issue(Purpose.FORM, who(request, service), service.clock() + FORM_LASTS) if service.tickets else ""


async def form(request: Request, service: Shown) -> Fields:
    """The fields of a form that was shown to whoever sends it. Raises HTTPException (403, 413)."""
    read = await fields(request)
    shown_to = service.tickets.read(Purpose.FORM, first(read, "ticket"), service.clock()) if service.tickets else None
    if shown_to is None or shown_to != who(request, service):
        raise HTTPException(403, gettext("This form is too old, or was not shown by this site: load the page again"))
    return read


async def fields(request: Request) -> Fields:
    """The fields of a form, whoever made it. Raises HTTPException (413) where it is larger than ours can be."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413, gettext("This is too long"))
    if b"\0" in body or b"%00" in body:
        raise HTTPException(400, gettext("This is no form"))
    try:
        return parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        raise HTTPException(400, gettext("This is no form")) from None


def first(read: Fields, name: str) -> str:
    """The value of a field; "" where it was not sent."""
    return read.get(name, [""])[0]


def asker(request: Request, service: Shown) -> str:
    """A name for the network that asks, which does not tell its address: of IPv6 the part that a provider gives to one household."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return service.tickets.blind(host) if service.tickets else ""
    if isinstance(address, IPv6Address):
        host = address.exploded[:19]
    return service.tickets.blind(host) if service.tickets else ""
