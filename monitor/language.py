"""The language of whoever reads: texts are marked by gettext where they are written, and said in the language of the moment.

Outside a page that is English: commands, mails and the API say the same words everywhere. A language is a file in `locale/`;
its text is read when it is first spoken, so that there is nothing to compile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.core import Locale, negotiate_locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALE = Path(__file__).parent / "locale"
ORIGINAL = "en"
LANGUAGES = {
    code: Locale.parse(code).get_language_name(code) or code for code in (ORIGINAL, *sorted(file.stem for file in LOCALE.glob("*.po")))
}
"""The languages that can be chosen, each by its own name."""

_spoken: ContextVar[str] = ContextVar("spoken", default=ORIGINAL)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say what is said inside in this language, in this task alone."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The code of the language of the moment: "en", "es"."""
    return _spoken.get()


def gettext(message: str) -> str:
    """The text in the language of the moment; as it is where there is no other. Names in braces are filled in afterwards."""
    return _texts(spoken()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The text in the form that the number needs."""
    return _texts(spoken()).ngettext(one, many, number)


def marked(message: str) -> str:
    """The same text: it is translated where it is shown, and marked where it is written."""
    return message


def negotiated(accepted: str) -> str:
    """The first of our languages that an Accept-Language header asks for; English where it asks for none of them."""
    wanted: list[tuple[float, str]] = []
    for one in accepted[:500].split(","):
        code, _, quality = one.strip().partition(";")
        weight = _weight(quality.strip())
        if code and weight > 0:
            wanted.append((-weight, code.strip().replace("-", "_")))
    ordered = [code for _, code in sorted(wanted, key=lambda pair: pair[0])]
    return (negotiate_locale(ordered, list(LANGUAGES)) or ORIGINAL).partition("_")[0]


def number(value: Decimal | float, pattern: str | None = None) -> str:
    """A number as it is written in the language: 1,234.5 or 1.234,5. The pattern is one of CLDR's."""
    return format_decimal(value, pattern, locale=spoken())


def in_pattern(moment: datetime | date, pattern: str) -> str:
    """A time or a day in a pattern of CLDR's, on its own clock, with the names of months and days in the language."""
    if isinstance(moment, datetime):
        return format_datetime(moment.replace(tzinfo=None), pattern, locale=spoken())
    return format_date(moment, pattern, locale=spoken())


def _weight(quality: str) -> float:
    if not quality:
        return 1.0
    try:
        return float(quality.removeprefix("q="))
    except ValueError:
        return 0.0


@cache
def _texts(code: str) -> NullTranslations:
    if code == ORIGINAL:
        return NullTranslations()
    written = BytesIO()
    with (LOCALE / f"{code}.po").open("rb") as file:
        write_mo(written, read_po(file, locale=code))
    written.seek(0)
    return GNUTranslations(written)
