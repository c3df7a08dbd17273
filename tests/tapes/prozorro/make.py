"""Writes the tapes of Prozorro, with tenders and contracts of places that do not exist."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://public-api.prozorro.gov.ua/api/2.5"
FIELDS = {"tenders": "title%2Ctitle_en%2CtenderID", "contracts": "title%2Ctitle_en%2CcontractID"}
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)

Fields = dict[str, object]


def feed(kind: str, rows: list[Fields], offset: str = "2026-11-13T12:00:00+00:00", following: str = "") -> Answer:
    """A page of the feed, and where the next one begins."""
    place = {"offset": following or offset, "path": f"/api/2.5/{kind}?offset={following}", "uri": f"http://api.example/{kind}"}
    escaped = offset.replace(":", "%3A").replace("+", "%2B")
    url = f"{API}/{kind}?offset={escaped}&limit=1000&opt_fields={FIELDS[kind]}"
    return Answer(url=url, body={"data": rows, "next_page": place})


def detail(kind: str, id_: str, **said: object) -> Answer:
    """A tender or a contract by its id."""
    return Answer(url=f"{API}/{kind}/{id_}", body={"data": {"id": id_, **said}})


def row(id_: str, title: str, **said: object) -> Fields:
    """A change as the feed has it."""
    return {"id": id_, "dateModified": "2026-11-20T10:00:00.123+02:00", "title": title, **said}


POLICE = {
    "name": "Поліція Зорянська",
    "identifier": {"scheme": "UA-EDR", "id": "00000001", "legalName": "Поліція Зорянська"},
    "contactPoint": {"name": "Ада Приклад", "telephone": "+380000000000"},
}
ARGOS = {
    "name": "ТОВ Аргос",
    "identifier": {"scheme": "UA-EDR", "id": "00000002"},
    "signerInfo": {"name": "Ада Приклад", "iban": "0"},
}
CAMERAS = detail(
    "tenders", "aaaa1111",
    tenderID="UA-2026-11-20-000001-a",
    title="Системи розпізнавання облич",
    title_en="Facial recognition systems",
    description="Камери та програмне забезпечення",
    status="active.tendering",
    procurementMethodType="aboveThreshold",
    date="2026-11-20T09:00:00+02:00",
    dateModified="2026-11-20T10:00:00.123+02:00",
    value={"amount": 900000.0, "currency": "UAH", "valueAddedTaxIncluded": True},
    tenderPeriod={"startDate": "2026-11-20T09:00:00+02:00", "endDate": "2026-12-05T18:00:00+02:00"},
    procuringEntity=POLICE,
    lots=[{"id": "l1", "title": "Камери", "status": "active", "value": {"amount": 500000, "currency": "UAH"}}],
    items=[{"id": "i1", "description": "Камера з аналітикою", "classification": {"scheme": "ДК021", "id": "32323500-8"}}],
    documents=[{"id": "d1", "title": "Завдання.pdf", "url": "https://docs.prozorro.example/get/d1", "datePublished": "2026-11-20"}],
)  # fmt: skip
READERS = detail(
    "tenders", "bbbb2222",
    tenderID="UA-2026-10-01-000002-b",
    title="Біометричні зчитувачі",
    status="complete",
    dateModified="2026-11-20T10:00:00.123+02:00",
    value={"amount": 0, "currency": "UAH"},
    procuringEntity=POLICE,
    awards=[
        {"id": "w1", "status": "unsuccessful", "value": {"amount": 70000, "currency": "UAH"}, "suppliers": [{"name": "ТОВ Інше"}]},
        {"id": "w2", "status": "active", "value": {"amount": 80000.5, "currency": "UAH"}, "suppliers": [ARGOS]},
        {"id": "w3", "status": "pending", "value": {"amount": 1, "currency": "UAH"}, "suppliers": [{"name": "ТОВ Третє"}]},
    ],
    contracts=[
        {"id": "c1", "awardID": "w2", "status": "active", "value": {"amount": 79000, "currency": "USD"}},
        {"id": "c2", "awardID": "w3", "status": "pending", "value": {"amount": 1, "currency": "UAH"}},
    ],
)  # fmt: skip
SALT = row("cccc3333", "Сіль для доріг")
TENDERS = {
    "happy.warc": [
        feed("tenders", [row("aaaa1111", "Системи розпізнавання облич"), SALT], following="1795168800.0.1.abc"),
        feed("tenders", [row("bbbb2222", "БІОМЕТРИЧНІ зчитувачі")], "1795168800.0.1.abc", "1795168900.0.1.def"),
        feed("tenders", [], "1795168900.0.1.def"),
        CAMERAS,
        READERS,
    ],
    "quiet.warc": [feed("tenders", []), Answer(url=f"{API}/tenders?descending=1&limit=1", body=feed("tenders", [SALT]).body)],
    "fail-empty.warc": [feed("tenders", []), Answer(url=f"{API}/tenders?descending=1&limit=1", body=feed("tenders", []).body)],
    "fail-browser.warc": [Answer(url=feed("tenders", []).url, status=412, body=b"", type="text/html")],
    "fail-circle.warc": [feed("tenders", [SALT])],
    "fail-offset.warc": [Answer(url=feed("tenders", []).url, status=404, body={"status": "error", "errors": [{"name": "offset"}]})],
    "fail-detail.warc": [
        feed("tenders", [row("aaaa1111", "розпізнавання облич"), row("bbbb2222", "біометричні")], following="x"),
        feed("tenders", [], "x"),
        Answer(url=CAMERAS.url, status=500, body=b"", type="text/html"),
        READERS,
    ],
}
CONTRACT = detail(
    "contracts", "dddd4444",
    contractID="UA-2026-10-01-000002-b-b1",
    awardID="w2",
    title="Біометричні зчитувачі",
    status="active",
    dateCreated="2026-11-18T10:00:00+02:00",
    dateModified="2026-11-20T10:00:00.123+02:00",
    value={"amount": 79000, "currency": "UAH", "amountNet": 65833.33},
    buyer={**POLICE, "signerInfo": {"name": "Ада Приклад"}},
    suppliers=[ARGOS],
    items=[{"id": "i1", "description": "Зчитувач відбитків", "classification": {"scheme": "ДК021", "id": "38520000-6"}}],
    changes=[{"id": "x1", "rationale": "Продовження строку", "rationale_en": "Extension of the term"}],
)  # fmt: skip
CONTRACTS = {
    "happy.warc": [
        feed("contracts", [row("dddd4444", "Біометричні зчитувачі")], following="y"),
        feed("contracts", [], "y"),
        CONTRACT,
    ],
}

if __name__ == "__main__":
    for place, tapes in {"ua-zz-tenders": TENDERS, "ua-zz-contracts": CONTRACTS}.items():
        for name, answers in tapes.items():
            write(HERE / place / name, answers, AT)
