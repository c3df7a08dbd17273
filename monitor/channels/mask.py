"""Channel addresses without their secrets, for logs, pages and receipts."""

import base64
import re
from urllib.parse import unquote

SCHEME = re.compile(r"^\s*([a-zA-Z][a-zA-Z0-9+.-]{0,30})://")
HOST = re.compile(r"^(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,20}|localhost|\[[0-9a-f:.]+\])(?::\d{1,5})?$", re.IGNORECASE)
PARTS = re.compile(r"^\s*[^:/]+://(?P<authority>[^/?#]*)(?P<path>[^?#]*)")
BETWEEN = re.compile(r"[/?&=@:#,;\s]+")
SHORTEST = 4  # characters; "yes" and "v1" are no secrets, and hiding them would hide the sentence around them
STARS = "****"

# Here the host is a host that somebody chose; for all other services Apprise writes a token in its place.
_PAIRS = ("json", "form", "xml", "mailto", "ntfy", "gotify", "mmost", "rocket", "matrix", "nctalk", "signal", "workflow")
HOSTED = frozenset(scheme for name in _PAIRS for scheme in (name, f"{name}s"))


def kind(url: str) -> str:
    """The service that an address is of, as its scheme in small letters: "slack", "mailtos"; "" where it has none."""
    found = SCHEME.match(url)
    return found[1].lower() if found else ""


def mask(url: str) -> str:
    """The address as it may be shown: its scheme, and its host where that is no token. Never raises."""
    scheme = kind(url)
    if not scheme:
        return STARS
    host = _host(url) if scheme in HOSTED else ""
    return f"{scheme}://{host}/{STARS}" if host else f"{scheme}://{STARS}"


def _host(url: str) -> str:
    """The host, where it is one beyond doubt: a "/" or "?" in a password makes the user look like a host."""
    found = PARTS.match(url)
    if found is None or "@" in found["path"] or (kind(url).startswith("ntfy") and not found["path"].strip("/")):
        return ""  # ntfy://TOPIC names no host, and the topic is the secret
    named = HOST.match(found["authority"].rpartition("@")[2])
    return named["host"] if named else ""


def secrets(url: str) -> tuple[str, ...]:
    """Every piece of an address that must not be shown, the longest first."""
    rest = url.partition("://")[2]
    pieces = {piece for form in (rest, unquote(rest)) for piece in BETWEEN.split(form)}
    login = unquote(rest.partition("/")[0].rpartition("@")[0])
    if login:
        pieces |= {login, base64.b64encode(login.encode()).decode()}
    shown = _host(url) if kind(url) in HOSTED else ""
    return tuple(sorted((piece for piece in pieces - {shown} if len(piece) >= SHORTEST), key=lambda piece: (-len(piece), piece)))


def hide(text: str, url: str) -> str:
    """The text with every secret of the address hidden, in whatever case it is written."""
    for secret in secrets(url):
        text = re.sub(re.escape(secret), STARS, text, flags=re.IGNORECASE)
    return text
