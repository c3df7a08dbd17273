"""What an answer means for the run: fine, or a failure named by what must happen next."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, quote_plus, urlsplit

from sources.charset import decode
from sources.errors import Blocked, Gone, LayoutChanged, Moved, SourceError, Unavailable

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses after which the same request may succeed a moment later; those from 520 on are Cloudflare's."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NAMED: Mapping[int, type[SourceError]] = {401: Blocked, 403: Blocked, 407: Blocked, 451: Blocked, 404: Gone, 410: Gone}
EXCERPT = 300
LOOK = 20_000  # bytes of a page in which its title stands
SMALL = 6_000  # a page with Incapsula's script and nothing else; with content around it, it is an ordinary page
TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
CHALLENGES = re.compile(  # the whole title: a tender for captchas and security checks is what we look for
    r"just a moment\W*|attention required! \| cloudflare|(403 )?access denied|pardon our interruption\W*|one moment, please\W*"
    r"|(.{0,20} )?captcha( .{0,20})?|are you a robot\W*|robot check|human verification|verify(ing)? (that )?you are (a )?human\W*"
    r"|checking your browser.{0,60}|request rejected|sucuri website firewall.{0,40}|ddos-guard|security check(point)?",
    re.IGNORECASE,
)
TRACES = (b"_Incapsula_Resource", b"Incapsula incident ID", b"errors.edgesuite.net", b"The requested URL was rejected. Please consult")
AVAILABLE = re.compile(rb"Expected available in (\d{1,8})(?:\.\d+)? seconds?")  # as the Django REST framework words a 429
HEADERS = {"cf-mitigated": "Cloudflare", "x-amzn-waf-action": "AWS WAF"}
LOGIN = re.compile(r"/(?:log-?[io]n|sign-?in|sso|saml2?|adfs|cas|oauth2?|openid|authenticate|users?/sign_in)(?:[/.?]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer off the wire. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def failure(answer: Answer, url: str, *, throttled: Collection[int] = (), secrets: Iterable[str] = ()) -> SourceError | None:
    """The error that the answer is, or None for one that can be read."""
    status = answer.status
    if who := challenger(answer):
        return Blocked(f"answered {status} with a challenge of {who}", url=url)
    if 200 <= status < 300:
        return None
    kind = _kind(status, throttled)
    said = "" if kind is Gone else hidden(excerpt(answer), secrets)
    hint = ": our request no longer fits" if kind is LayoutChanged else ""
    return kind(f"answered {status}{hint}{f': {said}' if said else ''}", url=url)


def _kind(status: int, throttled: Collection[int]) -> type[SourceError]:
    if status in PASSING or status >= 500 or status in throttled:
        return Unavailable
    if 300 <= status < 400:
        return Moved
    return NAMED.get(status, LayoutChanged)


def challenger(answer: Answer) -> str | None:
    """Who stands between us and the publisher and asks for a browser, or None."""
    for name, who in HEADERS.items():
        if answer.headers.get(name, "").lower() in {"challenge", "captcha"}:
            return who
    head = answer.body[:LOOK].lstrip(b"\xef\xbb\xbf \r\n\t")
    if answer.status == 404 or not head.startswith(b"<") or head.startswith(b"<?xml"):
        return None
    title = TITLE.search(head)
    words = " ".join(title[1].decode("utf-8", "replace").split()) if title else ""
    if CHALLENGES.fullmatch(words):
        return f"{words!r}"
    if len(answer.body) < SMALL and any(trace in head for trace in TRACES):
        return "a firewall"
    return None


def is_login(url: str, asked: str) -> bool:
    """Whether a redirect from the asked address leads to a page for signing in."""
    return bool(LOGIN.search(urlsplit(url).path)) and not LOGIN.search(urlsplit(asked).path)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """What Retry-After asks for, in seconds or as a date (RFC 9110 10.2.3); a date is taken by the server's own clock."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal() and said.isascii():
        return timedelta(seconds=min(int(said[:9]), 10**8))
    until, clock = _date(said), _date(headers.get("date", ""))
    return max(until - (clock or now), timedelta()) if until else None


def rest(answer: Answer, now: datetime) -> timedelta | None:
    """How long the host asks to be left alone: the longer of what its header and its body say, which may disagree."""
    words = AVAILABLE.search(answer.body[:LOOK])
    said = [retry_after(answer.headers, now), timedelta(seconds=int(words[1])) if words else None]
    return max(filter(None, said), default=said[0])


def excerpt(answer: Answer) -> str:
    """How the body of a failure begins, in one line without tags."""
    head = answer.body[:4000]
    if b"\0" in head or head.startswith((b"%PDF", b"PK")):
        return ""
    text = decode(head, answer.headers.get("content-type", ""))
    if text.lstrip().startswith("<"):
        text = re.sub(r"<(script|style)\b.*?(</\1\s*>|$)|<[^>]*>", " ", text, flags=re.IGNORECASE | re.DOTALL)
    return " ".join(text.split())[:EXCERPT]


def hidden(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets, also as they would stand in an address."""
    for secret in secrets:
        for form in {secret, quote(secret, safe=""), quote_plus(secret)}:
            if form:
                text = text.replace(form, "…")
    return text


def _date(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
