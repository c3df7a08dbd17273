"""CSV of strangers: the columns that must be there are, and every row has as many fields as the header."""

import csv
import io
from collections.abc import Iterable, Iterator

SURPLUS = ":surplus"
LONGEST_FIELD = 10_000_000  # the library's own limit, 131,072, is shorter than some notices

csv.field_size_limit(LONGEST_FIELD)


def read(text: str | Iterable[str], columns: tuple[str, ...], *, delimiter: str = ",", ragged: bool = False) -> Iterator[dict[str, str]]:
    """The rows by column, of a text or of a stream of lines that keep their ends.

    ValueError where the header lacks a column or names one twice, or a row has another length. With `ragged` such a row
    comes with the columns that it has, and what is too many under SURPLUS: in a table of 70,000 rows one odd row is not
    another layout.
    """
    lines = io.StringIO(text, newline="") if isinstance(text, str) else text
    rows = csv.reader(lines, delimiter=delimiter, strict=not ragged)
    try:
        header = [name.strip() for name in next(rows, [])]
        _check(header, columns)
        for row in rows:
            if not row:  # an empty line
                continue
            if len(row) != len(header) and not ragged:
                raise ValueError(f"line {rows.line_num} has {len(row)} fields, the header has {len(header)}")
            surplus = {SURPLUS: delimiter.join(row[len(header) :])} if len(row) > len(header) else {}
            yield dict(zip(header, row, strict=not ragged)) | surplus
    except csv.Error as error:
        raise ValueError(f"line {rows.line_num}: {error}") from None


def _check(header: list[str], columns: tuple[str, ...]) -> None:
    missing = [name for name in columns if name not in header]
    if missing or not header:
        raise ValueError(f"no column {', '.join(missing) or 'at all'}; there are: {', '.join(header)[:300] or 'none'}")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise ValueError(f"the column {twice[0]!r} is there twice")
