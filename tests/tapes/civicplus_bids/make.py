"""Writes tapes of the bids of Alderbrook, a city that does not exist, on its CivicPlus website."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
HOST = "https://www.alderbrook.example.gov"
HTML = "text/html; charset=utf-8"
MENU = "<ul><li><a href='/AgendaCenter'>Agendas</a></li></ul>"


def page(body: str) -> str:
    """A page of the website."""
    return f"<!DOCTYPE html>\n<html><head><title>Bid Postings • Alderbrook</title></head><body>{MENU}{body}</body></html>"


def row(id_: int, title: str, number: str, teaser: str, status: str, closes: str) -> str:
    """A row of the list: both labels first, then both values."""
    numbered = f'<span style="font-size:0.75em;"><strong>Bid No.</strong> {number}</span><br>' if number else ""
    more = f'[<a href="bids.aspx?bidID={id_}">Read&nbsp;on<span class="visuallyHidden">: {title}</span></a>]'
    return f"""<div class="listItemsRow bid">
  <div class="bidTitle"><span><a href="bids.aspx?bidID={id_}">{title}</a></span><br>{numbered}<span>{teaser} ... {more}</span></div>
  <div class="bidStatus">
    <div><span id="BidStatus{id_}45">Status:</span><br><span id="BidCloses{id_}45">Closes:</span></div>
    <div><span>{status}</span><br><span>{closes}</span></div>
  </div>
</div>"""


def listing(*rows: str) -> Answer:
    """The list."""
    return Answer(url=f"{HOST}/Bids.aspx", body=page("".join(rows)), type=HTML)


def bid(id_: int, pairs: list[tuple[str, str]], files: str = "", status: int = 200) -> Answer:
    """The page of a bid, with the person to ask."""
    pairs = [*pairs, ("Contact Person:", "Pat Buyer, pat@alderbrook.example.gov")]
    body = "".join(f'<span class="BidListHeader">{label}</span><br><span class="BidDetail">{value}</span><br>' for label, value in pairs)
    return Answer(url=f"{HOST}/bids.aspx?bidID={id_}", body=page(body + files) if status == 200 else "", type=HTML, status=status)


CAMERAS = row(
    1701,
    "LICENSE PLATE READERS",
    "026-2027RFP",
    "ADDENDUM 1. THE REVISED DUE DATE IS TUESDAY, DECEMBER 1, 2026.",
    "Open",
    "12/3/2026 3:00 PM",
)
PANEL = row(1702, "ON-CALL PLUMBERS", "", "The City keeps a list", "Open", "Open Until Contracted")
CAMERAS_PAGE = bid(
    1701,
    [
        ("Bid Number:", "026-2027RFP"),
        ("Bid Title:", "LICENSE PLATE READERS"),
        (
            "Description:",
            "Twelve fixed readers with three years of hosting. ADDENDUM 1. THE REVISED DUE DATE IS TUESDAY, DECEMBER 1, 2026.",
        ),
        ("Closing Date/Time:", "12/3/2026 3:00 PM"),
    ],
    "<a href='/DocumentCenter/View/9901/RFP-026-2027'>RFP 026-2027</a> <a href='/DocumentCenter/View/9902'>Addendum 1</a>"
    "<a href='/DocumentCenter/View/9902'>Addendum 1</a>",
)
PANEL_PAGE = bid(1702, [("Description:", "The City keeps a list of plumbers.")])

TAPES = {
    "happy.warc": [listing(CAMERAS, PANEL), CAMERAS_PAGE, PANEL_PAGE],
    "quiet.warc": [listing("<div class='bidItems'>There are no open bid postings at this time.</div>")],
    "fail-agent.warc": [Answer(url=f"{HOST}/Bids.aspx", status=404, type=HTML)],
    "fail-detail.warc": [listing(CAMERAS, PANEL), bid(1701, [], status=503), PANEL_PAGE],
    "fail-empty.warc": [listing("<div class='bidItems'></div>")],
    "fail-moved.warc": [
        Answer(url=f"{HOST}/Bids.aspx", status=301, type=HTML, headers=(("Location", "https://alderbrook.bonfirehub.com/portal"),))
    ],
}


def feeds(*names: str) -> Answer:
    """The page of feeds: each module with a number that differs from town to town."""
    links = "".join(f"<li><a href='/RSSFeed.aspx?ModID={place}&amp;CID=All-0'>{name}</a></li>" for place, name in enumerate(names, 63))
    return Answer(url=f"{HOST}/rss.aspx", body=page(f"<ul>{links}</ul>"), type=HTML)


def feed(module: int, title: str, *items: tuple[int, str, str]) -> Answer:
    """A feed, its items without guid."""
    told = "".join(
        f"<item><title>{name}</title><link>{HOST}/bids.aspx?BidID={id_}</link><pubDate>Wed, 18 Nov 2026 09:00:00 -0600</pubDate>"
        f"<description>{text}</description></item>"
        for id_, name, text in items
    )
    body = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>{told}</channel></rss>'
    return Answer(url=f"{HOST}/RSSFeed.aspx?ModID={module}&CID=All-0", body=body, type="text/xml")


NAMES = ("All Alerts", "Alderbrook - Bid Postings", "News Flash")
ITEM = (1701, "LICENSE PLATE READERS", "&lt;p&gt;Twelve fixed readers&lt;/p&gt;")
FEED = {
    "happy.warc": [feeds(*NAMES), feed(64, "Alderbrook, ZZ - Bid Postings", ITEM), CAMERAS_PAGE],
    "quiet.warc": [feeds(*NAMES), feed(64, "Alderbrook, ZZ - Bid Postings"), TAPES["quiet.warc"][0]],
    "fail-module.warc": [feeds(*NAMES), feed(64, "Alderbrook, ZZ - Road Works", ITEM)],
    "fail-nofeed.warc": [feeds("All Alerts", "News Flash")],
}

if __name__ == "__main__":
    for folder, tapes in (("us-zz-alderbrook", TAPES), ("us-zz-alderbrook-feed", FEED)):
        for name, answers in tapes.items():
            write(HERE / folder / name, answers, AT)
