"""Writes tapes of two Bonfire portals in Marlow, a county that does not exist."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
FEED = "https://marlowcounty.bonfirehub.com/opportunities/rss"
LIST = "https://marlowschools.bonfirehub.com/PublicPortal/getOpenPublicOpportunitiesSectionData"
PORTAL = "<!DOCTYPE html><html><head><title>Portal</title></head><body>Loading</body></html>"
CHALLENGE = "<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x'></script></body></html>"


def item(number: int, reference: str, name: str, text: str, closes: str) -> str:
    """An item of the feed, which has no guid."""
    said = f"<title>Reference #: {reference}. Name: {name}</title><description>Description: {text} Project closes {closes}.</description>"
    link = f"https://marlowcounty.bonfirehub.com/opportunities/{number}"
    return f"<item>{said}<pubDate>Wed, 11 Nov 2026 15:00:00 -0500</pubDate><link>{link}</link></item>"


def feed(*items: str) -> Answer:
    """The feed."""
    channel = f"<channel><title>Open Opportunities</title>{''.join(items)}</channel>"
    body = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0">{channel}</rss>'
    return Answer(url=FEED, body=body, type="application/rss+xml; charset=utf-8")


def project(number: str, reference: str, name: str, closes: str, status: str = "2") -> dict[str, str]:
    """A project of the list."""
    return {
        "ProjectID": number,
        "PrivateProjectID": "0" * 32,
        "ReferenceID": reference,
        "ProjectStatusID": status,
        "ProjectSubStatusID": "1",
        "ProjectVisibilityID": "1",
        "ProjectName": name,
        "DateClose": closes,
        "DepartmentID": "77",
    }


def listing(projects: object, success: int = 1) -> Answer:
    """The list behind the page."""
    return Answer(url=LIST, body={"success": success, "message": "", "payload": {"projects": projects, "departments": []}})


COUNTY = {
    "happy.warc": [
        feed(
            item(880001, "RFP 26-014", "Body-Worn Cameras", "200 cameras with storage.", "Dec 17, 2026 2:00 PM EST"),
            item(880002, "26-015", "Paper", "Pallets of paper.", "Dec 01, 2026 10:00 AM XYZ"),
            "<item><title>Jail telephones</title><description>Calls.</description><link>https://marlowcounty.bonfirehub.com/opportunities/880003</link></item>",
        )
    ],
    "fail-challenge.warc": [
        Answer(url=FEED, status=403, body=CHALLENGE, type="text/html", headers=(("cf-mitigated", "challenge"), ("Server", "cloudflare")))
    ],
    "fail-empty.warc": [feed()],
    "fail-html.warc": [Answer(url=FEED, body=PORTAL, type="text/html")],
}
SCHOOLS = {
    # 19:00 UTC is 14:00 in Marlow.
    "happy.warc": [
        listing(
            {
                "990001": project("990001", "S-26-3", "Visitor screening with facial recognition", "2026-12-10 19:00:00"),
                "990002": project("990002", "", "Buses", ""),
            }
        )
    ],
    "quiet.warc": [listing([])],
    "fail-failed.warc": [listing([], success=0)],
    "fail-html.warc": [Answer(url=LIST, body=PORTAL, type="text/html")],
    "fail-moved.warc": [Answer(url=LIST, status=302, type="text/html", headers=(("Location", "https://vendor.bonfirehub.com/marlow"),))],
}

if __name__ == "__main__":
    for folder, tapes in (("us-zz-marlow-county", COUNTY), ("us-zz-marlow-schools", SCHOOLS)):
        for name, answers in tapes.items():
            write(HERE / folder / name, answers, AT)
