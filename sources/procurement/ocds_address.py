"""The addresses of a listing: for a window of time, and for the page after a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from sources.errors import LayoutChanged
from sources.procurement.ocds_windows import Window

PLACES = {"from": "", "to": "", "limit": 0, "each": "", "page": 1, "offset": 0}
"""What the address of a listing may leave open, and what is sent with it."""
EPOCH = "epoch-ms"
"""Times as milliseconds since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An address, and the JSON that is sent to it, if any."""

    url: str
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A template of addresses (`url`) and of the JSON that is sent to them, how it writes times, and how many releases fill a page."""

    url: str
    times: str
    zone: ZoneInfo
    limit: int | None
    body: Mapping[str, Any] | None = None

    @property
    def numbered(self) -> bool:
        """Whether pages are asked for by number, not by what a page says comes next."""
        said = f"{self.url}{self.body or ''}"
        return "{page}" in said or "{offset}" in said

    def address(self, window: Window, each: str, page: int = 1) -> str:
        """The address of a page of a window, pages counted from 1."""
        said = self._said(window, each, page)
        return self.url.format(**{name: quote(str(value), safe=":/" if name in ("from", "to") else "") for name, value in said.items()})

    def ask(self, window: Window, each: str, page: int = 1) -> Ask:
        """The same, with what is sent there."""
        body = None if self.body is None else _filled(self.body, self._said(window, each, page))
        return Ask(url=self.address(window, each, page), body=body)

    def _said(self, window: Window, each: str, page: int) -> dict[str, str | int]:
        start, end = self._time(window.start), self._time(window.end)
        offset = (page - 1) * (self.limit or 0)
        return {"from": start, "to": end, "limit": self.limit or "", "each": each, "page": page, "offset": offset}

    def _time(self, moment: datetime) -> str:
        if self.times == EPOCH:
            return str(int(moment.timestamp() * 1000))
        return moment.astimezone(UTC if self.times.endswith("Z") else self.zone).strftime(self.times)

    def after(self, asked: Ask, link: str | None, window: Window, each: str, page: int, *, more: bool) -> Ask | None:
        """What to ask for next: where the page says, or else by its number where there may be `more`; or None."""
        if self.numbered:
            return self.ask(window, each, page) if more else None
        return Ask(url=self.following(asked.url, link), body=asked.body) if link else None

    def following(self, address: str, link: str) -> str:
        """A link of a page, on the declared host alone; servers behind a proxy write it with http."""
        following = urlsplit(urljoin(address, link))
        if following.hostname != urlsplit(self.url).hostname:
            raise LayoutChanged(f"the next page is on another host: {following.hostname}", url=address)
        return following._replace(scheme=urlsplit(self.url).scheme).geturl()


def _filled(body: Mapping[str, Any], said: Mapping[str, str | int]) -> dict[str, Any]:
    """The JSON with its places filled in: a value that is nothing but a place becomes what stands for it, a number as a number."""
    return {name: _value(value, said) for name, value in body.items()}


def _value(value: Any, said: Mapping[str, str | int]) -> Any:
    if isinstance(value, Mapping):
        return _filled(value, said)
    if not isinstance(value, str):
        return value
    place = value.removeprefix("{").removesuffix("}")
    return said[place] if value == f"{{{place}}}" and place in said else value.format(**said)
