"""Which channel addresses are accepted: an operator's for nearly any service, a stranger's from a short list."""

import functools
import logging
import re
import socket
import warnings
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from apprise import Apprise, AppriseAsset, NotifyBase
from apprise.plugins import url_to_dict

from monitor.channels.fence import public
from monitor.channels.mail import SCHEME, address
from monitor.channels.mask import HOSTED, kind

LONGEST = 2000  # characters; the longest real address seen, a Teams workflow, has some 350
PLAIN = re.compile(r"^[\x21-\x7e]+$")
PATH = re.compile(r"[/?#]")
NUMERIC = re.compile(r"^(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*$", re.IGNORECASE)
INSIDE = re.compile(r"(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)\.?$", re.IGNORECASE)
LOW_PORTS = {25, 80, 443, 465, 587}  # below 1024 only what web and mail use, so that nobody speaks to SSH through us
METHODS = {"POST", "PUT", "PATCH"}
HEADERS = {"host", "content-length", "transfer-encoding", "connection", "upgrade", "idempotency-key", "user-agent"}

_MAIL = frozenset({"to", "from", "name", "smtp", "mode", "reply", "user", "pass", "format"})
_SMALL = frozenset({"format"})
_HOOK = frozenset({"method", "format"})
_CHAT = frozenset({"to", "mode", "token", "format"})

# What a stranger may write, and with which parameters. Left out on purpose is everything that reads a file
# (template=, attach=, pgppub=), fetches a picture (avatar_url=, image=), sends mail or calls on others' behalf
# (ntfy's email= and actions=), turns checks off (verify=, redirect=) or hides a failure (optional=).
ALLOWED: Mapping[str, frozenset[str]] = {
    "mailto": _MAIL,
    "mailtos": _MAIL,
    "json": _HOOK,
    "jsons": _HOOK,
    "slack": _SMALL,
    "discord": _SMALL | {"thread"},
    "tgram": _SMALL | {"thread", "topic", "silent", "preview"},
    "workflows": _SMALL | {"id", "sig", "ver", "api-version", "route", "wrap"},
    "gchat": _SMALL | {"thread", "workspace", "key", "token", "threadkey"},
    "wxteams": _CHAT,
    "pover": _SMALL | {"priority", "sound"},
    "pbul": _SMALL,
    "zulip": _SMALL,
    "ntfy": _CHAT | {"priority", "auth", "xtags"},
    "ntfys": _CHAT | {"priority", "auth", "xtags"},
    "gotify": _SMALL | {"priority"},
    "gotifys": _SMALL | {"priority"},
    "mmost": _SMALL | {"channel"},
    "mmosts": _SMALL | {"channel"},
    "rocket": _CHAT,
    "rockets": _CHAT,
    "matrix": _CHAT | {"msgtype", "version"},
    "matrixs": _CHAT | {"msgtype", "version"},
    "nctalk": _SMALL,
    "nctalks": _SMALL,
}


class ChannelError(Exception):
    """A channel address that is not accepted. The message is one line without secrets that says what to do."""


def check(url: str, *, trusted: bool) -> None:
    """Return if the address is accepted. Asks no network: names are looked at again when a message leaves.

    `trusted` is for the operator's own, which may use any service and any host, and name a subscriber's e-mail address alone
    ("mail://dana@example.org"), to which the operator's mail server sends. Raises ChannelError.
    """
    if trusted and kind(url) == SCHEME:
        try:
            address(unquote(url.partition("://")[2]))
        except ValueError as error:
            raise ChannelError(str(error)) from None
        return
    load(url, trusted=trusted)


def load(url: str, *, trusted: bool) -> NotifyBase:
    """The service behind an accepted address, ready to send. Raises ChannelError as `check` does."""
    if not trusted:
        _check_characters(url)
    options = _parsed(url)
    if options is None:
        raise ChannelError("Not a channel address that Apprise knows: see https://appriseit.com/services/ for how yours is written.")
    if not trusted:
        _check_options(options)
    service = Apprise.instantiate({"overflow": "split", **options}, asset=_asset())
    if service is None:
        raise ChannelError(f"Apprise does not accept this {options['schema']}:// address: a part of it is missing or misspelt.")
    if not trusted:
        _check_service(service, options["schema"])
    return service


