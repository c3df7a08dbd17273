"""`monitor tally`: who is paid and who lobbies, for how much, where and when, with the records behind each figure."""

from collections.abc import Sequence
from typing import Annotated

import typer

from monitor import tallying
from monitor.commands import console, opening, tables
from monitor.commands.failures import Stop
from monitor.ledger.entry import Money
from monitor.lexicon import Lexicon, load
from monitor.message.wording import count
from monitor.settings import Settings
from monitor.store import book
from monitor.store.tally import Asked, By
from monitor.store.working import Shown, all_of
from monitor.tallying import Answer

NAMED = 3  # sources that are named beside an answer; --json has all of them


def tally(
    *,
    vendor: Annotated[str | None, typer.Option(metavar="V", help="Only this vendor, by any of its names, or whoever is called so")] = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Only the year that is reported on, or of the notice")] = None,
    place: Annotated[str | None, typer.Option(metavar="P", help="Only sources of this place: us-ca")] = None,
    kind: Annotated[Money | None, typer.Option(help="Only this kind of money", case_sensitive=False)] = None,
    buyer: Annotated[str | None, typer.Option(metavar="B", help="Only contracts of buyers with these words in their name")] = None,
    registrant: Annotated[str | None, typer.Option(metavar="R", help="Only what this firm reports of lobbying")] = None,
    by: Annotated[By, typer.Option(help="What has a line", case_sensitive=False)] = By.VENDOR,
    records: Annotated[bool, typer.Option("--records", help="Each sum behind it, counted or left out, with why and its record")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object; with --records one for each line")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV for a spreadsheet")] = False,
) -> None:
    """Add up what vendors are paid and what is spent on lobbying for them, each kind of sum and each currency apart.

    Every sum is counted once (docs/tally.md has the rules); what is left out is counted beside it, with the reason. Sums in records
    that have no topic, only a vendor, stand apart. `--by issue` and `--by bill` count a whole filing for each that it names, so that
    their lines are upper bounds. With `--registrant`, what a firm reports counts even where the client's own report includes it.
    """
    if as_json and as_csv:
        raise Stop("--json and --csv are two answers: choose one")
    settings = opening.settings()
    with opening.store(settings) as store:
        lexicon = prepared(store, settings)
        who = store.ask(tallying.who, lexicon, vendor)
        asked = Asked(by=by, who=who, year=year, place=place, kind=kind, registrant=registrant, buyer=buyer)
        if records:
            _say_records(store.ask(lambda connection: list(all_of(connection, asked))), as_json=as_json, as_csv=as_csv)
            return
        answer = store.ask(tallying.answer, asked)
    if as_json:
        console.say_json(tallying.data(answer))
    elif as_csv:
        tables.write(tables.Format.CSV, (by.value, *tallying.COLUMNS), tallying.rows(answer.lines), None)
        _say_coverage(answer)
    else:
        _show(answer)
        _say_coverage(answer)


def prepared(store: opening.Store, settings: Settings) -> Lexicon:
    """The lexicon, with the ledger brought up to date. What can only be read is left as it is, and the answer says what is missing."""
    lexicon = load(*opening.own_topics(settings))
    if not store.database.read_only:
        with console.progress("booking") as advance:
            while done := store.run(book.book, lexicon, opening.now()):
                advance("records", done)
    return lexicon


def _say_records(found: Sequence[Shown], *, as_json: bool, as_csv: bool) -> None:
    if as_json or as_csv:
        form = tables.Format.JSONL if as_json else tables.Format.CSV
        tables.write(form, tallying.RECORDS, map(tallying.record, found), None)
        return
    cells = [(each.day or each.period, each.who, _sum(each), each.kind, tallying.why_not(each), each.title, each.url) for each in found]
    console.show(("day", "who", "sum", "of", "standing", "record", "address"), cells)


def _sum(each: Shown) -> str:
    return "unknown" if each.value is None else f"{each.value:,.2f} {each.currency or 'currency unknown'}"


def _show(answer: Answer) -> None:
    if not answer.lines:
        console.note("nothing of this kind is in the ledger")
    cells = []
    for line in answer.lines:
        for figure in tallying.ordered(line):
            apart = "" if figure.topical else "outside the topics"
            left_out = tallying.left_out(figure)
            cells.append((line.name, figure.kind.value, tallying.in_words(figure), figure.counted, figure.unknown, apart, left_out))
    console.show((answer.asked.by.value, "of", "sum", "records", "unknown", "", "left out"), cells)


def _say_coverage(answer: Answer) -> None:
    """What the answer could be drawn from, beside it: also in a pipe, since a sum without that is half an answer."""
    drawn = answer.coverage.drawn
    named = ", ".join(f"{each.id} ({f'since {each.since}' if each.since else 'undated'})" for each in drawn[:NAMED])
    more = f" and {len(drawn) - NAMED} more" if len(drawn) > NAMED else ""
    missing = "; ".join(answer.coverage.missing) or "nothing is known to be missing"
    console.note(f"drawn from {count(len(drawn), 'source', 'sources')}{f': {named}{more}' if drawn else ''}; {missing}")
