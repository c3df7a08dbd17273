"""One item that the Board of Public Works of Maryland approved: a row of the Comptroller's export."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sources import days
from sources.model import Amount, AmountKind, Kind, Link, LinkKind, Party, Record, Role, Stage
from sources.procurement import marks
from sources.procurement.fields import line, text
from sources.procurement.ocds_money import amount
from sources.source import Publisher

Row = Mapping[str, str]

COLUMNS = ("Agency", "Agenda Link", "Agenda Item Number", "Category", "Type", "Description", "Amount", "Recipient", "Contract", "Method")
NOTHING = re.compile(r"|not applicable|no contract number listed|n/?a|various|\.+", re.IGNORECASE)
MEETING = re.compile(r"(\d{4})-([A-Za-z]{3,9})-(\d{1,2})-(?:Agenda|Summary)", re.IGNORECASE)
URL = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*", re.IGNORECASE)
WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
REVERSION = "a reversion: money that comes back"
TITLE = 200  # characters of the description that stand for a title, which items do not have


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row with its key, and whether it is the sum of other rows."""

    key: str
    mark: str
    row: Row
    parent: bool


def item(row: Row, above: frozenset[tuple[str, str]]) -> Item:
    """The row with its key: the agenda and the number in it. The rows of 2023 and 2024 have no number: their words stand in."""
    agenda, number = _agenda(row), line(row["Agenda Item Number"])
    words = marks.of(*(line(row[name]) for name in ("Agency", "Category", "Type", "Description", "Recipient", "Contract")))
    parent = (agenda, number) in above
    return Item(key=f"{agenda}/{number or words}", mark=marks.of(sorted(row.items()), parent), row=row, parent=parent)


def parents(rows: Iterable[Row]) -> frozenset[tuple[str, str]]:
    """The items that other items of the same agenda are parts of: of "30-IT 1.1" it is "30-IT". Their sums are those of the parts."""
    numbered = {(_agenda(row), line(row["Agenda Item Number"])) for row in rows}
    parts = ((agenda, number.rpartition(" ")[0]) for agenda, number in numbered if re.search(r"\s\d+(?:\.\d+)*$", number))
    return frozenset(above for above in parts if above in numbered)


def meeting(row: Row) -> date | None:
    """The day of the meeting, as far as the name of its agenda says it: months are written in three ways."""
    match = MEETING.search(row["Agenda Link"])
    return days.find(f"{match[2]} {match[3]}, {match[1]}") if match else None


def record(found: Item, publisher: Publisher) -> Record:
    """The item. LookupError or ValueError where it has no description."""
    row = found.row
    said, agenda = text(row["Description"]), row["Agenda Link"].strip()
    if not line(said):
        raise ValueError("an item without description")
    contracts = _meant(row["Contract"])
    withdrawn = bool(WITHDRAWN.search(row["Type"]) or WITHDRAWN.match(said))
    title = _shortened(line(said))
    kinds = [each for name in ("Category", "Type", "Method") if (each := _meant(row[name]))]
    return Record(
        key=found.key,
        kind=Kind.NOTICE,
        title=title,
        url=agenda if URL.fullmatch(agenda) else publisher.site,
        text="\n\n".join((*((said,) if line(said) != title else ()), *kinds)),
        thread=contracts or found.key,
        mark=found.mark,
        stage=Stage.CANCELLED if withdrawn else Stage.AWARD,
        type=", ".join(kinds[:2]),
        language="en",
        published=meeting(row),
        codes=tuple(dict.fromkeys(each.strip() for each in re.split(r"[;\n]", contracts) if each.strip())),
        links=(Link(url=agenda, title="Agenda", kind=LinkKind.AGENDA),) if URL.fullmatch(agenda) else (),
        parties=tuple(_parties(row, publisher)),
        amounts=() if withdrawn else _amounts(row, parent=found.parent),
        withdrawn=withdrawn,
    )


def _amounts(row: Row, *, parent: bool) -> tuple[Amount, ...]:
    """What was approved: the most that may be spent. The sum of a parent is told and not counted, for its parts have it."""
    said = row["Amount"].replace("$", "").replace(",", "").strip()
    found = amount({"amount": said or None, "currency": "USD"}, AmountKind.CEILING) if said else None
    if found is None:
        return ()
    if parent:
        return (replace(found, value=None, note=f"the sum of its parts: {said}"),)
    return (replace(found, note=REVERSION) if found.value and found.value < 0 else found,)


def _parties(row: Row, publisher: Publisher) -> list[Party]:
    agency, recipient = _meant(row["Agency"]), _meant(row["Recipient"])
    buyer = Party(name=agency or publisher.title, role=Role.BUYER, note=f"through the {publisher.title}" if agency else "")
    return [buyer, *([Party(name=recipient, role=Role.SUPPLIER)] if recipient else [])]


def _meant(value: str) -> str:
    """What the cell says, nothing where it says that there is nothing."""
    said = line(value)
    return "" if NOTHING.fullmatch(said) else said


def _agenda(row: Row) -> str:
    """The file of the agenda without its ending: the host and the folder have changed over the years."""
    return line(row["Agenda Link"]).rpartition("/")[2].rpartition(".")[0]


def _shortened(said: str) -> str:
    return said if len(said) <= TITLE else said[: said.rfind(" ", 0, TITLE)].rstrip(" ,;") + " …"
