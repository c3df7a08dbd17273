"""Writes the tapes of the World Bank's procurement notices, for projects that nobody finances."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

SEARCH = "https://search.worldbank.org/api/procnotices?format=json&rows=100&os={}&qterm={}&srt=noticedate&order=desc"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TARGET = HERE / "zz-world-notices"

Fields = dict[str, object]


def found(term: str, rows: object, total: object, first: int = 0) -> Answer:
    """A page of what a term finds."""
    return Answer(url=SEARCH.format(first, term.replace(" ", "+")), body={"rows": 100, "os": first, "total": total, "procnotices": rows})


def notice(number: int, day: str, **said: object) -> Fields:
    """A notice, with a contact person."""
    row: Fields = {
        "id": f"OP{number:08}",
        "notice_type": "Request for Bids",
        "noticedate": day,
        "notice_lang_name": "English",
        "notice_status": "Published",
        "submission_deadline_date": "2026-12-15T00:00:00Z",
        "submission_deadline_time": "09:30",
        "project_id": "P000001",
        "project_name": "Identification for Development in Zetland",
        "project_ctry_name": "Zetland",
        "bid_reference_no": "ZT-NIA-1-GO-RFB",
        "bid_description": "Supply of biometric enrolment kits",
        "procurement_method_name": "Open - International",
        "contact_organization": "National Identification Authority",
        "contact_name": "Ada Example",
        "contact_email": "ada@nia.example",
        "notice_text": "<p>The Authority invites <b>sealed</b> bids for 500 kits with fingerprint and iris scanners.</p>",
    }
    return row | said


KITS = notice(1, "18-Nov-2026")
AWARD = notice(2, "17-Nov-2026", notice_type="Contract Award", submission_deadline_date=None, submission_deadline_time=None, notice_text="")
OFF = notice(3, "16-Nov-2026", notice_status="Cancelled", bid_description="", bid_reference_no=None, notice_lang_name="Klingon")
OLD = notice(4, "15-Jul-2019")

TAPES = {
    # The second term answers with an object by id, and with the total as a text.
    "happy.warc": [found("biometric", [KITS, AWARD, OLD], "3"), found("facial recognition", {"OP1": KITS, "OP3": OFF}, "2")],
    "quiet.warc": [found("biometric", [OLD], 1), found("facial recognition", [], "0")],
    "fail-empty.warc": [found("biometric", [], "0"), found("facial recognition", [], 0)],
    "fail-form.warc": [Answer(url=SEARCH.format(0, "biometric"), body={"rows": 10, "total": "3", "documents": {}})],
    "fail-html.warc": [Answer(url=SEARCH.format(0, "biometric"), body="<html><body>Unavailable</body></html>", type="text/html")],
    "fail-half.warc": [found("biometric", [KITS], "7000")],
    "fail-server.warc": [Answer(url=SEARCH.format(0, "biometric"), body=b"", status=503)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
