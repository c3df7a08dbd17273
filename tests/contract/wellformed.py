"""What is wrong with a record, whatever platform it comes from."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from sources.model import Amount, Link, Part, Record

ABSOLUTE = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*")
YEARS = range(1980, 2101)


def faults(record: Record) -> list[str]:
    """Everything that is not as it should be; nothing in a good record."""
    return [
        *_named("record", record.key, record.title),
        *([] if ABSOLUTE.fullmatch(record.url) else [f"url {record.url!r} is not absolute"]),
        *(fault for name in ("starts", "published", "updated", "deadline", "signed") for fault in _time(name, getattr(record, name))),
        *(fault for link in record.links for fault in _link(link)),
        *(fault for part in record.parts for fault in _part(part)),
        *(fault for amount in record.amounts for fault in _amount(amount)),
        *(f"a party without a name: {party}" for party in record.parties if not party.name.strip()),
        *([] if len({part.key for part in record.parts}) == len(record.parts) else ["two parts have one key"]),
        *([] if record.mark is None or record.mark else ["the mark is empty: None is what says that there is none"]),
    ]


def _named(what: str, key: str, title: str) -> Iterator[str]:
    if not key or key != key.strip() or key == "None":
        yield f"{what}: {key!r} is not a key"
    if not title or title != title.strip():
        yield f"{what} {key}: {title!r} is not a title"


def _time(name: str, value: datetime | date | None) -> Iterator[str]:
    if isinstance(value, datetime) and value.utcoffset() is None:
        yield f"{name} has no zone"
    if value is not None and value.year not in YEARS:
        yield f"{name}: {value.isoformat()} is not plausible"


def _link(link: Link) -> Iterator[str]:
    if not ABSOLUTE.fullmatch(link.url):
        yield f"link {link.url!r} is not absolute"
    if not link.title or link.title != link.title.strip():
        yield f"link {link.url}: {link.title!r} is not a title"


def _part(part: Part) -> Iterator[str]:
    yield from _named("part", part.key, part.title)
    for link in part.links:
        yield from _link(link)


def _amount(amount: Amount) -> Iterator[str]:
    if not (amount.value is None or isinstance(amount.value, Decimal)):
        yield f"{amount.value!r} is money and not a Decimal"
    if not (amount.currency is None or re.fullmatch("[A-Z]{3}", amount.currency)):
        yield f"{amount.currency!r} is not a currency"
