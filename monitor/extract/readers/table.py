"""Workbooks (XLSX, XLSB, XLS, ODS): each sheet is a page, each row a line, cells apart by tabs."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from monitor.extract.reading import Job, Leaf, Reading, Unreadable

Cell = int | float | str | bool | date | datetime | time | timedelta


def read(job: Job) -> Reading:
    """The sheets in order, hidden ones too. Raises Unreadable: "encrypted" or "malformed"."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(job.body))
    except PasswordError as error:
        raise Unreadable("encrypted") from error
    except (CalamineError, OSError) as error:
        raise Unreadable("malformed") from error
    return Reading(total=len(book.sheet_names), leaves=_sheets(book, job.limits.page_characters))


def _sheets(book: CalamineWorkbook, characters: int) -> Iterator[Leaf]:
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
        except CalamineError as error:
            raise Unreadable("malformed") from error
        yield Leaf(text="\n".join([name, *_rows(sheet, characters)]))


def _rows(sheet: CalamineSheet, characters: int) -> Iterator[str]:
    """The lines of a sheet that are not empty, until there are more characters than a page may have."""
    for row in sheet.iter_rows():
        line = "\t".join(_words(row)).rstrip("\t")
        if line:
            yield line
        characters -= len(line)
        if characters < 0:
            return


def _words(row: Iterable[Cell]) -> Iterator[str]:
    for cell in row:
        match cell:
            case datetime(hour=0, minute=0, second=0):
                yield cell.date().isoformat()
            case float() if cell.is_integer():  # Excel keeps no other numbers: 7 comes as 7.0
                yield str(int(cell))
            case _:
                yield " ".join(str(cell).split())
