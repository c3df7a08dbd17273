"""Rows as lines of CSV and of JSON, one way for commands, downloads and the API. A cell of CSV is never a formula."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Row = Sequence[Any]

# What spreadsheets run, some of them also in full width: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FIGURE = re.compile(r"-?\d+(\.\d+)?")  # a negative sum is no formula


def csv_lines(columns: Sequence[str], rows: Iterable[Row], *, heading: bool = True) -> Iterator[str]:
    """A line for the names of the columns, if it is wanted, and one for each row; without ends of lines."""
    if heading:
        yield _csv_line(columns)
    for row in rows:
        yield _csv_line([_harmless(plain(cell)) for cell in row])


def json_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """An object for each row; without ends of lines."""
    for row in rows:
        yield json.dumps(as_dict(columns, row), ensure_ascii=False, separators=(",", ":"))


def as_dict(columns: Sequence[str], row: Row) -> dict[str, Any]:
    """A row as JSON would hold it: times in ISO 8601, sums as digits."""
    return dict(zip(columns, map(plain, row), strict=True))


def plain(cell: Any) -> Any:
    """A cell as JSON would hold it."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, datetime | date) else cell


def _csv_line(cells: Row) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    risky = isinstance(value, str) and value.startswith(FORMULA) and not FIGURE.fullmatch(value)
    return f"'{value}" if risky else value
