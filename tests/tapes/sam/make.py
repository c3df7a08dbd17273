"""Writes the tapes of the daily file of SAM.gov, with notices that nobody posted."""

import csv
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

URL = (
    "https://sam.gov/api/prod/fileextractservices/v1/api/download/Contract%20Opportunities/datagov/"
    "ContractOpportunitiesFullCSV.csv?privacy=Public"
)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TARGET = HERE / "us-zz-opportunities"
HEADER = [
    "NoticeId",
    "Title",
    "Sol#",
    "Department/Ind.Agency",
    "CGAC",
    "Sub-Tier",
    "FPDS Code",
    "Office",
    "AAC Code",
    "PostedDate",
    "Type",
    "BaseType",
    "ArchiveType",
    "ArchiveDate",
    "SetASideCode",
    "SetASide",
    "ResponseDeadLine",
    "NaicsCode",
    "ClassificationCode",
    "PopStreetAddress",
    "PopCity",
    "PopState",
    "PopZip",
    "PopCountry",
    "Active",
    "AwardNumber",
    "AwardDate",
    "Award$",
    "Awardee",
    "PrimaryContactTitle",
    "PrimaryContactFullname",
    "PrimaryContactEmail",
    "PrimaryContactPhone",
    "PrimaryContactFax",
    "SecondaryContactTitle",
    "SecondaryContactFullname",
    "SecondaryContactEmail",
    "SecondaryContactPhone",
    "SecondaryContactFax",
    "OrganizationType",
    "State",
    "City",
    "ZipCode",
    "CountryCode",
    "AdditionalInfoLink",
    "Link",
    "Description",
]


def row(number: int, **said: str) -> dict[str, str]:
    """A notice by column."""
    id_ = f"{number:032x}"
    common = {
        "NoticeId": id_,
        "Title": f"Notice {number}",
        "Sol#": f"99SOL26R{number:04}",
        "Department/Ind.Agency": "DEPT OF EXAMPLES",
        "CGAC": "099",
        "Sub-Tier": "BORDER OFFICE",
        "FPDS Code": "9901",
        "Office": "W99 CONTRACTING",
        "AAC Code": "W99XYZ",
        "PostedDate": "2026-11-18 13:55:37.123-05",
        "Type": "Solicitation",
        "BaseType": "Solicitation",
        "ResponseDeadLine": "2026-12-15T17:00:00-05:00",
        "NaicsCode": "541519",
        "ClassificationCode": "7A21",
        "PopCity": "Springhaven",
        "PopCountry": "UNITED STATES",
        "Active": "Yes",
        "PrimaryContactFullname": "Ada Example",
        "PrimaryContactEmail": "ada@examples.example",
        "Link": f"https://sam.gov/workspace/contract/opp/{id_}/view",
        "Description": "Nothing of note.",
    }
    return common | {name.replace("_", " "): value for name, value in said.items()}


def table(rows: list[dict[str, str]], header: list[str] = HEADER, *, short: str = "") -> bytes:
    """The file in Windows-1252, as it is published; `short` is a last row that ends too early."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(header)
    lines.writerows([each.get(name, "") for name in header] for each in rows)
    return (text.getvalue() + short).encode("cp1252")


ROWS = [
    row(
        1,
        Title="Facial recognition at land borders – cameras",
        Description="<p>Cameras &amp; software for facial recognition.</p>\r\n\r\nThe vendor’s staff is vetted.",
        AdditionalInfoLink="https://examples.example/more",
    ),
    row(
        2,
        Title="Award of fingerprint scanners",
        Type="Award Notice",
        PostedDate="2026-11-19",
        ResponseDeadLine="",
        AwardNumber="99AWD26P0001",
        AwardDate="2026-11-17",
        Awardee="Argos Imaging, Inc. Springhaven VA 22150",
        **{"Award$": "$184,000.50"},
    ),
    row(
        3,
        Title="Iris readers",
        Type="Sources Sought",
        **{"Sol#": "", "Award$": "0.00", "Link": "", "ResponseDeadLine": "2026-12-01T09:00:00+09:00"},
    ),
    row(4, Title="Road salt", Active="No", PostedDate="2019-03-01"),  # over long ago
]
SHORT = f"{5:032x},Award for palm scanners,,,,,,,,2026-11-19,Award Notice,Award Notice,,,,,,,,,,,,UNITED STATES,Yes\r\n"
TYPE = "text/csv"

TAPES = {
    "happy.warc": table(ROWS, short=SHORT),
    "moved-columns.warc": table([row(6, Title="Gait analysis")], list(reversed(HEADER))),
    "fail-columns.warc": table(ROWS, [name for name in HEADER if name != "Description"]),
    "fail-empty.warc": table([]),
    "fail-html.warc": b"<!DOCTYPE html><html><head><title>SAM.gov</title></head><body>We are down for maintenance.</body></html>",
}

if __name__ == "__main__":
    for name, body in TAPES.items():
        write(TARGET / name, [Answer(url=URL, body=body, type=TYPE)], AT)
    write(TARGET / "fail-moved.warc", [Answer(url=URL, status=302, headers=(("Location", "https://files.example/full.csv"),))], AT)
