"""`monitor extract`: the text of a file page by page, as the service would read it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.extract import report


def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, Word, Excel, HTML, mail, picture or text file, or a ZIP of these")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help='One object a page: {"page", "text", "method"}')] = False,
) -> None:
    """Show the text of a file, page by page. "method" is text, ocr, or none for a page without any.

    What could not be read is said on standard error; exit 1 where the file could not be read to its end.
    """
    opening.settings()
    try:
        with console.progress(f"reading {file.name}"):
            found = asyncio.run(report.read_file(file))
    except OSError as error:
        raise Stop(f"{file}: {error.strerror}") from error
    if as_json:
        for line in report.json_lines(found):
            console.raw(line)
    else:
        for page in found.pages:
            console.say(f"--- page {page.number} ({page.method})\n{page.text}")
    gaps = report.gaps(found)
    for gap in gaps[:-1] if found.error else gaps:
        console.note(f"{file.name}: {gap}")
    if found.error:
        raise Stop(f"{file}: {gaps[-1]}", FAILED)
