"""Writes the tapes of the feed of Ashgrove, a county that does not exist, as its Legistar InSite would answer."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://ashgrove.legistar.com"
FEED = f"{SITE}/Feed.ashx?M=Calendar&ID=1941&GUID=5B1C77F0-0000-4000-8000-617368677276"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-ashgrove"


def item(number: int, title: str, changed: str, summary: str = "") -> str:
    """An entry; the guid has the time of the last change behind it."""
    guid = f"3a6304b5-0000-4000-8000-{number:012}"
    link = f"{SITE}/MeetingDetail.aspx?ID={number}&amp;GUID={guid}"
    head = f"<title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}-{changed}</guid>"
    return f"<item>{head}<description>{summary}</description><pubDate>Wed, 18 Nov 2026 21:04:11 GMT</pubDate></item>"


def feed(*items: str, title: str = "Ashgrove County - Calendar (This Year)") -> Answer:
    """The feed."""
    body = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'
    return Answer(url=FEED, body=body, type="text/xml; charset=utf-8")


BOARD = item(1062689, "Board of Supervisors - 12/15/2026 - 9:30 AM", "2026-11-18-21-04-11", "Chamber, 5th Floor")
JOINT = item(1062690, "Air Quality - Joint Panel - 12/1/2026", "2026-11-17-09-00-00")
CANCELLED = item(1062700, "Budget Committee - 12/2/2026 - 1:00 PM", "2026-11-19-08-15-00", "CANCELLED")
OLD = item(1050001, "Board of Supervisors - 1/6/2026 - 9:30 AM", "2026-01-02-10-00-00")

TAPES = {
    **in_place_of(feed(BOARD)),
    "happy.warc": [feed(BOARD, JOINT, CANCELLED, OLD)],
    "fail-empty.warc": [feed()],
    "fail-guid.warc": [replace(feed(), body="Invalid parameters!", type="text/plain")],
    "fail-invalid.warc": [feed(title="Invalid feed")],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
