"""Mail to subscribers, through the mail server of the operator: a subscriber's channel holds the address alone.

So a new password of the mail server changes one setting, and no row.
"""

import re
from urllib.parse import quote, unquote

from monitor.channels.mask import kind
from monitor.language import gettext

SCHEME = "mail"
LONGEST = 254  # characters; RFC 5321 has no path longer
# What is seen in practice (WHATWG's form of an e-mail address), and nothing that a mail program or Apprise would take apart: no
# quotes, blanks, commas, angle brackets, and none of the signs that stand for other receivers.
ADDRESS = re.compile(
    r"[a-z0-9_'+-]+(?:\.[a-z0-9_'+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.IGNORECASE
)
PARAMETER = re.compile(r"(?<=[?&])to=[^&]*&?")


class NoMail(ValueError):
    """Mail cannot be sent, and the message says why in one line."""


def address(typed: str) -> str:
    """The e-mail address that somebody typed. Raises ValueError with what to do."""
    cleaned = typed.strip()
    if len(cleaned) > LONGEST or len(cleaned.partition("@")[0]) > 64 or not ADDRESS.fullmatch(cleaned):
        raise ValueError(gettext("This is no e-mail address: write one such as name@example.org."))
    name, _, host = cleaned.rpartition("@")
    return f"{name}@{host.lower()}"


def channel(typed: str) -> str:
    """The channel of an e-mail address. Raises ValueError as `address` does."""
    return f"{SCHEME}://{quote(address(typed), safe='@')}"


def through(mail: str | None, url: str) -> str:
    """The Apprise URL behind a channel: a mail's is that of MONITOR_MAIL with its receiver, others are their own. Raises NoMail."""
    if kind(url) != SCHEME:
        return url
    if mail is None:
        raise NoMail("this installation sends no mail to subscribers: set MONITOR_MAIL")
    receiver = address(unquote(url.partition("://")[2]))
    bare = PARAMETER.sub("", mail).rstrip("?&")
    return f"{bare}{'&' if '?' in bare else '?'}to={quote(receiver, safe='@')}"
