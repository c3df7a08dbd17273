"""What SAM.gov means by its words, in the daily file and in the API alike: notice types, codes, sums, addresses."""

import re
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from sources.model import Amount, AmountKind, Stage
from sources.procurement.fields import line, number, when
from sources.source import Publisher

ID = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
STAGES = {
    "presolicitation": Stage.PLANNING,
    "sources sought": Stage.PLANNING,
    "intent to bundle requirements (dod-funded)": Stage.PLANNING,
    "solicitation": Stage.TENDER,
    "combined synopsis/solicitation": Stage.TENDER,
    "award notice": Stage.AWARD,
    "justification": Stage.AWARD,  # why only one supplier is asked
    "justification and approval (j&a)": Stage.AWARD,
    "fair opportunity / limited sources justification": Stage.AWARD,
    "modification/amendment/cancel": Stage.AMENDMENT,
}
"""The others, special notices and sales of surplus property, stand nowhere in a procedure."""


def key(id_: object) -> str:
    """The id of this version of the notice. ValueError where it is none."""
    if not ID.fullmatch(said := line(id_)):
        raise ValueError(f"{said[:60]!r} is not a notice id")
    return said.lower()


def thread(solicitation: object, office: str) -> str | None:
    """What joins the versions of a notice: its solicitation number, which is unique in the office that gave it."""
    return f"{number_} {office}".strip() if (number_ := line(solicitation)) else None


def stage(type_: object) -> Stage | None:
    """Where a notice of this type stands."""
    return STAGES.get(line(type_).lower())


def day(said: object, publisher: Publisher) -> datetime | date | None:
    """A day, or a time with its offset ("2026-11-18 13:55:37.123-05"). ValueError where it is neither."""
    return when(line(said), publisher.timezone)


def awarded(said: object, publisher: Publisher) -> datetime | date | None:
    """The day of an award; nothing for what is none: a notice is not lost for it."""
    try:
        return day(said, publisher)
    except ValueError:
        return None


def codes(naics: object, psc: object) -> tuple[str, ...]:
    """The classifications of what is bought."""
    industries = naics if isinstance(naics, list) else [naics]
    found = [*(("NAICS", each) for each in industries), ("PSC", psc)]
    return tuple(f"{scheme}:{line(code)}" for scheme, code in found if line(code))


def award(said: object) -> tuple[Amount, ...]:
    """The sum of an award ("$1,234,500.00"), in dollars; nothing where none is said. Zero means that it is not told."""
    if not (words := line(said)):
        return ()
    value: Decimal | None = number(words.removeprefix("$").replace(",", "").strip())
    note = "" if value else f"publisher says {words[:60]}"
    return (Amount(kind=AmountKind.AWARD, value=value or None, currency="USD", note=note),)


def page(said: object, id_: str) -> str:
    """The address of the notice for people."""
    given = line(said)
    try:
        parts = urlsplit(given)
    except ValueError:
        parts = urlsplit("")
    whole = parts.scheme == "https" and parts.hostname == "sam.gov" and " " not in given
    return given if whole else f"https://sam.gov/opp/{id_}/view"


def bare(url: object) -> str:
    """An address without its query: recorded ones end in `?api_key=null&token=`. ValueError where it is none."""
    return urlsplit(line(url))._replace(query="", fragment="").geturl()
