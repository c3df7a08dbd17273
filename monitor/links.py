"""Links in messages by which a reader does one thing without signing in: mute a story, pause a watch, unsubscribe.

A link names what it does and to what, and is signed (HMAC-SHA256), so that nobody can make one for somebody else. It does
nothing by being opened: mail programs open links by themselves. Pure.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What a link does. `subject` of a link is an alert's id, but a watch's for PAUSE and a channel's for UNSUBSCRIBE."""

    IRRELEVANT = "irrelevant"
    MUTE = "mute"
    PAUSE = "pause"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that a message offers its reader to do."""

    words: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a reader who followed a link asks for."""

    deed: Deed
    subject: int


class Signer:
    """Makes links and reads them again. `base_url` is where readers reach the pages."""

    def __init__(self, key: bytes, base_url: str) -> None:
        self._key = hashlib.sha256(b"links\0" + key).digest()
        self._base_url = base_url.rstrip("/")

    def url(self, deed: Deed, subject: int) -> str:
        """The address that does this."""
        return f"{self._base_url}/do/{self.token(deed, subject)}"

    def token(self, deed: Deed, subject: int) -> str:
        """What the address ends with: "mute.12.SIGNATURE"."""
        said = f"{deed.value}.{subject}"
        return f"{said}.{self._signature(said)}"

    def read(self, token: str) -> Order | None:
        """What the token asks for; None where it was not made by us."""
        said, _, signature = token.rpartition(".")
        deed, _, subject = said.partition(".")
        signed = said.isascii() and signature.isascii() and hmac.compare_digest(signature, self._signature(said))
        if not signed or deed not in set(Deed):
            return None
        return Order(deed=Deed(deed), subject=int(subject))

    def listing(self, digest_id: int) -> str:
        """The address of the page that lists all alerts of a digest, for whoever has the digest."""
        return f"{self._base_url}/told/{self.listing_token(digest_id)}"

    def listing_token(self, digest_id: int) -> str:
        """What that address ends with: "12.SIGNATURE"."""
        return f"{digest_id}.{self._signature(f'listing.{digest_id}')}"

    def read_listing(self, token: str) -> int | None:
        """The digest that the token lists; None where it was not made by us."""
        subject, _, _ = token.partition(".")
        ours = subject.isdecimal() and subject.isascii() and token.isascii()
        return int(subject) if ours and hmac.compare_digest(token, self.listing_token(int(subject))) else None

    def _signature(self, said: str) -> str:
        digest = hmac.new(self._key, said.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()  # 144 bits are beyond guessing, and keep the line short
