"""Writes the tapes of bills of states that do not exist, as Open States would list them."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

API = "https://v3.openstates.org/bills"
TARGET = HERE / "us-zz-states"

Fields = dict[str, object]


def bill(number: int, title: str, **said: object) -> Fields:
    """A bill."""
    id_ = f"ocd-bill/00000000-0000-4000-8000-{number:012}"
    row: Fields = {
        "id": id_,
        "session": "2026",
        "jurisdiction": {"id": "ocd-jurisdiction/country:us/state:zz/government", "name": "Elm State", "classification": "state"},
        "from_organization": {"id": "ocd-organization/1", "name": "Senate", "classification": "upper"},
        "identifier": f"SB {number}",
        "title": title,
        "classification": ["bill"],
        "subject": ["Police"],
        "updated_at": "2026-11-18T06:12:31.123456+00:00",
        "openstates_url": f"https://openstates.org/zz/bills/2026/SB{number}/",
        "latest_action_date": "2026-11-17",
        "latest_action_description": "Referred to Public Safety",
        "abstracts": [{"abstract": "Limits  face recognition by police.", "note": "summary"}],
    }
    return row | said


def listing(bills: list[Fields], term: str, *, of: int, page: int = 1) -> Answer:
    """A page of what says a term; two bills fill one."""
    asked = {"q": f'"{term}"', "updated_since": "2026-11-14T18:00:00", "sort": "updated_asc", "include": "abstracts", "per_page": 20}
    query = asked | ({"page": page} if page > 1 else {})
    pages = {"per_page": 20, "page": page, "max_page": max(1, -(-of // 2)), "total_items": of}
    return Answer(url=f"{API}?{urlencode(query)}", body={"results": bills, "pagination": pages})


FACES = bill(12, "An act on  face recognition")
ROADS = bill(
    13, "An act on roads", classification=["bill", "appropriation"], abstracts=[], latest_action_date="", latest_action_description=""
)
LATER = bill(14, "An act on cameras", from_organization=None, subject=[], updated_at="2026-11-19T06:12:31+00:00")

TAPES = {
    "happy.warc": [listing([FACES, ROADS], "facial recognition", of=3), listing([LATER], "facial recognition", of=3, page=2)],
    "quiet.warc": [listing([], "facial recognition", of=0)],
    "fail-ignored.warc": [listing([bill(15, "Old", updated_at="2019-01-01T00:00:00+00:00")], "facial recognition", of=1)],
    "fail-key.warc": [Answer(url=listing([], "facial recognition", of=0).url, status=403, body={"detail": "Must provide API Key"})],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
