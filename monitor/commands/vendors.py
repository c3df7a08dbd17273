"""`monitor vendors`: names that may be a vendor's, decided by a person, with the evidence; decisions are remembered and can be undone."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.commands.tally import prepared
from monitor.store import reviews
from monitor.store.reviews import Review

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Names that may be a vendor's: review, decide, undo")

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `monitor vendors review` shows it")]


@app.command()
def review(
    *,
    decided: Annotated[bool, typer.Option("--decided", help="What was decided, the last first")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False,
) -> None:
    """Names that look like a vendor's, those on which most sums hang first. Nothing is merged until you say so."""
    settings = opening.settings()
    with opening.store(settings) as store:
        prepared(store, settings)
        found = store.ask(reviews.listed, decided=decided)
    if as_json:
        console.say_json([_data(each) for each in found])
        return
    if not found:
        console.hint("nothing is decided yet" if decided else "nothing waits for a decision")
    _show(found, decided=decided)


@app.command()
def decide(
    number: Number,
    *,
    same: Annotated[bool, typer.Option("--same/--other", help="It is the vendor, or somebody else")],
    note: Annotated[str, typer.Option(metavar="WORDS", help="Why, for whoever asks later")] = "",
) -> None:
    """Say whether a name is the vendor's. Its sums are booked again."""
    _answer(number, same=same, note=note)


@app.command()
def undo(number: Number) -> None:
    """Take a decision back: the name waits again, and its sums are booked as before."""
    _answer(number, same=None, note="")


def _answer(number: int, *, same: bool | None, note: str) -> None:
    settings = opening.settings()
    with opening.store(settings) as store:
        if not store.run(reviews.decide, number, same, note, opening.now()):
            raise Stop(f"there is no name with the number {number}; see `monitor vendors review`")
        prepared(store, settings)
    console.hint("it waits for a decision again" if same is None else "decided; `monitor vendors undo` takes it back")


def _show(found: Sequence[Review], *, decided: bool) -> None:
    cells = [(each.id, each.name, each.vendor, each.entries, f"{each.score:.2f}", each.why, *_decision(each, decided)) for each in found]
    last = ("decided", "note") if decided else ()
    console.show(("number", "name", "vendor?", "sums", "alike", "why", *last), cells)


def _decision(each: Review, decided: bool) -> tuple[str, ...]:
    return ("the same" if each.same else "somebody else", each.note) if decided else ()


def _data(each: Review) -> dict[str, Any]:
    record = {"title": each.title, "url": each.url} if each.url else None
    return {
        "number": each.id,
        "name": each.name,
        "vendor": each.vendor,
        "score": round(each.score, 3),
        "why": each.why,
        "sums": each.entries,
        "record": record,
        "same": each.same,
        "note": each.note,
        "decided_at": each.decided_at.isoformat() if each.decided_at else None,
    }
