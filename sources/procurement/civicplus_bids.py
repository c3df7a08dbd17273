"""The "Bids" module of CivicPlus websites: a page that lists what is open, and a page for each bid."""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from urllib.parse import SplitResult

from sources.model import Kind, Record, Unchanged
from sources.procurement.civicplus_bid import Bid, Detail, detail, listed, record
from sources.procurement.civicplus_feed import feed_address, feed_items
from sources.procurement.detailed import Detailed, Listed, detailed
from sources.source import Known, Source
from sources.web import Web

NONE = "There are no open bid postings at this time"
PAGE = re.compile(r"/bids\.aspx", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class CivicplusBids(Source[Detailed]):
    """The open bids of one town; `host` is that of its website.

    `read_from` is the page that lists them, or, for a site that refuses it, the feed, which has no closing times. Which of
    its feeds that is the site says in a page of its own: the number of the module differs from one town to the next.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=400)
    """The page always lists all that is open."""

    host: str
    read_from: Literal["page", "feed"] = "page"

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """The page of bids, or of one of them."""
        return {"host": url.hostname or ""} if PAGE.fullmatch(url.path) else None

    @property
    def hosts(self) -> frozenset[str]:
        """The website of the town."""
        return frozenset({self.host})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Detailed | Unchanged, None]:  # noqa: ARG002
        """The open bids: one request lists them, one more reads each that is new or listed otherwise than before."""
        async with aclosing(detailed(self._listed(web), known, lambda bid: self._detail(web, bid))) as bids:
            async for bid in bids:
                yield bid

    def read(self, row: Detailed) -> Record:
        """The bid. Where its own page could not be read it has no mark, so that the next run asks again."""
        bid, own = row.fields["bid"], row.detail["bid"] if row.detail else None
        return record(bid, own, self.publisher, f"https://{self.host}/bids.aspx?bidID={bid.key}")

    async def _listed(self, web: Web) -> AsyncGenerator[Listed, None]:
        """The bids of the feed; of the page where that is wanted, or where the feed is empty, which proves nothing by itself."""
        bids = await self._feed(web) if self.read_from == "feed" else []
        for bid in bids or await asyncio.to_thread(listed, await web.get(f"https://{self.host}/Bids.aspx"), NONE):
            yield Listed(key=bid.key or None, mark=bid.mark, fields={"bid": bid})

    async def _feed(self, web: Web) -> list[Bid]:
        address = await asyncio.to_thread(feed_address, await web.get(f"https://{self.host}/rss.aspx"))
        return await asyncio.to_thread(feed_items, await web.get(address))

    async def _detail(self, web: Web, bid: Listed) -> dict[str, Detail]:
        page = await web.get(f"https://{self.host}/bids.aspx", {"bidID": bid.key or ""})
        return {"bid": await asyncio.to_thread(detail, page)}
