"""Secrets written over in what is kept: tapes, and pages that serve as evidence."""

from collections.abc import Iterable
from urllib.parse import quote, quote_plus

REDACTED = "REDACTED"


def over(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets, also as they would stand in an address."""
    for form in _forms(secrets):
        text = text.replace(form, REDACTED)
    return text


def over_bytes(content: bytes, secrets: Iterable[str]) -> bytes:
    """The same for bytes."""
    for form in _forms(secrets):
        content = content.replace(form.encode(), REDACTED.encode())
    return content


def _forms(secrets: Iterable[str]) -> set[str]:
    return {form for secret in secrets for form in (secret, quote(secret, safe=""), quote_plus(secret)) if form}
