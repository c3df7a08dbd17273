"""A filing of a watched vendor that says nothing else: whoever follows vendors is told of it, once."""

from pathlib import Path

import httpx
from tapes.lda.make import PARTNERS, filing
from walk.conftest import SOURCE, START, Monitor
from walk.inbox import Inbox
from walk.town import Town

from monitor.settings import Settings
from sources import registry

NEC = (192413, 77, "NEC CORPORATION OF AMERICA", None, None)
IDLE = filing(7, "Q3Y", "2026-11-19T11:02:07-05:00", PARTNERS, NEC, income="50000.00")
OTHER = filing(8, "Q3Y", "2026-11-19T12:02:07-05:00", PARTNERS, (5, 78, "NECA", "Electrical contractors", None), income="50000.00")


class Register(Town):
    """A register whose filings are listed again at every poll."""

    def __init__(self) -> None:
        super().__init__()
        self.filings: list[dict[str, object]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The one page that it has."""
        if request.url.host != "lda.gov":
            return httpx.Response(404)
        return httpx.Response(200, json={"count": len(self.filings), "next": None, "results": self.filings})


async def test_a_report_without_activities_of_a_vendor_whose_name_is_a_word_is_told_once(
    database_url: str, tmp_path: Path, letters: Inbox
) -> None:
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=database_url, notify=letters.url, allow=("127.0.0.1",))
    source = registry.build("lda", {}, id=SOURCE, title="The Register", timezone="America/New_York")
    register = Register()
    monitor = Monitor(settings=settings, town=register, inbox=letters, sources={SOURCE: source}, now=START)
    await monitor.poll()
    register.filings = [IDLE, OTHER]
    monitor.wait(hours=1)
    assert (await monitor.poll()).detail == ""
    told = [message["message"] for message in letters.messages]
    assert [("NEC CORPORATION OF AMERICA" in words, "NECA" in words) for words in told] == [(True, False)]
    monitor.wait(days=1)
    await monitor.poll()
    assert len(letters.messages) == 1
