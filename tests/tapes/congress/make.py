"""Writes the tapes of bills that nobody introduced, as the API of Congress would list them."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

API = "https://api.congress.gov/v3/bill/119"
TARGET = HERE / "us-zz-bills"
WHEN = {
    "fromDateTime": "2026-11-14T18:00:00Z",
    "toDateTime": "2026-11-20T18:00:00Z",
    "sort": "updateDate+asc",
    "limit": 250,
    "format": "json",
}

Fields = dict[str, object]


def bill(type_: str, number: int, title: str, action: Fields | None) -> Fields:
    """A bill."""
    chamber = "House" if type_.startswith("H") else "Senate"
    row: Fields = {"congress": 119, "number": str(number), "originChamber": chamber, "originChamberCode": chamber[0], "title": title}
    return {**row, "type": type_, "latestAction": action, "updateDate": "2026-11-19", "url": f"{API}/{type_.lower()}/{number}?format=json"}


def listing(bills: list[Fields], *, of: int, offset: int = 0, more: bool = False) -> Answer:
    """A page."""
    query = {**WHEN, **({"offset": offset} if offset else {})}
    pages: Fields = {"count": of, **({"next": f"{API}?offset=250"} if more else {})}
    return Answer(url=f"{API}?{urlencode(query)}", body={"bills": bills, "pagination": pages, "request": {"congress": "119"}})


FACES = bill("S", 847, "Commercial  Facial Recognition Privacy Act", {"actionDate": "2026-11-18", "text": "Read twice and referred."})
ROADS = bill("HJRES", 12, "On roads.", {"actionDate": "2026-11-17", "actionTime": "12:00:00", "text": "Referred."})
FRESH = bill("HR", 9001, "To plant elms.", None)

TAPES = {
    "happy.warc": [listing([FACES, ROADS], of=3, more=True), listing([FRESH], of=3, offset=250)],
    "quiet.warc": [listing([], of=0)],
    "fail-key.warc": [
        Answer(
            url=listing([], of=0).url,
            status=403,
            body={"error": {"code": "API_KEY_INVALID", "message": "An invalid api_key was supplied."}},
        )
    ],
    "fail-short.warc": [listing([FACES], of=3)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
