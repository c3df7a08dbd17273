"""Tickets: signed words that run out, for links in mails, for sessions, and for forms that must be our own. Pure.

A ticket names its purpose, so that one made for a form opens no session. What a link in an alert does without running out
is in `monitor.links`.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What a ticket is good for."""

    FORM = "form"
    """A form that this monitor showed. The subject is who it was shown to, or "" for anybody."""
    CONFIRM = "confirm"
    """Confirms what was asked for from a mail's address. The subject is the id of the sign-up."""
    REFUSE = "refuse"
    """Asks for no more such mails at this address. The subject is the id of the sign-up."""
    ENTER = "enter"
    """Leads to the watches of whoever has the mail. The subject is the id of the subscriber."""
    JOIN = "join"
    """Leads whoever has the mail into a group. The subject is the id of the sign-up."""
    SESSION = "session"
    """The cookie of a subscriber, or of the operator (subject "operator")."""


class Tickets:
    """Issues tickets and reads them again."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"tickets\0" + key).digest()

    def issue(self, purpose: Purpose, subject: str, until: datetime) -> str:
        """A ticket, as letters that an address takes: "confirm.12.1795000000.SIGNATURE"."""
        said = f"{purpose.value}.{subject}.{int(until.timestamp())}"
        return f"{said}.{self._signature(said)}"

    def read(self, purpose: Purpose, ticket: str, now: datetime) -> str | None:
        """The subject; None where the ticket is none of ours, is for something else, or has run out."""
        said, _, signature = ticket.rpartition(".")
        if not said.isascii() or not signature.isascii() or not hmac.compare_digest(signature, self._signature(said)):
            return None
        wanted, _, rest = said.partition(".")
        subject, _, until = rest.rpartition(".")
        return subject if wanted == purpose.value and now < datetime.fromtimestamp(int(until), UTC) else None

    def blind(self, text: str) -> str:
        """A name for a text that tells nothing of it without the key, and is the same each time."""
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]

    def _signature(self, said: str) -> str:
        digest = hmac.new(self._key, said.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()  # 144 bits, as in the links of alerts
