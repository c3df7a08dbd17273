"""Sums of money in an eForms notice: what is estimated, the most that a framework may cost, and what was awarded."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from sources.model import Amount, AmountKind
from sources.procurement.eforms_organisations import RESULT, winning
from sources.procurement.eforms_tree import EXTENSION, said
from sources.procurement.ocds_money import amount

PROJECT = "ProcurementProject/RequestedTenderTotal"
ESTIMATE = f"{PROJECT}/EstimatedOverallContractAmount"
MOST = f"{PROJECT}/{EXTENSION}/FrameworkMaximumAmount"
LOT = "ProcurementProjectLot"


def amounts(root: ET.Element) -> tuple[Amount, ...]:
    """Each kind once: the sum of the whole procedure where it is given, else those of its lots, never both.

    A zero is what portals fill in for a sum that is withheld: unknown.
    """
    return (*_estimates(root), *_ceilings(root), *_awards(root))


def sum_of(element: ET.Element | None, kind: AmountKind, note: str = "") -> Amount | None:
    """The sum in an element with its currency; nothing where the element is empty or absent."""
    if element is None or not (element.text or "").strip():
        return None
    currency = element.get("currencyID") or element.get("CURRENCY")  # the second is how TED_EXPORT writes it
    return amount({"amount": (element.text or "").strip(), "currency": currency}, kind, note)


def _estimates(root: ET.Element) -> Iterator[Amount]:
    yield from _whole_or_lots(root, ESTIMATE, ESTIMATE, AmountKind.ESTIMATE)


def _ceilings(root: ET.Element) -> Iterator[Amount]:
    overall = sum_of(root.find(f"{RESULT}/OverallMaximumFrameworkContractsAmount"), AmountKind.CEILING, "framework agreement")
    if overall:
        yield overall
        return
    yield from _whole_or_lots(root, MOST, MOST, AmountKind.CEILING, "framework agreement")


def _awards(root: ET.Element) -> Iterator[Amount]:
    """The value of the notice; where there is none, that of each winning tender."""
    total = sum_of(root.find(f"{RESULT}/TotalAmount"), AmountKind.AWARD)
    if total:
        yield total
        return
    for tender in winning(root):
        lot = said(tender, "TenderLot/ID")
        if found := sum_of(tender.find("LegalMonetaryTotal/PayableAmount"), AmountKind.AWARD, f"lot {lot}" if lot else ""):
            yield found


def _whole_or_lots(root: ET.Element, whole: str, each: str, kind: AmountKind, note: str = "") -> Iterator[Amount]:
    if found := sum_of(root.find(whole), kind, note):
        yield found
        return
    for lot in root.findall(LOT):
        if found := sum_of(lot.find(each), kind, "; ".join(filter(None, (note, f"lot {said(lot, 'ID')}".strip())))):
            yield found
