"""Writes tapes of Minneapolis's LIMS with meetings that were never held."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-milltown"
QUERY = "meetingType=0&committeeId=0&pageCount=1000&offsetStart=0&abbreviation=&keywords=&sortOrder=1&fromDate=2026-08-22&toDate=2027-01-04"

Fields = dict[str, object]


def meeting(id_: int, name: str, when: str, **said: object) -> Fields:
    """A meeting of the calendar."""
    row: Fields = {
        "Id": id_,
        "CommitteeTypeId": 5,
        "CommitteeName": name,
        "Abbreviation": "CPC",
        "Location": "Room 350, Public Service Center",
        "Address": "250 S. 4th St., Milltown, ZZ 55415",
        "MeetingType": "Regular",
        "MeetingDate": f"{when[:10]}T00:00:00",
        "MeetingTime": when,
        "AgendaId": 0,
        "MarkedAgendaPublished": False,
        "Cancelled": False,
        "AgendaStatus": None,
        "Description": "",
        "CommitteeReportDocumentId": 0,
        "CommitteeReportDocument": "",
    }
    return row | said


def calendar(*rows: Fields) -> Answer:
    """The calendar of the window."""
    return Answer(url=f"https://lims.minneapolismn.gov/Calendar/GetCalenderList?{QUERY}", body=list(rows))


COUNCIL = meeting(
    8798, "City Council", "2026-12-03T09:30:00",
    CommitteeTypeId=3, Abbreviation="Council", AgendaId=5914, MarkedAgendaPublished=True, AgendaStatus="Published",
    Description="<p>Watch on <a href='https://www.youtube.com/x'>YouTube</a>.</p>",
)  # fmt: skip
OFF = meeting(8265, "Planning Commission", "2026-11-24T16:30:00", Cancelled=True)
PAST = meeting(
    8946, "Charter Commission", "2026-09-02T16:00:00",
    AgendaId=5795, MarkedAgendaPublished=True, AgendaStatus="Committee Report Published", Abbreviation="Charter",
    CommitteeReportDocumentId=4670, CommitteeReportDocument="Charter 0902 Report.pdf",
)  # fmt: skip

TAPES = {
    **in_place_of(calendar(COUNCIL, OFF)),
    "happy.warc": [calendar(COUNCIL, OFF, PAST)],
    "fail-empty.warc": [calendar()],
    "fail-object.warc": [Answer(url=calendar().url, body={"error": "Invalid committee"})],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
