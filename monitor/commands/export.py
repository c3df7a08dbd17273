"""`monitor export`: hits, records, sums or the tally, for a spreadsheet or a program."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor import tallying
from monitor.commands import console, evidence, opening
from monitor.commands.failures import Stop
from monitor.commands.tables import Format, write
from monitor.commands.tally import prepared
from monitor.message import wording
from monitor.settings import Settings
from monitor.store.export import AMOUNTS, HITS, RECORDS, Walk, amount_rows, hit_rows, record_rows
from monitor.store.tally import Asked, tally

TALLY = ("vendor", *tallying.COLUMNS)


class What(StrEnum):
    """What can be exported."""

    HITS = "hits"
    RECORDS = "records"
    AMOUNTS = "amounts"
    TALLY = "tally"
    EVIDENCE = "evidence"


def export(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="hits, records, amounts, tally or evidence", case_sensitive=False)],
    hit: Annotated[int | None, typer.Argument(metavar="[HIT]", help="With evidence: the number of a hit")] = None,
    *,
    form: Annotated[Format, typer.Option("--format", metavar="F", help="csv, jsonl or parquet", case_sensitive=False)] = Format.CSV,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Default: standard output")] = None,
    after: Annotated[int, typer.Option(metavar="ID", min=0, help="Go on behind this `hit` or `id`, the last cell of a row")] = 0,
) -> None:
    """Write hits, records, their sums or the tally as CSV, as JSON lines or as Parquet.

    Parquet needs `pip install "public-records-monitor[parquet]"`.

    `export evidence HIT` writes what was fetched for a hit as a WACZ file, evidence-HIT.wacz by default: a web archive that
    https://replayweb.page and others open, with a summary, hashes and times.

    Times are UTC, in ISO 8601. In CSV a text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    if (hit is None) == (what is What.EVIDENCE):
        raise Stop("`monitor export evidence` takes the number of a hit; nothing else does")
    if after and what not in (What.HITS, What.RECORDS, What.AMOUNTS):
        raise Stop("--after goes on in hits, records and amounts; the tally is small and written whole")
    if hit is not None:
        evidence.write(hit, output)
        return
    settings = opening.settings()
    with opening.store(settings) as store:
        columns, rows = _rows(store, settings, what, after)
        with console.progress(f"exporting {what.value}") as advance:
            count = write(form, columns, _counted(rows, advance), output)
    if output is not None:
        console.hint(f"{output}: {wording.count(count, 'row', 'rows')}")


def _rows(store: opening.Store, settings: Settings, what: What, after: int) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    match what:
        case What.HITS:
            return HITS, _walk(store, hit_rows, after)
        case What.RECORDS:
            return RECORDS, _walk(store, record_rows, after)
        case What.AMOUNTS:
            return AMOUNTS, _walk(store, amount_rows, after)
        case _:
            return TALLY, _tally(store, settings)


def _walk(store: opening.Store, portion: Walk, after: int) -> Iterator[tuple[Any, ...]]:
    last: int | None = after
    while last is not None:
        rows, last = store.ask(portion, last)
        yield from rows


def _tally(store: opening.Store, settings: Settings) -> Iterator[tuple[Any, ...]]:
    """A row for each figure of a vendor."""
    prepared(store, settings)
    yield from tallying.rows(store.ask(tally, Asked()))


def _counted(rows: Iterable[tuple[Any, ...]], advance: console.Advance) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        advance("rows")
        yield row
