"""Whose page it is: a page of a platform names its tenant in its addresses, and that must be the one who was asked."""

import re
from collections import Counter

from sources.errors import WrongTenant
from sources.page import Page

NO_TENANTS = frozenset({"www", "api", "app", "webapi", "docs", "help", "support", "status", "media", "videoservice"})
MOST = 10_000  # addresses of one page that are looked at: Baldwin Park lists 1,237 meetings with some 2,500
TWICE = 2
"""How often a page must name another tenant: a single address may lead to a neighbour."""


def check(page: Page, whose: re.Pattern[str], ours: frozenset[str]) -> None:
    """Raises WrongTenant where the addresses of the page, as `whose` finds them, name another tenant and none of `ours`."""
    others: Counter[str] = Counter()
    for count, match in enumerate(whose.finditer(page.text)):
        name = next(filter(None, match.groups())).casefold()
        if name in ours or count > MOST:
            return
        others[name] += name not in NO_TENANTS
    for name, times in others.most_common(1):
        if times >= TWICE:
            raise WrongTenant(f"a page of another tenant, {name}, and not of {min(ours)}: correct the options", url=page.url)


def found(whose: re.Pattern[str], text: str) -> frozenset[str]:
    """The tenants that an address names."""
    return frozenset(next(filter(None, match.groups())).casefold() for match in whose.finditer(text))
