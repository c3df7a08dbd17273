"""Which platform a site is on, and which source: from any address of it, or from what its pages link to."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from sources import instead, registry
from sources.errors import Inconclusive, LayoutChanged, SourceError
from sources.options import CatalogError
from sources.page import Element, Page

Fetch = Callable[[str], Awaitable[Page]]

TRIES = 4  # pages of the site that are looked at besides the one that was named
LINKS = 3_000  # addresses of one page that are looked at
CALLED = {
    "Legistar InSite": "legistar",
    "Granicus": "granicus",
    "PrimeGov": "primegov",
    "CivicClerk": "civicclerk",
    "CivicPlus AgendaCenter": "civicplus",
    "eSCRIBE": "escribe",
    "ModernGov": "moderngov",
    "IQM2": "iqm2",
    "NovusAGENDA": "novusagenda",
    "OnBase Agenda Online": "onbase",
    "CivicWeb": "civicweb",
    "BoardDocs": "boarddocs",
    "Municode Meetings": "municode",
    "CMIS": "cmis",
}
"""The platforms that are recognised by the form of a page, by the names of their systems."""
CERTAIN = frozenset({"legistar", "moderngov", "cmis"})
"""Those whose form is no address: a page that has it is theirs, though more of its links lead to a system for videos."""
FEEDS = "link[rel~=alternate][href][type*='rss+xml'], link[rel~=alternate][href][type*='atom+xml']"
ADDRESS = re.compile(r"""https?://[^\s"'<>\\)]{4,500}""")
PROMISING = re.compile(r"agenda|meeting|minutes|council|committee|legislat|calendar|bid|procurement|tender", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A source: its platform, its options as texts, an address by which it was recognised, and how many there were."""

    platform: str
    options: Mapping[str, str]
    url: str
    links: int


async def detect(fetch: Fetch, url: str) -> list[Found]:
    """The sources that an address belongs to; where it belongs to none, those that its page, or a page behind it, links to.

    The one with the most links comes first. Where no platform is recognised, the feeds that these pages declare are all
    there is; nothing where there is none. Raises SourceError where the site does not answer, and Inconclusive where a page has
    the form of a platform and no address that says which of its sources it is.
    """
    if own := recognised([url]):
        return own
    page = await fetch(url)
    feeds, form = _feeds(page), platform_of(page)
    if found := of_page(page):
        return found
    for behind in _promising(page):
        try:
            further = await fetch(behind)
        except SourceError:
            continue
        if found := of_page(further):
            return found
        form = form or platform_of(further)
        feeds += _feeds(further)
    if form and not feeds:
        raise Inconclusive(f"a page of {form}, none of whose addresses says which: give the one under which its calendar opens", url=url)
    return [Found(platform="feed", options={"url": each}, url=each, links=1) for each in dict.fromkeys(feeds)]


def of_page(page: Page) -> list[Found]:
    """The sources that a page belongs to by its address, else by its links: first those of the platform whose form it has."""
    form = platform_of(page)
    return recognised([page.url]) or sorted(recognised(addresses(page)), key=lambda found: found.platform != form or form not in CERTAIN)


def platform_of(page: Page) -> str:
    """The platform whose form a page has, whatever it links to; empty where it has that of none."""
    return CALLED.get(instead.system(page.text), "")


def recognised(urls: Iterable[str]) -> list[Found]:
    """The sources that addresses belong to, the most frequent first."""
    counted: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
    first: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
    for url in urls:
        parts = _split(url)
        for name, options in _of(parts) if parts else ():
            source = (name, tuple(sorted(options.items())))
            counted[source] += 1
            first.setdefault(source, url)
    return [Found(platform=key[0], options=dict(key[1]), url=first[key], links=times) for key, times in counted.most_common()]


def addresses(page: Page) -> list[str]:
    """Every address on a page, each once, in links, frames and scripts. None of a page that is no HTML."""
    try:
        root = page.html(scripts=True)
    except LayoutChanged:
        return []
    linked = (root.absolute(value) for value in _values(root) if not value.startswith(("javascript:", "mailto:", "#")))
    return list(dict.fromkeys(url for url in (*linked, *ADDRESS.findall(page.text)) if url))[:LINKS]


def _feeds(page: Page) -> list[str]:
    """The feeds that a page declares."""
    try:
        root = page.html()
    except LayoutChanged:
        return []
    found = [root.absolute(each.attr("href")) for each in root.all(FEEDS)]
    return [url for url in found if url.startswith(("http://", "https://"))]


def _of(parts: SplitResult) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, platform in registry.platforms().items():
        options = platform.recognise(parts)
        if options is not None and _builds(name, options):
            yield name, options


def _builds(name: str, options: Mapping[str, str]) -> bool:
    try:
        registry.build(name, options)
    except CatalogError:
        return False
    return True


def _values(root: Element) -> Iterator[str]:
    for css, attribute in (("a[href]", "href"), ("iframe[src]", "src"), ("form[action]", "action")):
        for element in root.all(css):
            yield element.attr(attribute)


def _promising(page: Page) -> list[str]:
    """The pages behind it where meetings may be: by the words of the link or of its address, those with both first."""
    try:
        root = page.html()
    except LayoutChanged:
        return []
    scores: dict[str, int] = {}
    for anchor in root.all("a[href]"):
        parts = _split(root.absolute(anchor.attr("href")))
        score = bool(PROMISING.search(anchor.text)) + bool(parts and PROMISING.search(parts.path))
        if parts and parts.scheme in ("http", "https") and score:
            url = parts._replace(fragment="").geturl()
            scores[url] = max(scores.get(url, 0), score)
    return sorted(scores, key=lambda url: -scores[url])[:TRIES]


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        hostname = parts.hostname
    except ValueError:
        return None
    return parts if hostname else None
