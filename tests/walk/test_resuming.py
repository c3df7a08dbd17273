"""A long run of the register that is killed in the middle goes on from there, tells nobody twice, and keeps the window open."""

import os
import signal
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
from register import posted
from walk import killed
from walk.conftest import SOURCE, START, Monitor
from walk.inbox import Inbox
from walk.town import Town

from monitor.settings import Settings
from sources import registry
from sources.errors import Outcome

FILINGS = posted(110)
NEW = {**posted(1, first=110)[0], "lobbying_activities": [{**FILINGS[0]["lobbying_activities"][0], "description": "Facial recognition"}]}


@dataclass
class Pages:
    """The register, in pages of 25. `dies_at` is the page at which whoever asks for it is killed, `refuses` one that is refused."""

    rows: list[dict[str, object]]
    dies_at: int = 0
    refuses: int = 0
    asked: list[int] = field(default_factory=list)

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != "lda.gov":
            return httpx.Response(404)
        number = int(request.url.params.get("page", 1))
        self.asked.append(number)
        if number == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == self.refuses:
            return httpx.Response(503)
        rows = self.rows[(number - 1) * 25 : number * 25]
        return httpx.Response(200, json={"count": len(self.rows), "next": "x" if number * 25 < len(self.rows) else None, "results": rows})


class Register(Town):
    """The register in place of a town."""

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self.pages = pages

    def transport(self) -> httpx.MockTransport:
        return self.pages.transport()


def a_register(database_url: str, tmp_path: Path, letters: Inbox, pages: Pages) -> Monitor:
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=database_url, notify=letters.url, allow=("127.0.0.1",))
    source = registry.build("lda", {"token": "made-up"}, id=SOURCE, title="The Register", timezone="America/New_York")
    return Monitor(settings=settings, town=Register(pages), inbox=letters, sources={SOURCE: source}, now=START)


async def test_a_run_that_is_killed_goes_on_from_what_it_had_stored(database_url: str, tmp_path: Path, letters: Inbox) -> None:
    dying, pages = Pages(FILINGS, dies_at=4), Pages([*FILINGS, NEW])
    monitor = a_register(database_url, tmp_path, letters, pages)
    monitor.change(lambda _: None)
    process = killed.begin(monitor.settings, dying, monitor.sources, START)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    stored = monitor.count("records")
    assert 0 < stored < len(FILINGS)
    monitor.wait(hours=2)  # the lease of who died has run out
    result = await monitor.poll()
    assert (result.outcome, monitor.count("records")) == (Outcome.OK, 111)
    assert min(pages.asked) == stored // 25
    (mark,) = monitor.rows("SELECT watermark, cursor, begun_at FROM sources")
    assert str(mark[0])[:16] == START.isoformat(sep=" ")[:16]
    assert mark[1:] == (None, None)


async def test_what_a_refusal_breaks_off_goes_on_and_a_hit_is_told_once(database_url: str, tmp_path: Path, letters: Inbox) -> None:
    pages = Pages([])
    monitor = a_register(database_url, tmp_path, letters, pages)
    await monitor.poll()
    monitor.wait(hours=1)
    pages.rows = [NEW, *FILINGS]
    pages.refuses = 4
    assert (await monitor.poll()).outcome is Outcome.UNAVAILABLE
    assert len(letters.messages) == 1
    pages.refuses = 0
    pages.asked.clear()
    monitor.now += timedelta(hours=1)
    assert (await monitor.poll()).outcome is Outcome.OK
    assert pages.asked == [3, 4, 5]
    assert (monitor.count("records"), len(letters.messages)) == (111, 1)
