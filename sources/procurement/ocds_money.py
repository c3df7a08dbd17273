"""Sums of money in a release: estimates, ceilings, awards and contracts, each as the publisher gave it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sources.model import Amount, AmountKind
from sources.procurement.fields import VOID, Fields, line, listed, number, section

CURRENCY = re.compile(r"[A-Z]{3}")


def amounts(release: Fields) -> tuple[Amount, ...]:
    """Every sum that is said: what the tender is estimated at, what each award and each contract is worth.

    Awards and contracts state the same money twice, estimates a third time: the kinds are never added together.
    """
    return (*_estimates(release), *_stated(release, "awards", AmountKind.AWARD), *_stated(release, "contracts", AmountKind.CONTRACT))


def amount(value: Fields, kind: AmountKind, note: str = "") -> Amount | None:
    """A Value (OCDS 1.1.5), nothing where neither sum nor currency is given.

    Unknown, with what the publisher says in the note, are: a zero, which stands for "not disclosed" (6 of 105 awards on
    Contracts Finder), and what is no number. A currency that is not given stays unknown.
    """
    said, currency = value.get("amount"), line(value.get("currency")).upper()
    sum_ = number(said)
    notes = [note]
    if (sum_ is None and said is not None) or sum_ == 0:
        notes.append(f"publisher says {said}")
    if gross := number(value.get("amountGross")):
        notes.append(f"{gross} with tax")
    if currency and not CURRENCY.fullmatch(currency):
        notes.append(f"in {value['currency']!r}")
    if said is None and not currency and not gross:
        return None
    return Amount(
        kind=kind,
        value=sum_ or None,
        currency=currency if CURRENCY.fullmatch(currency) else None,
        note="; ".join(each for each in notes if each),
    )


def _estimates(release: Fields) -> Iterator[Amount]:
    """That of the tender, or those of its lots where it has none, or the budget; and the ceilings."""
    tender = section(release, "tender")
    least = _least(section(tender, "minValue"))
    whole = amount(section(tender, "value"), AmountKind.ESTIMATE, least)
    lots = [each for lot in listed(tender, "lots") if (each := amount(section(lot, "value"), AmountKind.ESTIMATE, _lot(lot)))]
    budget = amount(section(section(section(release, "planning"), "budget"), "amount"), AmountKind.ESTIMATE, "budget")
    if whole:
        yield whole
    elif lots:
        yield from lots
    elif least:
        currency = line(section(tender, "minValue").get("currency"))
        yield Amount(kind=AmountKind.ESTIMATE, value=None, currency=currency if CURRENCY.fullmatch(currency) else None, note=least)
    elif budget:
        yield budget
    framework = section(section(tender, "techniques"), "frameworkAgreement")
    for value, note in ((section(tender, "maxValue"), ""), (section(framework, "value"), "framework agreement")):
        if ceiling := amount(value, AmountKind.CEILING, note):
            yield ceiling


def _least(value: Fields) -> str:
    least = number(value.get("amount"))
    return f"at least {least} {line(value.get('currency'))}".strip() if least else ""


def _lot(lot: Fields) -> str:
    return f"lot {line(lot.get('id'))}".strip()


def _stated(release: Fields, name: str, kind: AmountKind) -> Iterator[Amount]:
    """One sum for each award or contract. What was cancelled is worth nothing any more: its sum is only told."""
    for each in listed(release, name):
        found, status = amount(section(each, "value"), kind), line(each.get("status"))
        if found and status in VOID and found.value is not None:
            found = replace(found, value=None, note=f"{status}: publisher says {found.value}")
        if found:
            yield found
