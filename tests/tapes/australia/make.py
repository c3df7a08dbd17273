"""Writes the tapes of a register of firms that do not exist, as the pages of the Australian one ask for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

API = "https://api.lobbyists.ag.gov.au"
TARGET = HERE / "zz-au-register"

Fields = dict[str, object]


def profile(id_: str, name: str, clients: list[Fields], **said: object) -> Answer:
    """A firm."""
    summary: Fields = {"id": id_, "displayName": name, "tradingName": None, "abn": "11 222 333 444", "registeredOn": "2019-03-04T00:00:00"}
    summary |= {"dateDeregistered": None, "isDeregistered": False, **said}
    people = [
        {
            "displayName": "Ada Merriweather",
            "position": "Director",
            "isFormerRepresentative": True,
            "previousPosition": "Adviser",
        },
        {"displayName": "Otto Lind", "position": None, "dateDeregistered": "2024-01-01T00:00:00"},
    ]
    body = {"summary": summary, "clients": clients, "lobbyists": people, "stakeholders": []}
    return Answer(url=f"{API}/search/organisations/{id_}/profile", body=body)


def client(name: str, notes: str | None = None, gone: str | None = None) -> Fields:
    """A client of a firm."""
    return {"displayName": name, "abn": None, "clientNotes": notes, "datePublished": "2026-11-01T00:00:00", "dateDeregistered": gone}


def listing(*ids: str) -> Answer:
    """Who is on the register."""
    return Answer(url=f"{API}/statistics/lobbyists", body={"data": [{"organisationId": id_, "displayName": id_} for id_ in ids]})


ELM = profile("a1", "Elm  Advisory Pty Ltd", [client("Argos Imaging", "Face recognition at airports"), client("Oak", gone="2025-02-03")])
OAK = profile("b2", "Oak Relations", [], abn=None, tradingName="Oak", registeredOn=None)

TAPES = {
    "happy.warc": [listing("a1", "b2"), ELM, OAK],
    "fail-empty.warc": [listing()],
    "fail-list.warc": [Answer(url=listing().url, body={"data": [{"id": 1}]})],
    "fail-profile.warc": [listing("a1"), Answer(url=ELM.url, body={"error": "unknown"})],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
