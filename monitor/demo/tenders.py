"""A procurement portal in the Open Contracting Data Standard, with a tender that is open and a contract that was signed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.demo.answers import answer
from sources.tape import Exchange

LISTING = "https://tenders.example/api/releases"
POLICE = {"id": "P-1", "name": "Zetland Police Authority"}

Fields = dict[str, object]


def releases(now: datetime) -> Iterator[Exchange]:
    """All that was published within the week, whatever the window."""
    yield answer(LISTING, {"version": "1.1", "publishedDate": now.isoformat(), "releases": [_tender(now), _contract(now)]}, now)


def _release(identity: str, ocid: str, tag: str, date: datetime, **more: object) -> Fields:
    return {"ocid": ocid, "id": identity, "tag": [tag], "date": date.isoformat(), "language": "en", "buyer": POLICE, **more}


def _tender(now: datetime) -> Fields:
    tender = {
        "id": "t-101",
        "title": "Live facial recognition in custody suites",
        "description": "Supply and support of facial recognition cameras and matching software.",
        "status": "active",
        "value": {"amount": 400000, "currency": "GBP"},
        "tenderPeriod": {"endDate": (now + timedelta(days=10)).isoformat()},
    }
    return _release("101-2026", "ocds-zz0001-101", "tender", now - timedelta(days=1), tender=tender)


def _contract(now: datetime) -> Fields:
    supplier = {"id": "S-7", "name": "Argos Imaging Ltd", "roles": ["supplier"]}
    value = {"amount": 184000, "currency": "GBP"}
    award = {"id": "1", "title": "Fingerprint readers for patrol cars", "status": "active", "value": value, "suppliers": [{"id": "S-7"}]}
    contract = {"id": "c1", "awardID": "1", "status": "active", "value": value}
    return _release(
        "77-2026",
        "ocds-zz0001-77",
        "contract",
        now - timedelta(days=3),
        parties=[{**POLICE, "roles": ["buyer"]}, supplier],
        tender={"id": "t-77", "title": "Fingerprint readers for patrol cars"},
        awards=[award],
        contracts=[contract],
    )
