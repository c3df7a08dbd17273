"""Writes the tapes of a register of lobbyists that do not exist, as the Bundestag would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

SEARCH = "https://www.lobbyregister.bundestag.de/sucheJson"
TARGET = HERE / "zz-de-register"

Fields = dict[str, object]


def entry(number: str, version: int, identity: Fields, **said: object) -> Fields:
    """An entry."""
    row: Fields = {
        "registerNumber": number,
        "accountDetails": {"activeLobbyist": True, "firstPublicationDate": "2022-02-28T11:02:00.000+01:00"},
        "registerEntryDetails": {
            "registerEntryId": 70000 + version,
            "version": version,
            "validFromDate": "2026-11-18T13:44:00.000+01:00",
            "detailsPageUrl": f"https://www.lobbyregister.bundestag.de/suche/{number}/{70000 + version}",
        },
        "lobbyistIdentity": identity,
    }
    return row | said


def found(rows: list[Fields], term: str, **said: object) -> Answer:
    """The answer to a search."""
    body = {"source": "Lobbyregister", "sourceDate": "2026-11-20T18:00:00.000+01:00", "resultCount": len(rows), "results": rows, **said}
    return Answer(url=f"{SEARCH}?{urlencode({'q': term, 'sortierung': 'AKTUALITAET'})}", body=body)


ARGOS = entry(
    "R009901", 7, {"identity": "ORGANIZATION", "name": "Argos  Imaging GmbH"},
    activitiesAndInterests={"activityDescription": "Wir sprechen über Gesichtserkennung.\n"},
    regulatoryProjects={
        "regulatoryProjects": [
            {"regulatoryProjectNumber": "RV0009001", "title": "Novelle des BKA-Gesetzes", "description": "Abgleich von Bildern."}
        ]
    },
    financialExpenses={"relatedFiscalYearEnd": "2025-12-31", "financialExpensesEuro": {"from": 10_001, "to": 20_000}},
)  # fmt: skip
PERSON = entry(
    "R009902", 2, {"identity": "NATURAL", "commonFirstName": "Ada", "lastName": "Ulme"},
    accountDetails={"activeLobbyist": False}, financialExpenses={"financialExpensesEuro": None},
)  # fmt: skip

TAPES = {
    "happy.warc": [found([ARGOS], "Gesichtserkennung"), found([PERSON, ARGOS], "biometrisch")],
    "quiet.warc": [found([], "Gesichtserkennung"), found([], "biometrisch")],
    "fail-html.warc": [Answer(url=found([], "Gesichtserkennung").url, body="<!DOCTYPE html><html></html>", type="text/html")],
    "fail-uncounted.warc": [Answer(url=found([], "Gesichtserkennung").url, body={"results": []})],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
