"""Writes tapes of the API of sbir.gov with firms, topics and agencies that do not exist."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
QUERIES = {"solicitations": "open=1", "awards": "rows=100&start={}"}

Fields = dict[str, object]


def topic(node: int, number: str, title: str, text: str, subtopics: list[Fields] | None = None) -> Fields:
    """A topic of a solicitation."""
    return {
        "topic_title": title,
        "branch": "Town Watch",
        "topic_number": number,
        "topic_description": text,
        "sbir_topic_link": f"https://www.sbir.gov/node/{node}",
        "subtopics": subtopics or [],
    }


def solicitation(node: int, number: str, title: str, topics: list[Fields], **said: object) -> Fields:
    """A solicitation; its scalars are texts."""
    row: Fields = {
        "solicitation_title": title,
        "solicitation_number": number,
        "program": "SBIR",
        "phase": "BOTH",
        "agency": "Department of Invention",
        "branch": "Town Watch",
        "solicitation_year": "2026",
        "release_date": "2026-10-05",
        "open_date": "2026-10-28",
        "close_date": "2027-01-20",
        "application_due_date": ["2026-12-02", "2027-01-20"],
        "occurrence_number": None,
        "sbir_solicitation_link": f"https://www.sbir.gov/node/{node}",
        "solicitation_agency_url": "https://invention.example.gov/sbir",
        "current_status": "open",
        "solicitation_topics": topics,
    }
    return row | said


def award(tracking: str, contract: str, title: str, amount: str, day: str, **said: object) -> Fields:
    """An award, with the people that come with it."""
    row: Fields = {
        "firm": "Argos Imaging, Inc.",
        "award_title": title,
        "agency": "Department of Invention",
        "branch": "",
        "phase": "Phase I",
        "program": "STTR",
        "agency_tracking_number": tracking,
        "contract": contract,
        "proposal_award_date": day,
        "contract_end_date": "2027-06-30",
        "solicitation_number": "26.1",
        "solicitation_year": "2026",
        "topic_code": "DI261-003",
        "award_year": "2026",
        "award_amount": amount,
        "duns": "",
        "uei": "ZZARG0SIMG01",
        "poc_name": "Pat Contact",
        "poc_phone": "(555) 010-0000",
        "poc_email": "pat@argos.example.com",
        "pi_name": "Sam Investigator",
        "pi_email": "sam@argos.example.com",
        "ri_name": None,
        "abstract": "Matching faces at the gate._x000D_\n_x000D_\nNothing is kept.",
        "award_link": f"https://www.sbir.gov/node/9{tracking}",
    }
    return row | said


SOLICITATIONS = [
    solicitation(
        71001,
        "26.1",
        "DI SBIR 26.1",
        [
            topic(71101, "DI261-003", "Facial recognition at a distance", "Recognise a face at 300 metres.\r\n\r\nPHASE I: a study."),
            topic(71102, "DI261-004", "Quiet fans", "", [{"subtopic_title": "Blades", "subtopic_description": "<p>Owl&rsquo;s wings</p>"}]),
        ],
    ),
    # The same number for the other programme, with dates that are not given.
    solicitation(71002, "26.1", "DI STTR 26.1", [], program="STTR", close_date="", application_due_date=["2026-12-09"], release_date=""),
]
AWARDS = [
    award("D26-0017", "W900ZZ-26-C-0017", "Faces at the gate", "139,998.50", "2026-10-02"),
    award("D26-0018", "W900ZZ-26-C-0018", "A sum that is withheld", "0.00", "2026-09-30", topic_code="", uei="", duns="000000001"),
    award("D26-0019", "W900ZZ-26-C-0019", "A sum that is not there", "", "2026-09-30"),
]


def asked(what: str, start: int = 0) -> str:
    """The address of a list."""
    return f"https://www.sbir.gov/api/{what}.json?{QUERIES[what].format(start)}"


def tapes(what: str, rows: list[Fields]) -> dict[str, list[Answer]]:
    """The tapes of one list."""
    sorry = "<!DOCTYPE html><html><body><h1>The public API is undergoing maintenance</h1></body></html>"
    away = (("Location", "https://legacy.sbir.gov/api/awards.json"),)
    return {
        "happy.warc": [Answer(url=asked(what), body=rows)],
        "fail-empty.warc": [Answer(url=asked(what), body=[])],
        "fail-html.warc": [Answer(url=asked(what), body=sorry, type="text/html")],
        "fail-moved.warc": [Answer(url=asked(what), status=301, type="text/html", headers=away)],
        "fail-object.warc": [Answer(url=asked(what), body={"Code": 403, "Message": "Too many requests"})],
    }


if __name__ == "__main__":
    for what, rows in (("solicitations", SOLICITATIONS), ("awards", AWARDS)):
        for name, answers in tapes(what, rows).items():
            write(HERE / f"us-zz-sbir-{what}" / name, answers, AT)
