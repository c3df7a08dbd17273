"""Writes the tapes of the API of SAM.gov, with notices that nobody posted."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

URL = "https://api.sam.gov/opportunities/v2/search?postedFrom={day}&postedTo={day}&limit=1000&offset={offset}"
FILES = "https://sam.gov/api/prod/opps/v3/opportunities/resources/files"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TARGET = HERE / "us-zz-opportunities"

Fields = dict[str, object]


def notice(number: int, **said: object) -> Fields:
    """A notice, with nulls and mixed up contacts."""
    row: Fields = {
        "noticeId": f"{number:032x}",
        "title": f"Notice {number}",
        "solicitationNumber": f"99SOL26R{number:04}",
        "fullParentPathName": "EXAMPLES, DEPARTMENT OF.BORDER OFFICE.W99 CONTRACTING",
        "fullParentPathCode": "099.9901.W99XYZ",
        "postedDate": "2026-11-19",
        "type": "Combined Synopsis/Solicitation",
        "baseType": "Presolicitation",
        "responseDeadLine": "2026-12-15T17:00:00-05:00",
        "naicsCode": "541519",
        "naicsCodes": ["541519", "541512"],
        "classificationCode": "7A21",
        "active": "Yes",
        "award": {"awardee": {}},
        "pointOfContact": [{"type": "primary", "fullName": "Ada Example", "email": "", "phone": "ada@examples.example"}],
        "description": f"https://api.sam.gov/prod/opportunities/v1/noticedesc?noticeid={number:032x}",
        "placeOfPerformance": {"city": {"name": "Springhaven"}, "state": {"name": ""}, "country": {"name": "UNITED STATES"}},
        "uiLink": f"https://sam.gov/opp/{number:032x}/view",
        "resourceLinks": None,
    }
    return row | said


def day(number: int, notices: list[Fields], offset: int = 0, total: int | None = None) -> Answer:
    """The notices posted on that day of November."""
    body = {"totalRecords": len(notices) if total is None else total, "limit": 1000, "offset": offset, "opportunitiesData": notices}
    return Answer(url=URL.format(day=f"11%2F{number}%2F2026", offset=offset), body=body)


FACE = notice(
    1,
    title="Facial recognition  at land borders",
    resourceLinks=[f"{FILES}/0c4dd885/download?api_key=null&token=", f"{FILES}/0c4dd885/download?api_key=null&token="],
)
AWARD = notice(
    2,
    type="Award Notice",
    solicitationNumber=None,
    responseDeadLine=None,
    award={
        "date": "2026-11-18",
        "number": "1",
        "amount": "184000.50",
        "awardee": {"name": "Argos Imaging, Inc.", "ueiSAM": "ZZ1ARGOS0000"},
    },
)
BARE = notice(3, award=None, placeOfPerformance=None)
NONE = Answer(url=URL.format(day="11%2F18%2F2026", offset=0), status=404, body={"errorMessage": "No Data found"})
ANY = URL.format(day="11%2F20%2F2026", offset=0)

TAPES = {
    "happy.warc": [
        day(20, [FACE]),
        day(19, [AWARD, notice(3, award=None, placeOfPerformance=None)]),
        day(18, [notice(4, title="Iris readers")]),
    ],
    "fail-empty.warc": [day(20, []), day(19, []), NONE],
    "fail-key.warc": [Answer(url=ANY, status=403, body={"error": {"message": "An invalid api_key was supplied"}})],
    "fail-quota.warc": [Answer(url=ANY, status=429, body={"code": "900804", "message": "Message throttled out"})],
    "fail-range.warc": [Answer(url=ANY, status=400, body={"errorMessage": "Limit valid range is 0-1000"})],
    "fail-crowded.warc": [day(20, [FACE], total=2500), day(20, [FACE], 1, total=2500), day(20, [FACE], 1000, total=2500)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
