"""What CanadaBuys does that a small tape cannot show: fiscal years, amendments in any order, large files."""

import csv
import io
import tracemalloc
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from sources import registry
from sources.errors import Gone, SourceError
from sources.model import Record, Unchanged
from sources.procurement.canadabuys_row import CLOSES, record, several
from sources.source import Batch, Known
from sources.web import Web

COLUMNS = [
    "title-titre-eng",
    "title-titre-fra",
    "referenceNumber-numeroReference",
    "amendmentNumber-numeroModification",
    "publicationDate-datePublication",
    "amendmentDate-dateModification",
    "contactInfoEmail-informationsContactCourriel",
    "tenderDescription-descriptionAppelOffres-eng",
]
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def row(reference: str, amendment: str, day: str = "2026-11-10", title: str = "Cameras", text: str = "") -> list[str]:
    return [title, "Caméras", reference, amendment, day, "", "pat@example.ca", text]


def table(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *rows])
    return out.getvalue().encode("utf-8-sig")


async def run(
    files: dict[str, bytes], what: str = "awards", *, now: datetime = NOW, days: int = 30, known: Known = lambda _: None
) -> Batch:
    source = registry.build("canadabuys", {"what": "awards"}, timezone="America/Toronto")

    def answer(request: httpx.Request) -> httpx.Response:
        body = files.get(request.url.path.rpartition("/")[2])
        return httpx.Response(200, content=body) if body is not None else httpx.Response(404)

    web, items = Web(hosts=source.hosts, transport=httpx.MockTransport(answer), now=lambda: now), []
    async with aclosing(source.records(web, now - timedelta(days=30), known)) as batches:
        async for batch in batches:
            items += batch
    return items


def keys(items: Batch) -> list[str]:
    return [item.key for item in items if isinstance(item, Record)]


OLD, NEW = "2025-2026-awardNotice-avisAttribution.csv", "2026-2027-awardNotice-avisAttribution.csv"


async def test_on_the_first_of_april_the_file_of_the_new_year_may_not_be_there_yet() -> None:
    april = datetime(2026, 4, 2, 18, tzinfo=UTC)
    assert keys(await run({OLD: table([row("cb-1", "0", "2026-03-30")])}, now=april)) == ["cb-1"]
    both = {OLD: table([row("cb-1", "0", "2026-03-30")]), NEW: table([row("cb-2", "0", "2026-04-01")])}
    assert keys(await run(both, now=april)) == ["cb-1", "cb-2"]


async def test_a_file_that_is_missing_in_the_middle_of_the_year_is_an_error() -> None:
    with pytest.raises(Gone):
        await run({OLD: table([row("cb-1", "0")])})


async def test_of_the_amendments_of_a_notice_the_last_one_counts_wherever_it_stands() -> None:
    rows = [row("cb-1", "010", title="Ten"), row("cb-1", "9", title="Nine"), row("cb-2", "0"), row("cb-1", "000", title="None")]
    items = await run({NEW: table(rows)})
    assert [(item.key, item.title) for item in items if isinstance(item, Record)] == [("cb-1", "Ten"), ("cb-2", "Cameras")]


async def test_another_telephone_number_is_not_a_new_revision() -> None:
    (item,) = await run({NEW: table([row("cb-1", "0")])})
    assert isinstance(item, Record)
    other = [value if value != "pat@example.ca" else "sam@example.ca" for value in row("cb-1", "0")]
    assert await run({NEW: table([other])}, known={"cb-1": item.mark}.get) == [Unchanged(key="cb-1")]
    assert "pat@" not in repr(item)


async def test_old_notices_are_read_again_only_where_they_are_known_and_changed() -> None:
    rows = [row("cb-1", "0", "2026-05-01"), row("cb-2", "0", "2026-05-01"), row("cb-3", "0")]
    assert keys(await run({NEW: table(rows)}, known={"cb-2": "another mark"}.get)) == ["cb-2", "cb-3"]


@pytest.mark.parametrize(("cell", "expected"), [("*1\n*2", ["1", "2"]), ("1", ["1"]), ("", []), ("* 1 \r\n* 2\n", ["1", "2"])])
def test_values_stand_on_lines_that_begin_with_a_star(cell: str, expected: list[str]) -> None:
    assert several(cell) == expected


async def test_a_large_file_is_read_in_a_fraction_of_its_size() -> None:
    body = table([row(f"cb-{number}", "0", "2026-01-01", text="x" * 1000) for number in range(6_000)] + [row("cb-last", "0")])
    assert len(body) > 6_000_000
    tracemalloc.start()
    items = await run({NEW: body})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert keys(items) == ["cb-last"]
    assert peak < len(body) / 2


async def test_a_table_cut_off_in_the_middle_of_a_row_is_no_complete_run() -> None:
    with pytest.raises(SourceError) as raised:
        await run({NEW: table([row("cb-1", "0", text='quoted "text"')])[:-8]})
    assert not raised.value.outcome.complete


@pytest.mark.parametrize(
    ("said", "deadline", "told"),
    [
        ("2026-12-04T14:00:00", date(2026, 12, 4), "Closes 2026-12-04 14:00:00, local time"),
        ("2026-12-04", date(2026, 12, 4), ""),
        ("", None, ""),
    ],
)
def test_a_closing_time_without_a_zone_is_a_day_and_its_time_is_told_as_it_is_written(said: str, deadline: date | None, told: str) -> None:
    fields = dict(zip(COLUMNS, row("cb-1", "0"), strict=True)) | {CLOSES: said}
    found = record(fields, "tenders")
    assert type(found.deadline) is type(deadline)  # a datetime is a date too, and would have a zone that nobody gave
    assert found.deadline == deadline
    assert [line for line in found.text.splitlines() if line.startswith("Closes")] == ([told] if told else [])
