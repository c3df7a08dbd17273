"""The way of a notice: its documents are fetched where its own text has a hit, or where the catalog says so."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from extract.pdf_file import of_texts
from walk.conftest import START, Monitor
from walk.inbox import Inbox
from walk.town import Town

from monitor.settings import Settings
from sources import registry
from sources.source import Documents, Source

HOST = "https://www.alderbrook.example.gov"
FACES = "Facial recognition system for the bus station"
CHAIRS = "Four hundred chairs"


class Board(Town):
    """A town's board of bids: `bids` are titles by number, each with a file that speaks of facial recognition."""

    def __init__(self) -> None:
        super().__init__()
        self.bids: dict[int, str] = {}

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Its list, a page for each bid, and the files."""
        path = request.url.path
        self.asked[path] += 1
        if path.startswith("/DocumentCenter"):
            return httpx.Response(200, content=of_texts("Scope of work", "A facial recognition system is an option."))
        if path == "/Bids.aspx":
            return httpx.Response(200, text=f"<html><body>{''.join(self._row(number) for number in self.bids)}</body></html>")
        if path != "/bids.aspx":
            return httpx.Response(404)
        number = request.url.params["bidID"]
        detail = f"<span class='BidListHeader'>Description:</span><span class='BidDetail'>{self.bids[int(number)]}</span>"
        return httpx.Response(200, text=f"<html><body>{detail}<a href='/DocumentCenter/View/{number}'>Scope</a></body></html>")

    def _row(self, number: int) -> str:
        title = f"<span><a href='bids.aspx?bidID={number}'>{self.bids[number]}</a></span>"
        block = "<div><span>Status:</span><span>Closes:</span></div><div><span>Open</span><span>12/30/2026 3:00 PM</span></div>"
        return f"<div class='listItemsRow bid'><div class='bidTitle'>{title}</div><div class='bidStatus'>{block}</div></div>"

    def fetched(self) -> set[int]:
        """The numbers of the bids whose file was asked for."""
        return {int(path.rpartition("/")[2]) for path in self.asked if path.startswith("/DocumentCenter")}


def source(documents: Documents | None = None) -> Source:  # type: ignore[type-arg]
    publisher = {"id": "us-zz-springhaven", "title": "Alderbrook", "site": f"{HOST}/Bids.aspx", "timezone": "America/Chicago"}
    found = registry.build("civicplus_bids", {"host": "www.alderbrook.example.gov"}, **publisher)
    return replace(found, publisher=replace(found.publisher, documents=documents))


def a_board(database_url: str, tmp_path: Path, letters: Inbox, documents: Documents | None = None) -> tuple[Monitor, Board]:
    board = Board()
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=database_url, notify=letters.url, allow=("127.0.0.1",))
    sources = {"us-zz-springhaven": source(documents)}
    return Monitor(settings=settings, town=board, inbox=letters, sources=sources, now=START), board


def states(monitor: Monitor) -> dict[str, str]:
    """The states of the documents by the number of their bid."""
    return {url.rpartition("/")[2]: state for url, state in monitor.rows("SELECT url, state FROM documents")}


async def test_documents_are_fetched_of_notices_whose_own_text_has_a_hit(database_url: str, tmp_path: Path, letters: Inbox) -> None:
    monitor, board = a_board(database_url, tmp_path, letters)
    board.bids = {1: FACES, 2: CHAIRS}
    await monitor.poll()
    assert board.fetched() == {1}
    assert states(monitor) == {"1": "read", "2": "listed"}
    assert len(letters.messages) == 1


async def test_a_notice_that_comes_to_have_a_hit_has_its_documents_read_then(database_url: str, tmp_path: Path, letters: Inbox) -> None:
    monitor, board = a_board(database_url, tmp_path, letters)
    board.bids = {2: CHAIRS}
    await monitor.poll()
    assert board.fetched() == set()
    monitor.wait(hours=3)
    board.bids[2] = f"{CHAIRS}, and a facial recognition camera"
    await monitor.poll()
    assert board.fetched() == {2}
    assert states(monitor) == {"2": "read"}


async def test_a_hit_of_an_earlier_revision_keeps_the_documents_asked_for(database_url: str, tmp_path: Path, letters: Inbox) -> None:
    monitor, board = a_board(database_url, tmp_path, letters)
    board.bids = {1: FACES}
    await monitor.poll()
    monitor.wait(hours=3)
    board.bids[1] = "System for the bus station"
    await monitor.poll()
    assert states(monitor) == {"1": "read"}


@pytest.mark.parametrize(("documents", "expected"), [("always", {1, 2}), ("never", set())])
async def test_the_catalog_may_say_otherwise(
    database_url: str, tmp_path: Path, letters: Inbox, documents: Documents, expected: set[int]
) -> None:
    monitor, board = a_board(database_url, tmp_path, letters, documents)
    board.bids = {1: FACES, 2: CHAIRS}
    await monitor.poll()
    assert board.fetched() == expected
