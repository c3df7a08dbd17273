"""The addresses of a listing: for a window of time, and for the page after a page."""

from dataclasses import dataclass
from datetime import UTC
from urllib.parse import quote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from sources.errors import LayoutChanged
from sources.procurement.ocds_windows import Window

PLACES = {"from": "", "to": "", "limit": 0, "each": "", "page": 1, "offset": 0}
"""What the address of a listing may leave open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A template of addresses (`url`), how it writes times, and how many releases fill a page."""

    url: str
    times: str
    zone: ZoneInfo
    limit: int | None

    @property
    def numbered(self) -> bool:
        """Whether pages are asked for by number, not by what a page says comes next."""
        return "{page}" in self.url or "{offset}" in self.url

    def address(self, window: Window, each: str, page: int = 1) -> str:
        """The address of a page of a window, pages counted from 1."""
        zone = UTC if self.times.endswith("Z") else self.zone
        start, end = (quote(moment.astimezone(zone).strftime(self.times), safe=":") for moment in (window.start, window.end))
        offset = (page - 1) * (self.limit or 0)
        said = {"from": start, "to": end, "limit": self.limit or "", "each": quote(each, safe=""), "page": page, "offset": offset}
        return self.url.format(**said)

    def after(self, address: str, link: str | None, window: Window, each: str, page: int, *, more: bool) -> str | None:
        """The address of the next page: where the page says, or else by its number where there may be `more`; or None."""
        if self.numbered:
            return self.address(window, each, page) if more else None
        return self.following(address, link) if link else None

    def following(self, address: str, link: str) -> str:
        """A link of a page, on the declared host alone; servers behind a proxy write it with http."""
        following = urlsplit(urljoin(address, link))
        if following.hostname != urlsplit(self.url).hostname:
            raise LayoutChanged(f"the next page is on another host: {following.hostname}", url=address)
        return following._replace(scheme=urlsplit(self.url).scheme).geturl()
