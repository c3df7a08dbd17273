"""`monitor match`: what a query or topics find in lines of JSON, in order and in bounded memory, however long the input."""

import sys
from typing import Annotated

import typer

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.commands.matching import Wanted, answers
from monitor.lexicon import load
from monitor.query.filters import IN_TEXT
from monitor.query.parse import parse
from sources.options import meant


def match(
    *,
    query: Annotated[str | None, typer.Option(metavar="Q", help="A query, as docs/query-language.md explains it")] = None,
    topic: Annotated[str | None, typer.Option(metavar="T", help="One topic, or `vendors`")] = None,
    all_topics: Annotated[bool, typer.Option("--all-topics", help="All topics and vendors")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each line of input")] = False,
) -> None:
    """Match lines of JSON from standard input: {"id", "title"?, "text"}, one object a line.

    With --json each line is answered, in order: {"id", "sense", "hits"}. A hit has "topic" or "query", "vendor" where it is one,
    "sense", "in" ("text" or "title"), "start" and "end" as characters of that field, "text" and "why". Without --json each hit is
    a line.
    """
    if [query is not None, topic is not None, all_topics].count(True) != 1:
        raise Stop("give one of --query Q, --topic T and --all-topics")
    settings = opening.settings()
    wanted = Wanted(query=query, topic=topic, topics=opening.own_topics(settings), as_json=as_json)
    _check(wanted)
    if sys.stdin.isatty():
        console.hint("reading lines of JSON from the terminal; Ctrl-D ends them")
    read = with_hits = 0
    with console.progress("matching") as advance:
        for answer in answers(sys.stdin.buffer, wanted):
            for line in answer.lines:
                console.raw(line)
            advance("lines", by=answer.read)
            read, with_hits = read + answer.read, with_hits + answer.with_hits
            if answer.error:
                raise Stop(answer.error)
    console.hint(f"{with_hits} of {read} have hits")


def _check(wanted: Wanted) -> None:
    filters = parse(wanted.query).filters if wanted.query is not None else ()
    if of_record := [one for one in filters if one.field not in IN_TEXT]:
        raise Stop(f"--query: leave {of_record[0]} out: a line of input says only its text")
    if wanted.topic is not None and wanted.topic not in (titles := load(*wanted.topics).titles):
        raise Stop(f"no topic {wanted.topic!r}{meant(wanted.topic, titles)}; there are {', '.join(sorted(titles))}")
