"""The message as it leaves, and the paragraphs it is made of before it has a form."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in every form. `key` is the same for every attempt, so that a receiver can tell a repeat."""

    subject: str
    text: str
    markdown: str
    html: str
    """HTML as chats take it, with nothing but tags."""
    compact: str
    """The text in at most 1,900 characters, for services that would cut a longer one to pieces."""
    brief: str
    """The text in at most 900 characters, for services that take no more."""
    data: Mapping[str, object]
    """The JSON form, for webhooks."""
    key: str = ""
    mail: str = ""
    """HTML for a mail, of which `text` is the plain part; "" where it is the same."""
    unsubscribe: str = ""
    """An address that takes a POST to end what this message is part of, for the headers of a mail (RFC 8058)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text, and how it stands out: `mark` is what was found, `strong` a title, `faint` sets the scene, `link` is where it leads."""

    text: str
    mark: bool = False
    faint: bool = False
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One line or block. `quote` is text of the record; `small` is said at the side.

    `level` 1 is the title, 2 a part. `apart` leaves a blank line before it. `choice` is one of several things to do, which a mail
    shows beside each other.
    """

    words: tuple[Words, ...]
    level: int = 0
    quote: bool = False
    small: bool = False
    apart: bool = False
    choice: bool = False
