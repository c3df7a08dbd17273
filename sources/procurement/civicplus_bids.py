"""The "Bids" module of CivicPlus websites: a page that lists what is open, and a page for each bid."""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import SplitResult

from sources.errors import Inconclusive, LayoutChanged, SourceError, Unavailable
from sources.model import Kind, Record, Unchanged
from sources.procurement.civicplus_bid import Bid, Detail, detail, listed, record
from sources.source import Known, Source
from sources.web import Web

NONE = "There are no open bid postings at this time"
PATIENCE = 3  # pages of bids missed one after the other before no more are asked for
PAGE = re.compile(r"/bids\.aspx", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A bid as it is listed, with its own page; `detail` is None where that could not be had."""

    bid: Bid
    detail: Detail | None


@dataclass(frozen=True, kw_only=True)
class CivicplusBids(Source[Posting]):
    """The open bids of one town; `host` is that of its website."""

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=400)
    """The page always lists all that is open."""

    host: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """The page of bids, or of one of them."""
        return {"host": url.hostname or ""} if PAGE.fullmatch(url.path) else None

    @property
    def hosts(self) -> frozenset[str]:
        """The website of the town."""
        return frozenset({self.host})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Posting | Unchanged, None]:  # noqa: ARG002
        """The open bids: one request lists them, one more reads each that is new or listed otherwise than before."""
        page = await web.get(f"https://{self.host}/Bids.aspx")
        bids = await asyncio.to_thread(listed, page, NONE)
        missed: list[SourceError] = []
        for bid in bids:
            if bid.key and known(bid.key) == bid.mark:
                yield Unchanged(key=bid.key)
                continue
            own = await self._detail(web, bid, missed)
            if own is not None or known(bid.key) is None:
                yield Posting(bid=bid, detail=own)
        if missed:
            raise missed[0]

    def read(self, row: Posting) -> Record:
        """The bid. Where its own page could not be read it has no mark, so that the next run asks again."""
        return record(row.bid, row.detail, self.publisher, f"https://{self.host}/bids.aspx?bidID={row.bid.key}")

    async def _detail(self, web: Web, bid: Bid, missed: list[SourceError]) -> Detail | None:
        if not bid.key or len(missed) >= PATIENCE:
            return None
        try:
            page = await web.get(f"https://{self.host}/bids.aspx", {"bidID": bid.key})
            return await asyncio.to_thread(detail, page)
        except (Unavailable, LayoutChanged, Inconclusive) as error:
            missed.append(error)
            return None
