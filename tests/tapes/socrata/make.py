"""Writes the tapes of the open data of Springhaven, a city that does not exist, as Socrata would answer for it."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
SODA2 = "https://data.springhaven.example/resource/lobb-yist.json"
SODA3 = "https://data.springhaven.example/api/v3/views/noti-ces1/query.json"
WINDOW = ":updated_at >= '2026-08-22T18:00:00'"
NAMES = "filing_id, client_name, first_name, last_name, quarter, filed, client_id, fee, department, subject"
STAMP = "2026-11-19T04:10:00.000Z"
POSTED = "2026-11-19T08:15:00.000"
DAY = "posted >= '2026-08-22T13:00:00'"

Fields = dict[str, object]


def filing(place: int, id_: str | None, client: str, subject: str | None, **said: object) -> Fields:
    """A row. SODA leaves out what is empty."""
    row: Fields = {":id": f"row-{place:04}", ":updated_at": STAMP, "filing_id": id_, "client_name": client}
    row |= {"first_name": "Ada", "last_name": "Merriweather", "quarter": "2026 Q3", "subject": subject, "department": "Police Department"}
    return {name: value for name, value in (row | said).items() if value is not None}


def soda2(rows: object, status: int = 200, *, where: str = f"({WINDOW})", count: bool = False) -> Answer:
    """An answer to a GET."""
    query = {"$select": f":id, :updated_at, {NAMES}", "$where": where, "$order": ":updated_at, :id", "$limit": 2}
    if count:
        query = {"$select": "count(*) AS n", "$where": where}
    asked = urlencode({name: value for name, value in query.items() if value}, quote_via=quote)
    return Answer(url=f"{SODA2}?{asked}", body=rows, status=status)


def soda3(rows: object, query: str, status: int = 200) -> Answer:
    """An answer to a POST."""
    sent = json.dumps({"query": query, "includeSynthetic": True}).encode()
    return Answer(url=SODA3, method="POST", sent=sent, body=rows, status=status)


def following(id_: str) -> str:
    """The condition of the page after a row."""
    return f"({WINDOW}) AND (:updated_at > '{STAMP}' OR (:updated_at = '{STAMP}' AND :id > '{id_}'))"


def counted(number: int, where: str = f"({WINDOW})") -> Answer:
    """How many rows there are."""
    return soda2([{"n": str(number)}], where=where, count=True)


ARGOS = {"client_id": "77"}
ROWS = [
    filing(
        1, "F-101", "ARGOS IMAGING, INC.", "Face recognition\nfor body cameras", filed="2026-10-15T00:00:00.000", fee="4500", client_id="77"
    ),
    filing(2, "F-102", "Elm Street Paving", None, department=None, filed="2026-10-16T09:30:00.000", fee="$1,250.50"),
    filing(3, "F-102", "Elm Street Paving", None, department=None, filed="2026-10-16T09:30:00.000", fee="$1,250.50"),
    filing(4, "F-103", "Oak & Sons", "Zoning", first_name=None, filed="2026-11-18T00:00:00.000"),
]
NOTICES = [
    {
        ":id": "row-1",
        "posted": POSTED,
        "request": "EPIN-1",
        "title": "Licence plate readers",
        "agency": "Police",
        "kind": "Solicitation",
        "due": "2026-12-11T14:00:00.000",
        "file": {"url": "https://files.springhaven.example/epin-1.pdf", "description": "Specification"},
    },
    {
        ":id": "row-2",
        "posted": POSTED,
        "request": "EPIN-0",
        "title": "Road salt",
        "agency": "Streets",
        "kind": "Award",
        "paid": "90000.00",
    },
]
SELECT = "SELECT :id, posted, request, title, file, due, kind, agency, paid"


def listed(where: str) -> str:
    """The query for a page of one notice."""
    return f"{SELECT} WHERE {where} ORDER BY posted, :id LIMIT 1"


TAPES = {
    "us-zz-springhaven": {
        # Clerks entered one filing twice; its copy comes on the next page.
        "happy.warc": [counted(4), soda2(ROWS[:2]), soda2(ROWS[2:], where=following("row-0002"))],
        "quiet.warc": [counted(0), counted(80, "")],
        "fail-column.warc": [
            counted(4),
            soda2({"code": "query.soql.no-such-column", "error": True, "message": "No such column: fee"}, 400),
        ],
        "fail-empty.warc": [counted(0), counted(0, "")],
        "fail-gone.warc": [Answer(url=counted(0).url, body={"code": "dataset.missing", "error": True, "message": "Not found"}, status=404)],
        "fail-html.warc": [Answer(url=counted(0).url, body="<html><title>Maintenance</title></html>", type="text/html")],
        "fail-private.warc": [Answer(url=counted(0).url, body={"code": "permission_denied", "error": True, "message": "no"}, status=403)],
        "fail-replaced.warc": [counted(9000), soda2(ROWS[:2]), soda2([], where=following("row-0002"))],
        "fail-working.warc": [Answer(url=counted(0).url, body={"code": "202", "message": "processing"}, status=202)],
    },
    "us-zz-notices": {
        "happy.warc": [
            soda3([{"n": "2"}], f"SELECT count(*) AS n WHERE ({DAY})"),
            soda3(NOTICES[:1], listed(f"({DAY})")),
            soda3(NOTICES[1:], listed(f"({DAY}) AND (posted > '{POSTED}' OR (posted = '{POSTED}' AND :id > 'row-1'))")),
        ],
    },
}

if __name__ == "__main__":
    for folder, tapes in TAPES.items():
        for name, answers in tapes.items():
            write(HERE / folder / name, answers, AT)
