"""What hosts announce of their own end: Deprecation (RFC 9745), Sunset (RFC 8594), links to a successor."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

RELATION = re.compile(r'rel\s*=\s*"?[^";,]*\b(successor-version|deprecation|sunset)\b', re.IGNORECASE)
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A header by which a host announces a change, to be told to the operator once."""

    host: str
    header: str
    value: str


def announced(host: str, headers: Mapping[str, str]) -> Iterator[Notice]:
    """The announcements among the header fields of an answer (names in lower case)."""
    for name in ("deprecation", "sunset"):
        if name in headers:
            yield Notice(host=host, header=name, value=headers[name][:LONGEST])
    if RELATION.search(headers.get("link", "")):
        yield Notice(host=host, header="link", value=headers["link"][:LONGEST])
