"""Writes tapes of the feed of GETS with tenders that do not exist."""

import sys
from datetime import UTC, datetime
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
FEED = "https://www.gets.govt.nz/ExternalRSSFeed.htm"
XML = "text/xml;charset=UTF-8"


def item(number: int, title: str, buyer: str, closes: str, tags: list[str], text: str = "") -> str:
    """An item, its description a table with tags that do not close as they should."""
    table = (
        f"<table><tr><td><b>RFx ID:</b></td><td>{number}</td></tr><tr><td><b>Organisation:</b></td><td>{buyer}</td></tr>"
        f"<tr><td><b>Close date:<b/></td><td>{closes}</td></tr></table><p>{text}</p>"
    )
    link = f"https://www.gets.govt.nz/TOWN/ExternalTenderDetails.htm?id={number}"
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><description>{escape(table)}</description>"
        f"{''.join(f'<category>{escape(tag)}</category>' for tag in tags)}<pubDate>Wed, 18 Nov 2026 20:15:00 GMT</pubDate>"
        f"<guid isPermaLink='true'>{link}</guid><dc:creator>{escape(buyer)}</dc:creator><dc:date>2026-11-18T20:15:00Z</dc:date></item>"
    )


def feed(*items: str) -> str:
    """The feed."""
    head = '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">'
    about = f"<title>GETS - Open Tenders</title><link>{FEED}</link><description>Tenders</description>"
    return f"{head}<channel>{about}{''.join(items)}</channel></rss>"


ITEMS = [
    item(
        33900001, "CCTV & number plate recognition", "Town of Kōwhai", "Friday, 11 December 2026, 12:00 PM (Pacific/Auckland UTC+13:00)",
        ["46171610 - Security cameras", "81110000 - Computer services"], "Cameras at 12 sites.",
    ),
    item(33900003, "Fingerprint readers", "Kōwhai Police", "1 December 2026", []),
    item(33900002, "Standing panel for design", "Kōwhai Transport", "Until further notice", ["81101500 - Civil engineering"]),
]  # fmt: skip
PAGE = "<!DOCTYPE html><html><head><title>GETS</title></head><body>Welcome</body></html>"

TAPES = {
    "happy.warc": [Answer(url=FEED, body=feed(*ITEMS), type=XML)],
    "fail-empty.warc": [Answer(url=FEED, body=feed(), type=XML)],
    "fail-html.warc": [Answer(url=FEED, body=PAGE, type="text/html")],
    "fail-moved.warc": [Answer(url=FEED, status=302, type="text/html", headers=(("Location", "https://gets.example.nz/feed"),))],
    "fail-server.warc": [Answer(url=FEED, status=500, body="Error", type="text/html")],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(HERE / "nz-zz-gets" / name, answers, AT)
