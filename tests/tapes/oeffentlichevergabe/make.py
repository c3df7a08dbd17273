"""Writes tapes of the daily archives of Germany's service for public procurement, with notices that do not exist."""

import io
import json
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
EXPORT = "https://www.oeffentlichevergabe.de/api/notice-exports?pubDay={}&format={}.zip"
DAYS = ("2026-11-18", "2026-11-19")

NOTICE = """<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>eforms-de-1.2</cbc:CustomizationID>
  <cbc:ID schemeName="notice-id">{id}</cbc:ID>
  <cbc:ContractFolderID>5a000000-0000-4000-8000-{folder:012}</cbc:ContractFolderID>
  <cbc:IssueDate>{day}+01:00</cbc:IssueDate>
  <cbc:IssueTime>09:30:00+01:00</cbc:IssueTime>
  <cbc:VersionID>{version}</cbc:VersionID>
  <cbc:NoticeTypeCode listName="competition">cn-standard</cbc:NoticeTypeCode>
  <cbc:NoticeLanguageCode>DEU</cbc:NoticeLanguageCode>
  <cac:ProcurementProject>
    <cbc:Name languageID="DEU">{title}</cbc:Name>
    <cbc:Description languageID="DEU">{text}</cbc:Description>
  </cac:ProcurementProject>
  <cac:ProcurementProjectLot>
    <cbc:ID schemeName="Lot">LOT-0001</cbc:ID>
    <cac:TenderingTerms><cac:CallForTendersDocumentReference><cac:Attachment><cac:ExternalReference>
      <cbc:URI>https://vergabe.ahornstadt.example.de/{folder}</cbc:URI>
    </cac:ExternalReference></cac:Attachment></cac:CallForTendersDocumentReference></cac:TenderingTerms>
    <cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod>
      <cbc:EndDate>2026-12-15+01:00</cbc:EndDate><cbc:EndTime>12:00:00+01:00</cbc:EndTime>
    </cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess>
    <cac:ProcurementProject>
      <cbc:Name languageID="DEU">{title}</cbc:Name>
      <cac:RequestedTenderTotal>
        <cbc:EstimatedOverallContractAmount currencyID="EUR">45000</cbc:EstimatedOverallContractAmount>
      </cac:RequestedTenderTotal>
    </cac:ProcurementProject>
  </cac:ProcurementProjectLot>
</ContractNotice>
"""


def notice(number: int, day: str, title: str, text: str, version: str = "01") -> str:
    """A notice in eForms."""
    return NOTICE.format(id=f"de000000-0000-4000-8000-{number:012}", folder=number, day=day, title=title, text=text, version=version)


def release(number: int, day: str, title: str) -> str:
    """A notice as a release package of OCDS."""
    tender = {"id": str(number), "title": title, "status": "active", "value": {"amount": 45000, "currency": "EUR"}}
    buyer = {"id": "ORG-0001", "name": "Stadt Ahornstadt"}
    content = {
        "ocid": f"ocds-mnwr74-{number}",
        "id": f"de000000-0000-4000-8000-{number:012}-01",
        "date": f"{day}T08:30:00Z",
        "tag": ["tender"],
    }
    package = {"uri": "https://www.oeffentlichevergabe.de", "version": "1.1", "releases": [content | {"buyer": buyer, "tender": tender}]}
    return json.dumps(package)


def archive(*members: tuple[str, str], packed: bool = False) -> bytes:
    """A zip whose bytes do not depend on the day it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, body in members:
            how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            file.writestr(zipfile.ZipInfo(name, date_time=(2026, 11, 20, 0, 0, 0)), body, compress_type=how)
    return out.getvalue()


def export(day: str, body: bytes, form: str = "eforms", status: int = 200) -> Answer:
    """The answer for a day."""
    type_ = "application/zip" if status == 200 and body.startswith(b"PK") else "text/html"
    return Answer(url=EXPORT.format(day, form), body=body, type=type_, status=status)


FACES = ("1-01.xml", notice(1, "2026-11-18", "Gesichtserkennung am Bahnhof", "Software für zwölf Kameras."))
CHAIRS = ("2-01.xml", notice(2, "2026-11-18", "Stühle", "Für die Grundschule."))
LATER = ("1-02.xml", notice(1, "2026-11-19", "Gesichtserkennung am Bahnhof", "Software für zwanzig Kameras.", version="02"))
FIRST, SECOND = DAYS
WHOLE = archive(FACES, ("readme.txt", "none"), CHAIRS)

TAPES = {
    "eforms": {
        "happy.warc": [export(FIRST, WHOLE), export(SECOND, archive(LATER, FACES))],
        "fail-bomb.warc": [export(FIRST, archive(("bomb.xml", "0" * 65_000_000), packed=True)), export(SECOND, WHOLE)],
        "fail-empty.warc": [export(FIRST, archive()), export(SECOND, archive())],
        "fail-gone.warc": [export(day, b"", status=404) for day in DAYS],
        "fail-html.warc": [export(FIRST, b"<!DOCTYPE html><html><body>Wartung</body></html>"), export(SECOND, WHOLE)],
        "fail-moved.warc": [
            Answer(
                url=EXPORT.format(FIRST, "eforms"), status=301, type="text/html", headers=(("Location", "https://oeffentlichevergabe.de/"),)
            )
        ],
        "fail-truncated.warc": [export(FIRST, WHOLE), export(SECOND, WHOLE[: len(WHOLE) // 2])],
    },
    "ocds": {
        "happy.warc": [
            export(FIRST, archive(("1.json", release(1, FIRST, "Kennzeichenerfassung")), ("2.json", release(2, FIRST, "Stühle"))), "ocds"),
            export(SECOND, archive(("1.json", release(1, FIRST, "Kennzeichenerfassung"))), "ocds"),
        ]
    },
}

if __name__ == "__main__":
    for form, tapes in TAPES.items():
        for name, answers in tapes.items():
            write(HERE / f"de-zz-{form}" / name, answers, AT)
