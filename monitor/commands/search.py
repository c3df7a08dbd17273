"""`monitor search`: what the archive holds of a query, decided by the engine that alerts are found with."""

from collections.abc import Iterator
from typing import Annotated

import typer

from monitor.answers import data
from monitor.archive import Answer, Search, Shown
from monitor.commands import console, opening
from monitor.message import wording
from sources.model import Kind

Words = Annotated[list[str], typer.Argument(metavar="QUERY", help="Words, '\"a phrase\"', AND, OR, NOT: docs/query-language.md")]
Kinds = Annotated[list[Kind] | None, typer.Option("--kind", metavar="K", help="Only meetings, filings or notices; may be repeated")]
Sources = Annotated[list[str] | None, typer.Option("--source", metavar="S", help="Only this source, or us-ca-*; may be repeated")]

PASSAGES = 3  # of a record, for people; --json has all


def search(
    query: Words,
    *,
    kind: Kinds = None,
    source: Sources = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Records shown, the newest first")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per record")] = False,
) -> None:
    """Look for a query in the archive: records, their parts and the pages of their documents, the newest first."""
    settings = opening.settings()
    wanted = Search(" ".join(query), kind or (), source or (), lexicon=opening.lexicon(settings))
    with opening.store(settings) as store:
        shown = 0
        for answer in answers(store, wanted):
            if shown == limit:
                console.hint(f"there are more than {limit}: see --limit")
                break
            shown += 1
            console.say_json(data(answer)) if as_json else say(answer)
    if not shown:
        console.hint("nothing found")


def answers(store: opening.Store, wanted: Search) -> Iterator[Answer]:
    """The answers in the archive, newest first, with the progress of looking."""
    last = None
    with console.progress("looking through records") as advance:
        while True:
            portion = store.ask(wanted.portion, last)
            advance(portion.answers[-1].record.title if portion.answers else "", by=portion.looked)
            yield from portion.answers
            last = portion.last
            if last is None:
                return


def say(answer: Answer) -> None:
    """A record and its first passages, for people."""
    record = answer.record
    moment = record.starts or record.deadline or record.published
    day = f"{moment:%Y-%m-%d}" if moment else "no date   "
    console.say(f"{day}  {answer.source_id}  {record.title}\n    {record.url}")
    for shown in answer.passages[:PASSAGES]:
        console.say(f"    {_where(shown)}{' '.join(shown.passage.text.split())}")
    if (more := len(answer.passages) - PASSAGES) > 0:
        console.say(f"    and {wording.count(more, 'more passage', 'more passages')}")


def _where(shown: Shown) -> str:
    if shown.page is not None:
        return f"{shown.title}, page {shown.page}{' (recognised from a picture)' if shown.method == 'ocr' else ''}: "
    return ""