@functools.cache
def ready() -> None:
    """Have Apprise load its services, once and not within the first send, and keep what it logs to ourselves."""
    _quiet()
    with warnings.catch_warnings():
        # Its mail service imports imghdr for a library of its own; gone from Python 3.13, where it brings its own.
        warnings.filterwarnings("ignore", "'imghdr' is deprecated", DeprecationWarning)
        url_to_dict("json://localhost")  # type: ignore[no-untyped-call]


def _quiet() -> None:
    """Keep what Apprise and its HTTP library log to ourselves: their lines hold addresses with tokens in them."""
    apprise = logging.getLogger("apprise")
    apprise.setLevel(logging.DEBUG)  # what a server answered is in the debug lines only
    apprise.propagate = False
    logging.getLogger("urllib3").setLevel(logging.WARNING)


def _parsed(url: str) -> dict[str, Any] | None:
    ready()
    options: dict[str, Any] | None = url_to_dict(url)  # type: ignore[no-untyped-call]
    return options


def _asset() -> AppriseAsset:
    """Apprise's settings. No limit of its own and no asynchronous mode: both would move the send to a pool of theirs."""
    return AppriseAsset(
        app_id="Public Records Monitor",
        app_desc="Public Records Monitor",
        async_mode=False,
        service_timeout=0,
        allow_templates=False,
        http_redirects=False,
        interpret_emojis=False,
        pgp_autogen=False,
        pem_autogen=False,
        storage_mode="memory",
    )


def _check_characters(url: str) -> None:
    if len(url) > LONGEST:
        raise ChannelError(f"The address is too long: at most {LONGEST} characters.")
    if not PLAIN.match(url) or "\\" in url or not unquote(url).isprintable():
        raise ChannelError("The address holds a blank, a backslash or a control character: percent-encode what belongs to a name.")
    if PATH.split(url.partition("://")[2], maxsplit=1)[0].count("@") > 1:
        raise ChannelError("The address holds two @ before its path: percent-encode the one in the password as %40.")


def _check_options(options: Mapping[str, Any]) -> None:
    scheme = options["schema"]
    if scheme not in ALLOWED:
        raise ChannelError(f"{scheme}:// is not open to subscribers: use one of {', '.join(sorted(ALLOWED))}.")
    for name in options.get("qsd", {}):
        # Headers (+), extra fields (:) and parameters (-) of a webhook have lists of their own.
        if name[:1] not in set("+-:") and name not in ALLOWED[scheme]:
            raise ChannelError(f"The parameter {name[:30]!r} is not open to subscribers: leave it out.")
    extras = {mark: options.get(f"qsd{mark}", {}) for mark in "+-:"}
    if any(extras.values()) and scheme not in {"json", "jsons"}:
        raise ChannelError("Extra headers and fields are open to json:// and jsons:// only: leave them out.")
    if any(unquote(name).strip().lower() in HEADERS for name in extras["+"]):
        raise ChannelError("This header is written by the monitor itself: leave it out.")
    if scheme in {"json", "jsons"} and str(options.get("method") or "POST").upper() not in METHODS:
        raise ChannelError(f"A webhook is called by {', '.join(sorted(METHODS))}: choose one of them.")


def _check_service(service: NotifyBase, scheme: str) -> None:
    if len(service) != 1:
        raise ChannelError("The address names several receivers: make a channel for each, so that each has its own receipt.")
    if scheme not in HOSTED:  # not service.schema, which Mattermost's service changes to "http"
        return
    if service.port and service.port < 1024 and service.port not in LOW_PORTS:
        ports = ", ".join(map(str, sorted(LOW_PORTS)))
        raise ChannelError(f"Port {service.port} is not open to subscribers: use {ports} or one above 1023.")
    for host in (service.host, getattr(service, "smtp_host", "")):
        if host:
            _check_host(host)


def _check_host(host: str) -> None:
    bare = host.strip("[]").rstrip(".")
    if NUMERIC.match(bare):
        try:
            bare = socket.inet_ntoa(socket.inet_aton(bare))  # 2130706433 and 127.1 are addresses too
        except OSError:
            raise ChannelError("The host is no address and no name: write the name of a public server.") from None
    numeric = ":" in bare or NUMERIC.match(bare)
    if INSIDE.search(bare) or (numeric and not public(bare)) or (not numeric and "." not in bare):
        raise ChannelError("The host lies in a private network: write the name of a public server.")
