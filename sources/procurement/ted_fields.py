"""The fields of a notice in the search of TED: a value, a list of values, or either of them for each language."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sources.model import Amount, AmountKind, Party, Role
from sources.procurement.eforms_tree import first, moment
from sources.procurement.fields import line, text
from sources.procurement.ocds_money import amount

Fields = Mapping[str, Any]

FIELDS = (
    *("publication-number", "publication-date", "notice-identifier", "notice-version", "procedure-identifier", "notice-type", "form-type"),
    *("official-language", "notice-title", "title-proc", "description-proc", "title-lot", "description-lot", "classification-cpv"),
    *("buyer-name", "buyer-identifier", "buyer-country", "winner-name", "winner-identifier", "winner-country"),
    *("document-url-lot", "links"),
    *("deadline-receipt-tender-date-lot", "deadline-receipt-tender-time-lot"),
    *("estimated-value-proc", "estimated-value-cur-proc", "estimated-value-lot", "estimated-value-cur-lot"),
    *("framework-maximum-value-lot", "framework-maximum-value-cur-lot"),
    *("total-value", "total-value-cur", "tender-value", "tender-value-cur"),
)
"""What is asked for. One name that the server does not know fails the whole request, with the list of those it knows."""


def values(fields: Fields, name: str, *languages: str) -> list[str]:
    """The values of a field as texts, those of the first of these languages that there is, or of any."""
    return _flat(_spoken(fields.get(name), languages))


def wordings(fields: Fields, name: str, *languages: str) -> Iterator[str]:
    """The texts of a field in every language, those of these languages first, each once."""
    value = fields.get(name)
    spoken = [value] if not isinstance(value, dict) else [value[each] for each in _ordered(value, languages)]
    yield from dict.fromkeys(words for each in spoken for said in _flat(each) if (words := text(said)))


def parties(fields: Fields, of: str, role: Role, *languages: str) -> list[Party]:
    """Buyers or winners with their numbers. The lists have no common order unless they are as long as each other."""
    names, numbers = values(fields, f"{of}-name", *languages), values(fields, f"{of}-identifier")
    countries = set(values(fields, f"{of}-country"))
    scheme = f"national-{countries.pop()}" if len(countries) == 1 else "national"
    ids = [((scheme, number),) for number in numbers] if len(numbers) == len(names) else [()] * len(names)
    return list(dict.fromkeys(Party(name=line(name), role=role, ids=own) for name, own in zip(names, ids, strict=True) if line(name)))


def amounts(fields: Fields) -> Iterator[Amount]:
    """The sum of the whole where it is given, else those of the lots or tenders, never both."""
    yield from _first_there(
        fields,
        AmountKind.ESTIMATE,
        ("estimated-value-proc", "estimated-value-cur-proc"),
        ("estimated-value-lot", "estimated-value-cur-lot"),
    )
    yield from _first_there(fields, AmountKind.CEILING, ("framework-maximum-value-lot", "framework-maximum-value-cur-lot"))
    yield from _first_there(fields, AmountKind.AWARD, ("total-value", "total-value-cur"), ("tender-value", "tender-value-cur"))


def deadline(fields: Fields) -> datetime | date | None:
    """The first deadline of all lots; a day where the times are not as many as the days."""
    days, clocks = values(fields, "deadline-receipt-tender-date-lot"), values(fields, "deadline-receipt-tender-time-lot")
    clocks = clocks if len(clocks) == len(days) else [""] * len(days)
    found = (moment(day, clock) for day, clock in zip(days, clocks, strict=True))
    return first([each for each in found if each])


def _first_there(fields: Fields, kind: AmountKind, *names: tuple[str, str]) -> list[Amount]:
    found = (_sums(values(fields, sum_), values(fields, currency), kind) for sum_, currency in names)
    return next((sums for sums in found if sums), [])


def _sums(said: list[str], currencies: list[str], kind: AmountKind) -> list[Amount]:
    """Each sum with its currency; without one where the notice has several currencies and not one for each sum."""
    if len(set(currencies)) == 1:
        currencies = currencies[:1] * len(said)
    elif len(currencies) != len(said):
        currencies = [""] * len(said)
    notes = [""] if len(said) == 1 else [f"{place} of {len(said)}" for place in range(1, len(said) + 1)]
    found = (amount({"amount": each, "currency": own}, kind, note) for each, own, note in zip(said, currencies, notes, strict=True))
    return [each for each in found if each]


def _spoken(value: Any, languages: tuple[str, ...]) -> Any:
    return value[_ordered(value, languages)[0]] if isinstance(value, dict) and value else value


def _ordered(value: Mapping[str, Any], languages: tuple[str, ...]) -> list[str]:
    return [*(each for each in languages if each in value), *(each for each in value if each not in languages)]


def _flat(value: Any) -> list[str]:
    if value is None or isinstance(value, dict):
        return []
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each is not None]
