"""The way of a sum: from the export of a board to the tally, each contract once and nothing that was withdrawn."""

import asyncio
import csv
import io
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import httpx
from walk.conftest import SOURCE, START, Monitor
from walk.inbox import Inbox
from walk.town import Town

from monitor.ledger.entry import Money
from monitor.lexicon import load
from monitor.settings import Settings
from monitor.store.book import book
from monitor.store.database import Database
from monitor.store.tally import Asked, tally
from sources import registry
from sources.procurement.maryland_item import COLUMNS

AGENDA = "https://bpw.example.gov/MeetingDocs/2026-Nov-4-Agenda.pdf"
FACES = "Facial recognition"


class Export(Town):
    """A board's export, as a test changes it: number, description, sum, recipient and contract of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, str, str, str, str]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The one file that it has."""
        if request.url.path != "/export.csv":
            return httpx.Response(404)
        out = io.StringIO()
        table = csv.DictWriter(out, COLUMNS, restval="Not applicable")
        table.writeheader()
        for number, description, sum_, recipient, contract in self.rows:
            named = {"Agenda Item Number": number, "Description": description, "Amount": sum_, "Recipient": recipient, "Contract": contract}
            table.writerow({"Agenda Link": AGENDA, **named})
        return httpx.Response(200, text=out.getvalue())


def a_board(database_url: str, tmp_path: Path, letters: Inbox) -> tuple[Monitor, Export]:
    publisher = {"id": SOURCE, "title": "The Board", "site": "https://bpw.example.gov/", "timezone": "America/New_York"}
    source = registry.build("maryland_bpw", {"url": "https://data.example.gov/export.csv"}, **publisher)
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=database_url, notify=letters.url, allow=("127.0.0.1",))
    town = Export()
    return Monitor(settings=settings, town=town, inbox=letters, sources={SOURCE: source}, now=START), town


def sums(monitor: Monitor) -> dict[str, Decimal | None]:
    """What the tally says for each supplier; None where it is unknown."""
    with closing(Database(monitor.settings.database_url)) as database:
        while asyncio.run(database.run(book, load(), START)):
            pass
        lines = asyncio.run(database.ask(tally, Asked(kind=Money.CEILING)))
    return {line.name: figure.value for line in lines for figure in line.figures if figure.counted}


def test_parents_are_not_counted_beside_their_parts_and_what_was_withdrawn_not_at_all(
    database_url: str, tmp_path: Path, letters: Inbox
) -> None:
    monitor, town = a_board(database_url, tmp_path, letters)
    town.rows = [
        ("30-IT", f"{FACES}, two task orders", "350.00", "Argos Imaging, Inc.", "Q0"),
        ("30-IT 1.1", f"{FACES} for visitors", "300.00", "Argos Imaging, Inc.", "Q1"),
        ("30-IT 1.2", f"{FACES} for staff", "50.00", "Desk LLC", "Q2"),
        ("31-IT", f"WITHDRAWN: {FACES} for buses", "900.00", "Bell & Co", "Q3"),
        ("32-IT", "Four hundred chairs", "70.00", "Chairs Corp", "Q4"),
        ("33-IT-MOD", f"{FACES}, extend the term", "0.00", "Term LLC", "Q5"),
    ]
    asyncio.run(monitor.poll())
    assert sums(monitor) == {"Argos Imaging, Inc.": Decimal(300), "Desk LLC": Decimal(50), "Term LLC": None}


def test_an_item_that_is_published_again_with_another_sum_counts_with_that(database_url: str, tmp_path: Path, letters: Inbox) -> None:
    monitor, town = a_board(database_url, tmp_path, letters)
    town.rows = [("40-IT", f"{FACES} at the port", "100.00", "Argos Imaging, Inc.", "Q1")]
    asyncio.run(monitor.poll())
    monitor.wait(hours=30)
    town.rows = [("40-IT", f"{FACES} at the port", "80.00", "Argos Imaging, Inc.", "Q1")]
    asyncio.run(monitor.poll())
    assert sums(monitor) == {"Argos Imaging, Inc.": Decimal(80)}
