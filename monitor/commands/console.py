"""The one door to the terminal: lines, JSON, tables and progress. Texts of records come out without control characters."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from monitor.message.clean import line as one_line

LONGEST = 300  # characters of a cell: titles of agenda items run to thousands
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor, colours the screen or turns the direction of reading, written by whoever wrote the record."""


class Advance(Protocol):
    """Says what is done, or with `by=0` what is under way."""

    def __call__(self, name: str, by: int = 1) -> None: ...


def on_terminal() -> bool:
    """Whether somebody reads what we write to standard output."""
    return sys.stdout.isatty()


def say(text: str) -> None:
    """A line, or a text of several, on standard output."""
    _write(HARMFUL.sub("", text))


def say_json(data: Any) -> None:
    """One JSON value on one line."""
    raw(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def raw(line: str) -> None:
    """A line of JSON or CSV as it is; on a terminal with escapes for what would steer it."""
    _write(HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", line) if on_terminal() else line)


def note(text: str) -> None:
    """One line on standard error, which never mixes with the answer."""
    typer.echo(one_line(text, 10 * LONGEST).encode("utf-8", "backslashreplace"), err=True)


def hint(text: str) -> None:
    """A note that only a person needs: nothing in a pipe."""
    if sys.stderr.isatty():
        note(text)


def show(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on a terminal; in a pipe one line per row, with tabs between the cells and no heading."""
    cells = [[one_line("" if cell is None else str(cell), LONGEST) for cell in row] for row in rows]
    if not on_terminal():
        for row in cells:
            _write("\t".join(row))
        return
    if not rows:
        return
    table = Table(box=None, header_style="bold", pad_edge=False, show_header=any(columns))
    for place, column in enumerate(columns):
        number = all(isinstance(row[place], int) for row in rows)
        words = place == len(columns) - 1 and not number
        table.add_column(column, justify="right" if number else "left", overflow="fold", no_wrap=not words, min_width=20 if words else None)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def show_and_say(columns: Sequence[str], rows: Sequence[Sequence[object]], words: Sequence[str]) -> None:
    """A table with a sentence for some rows: on a terminal below it, where there is room; in a pipe at the end of each row."""
    if not on_terminal():
        show((), [(*row, said) for row, said in zip(rows, words, strict=True)])
        return
    show(columns, rows)
    for row, said in zip(rows, words, strict=True):
        if said:
            say(f"{row[0]}: {one_line(said, LONGEST)}")


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Advance]:
    """Gives a function to call with the name of what is done. Shown on a terminal; silent in a pipe."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)

        def advance(name: str, by: int = 1) -> None:
            bar.update(task, advance=by, description=f"{what}: {one_line(name, 60)}" if name else what)

        yield advance


def _write(line: str) -> None:
    typer.echo(line.encode("utf-8", "backslashreplace"))  # UTF-8 in a container without a locale too; a lone surrogate becomes its escape
