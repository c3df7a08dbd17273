"""Writes the tapes of Linnavaara, a town that does not exist, as Tenders Electronic Daily would answer for it."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parents[2]))

from build import Answer, write  # noqa: E402  # found through the lines above, so that the file runs by itself

from sources.procurement.ted_fields import FIELDS  # noqa: E402

SEARCH = "https://api.ted.europa.eu/v3/notices/search"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "eu-zz-linnavaara"
QUERY = 'publication-date>=20261118 AND publication-date<=20261120 AND (buyer-name ~ "Linnavaara"){} SORT BY publication-date'
CLOSELY = ' AND (FT ~ "näotuvastus" OR FT ~ "facial recognition")'

Fields = dict[str, object]


def links(number: str, language: str) -> Fields:
    """The addresses of a notice, with some of its languages."""
    short = language[:2].lower()
    return {
        "xml": {"MUL": f"https://ted.europa.eu/en/notice/{number}/xml"},
        "pdf": {"ENG": f"https://ted.europa.eu/en/notice/{number}/pdf", language: f"https://ted.europa.eu/{short}/notice/{number}/pdf"},
        "html": {
            "ENG": f"https://ted.europa.eu/en/notice/-/detail/{number}",
            language: f"https://ted.europa.eu/{short}/notice/-/detail/{number}",
        },
    }


TENDER: Fields = {
    "publication-number": "781204-2026",
    "publication-date": "2026-11-19+01:00",
    "notice-identifier": "3d1e2f00-0000-4000-8000-000000000001",
    "notice-version": "01",
    "procedure-identifier": "9b2c4d00-0000-4000-8000-000000000001",
    "notice-type": "cn-standard",
    "form-type": "competition",
    "official-language": ["EST"],
    "notice-title": {
        "est": "Eesti – Videovalvesüsteem – Linnavaara valvekaamerad",
        "deu": "Estland – Videoüberwachungssystem – Linnavaara valvekaamerad",
        "eng": "Estonia – Closed-circuit surveillance system – Linnavaara valvekaamerad",
    },
    "title-proc": {"est": "Linnavaara valvekaamerad"},
    "description-proc": {"est": "Valvekaamerate hankimine ja paigaldamine linna avalikku ruumi."},
    "title-lot": {"est": ["Kaamerad", "Numbrituvastus"]},
    "description-lot": {"est": ["120 kaamerat koos paigaldusega.", "Numbrituvastuse tarkvara kahel sissesõidul."]},
    "classification-cpv": ["32323500", "32323500", "35125300"],
    "buyer-name": {"est": ["Linnavaara Linnavalitsus"]},
    "buyer-identifier": ["75000001"],
    "buyer-country": ["EST"],
    "deadline-receipt-tender-date-lot": ["2026-12-21+02:00", "2026-12-18+02:00"],
    "deadline-receipt-tender-time-lot": ["11:00:00+02:00", "16:00:00+02:00"],
    "estimated-value-lot": ["240000", "0"],
    "estimated-value-cur-lot": ["EUR", "EUR"],
    "framework-maximum-value-lot": ["300000.50"],
    "framework-maximum-value-cur-lot": ["EUR"],
    "document-url-lot": ["https://riigihanked.example.ee/linnavaara/781204", "https://riigihanked.example.ee/linnavaara/781204"],
    "links": links("781204-2026", "EST"),
}
AWARD: Fields = {
    "publication-number": "781377-2026",
    "publication-date": "2026-11-19+01:00",
    "notice-identifier": "3d1e2f00-0000-4000-8000-000000000002",
    "notice-version": "02",
    "procedure-identifier": "9b2c4d00-0000-4000-8000-000000000002",
    "notice-type": "can-standard",
    "form-type": "result",
    "official-language": ["EST", "ENG"],
    "notice-title": {
        "est": "Eesti – Biomeetrilised tuvastussüsteemid – Näotuvastus bussijaamas",
        "eng": "Estonia – Biometric identification – Näotuvastus bussijaamas",
    },
    "buyer-name": {"est": ["Linnavaara Linnavalitsus"]},
    "classification-cpv": ["42961000"],
    "winner-name": {"est": ["Argos Imaging OÜ"]},
    "winner-identifier": ["14000001", "14000002"],
    "total-value": 184000,
    "total-value-cur": ["EUR"],
    "links": links("781377-2026", "EST"),
}
# Announced in summer time and at midnight: the day before, in UTC.
MODIFIED: Fields = {
    "publication-number": "781401-2026",
    "publication-date": "2026-11-19T23:00:00Z",
    "notice-type": "can-modif",
    "notice-title": {"fra": "Estonie – Logiciels – Contrat de maintenance"},
    "buyer-name": {"fra": "Ville de Linnavaara"},
    "winner-name": {"fra": ["Tarkvara AS", "Süsteemid AS"], "eng": ["Tarkvara AS", "Süsteemid AS"]},
    "winner-identifier": ["10000001", "10000002"],
    "tender-value": ["52000.00", "7000000"],
    "tender-value-cur": ["EUR", "IDR"],
}
EFORMS = (HERE / "award.xml").read_text()  # the sums and the contact person are invented, the structure is that of SDK 1.13
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><ContractAwardNotice>&b;</ContractAwardNotice>'


def asked(also: str, names: tuple[str, ...], token: str | None = None) -> bytes:
    """The question as it is sent."""
    body = {"query": QUERY.format(also), "fields": list(names), "limit": 250, "scope": "ALL", "paginationMode": "ITERATION"}
    return json.dumps(body | ({"iterationNextToken": token} if token else {})).encode()


def found(
    notices: list[Fields], total: int | None, token: str | None = None, *, after: str | None = None, timed_out: bool = False
) -> Answer:
    """A page of the listing."""
    body = {"notices": notices, "totalNoticeCount": total, "iterationNextToken": token, "timedOut": timed_out}
    return Answer(url=SEARCH, method="POST", sent=asked("", FIELDS, after), body=body)


def near(*numbers: str) -> Answer:
    """The numbers of the notices to be read closely. The search writes them without zeros in front, mostly."""
    body = {"notices": [{"publication-number": each} for each in numbers], "totalNoticeCount": len(numbers), "timedOut": False}
    return Answer(url=SEARCH, method="POST", sent=asked(CLOSELY, ("publication-number",)), body=body)


def file(number: str, body: str, status: int = 200) -> Answer:
    """The XML of a notice."""
    return Answer(url=f"https://ted.europa.eu/en/notice/{number}/xml", body=body, status=status, type="application/xml")


def refused(status: int, body: object, type_: str = "application/json", headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An error in place of every search."""
    return Answer(
        url=SEARCH, method="POST", sent=asked(CLOSELY, ("publication-number",)), body=body, status=status, type=type_, headers=headers
    )


