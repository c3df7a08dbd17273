"""Registers that answer with something else, whole runs of them: each is named, and the watermark stays where it was."""

import io
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text
from tapes.fara.make import PRINCIPALS
from tapes.lda.make import REPORTED

from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings
from monitor.store.database import Database
from sources import registry
from sources.errors import Outcome

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
Answer = Callable[[httpx.Request], httpx.Response]


def zipped(name: str, content: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return body.getvalue()


def said(status: int, body: object = b"", **headers: str) -> Answer:
    """The same answer to everything."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    content: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
    return lambda _: httpx.Response(status, headers=fields, **content)


FILINGS = said(200, {"count": 1, "next": None, "results": [REPORTED]})
OLD = {**REPORTED, "dt_posted": "2010-04-20T11:02:07-04:00"}
TABLE = zipped("a.csv", PRINCIPALS.encode("latin-1"))
ENTRY = "<interestRepresentative><identificationCode>9-1</identificationCode><name><originalName>Elm</originalName></name>"
REGISTER = f"<l><metaData><numberOfIR>1</numberOfIR></metaData>{ENTRY}</interestRepresentative></l>".encode()
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">{LAUGHS}]><l>&l9;</l>'.encode()
THROTTLED = {"detail": "Request was throttled. Expected available in 4000 seconds."}
UNFILTERED = {"detail": "You must pass at least one query string parameter to filter the results"}

GOOD = {"lda": FILINGS, "fara": said(200, TABLE), "eu_register": said(200, REGISTER)}
HOSTILE = {
    "429 whose body disagrees with its header": ("lda", said(429, THROTTLED, retry_after="10"), Outcome.UNAVAILABLE),
    "400 for a missing filter": ("lda", said(400, UNFILTERED), Outcome.LAYOUT_CHANGED),
    "403 of a firewall": (
        "lda",
        said(403, b"<html><title>Access Denied</title></html>", server="AkamaiGHost"),
        Outcome.BLOCKED,
    ),
    "a redirect to a bare host": ("lda", said(301, b"", location="https://lda.example/"), Outcome.MOVED),
    "HTML for JSON": ("lda", said(200, b"<!DOCTYPE html><html><body>Back soon</body></html>"), Outcome.LAYOUT_CHANGED),
    "half of the JSON": ("lda", said(200, b'{"count": 1, "next": null, "results": [{"filing_uuid": "'), Outcome.UNAVAILABLE),
    "a deep nest of JSON": ("lda", said(200, b"[" * 100_000), Outcome.LAYOUT_CHANGED),
    "a list of everything": ("lda", said(200, {"count": 0, "next": None, "results": [REPORTED]}), Outcome.LAYOUT_CHANGED),
    "what is older than was asked for": ("lda", said(200, {"count": 1, "next": None, "results": [OLD]}), Outcome.LAYOUT_CHANGED),
    "10 GB, it says": ("lda", said(200, b"{}", content_length="10000000000"), Outcome.FAILED),
    "a table of 10 GB, it says": ("fara", said(200, TABLE, content_length="10000000000"), Outcome.FAILED),
    "a truncated zip": ("fara", said(200, TABLE[:-60]), Outcome.UNAVAILABLE),
    "a zip of another thing": ("fara", said(200, zipped("a.exe", b"MZ")), Outcome.LAYOUT_CHANGED),
    "HTML for a zip": ("fara", said(200, b"<html><body>Sorry</body></html>"), Outcome.LAYOUT_CHANGED),
    "nothing for a zip": ("fara", said(200, b""), Outcome.INCONCLUSIVE),
    "an XML bomb": ("eu_register", said(200, BOMB), Outcome.LAYOUT_CHANGED),
    "an XML bomb in a body that inflates": ("eu_register", said(200, zipped("a.xml", BOMB)), Outcome.LAYOUT_CHANGED),
    "half of the XML": ("eu_register", said(200, REGISTER[:-30]), Outcome.UNAVAILABLE),
    "fewer entries than it says": ("eu_register", said(200, REGISTER.replace(b">1<", b">17897<")), Outcome.INCONCLUSIVE),
}


@dataclass
class Site(httpx.AsyncBaseTransport):
    """A register whose answer a test changes."""

    answer: Answer = FILINGS

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.answer(request)


@dataclass
class Clock:
    """A time that a test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


def name(case: str) -> str:
    return f"us-zz-{list(HOSTILE).index(case)}"


async def test_what_a_register_answers_instead_is_named_and_the_watermark_stays(tmp_path: Path) -> None:
    sources = {name(case): registry.build(HOSTILE[case][0], {}, id=name(case), timezone="America/New_York") for case in HOSTILE}
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=url)
    site, clock, outcomes = Site(), Clock(), {}
    async with opened(settings, catalog=sources, transport=site, clock=clock) as service:
        for case, (platform, answer, _) in HOSTILE.items():
            site.answer = GOOD[platform]
            (good,) = await poll_with(service, [name(case)], lambda _: None)
            assert good.outcome is Outcome.OK, case
            before = watermarks(url)
            clock.now += timedelta(days=1)
            site.answer = answer
            (result,) = await poll_with(service, [name(case)], lambda _: None)
            assert watermarks(url) == before, case
            outcomes[case] = (result.outcome, bool(result.detail))
    assert outcomes == {case: (outcome, True) for case, (_, _, outcome) in HOSTILE.items()}


async def test_what_a_register_announces_of_its_end_is_told_to_the_operator_once(tmp_path: Path) -> None:
    ending = {
        "Deprecation": "@1768003199",
        "Sunset": "Tue, 30 Jun 2026 23:59:59 GMT",
        "Link": '<https://new.example/>; rel="successor-version"',
    }
    source = registry.build("lda", {}, id=name("HTML for JSON"), timezone="America/New_York")
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=url)
    body = {"count": 0, "next": None, "results": []}
    site, clock = Site(lambda _: httpx.Response(200, headers=ending, json=body)), Clock()
    async with opened(settings, catalog={source.publisher.id: source}, transport=site, clock=clock) as service:
        for _ in range(3):
            await poll_with(service, [source.publisher.id], lambda _: None)
            clock.now += timedelta(days=1)
    with closing(Database(url)) as database, database.engine.connect() as connection:
        told = connection.execute(text("SELECT subject, text FROM reports ORDER BY id")).all()
    assert [subject for subject, _ in told] == ["lda.gov announces a change"] * 3
    assert [words.partition(". ")[2].partition(":")[0] for _, words in told] == ["deprecation", "sunset", "link"]


def watermarks(url: str) -> dict[str, object]:
    """The watermark of each source that has one."""
    with closing(Database(url)) as database, database.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, watermark FROM sources WHERE watermark IS NOT NULL"))
        return {row.id: row.watermark for row in rows}
