"""Text and addresses from records, made harmless: one line, no controls, no length that floods."""

import unicodedata
from urllib.parse import quote, urlsplit

JOINERS = "\u200c\u200d"  # Persian and Hindi are misspelt without them
LONGEST_LINK = 2000  # characters; longer ones are cut by mail clients, and lead nowhere


def line(text: str, limit: int) -> str:
    """The text as one line of at most `limit` characters, without control, bidirectional and invisible characters."""
    return cut(" ".join(_visible(text).split()), limit)


def piece(text: str) -> str:
    """A piece of a line: as `line`, but a blank at its ends stays a blank."""
    joined = " ".join(_visible(text).split())
    before = " " if text[:1].isspace() and joined else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{joined}{after}"


def cut(text: str, limit: int) -> str:
    """The beginning of the text, with an ellipsis where something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def cut_before(text: str, limit: int) -> str:
    """The end of the text, with an ellipsis where something is left out."""
    return text if len(text) <= limit else "…" + text[len(text) - limit + 1 :].lstrip()


def link(url: str) -> str:
    """The address if a reader may safely follow it, with everything quoted that a chat would take for markup; else ""."""
    if len(url) > LONGEST_LINK or any(_category(character) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"} for character in url.strip()):
        return ""
    try:
        parts = urlsplit(url.strip())
        safe = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # "http://[": no address at all
        return ""
    return quote(url.strip(), safe="/:?#&=%+,;@!$-._~") if safe else ""


def _category(character: str) -> str:
    return unicodedata.category(character)


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    category = _category(character)
    if category == "Cf":
        return character if character in JOINERS else ""
    return " " if category in {"Cc", "Cs", "Zl", "Zp"} else character
