"""Writes the tapes of Grants.gov, with opportunities that nobody funds."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://api.grants.gov/v1/api"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TARGET = HERE / "us-zz-grants"

Fields = dict[str, object]


def search(keyword: str, hits: list[Fields], count: int | None = None, **said: object) -> Answer:
    """What a keyword finds."""
    asked = {"keyword": keyword, "oppStatuses": "forecasted|posted", "rows": 100, "startRecordNum": 0, "sortBy": "openDate|desc"}
    data = {"hitCount": len(hits) if count is None else count, "startRecord": 0, "oppHits": hits}
    body = {"errorcode": 0, "msg": "Webservice Succeeds", "token": "t", "data": data, **said}
    return Answer(url=f"{API}/search2", method="POST", sent=json.dumps(asked).encode(), body=body)


def hit(number: int, title: str, **said: object) -> Fields:
    """An opportunity as the list has it."""
    row: Fields = {
        "id": str(number),
        "number": f"EX-26-{number}",
        "title": title,
        "agencyCode": "DOX",
        "agency": "Department of Examples",
        "openDate": "11/10/2026",
        "closeDate": "01/15/2027",
        "oppStatus": "posted",
        "docType": "synopsis",
        "cfdaList": ["99.001"],
    }
    return row | said


def detail(number: int, **said: object) -> Answer:
    """An opportunity with its synopsis, or its forecast."""
    body = {"errorcode": 0, "msg": "Webservice Succeeds", "data": {"id": number, "opportunityNumber": f"EX-26-{number}", **said}}
    return Answer(url=f"{API}/fetchOpportunity", method="POST", sent=json.dumps({"opportunityId": number}).encode(), body=body)


PATROL = hit(350001, "Facial recognition &ndash; pilots for border patrol")
FORECAST = hit(350002, "Body-worn cameras", oppStatus="forecasted", docType="forecast", closeDate="", openDate="12/01/2026")
SYNOPSIS = {
    "synopsisDesc": "<p>Grants for <b>facial recognition</b> pilots.</p>",
    "agencyContactName": "Ada Example",
    "agencyContactEmail": "ada@examples.example",
    "estimatedFunding": "2000000",
    "awardCeiling": "500000",
    "awardFloor": "0",
}
SAID = {"forecastDesc": "Cameras for small departments", "estimatedFunding": "none", "awardCeiling": "0"}
EMPTY = [search("facial recognition", []), search("body-worn camera", [])]

TAPES = {
    "happy.warc": [
        search("facial recognition", [PATROL]),
        search("body-worn camera", [FORECAST, PATROL]),
        detail(350001, synopsis=SYNOPSIS),
        detail(350002, forecast=SAID),
    ],
    "quiet.warc": EMPTY,
    "fail-error.warc": [search("facial recognition", [], errorcode=1, msg="Error in webservice")],
    "fail-detail.warc": [search("facial recognition", [PATROL]), EMPTY[1], detail(999)],
    "fail-half.warc": [search("facial recognition", [], count=7)],
    "fail-html.warc": [Answer(url=f"{API}/search2", method="POST", sent=b"{}", body="<html><body>Outage</body></html>", type="text/html")],
    "fail-server.warc": [Answer(url=f"{API}/search2", method="POST", sent=b"{}", body=b"", status=502)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
