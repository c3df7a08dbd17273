"""Publishers of Zetland that have no listing for a window of time: an index, a feed, archives, questions by POST, files of open data."""

import json

from build import Answer, archive

Fields = dict[str, object]


def tender(process: str, title: str, date: str = "2026-11-19T09:00:00Z", **more: object) -> Fields:
    """A release of one process."""
    return {"ocid": process, "id": f"{process}-1", "date": date, "tag": ["tender"], "tender": {"title": title, "status": "active"}, **more}


def packed(*releases: Fields) -> Fields:
    """A release package."""
    return {"uri": "https://zetland.example/", "version": "1.1", "publisher": {"name": "Zetland"}, "releases": list(releases)}


EAST = "https://public.east.example/tenders/"
TIME = "2026-11-{}T12:00:00Z"


def page(offset: str, *given: tuple[str, str], following: str = "") -> Answer:
    """A page of the index of the east."""
    rows = [{"ocid": process, "date": date} for process, date in given]
    return Answer(url=f"{EAST}?offset={offset}", body={"data": rows, **({"offset": following} if following else {})})


ONE, TWO = ("ocds-b3-MD-1", "2026-11-19T08:00:00Z"), ("ocds-b3-MD-2", "2026-11-20T08:00:00Z")
FIRST = Answer(
    url=f"{EAST}ocds-b3-MD-1", body=packed(tender(ONE[0], "Camere video"), tender(ONE[0], "Camere video", "2026-11-19T10:00:00Z"))
)
SECOND = Answer(url=f"{EAST}ocds-b3-MD-2", body={"records": [{"ocid": TWO[0], "compiledRelease": tender(TWO[0], "Sistem biometric")}]})
LAST = page(TWO[1].replace(":", "%3A"))
EAST_TAPES = {
    "happy.warc": [page(TIME.format(18), ONE, TWO, following=TWO[1]), FIRST, SECOND, LAST],
    "fail-empty.warc": [page(TIME.format(18))],
    "fail-form.warc": [Answer(url=f"{EAST}?offset={TIME.format(18)}", body={"tenders": []})],
    "fail-gone.warc": [page(TIME.format(18), ONE, TWO, following=TWO[1]), Answer(url=FIRST.url, body=b"", status=404), SECOND, LAST],
    "fail-process.warc": [page(TIME.format(18), ONE), Answer(url=FIRST.url, body=packed())],
}

FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Compras</title><link>https://island.example/</link><description>x</description>'
    "{}</channel></rss>"
)
ITEM = "<item><title>{0}</title><link>https://island.example/ocds/release/{0}</link><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate></item>"


def month(*names: str, **said: object) -> Answer:
    """The feed of November."""
    body = FEED.format("".join(ITEM.format(name) for name in names))
    return Answer(url="https://island.example/ocds/rss/2026/11", body=body, type="application/rss+xml", **said)  # type: ignore[arg-type]


def of_island(name: str, title: str) -> Answer:
    """A release of the island, whose id is its name."""
    return Answer(url=f"https://island.example/ocds/release/{name}", body=packed({**tender(f"ocds-is-{name}", title), "id": name}))


ISLAND_TAPES = {
    "happy.warc": [
        month("llamado-7", "adjudicacion-8"),
        of_island("llamado-7", "Cámaras de reconocimiento facial"),
        of_island("adjudicacion-8", "Mesas y sillas"),
    ],
    "fail-feed.warc": [Answer(url=month().url, body="<html><title>Mantenimiento</title></html>", type="text/html")],
    "fail-busy.warc": [month("llamado-7"), Answer(url=of_island("llamado-7", "").url, body=b"", status=503)],
}

BULK = "https://bulk.example/ocds/2026{}.zip"
ZIP = "application/zip"


def bulk(number: str, *releases: Fields, cut: int = 0, **said: object) -> Answer:
    """The archive of a month: a record package for each process."""
    members = {
        f"{place}.json": json.dumps({"records": [{"ocid": each["ocid"], "compiledRelease": each}]}) for place, each in enumerate(releases)
    }
    body = archive({"README.txt": "Zetland", **members})
    return Answer(url=BULK.format(number), body=body[: len(body) - cut], type=ZIP, **said)  # type: ignore[arg-type]


