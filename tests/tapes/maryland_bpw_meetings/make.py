"""Writes tapes of the list of meetings of the Board of Public Works of Maryland, with meetings that were never held."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
URL = "https://bpw.maryland.gov/Pages/meetingDocuments_year.aspx?year={}"
YEARS = '<ul><li><a href="/Pages/meetingDocuments_year.aspx?year=2025">2025</a></li></ul>'


def year(number: int, *rows: tuple[str, list[tuple[str, str]]]) -> Answer:
    """A page of SharePoint: a row for each meeting, with its files."""
    cells = "".join(
        f"<tr><td class='ms-gb'>{day}</td><td>{''.join(f'<a href={address!r}>{text}</a> ' for text, address in files)}</td></tr>"
        for day, files in rows
    )
    body = f"<!DOCTYPE html>\n<html><head><title>Meeting Documents</title></head><body>{YEARS}<table>{cells}</table></body></html>"
    return Answer(url=URL.format(number), body=body, type="text/html; charset=utf-8")


FILES = "/MeetingDocs/2026-{}"
MEETINGS = (
    ("December 16, 2026", [("Agenda", FILES.format("December-16-Agenda.pdf"))]),
    ("November 4, 2026", [("Agenda", FILES.format("Nov-4-Agenda.pdf")), ("Summary", FILES.format("November-4-Summary.pdf"))]),
    ("September 2, 2026", [("Agenda", FILES.format("Sept-2-Agenda revised.pdf")), ("Agenda", FILES.format("Sept-2-Agenda revised.pdf"))]),
    ("June 3, 2026", [("Agenda", FILES.format("June-3-Agenda.pdf"))]),
)

TAPES = {
    "happy.warc": [year(2026, *MEETINGS), year(2027)],
    "fail-empty.warc": [year(2026), year(2027)],
    "fail-layout.warc": [Answer(url=URL.format(2026), body="<html><body><h1>Welcome</h1></body></html>", type="text/html")],
    "fail-moved.warc": [
        Answer(url=URL.format(2026), status=302, type="text/html", headers=(("Location", "https://www.maryland.gov/bpw"),)),
    ],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(HERE / "us-zz-bpw" / name, answers, AT)