TAPES = {
    # Two pages, of which the second repeats the last notice of the first; the award is read from its XML.
    "happy.warc": [
        near("0781377-2026"),
        found([TENDER, AWARD], 3, "AoJ1"),
        found([AWARD, MODIFIED], 3, after="AoJ1"),
        file("781377-2026", EFORMS),
    ],
    "quiet.warc": [near(), found([], 0)],
    "fail-bomb.warc": [near("781377-2026"), found([AWARD], 1), file("781377-2026", BOMB)],
    "fail-empty.warc": [near(), found([], None)],
    "fail-field.warc": [
        refused(400, {"message": "Parameter 'fields' contains unsupported value (title-lot)", "error": {"type": "INVALID_FIELD"}})
    ],
    "fail-file.warc": [near("781377-2026"), found([AWARD], 1), file("781377-2026", "", 503)],
    "fail-html.warc": [refused(200, "<!DOCTYPE html><html><body>TED is under maintenance</body></html>", "text/html")],
    "fail-moved.warc": [refused(301, "", "text/html", (("Location", "https://tedweb.api.ted.europa.eu/v3/notices/search"),))],
    "fail-part.warc": [near(), found([TENDER], 3)],
    "fail-timedout.warc": [near(), found([TENDER], 3, "AoJ1", timed_out=True)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
