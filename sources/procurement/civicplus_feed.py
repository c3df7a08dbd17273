"""The feed of bids of a CivicPlus website: which of its feeds that is, and what it lists."""

import re

from sources.page import Page
from sources.procurement.civicplus_bid import Bid, bid_id
from sources.procurement.fields import line, text

BIDS = re.compile(r"\b(?:bids?|RFPs?|procurement|opportunit(?:y|ies))\b", re.IGNORECASE)
FEEDS = "a[href*='RSSFeed.aspx' i]"


def feed_address(page: Page) -> str:
    """The address of the feed of bids among those that the page lists. Raises LayoutChanged where none is called so.

    The module of bids is number 76 in one town; there, number 76 of another town tells of road works.
    """
    for link in page.html().all(FEEDS):
        if BIDS.search(link.text):
            return link.link()
    raise page.unlike("no feed whose name speaks of bids: read the page of bids instead")


def feed_items(page: Page) -> list[Bid]:
    """What the feed lists, at times without guid and always without closing time. Raises LayoutChanged for a feed of another module."""
    title = line(page.xml("rss").findtext("channel/title"))
    if not BIDS.search(title):
        raise page.unlike(f"the feed is called {title!r}, which does not speak of bids")
    return [
        Bid(
            key=bid_id(entry.link) or bid_id(entry.id),
            title=line(entry.title),
            number="",
            teaser=text(entry.summary),
            status="",
            closes="",
        )
        for entry in page.feed()
    ]
