"""Writes the tapes of ten publishers of Zetland, a country that does not exist, each with the ways of a real one."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself
from said import FINDER, LAND, MONTHLY, NATIONAL, ODD_LAND  # noqa: E402
from ways import WAYS  # noqa: E402

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
Fields = dict[str, object]


def package(releases: list[Fields], *, following: str | None = None, **more: object) -> Fields:
    """A release package with the address of the next page."""
    links = {"links": {"next": following}} if following else {}
    return {"uri": "https://tenders.example/", "version": "1.1", "publisher": {"name": "Zetland"}, "releases": releases, **links, **more}


def written(body: object) -> str:
    """JSON in which stand the numbers that are none: "@1e9999@" is written as 1e9999."""
    return json.dumps(body, indent=1, ensure_ascii=False).replace('"@', "").replace('@"', "")


NATIONAL_URL = (
    "https://www.tenders.example/api/1.0/ocdsReleasePackages?updatedFrom=2026-11-20T{}:00:00Z&updatedTo=2026-11-20T{}:00:00Z&limit=3"
)
CURSOR = "https://www.tenders.example/api/1.0/ocdsReleasePackages?cursor={}&limit=3"
BEFORE = "https://www.tenders.example/api/1.0/ocdsReleasePackages?updatedFrom=2026-11-13T00:00:00Z&updatedTo=2026-11-20T00:00:00Z&limit=3"


def night(body: object, **said: object) -> Answer:
    """The first six hours of the day, as the national publisher answers for them."""
    return Answer(url=NATIONAL_URL.format("00", "06"), body=written(body), **said)  # type: ignore[arg-type]


EMPTY = package([])
MORNING = Answer(url=NATIONAL_URL.format("06", "12"), body=written(EMPTY))
NATIONAL_TAPES = {
    "happy.warc": [
        night(package(NATIONAL[:3], following=CURSOR.format("abc").replace("https", "http"))),
        Answer(url=CURSOR.format("abc"), body=written(package(NATIONAL[2:4], following=CURSOR.format("def")))),
        Answer(url=CURSOR.format("def"), body=written(package(NATIONAL[4:6]))),
        Answer(url=MORNING.url, body=written(package(NATIONAL[6:]))),
    ],
    "quiet.warc": [night(EMPTY), MORNING, Answer(url=BEFORE, body=written(package(NATIONAL[:1])))],
    "fail-empty.warc": [night(EMPTY), MORNING, Answer(url=BEFORE, body=written(EMPTY))],
    "fail-full.warc": [night(package(NATIONAL[:3]))],
    "fail-host.warc": [night(package(NATIONAL[:2], following="https://elsewhere.example/api?cursor=abc"))],
    "fail-html.warc": [night("", type="text/html")],
    "fail-busy.warc": [Answer(url=night({}).url, body="12 request limit in 2 minute exceeded", type="text/plain", status=429)],
    "fail-cursor.warc": [
        night(package(NATIONAL[:2], following=CURSOR.format("abc"))),
        Answer(url=CURSOR.format("abc"), body=written(package(NATIONAL[:2], following=CURSOR.format("abc")))),
    ],
}

FINDER_URL = "https://finder.example/Published/Notices/OCDS/Search?publishedFrom=2026-11-{:02}T{}&publishedTo=2026-11-{:02}T{}&limit=100"
LATIN = "application/json; charset=ISO-8859-1"


def day(number: int, body: bytes, **said: object) -> Answer:
    """A window of one day, the last of which ends at noon."""
    end = ("00:00:00", number + 1) if number < 20 else ("12:00:00", number)
    return Answer(url=FINDER_URL.format(number, "00:00:00", end[1], end[0]), body=body, type=LATIN, **said)  # type: ignore[arg-type]


FINDER_TAPES = {
    "happy.warc": [
        day(19, written(package(FINDER[:2])).encode("latin-1")),
        day(20, written(package(FINDER[2:])).encode("utf-8")),  # and says ISO-8859-1 all the same
    ],
    "fail-throttled.warc": [day(19, b"", status=403)],
}

MONTHLY_URL = "https://api.north.example/v1/Notices?dateFrom={}-2026&outputType=0&noticeType={}"
CANONICAL = [{"rel": "canonical", "href": "https://api.north.example/v1/Notices"}]
MONTHLY_TAPES = {
    "happy.warc": [
        Answer(url=MONTHLY_URL.format("10", 2), body=package(MONTHLY[:1], links=CANONICAL)),
        Answer(url=MONTHLY_URL.format("10", 101), body={"uri": "https://api.north.example/", "version": "1.1"}),
        Answer(url=MONTHLY_URL.format("11", 2), body=package(MONTHLY[1:3])),
        Answer(url=MONTHLY_URL.format("11", 101), body=package(MONTHLY[3:])),
    ]
}

LAND_URL = "https://data.land.example/records?from=2026-11-{}&to=2026-11-{}&page={}&size=2"
LAND_TAPES = {
    "happy.warc": [
        Answer(url=LAND_URL.format("07", "14", 1), body={"version": "1.1", "records": []}),
        Answer(url=LAND_URL.format("14", "20", 1), body={"version": "1.1", "records": LAND[:2]}),
        Answer(url=LAND_URL.format("14", "20", 2), body={"version": "1.1", "records": LAND[2:]}),
        Answer(url="https://data.land.example/releases/7.json", body=package(ODD_LAND)),
    ],
}

PLACES = {
    "zz-national-tenders": NATIONAL_TAPES,
    "zz-south-finder": FINDER_TAPES,
    "zz-north-contracts": MONTHLY_TAPES,
    "zz-land-records": LAND_TAPES,
    **WAYS,
}

if __name__ == "__main__":
    for place, tapes in PLACES.items():
        for name, answers in tapes.items():
            write(HERE / place / name, answers, AT)
