"""Writes tapes of the export of a Board of Public Works, with items that do not exist."""

import csv
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
URL = "https://data.example.gov/bpw/export.csv"
HEADER = ["Agency", "Agenda Link", "Agenda Item Number", "Category", "Type", "Description", "Amount", "Recipient", "Certification", "Goals"]
HEADER += ["Contract", "Method", "Fund Source"]
AGENDA = "https://bpw.example.gov/MeetingDocs/2026-Nov-4-Agenda.pdf"
SEPTEMBER = "https://bpw.example.gov/MeetingDocs/2026-Sept-16-Agenda.pdf"


def row(number: str, description: str, sum_: str, recipient: str, contract: str = "No Contract Number Listed", **said: str) -> list[str]:
    """A row of the export."""
    given = {
        "Agency": "DPSCS",
        "Agenda Link": AGENDA,
        "Agenda Item Number": number,
        "Category": "Contract",
        "Type": "Information Technology",
        "Description": description,
        "Amount": sum_,
        "Recipient": recipient,
        "Certification": "Not applicable",
        "Goals": "MBE 0%; \nVSBE 0%",
        "Contract": contract,
        "Method": "Competitive Sealed Proposal",
        "Fund Source": "General Funds",
        **{name.replace("_", " "): value for name, value in said.items()},
    }
    return [given[name] for name in HEADER]


ROWS = [
    row("30-IT", "Approve two task orders", "350000.00", "Various"),
    row("30-IT 1.1", "Facial recognition for\nvisitors of prisons", "300000.00", "Argos Imaging, Inc.", "Q00B1; Q00B2"),
    row("30-IT 1.2", "Help desk", "50000.00", "Desk LLC", "Q00B3"),
    row("31-IT-MOD", "Extend the term", "0.00", "Desk LLC", "Q00B3", Type="Information Technology Modification"),
    row("SEC 3", "Revert the balance", "-5123.75", "Farm Foundation", "MP-1", Category="Grant", Method="Non Contract Action"),
    row("32-IT", "WITHDRAWN: telephone exchanges", "99000.00", "Bell & Co", "Q00B9"),
    row("", "No number in this one", "1,250.00", "Not applicable", Agenda_Link=SEPTEMBER),
]


def export(rows: list[list[str]], header: list[str] | None = None) -> Answer:
    """The file, every cell in quotes."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([header or HEADER, *rows])
    return Answer(url=URL, body=out.getvalue(), type="text/csv")


TAPES = {
    "happy.warc": [export(ROWS)],
    "fail-columns.warc": [export(ROWS, ["Vendor" if name == "Recipient" else name for name in HEADER])],
    "fail-dashboard.warc": [Answer(url=URL, body="<!DOCTYPE html><html><body>BPW Dashboard</body></html>", type="text/html")],
    "fail-empty.warc": [export([])],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(HERE / "us-zz-bpw-items" / name, answers, AT)
