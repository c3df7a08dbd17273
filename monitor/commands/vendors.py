"""`monitor vendors`: names and numbers that may be a vendor's, with the evidence; what a person decides is remembered and can be undone."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.commands.tally import prepared
from monitor.ledger.identity import SIGN, tells
from monitor.store import book, numbers, reviews
from monitor.store.reviews import Review
from sources.options import meant

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Names and numbers that may be a vendor's: review, decide, undo")

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `monitor vendors review` shows it")]

Note = Annotated[str, typer.Option(metavar="WORDS", help="Why, for whoever asks later")]


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
    note: Note = "",
) -> None:
    """Say whether a name (or a number) is the vendor's. Its sums are booked again."""
    _answer(number, same=same, note=note)


@app.command("ids")
def list_ids(
    vendor: Annotated[str | None, typer.Argument(metavar="VENDOR", help="Only this vendor's, by its name in the lexicon")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False,
) -> None:
    """The numbers of registers by which vendors are known for certain, and which names have them in records here."""
    settings = opening.settings()
    with opening.store(settings) as store:
        lexicon = prepared(store, settings)
        known = store.ask(book.identity, lexicon).numbers
        listed = [(of, *key.removeprefix(SIGN).partition(" ")[::2]) for key, of in sorted(known.items(), key=lambda pair: pair[::-1])]
        rows = [(of, scheme, number, store.ask(numbers.names, scheme, number)) for of, scheme, number in listed if vendor in (None, of)]
    if as_json:
        console.say_json([{"vendor": of, "scheme": scheme, "number": number, "names": list(names)} for of, scheme, number, names in rows])
        return
    if not rows:
        console.hint("no number is known; `monitor vendors review` lists those that records give")
    console.show(("vendor", "scheme", "number", "names in records"), [(*row[:3], "; ".join(row[3])) for row in rows])


Vendor = Annotated[str, typer.Argument(metavar="VENDOR", help="By its name in the lexicon")]
Scheme = Annotated[str, typer.Argument(metavar="SCHEME", help="As records give it: UEI, DUNS, lda-client, GB-COH")]


@app.command("add-id")
def add_id(vendor: Vendor, scheme: Scheme, id_: Annotated[str, typer.Argument(metavar="ID")], *, note: Note = "") -> None:
    """Say that a number is a vendor's: whoever has it in a record is the vendor, whatever its name. Sums are booked again."""
    _number(vendor, scheme, id_, same=True, note=note)
    console.hint("it is the vendor's; `monitor vendors remove-id` takes it back")


@app.command("remove-id")
def remove_id(vendor: Vendor, scheme: Scheme, id_: Annotated[str, typer.Argument(metavar="ID")], *, note: Note = "") -> None:
    """Say that a number is not the vendor's, also one that ships with the monitor. Sums are booked again."""
    _number(vendor, scheme, id_, same=False, note=note)
    console.hint("it is not the vendor's; `monitor vendors add-id` says the contrary")


def _number(vendor: str, scheme: str, id_: str, *, same: bool, note: str) -> None:
    settings = opening.settings()
    with opening.store(settings) as store:
        lexicon = prepared(store, settings)
        if vendor not in lexicon.vendors:
            raise Stop(f"the lexicon has no vendor {vendor!r}{meant(vendor, lexicon.vendors)}")
        if not tells(scheme, id_):
            raise Stop(f"{scheme} {id_} does not tell one organisation from all others")
        store.run(numbers.decide, vendor, scheme, id_, same=same, note=note, now=opening.now())
        prepared(store, settings)


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
