"""`monitor tally`: who is paid and who lobbies in records with hits, for how much, where and when."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any

import typer

from monitor.commands import console, opening
from monitor.lexicon import load
from monitor.query.matcher import Matcher
from monitor.query.normalise import normalise
from monitor.settings import Settings
from monitor.store.tally import By, Line, counted, issues, lines, only


def tally(
    *,
    vendor: Annotated[str | None, typer.Option(metavar="V", help="Only this vendor, by any of its names, or whoever is called so")] = None,
    year: Annotated[
        int | None, typer.Option(metavar="Y", help="Only the year of the meeting, the deadline, or what a report covers")
    ] = None,
    by: Annotated[By, typer.Option(help="What has a line", case_sensitive=False)] = By.VENDOR,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False,
) -> None:
    """Count records with hits by who is paid or lobbies, and add up what they say, each kind of sum and currency apart.

    Of a chain of amendments the newest counts. A sum is what these records say, not what was paid in all; a record without one is
    counted as unknown, never as zero. A record with two suppliers, or two issues, counts for both.
    """
    settings = opening.settings()
    with opening.store(settings) as store:
        found = tallied(store, settings, by=by, vendor=vendor, year=year)
    if as_json:
        console.say_json([data(line, by) for line in found])
        return
    if not found:
        console.hint("nobody is named in records with hits" + (" of this kind" if vendor or year else " yet"))
    role = ("as",) if by is By.VENDOR else ()
    rows = [(line.name, *([line.role] if role else []), line.records, line.known, line.unknown, "; ".join(line.sums)) for line in found]
    console.show((by.value, *role, "records", "with a sum", "without", "sums"), rows)


def tallied(store: opening.Store, settings: Settings, *, by: By, vendor: str | None = None, year: int | None = None) -> Sequence[Line]:
    """The lines of a tally."""
    vendor_of = _vendors(settings)
    entries = [entry for entry in store.ask(counted) if year is None or entry.year == year]
    if vendor is not None:
        entries = only(entries, _called(vendor, vendor_of))
    return lines(entries, by, vendor_of=vendor_of, of=store.ask(issues, entries) if by is By.ISSUE else None)


def data(line: Line, by: By) -> dict[str, Any]:
    """A line as JSON; sums are strings of digits."""
    role = {"role": line.role} if by is By.VENDOR else {}
    totals = sorted(line.totals.items(), key=str)
    return {
        by.value: line.name,
        **role,
        "names": sorted(line.names),
        "records": line.records,
        "with_amount": line.known,
        "without_amount": line.unknown,
        "amounts": [{"kind": kind, "currency": currency, "total": f"{total:f}"} for (kind, currency), total in totals],
    }


def _vendors(settings: Settings) -> Callable[[str], str | None]:
    matcher = Matcher(load(*opening.own_topics(settings)))

    @cache
    def vendor_of(name: str) -> str | None:
        return next((match.vendor for match in matcher.match(name) if match.vendor), None)

    return vendor_of


def _called(wanted: str, vendor_of: Callable[[str], str | None]) -> Callable[[str], bool]:
    words = f" {normalise(wanted).strip()} "

    def is_wanted(name: str) -> bool:
        return (vendor_of(name) or "").casefold() == wanted.casefold() or words in f" {normalise(name).strip()} "

    return is_wanted
