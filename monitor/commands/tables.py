"""Rows as CSV, JSON lines or Parquet, written as they come."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from monitor.commands import console
from monitor.commands.failures import Stop
from monitor.exported import csv_lines, json_lines

Row = tuple[Any, ...]

TIMES = frozenset({"found_at", "happens_at", "first_seen", "last_seen"})
NUMBERS = frozenset({"id", "hit", "page", "revision", "hits", "records", "counted", "unknown"})
ANSWERS = frozenset({"watched", "in_topics"})
GROUP = 10_000  # rows held together for Parquet


class Format(StrEnum):
    """The forms there are."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


def write(form: Format, columns: Sequence[str], rows: Iterable[Row], output: Path | None) -> int:
    """Write the rows to the file, or to standard output; return their number. A file is complete or not there."""
    if form is Format.PARQUET:
        return _parquet(columns, rows, output)
    lines = csv_lines(columns, rows) if form is Format.CSV else json_lines(columns, rows)
    with _to(output) as out:
        count = -1 if form is Format.CSV else 0  # the heading is no row
        for line in lines:
            out(line)
            count += 1
    return count


@contextmanager
def _to(output: Path | None) -> Iterator[Callable[[str], object]]:
    if output is None:
        yield console.raw
        return
    with whole(output) as part, part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        yield lambda line: file.write(f"{line}\n")


@contextmanager
def whole(output: Path) -> Iterator[Path]:
    """A file beside it that takes its place at the end. Raises Stop where it cannot be written."""
    part = output.with_name(f".{output.name}.part")
    try:
        part.touch()
        yield part
        part.replace(output)
    except OSError as error:
        raise Stop(f"--output {output}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _parquet(columns: Sequence[str], rows: Iterable[Row], output: Path | None) -> int:
    if output is None:
        raise Stop("Parquet is written to a file: add --output FILE")
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise Stop('Parquet needs a library that is not installed: pip install "public-records-monitor[parquet]"') from None
    schema = arrow.schema([(name, _type(arrow, name)) for name in columns])
    left, count = iter(rows), 0
    with whole(output) as part, parquet.ParquetWriter(part, schema) as writer:
        while group := list(islice(left, GROUP)):
            writer.write_table(arrow.table([list(column) for column in zip(*group, strict=True)], schema=schema))
            count += len(group)
    return count


def _type(arrow: Any, column: str) -> Any:
    if column in TIMES:
        return arrow.timestamp("us", tz="UTC")
    if column in ANSWERS:
        return arrow.bool_()
    return arrow.int64() if column in NUMBERS else arrow.string()