OCTOBER = bulk("10", tender("ocds-70-1", "Lectores de patentes"), tender("ocds-70-2", "Resmas de papel"))
BULK_TAPES = {
    "happy.warc": [OCTOBER, bulk("11", tender("ocds-70-3", "Puente"))],
    "fail-none.warc": [Answer(url=BULK.format("10"), body=b"", status=404), Answer(url=BULK.format("11"), body=b"", status=404)],
    "fail-cut.warc": [bulk("10", tender("ocds-70-1", "Lectores de patentes"), cut=60)],
    "fail-page.warc": [Answer(url=BULK.format("10"), body="<html><title>Error</title></html>", type="text/html")],
    "fail-members.warc": [Answer(url=BULK.format("10"), body=archive({"README.txt": "Zetland"}), type=ZIP)],
}

POST = "https://search.example/api/v1/search?supplier_id=FINANCE"


def asked(number: int, *releases: Fields, **more: object) -> Answer:
    """A page of the search, which is asked for by what is sent."""
    sent = json.dumps({"page": number, "pageSize": 2, "sort": {"by": "date"}}, separators=(",", ":")).encode()
    return Answer(url=POST, body={"pagination": {"page": number, "total": 3}, "data": list(releases), **more}, method="POST", sent=sent)


POST_TAPES = {
    "happy.warc": [
        asked(1, tender("ocds-mx-1", "Cámaras corporales"), tender("ocds-mx-2", "Papelería")),
        asked(2, tender("ocds-mx-3", "Sistema de huellas dactilares")),
    ],
    "fail-empty.warc": [asked(1)],
    "fail-null.warc": [asked(1, data=None)],
    "fail-form.warc": [Answer(url=POST, body={"error": "database"}, method="POST", sent=asked(1).sent)],
}

SHOW = "https://open.example/api/3/action/package_show?id=d23b"
FILES = "https://files.open.example/hebdo_{}.json"


def resources(*given: tuple[str, str]) -> Answer:
    """The list of files, of which the first is one of months, which are left alone."""
    rows = [{"url": "https://files.open.example/mensuel_20261001.json", "last_modified": "2026-11-02T04:00:00"}]
    rows += [{"url": FILES.format(name), "last_modified": date} for name, date in given]
    return Answer(url=SHOW, body={"success": True, "result": {"resources": rows}})


WEEK = Answer(url=FILES.format("20261109"), body=packed(tender("ocds-qc-1", "Caméras corporelles"), tender("ocds-qc-2", "Déneigement")))
LINES = "\n".join(
    json.dumps(each, ensure_ascii=False) for each in (tender("ocds-qc-3", "Reconnaissance faciale"), tender("ocds-qc-4", "Sel de voirie"))
)
OLD, NEW, NEWEST = ("20260105", "2026-01-12T04:00:00"), ("20261109", "2026-11-16T04:00:00"), ("20261116", "2026-11-19T04:00:00.125")
OPEN_TAPES = {
    "happy.warc": [resources(OLD, NEW, NEWEST), WEEK, Answer(url=FILES.format("20261116"), body=LINES, type="application/x-ndjson")],
    "fail-cut.warc": [resources(NEW), Answer(url=WEEK.url, body=json.dumps(WEEK.body)[:-40])],
    "fail-form.warc": [resources(NEW), Answer(url=WEEK.url, body='{"features": []}')],
    "fail-list.warc": [Answer(url=SHOW, body={"success": False, "error": {"message": "Not found"}})],
}

LAKE = "https://lake.example/rms/api/ocds/"


def records(skip: int, *names: str) -> Answer:
    """A page of the index of the lake, which is asked for by what is sent."""
    sent = json.dumps({"skip": skip, "take": 2}, separators=(",", ":")).encode()
    rows = [{"ocid": f"ocds-lake-{name}", "state": "open"} for name in names]
    return Answer(url=f"{LAKE}get-records", body={"total": 3, "items": rows}, method="POST", sent=sent)


def of_lake(name: str, title: str) -> Answer:
    """The record package of a process."""
    process = f"ocds-lake-{name}"
    body = {"version": "1.1", "records": [{"ocid": process, "releases": [tender(process, title)]}]}
    return Answer(url=f"{LAKE}record-package/{name}", body=body)


LAKE_TAPES = {
    "happy.warc": [
        records(0, "1", "2"),
        of_lake("1", "Voter registration kits with fingerprint readers"),
        of_lake("2", "Boats"),
        records(2, "3"),
        of_lake("3", "Nets"),
    ],
    "fail-empty.warc": [records(0)],
}

WAYS = {
    "zz-east-index": EAST_TAPES,
    "zz-island-feed": ISLAND_TAPES,
    "zz-bulk-archive": BULK_TAPES,
    "zz-post-search": POST_TAPES,
    "zz-open-files": OPEN_TAPES,
    "zz-lake-records": LAKE_TAPES,
}
