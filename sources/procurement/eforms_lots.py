"""The pieces of an eForms notice: its lots, its winning tenders, its documents, its classification codes."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from sources.model import AmountKind, Link, LinkKind, Part
from sources.procurement.eforms_money import LOT, sum_of
from sources.procurement.eforms_organisations import name, organisations, tenderers, winning
from sources.procurement.eforms_tree import said, told

CODES = ("MainCommodityClassification/ItemClassificationCode", "AdditionalCommodityClassification/ItemClassificationCode")
TEXTS = (
    "ProcurementProject/Description",
    "ProcurementProject/Note",
    "ProcurementProject/ContractExtension/OptionsDescription",
    "ProcurementProject/ContractExtension/Renewal/Period/Description",
    "TenderingTerms/RecurringProcurementDescription",
)
DOCUMENTS = f"{LOT}/TenderingTerms/CallForTendersDocumentReference"
ADDRESS = "Attachment/ExternalReference/URI"
ABSOLUTE = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*", re.IGNORECASE)


def parts(root: ET.Element, language: str, known: str) -> tuple[Part, ...]:
    """Lots and winning tenders. `known` is the title and the text of the notice, which a single lot only repeats."""
    found: dict[str, Part] = {}
    for part in (*_lots(root, language, known), *_tenders(root)):
        found.setdefault(part.key, part)
    return tuple(found.values())


def codes(root: ET.Element) -> tuple[str, ...]:
    """The classifications of the procedure and of its lots ("CPV:35120000"), each once."""
    places = [root.find("ProcurementProject"), *root.findall(f"{LOT}/ProcurementProject")]
    return tuple(dict.fromkeys(code for place in places for code in _codes(place)))


def links(root: ET.Element) -> tuple[Link, ...]:
    """The documents that the notice refers to, each address once. Mostly it is the page of a buyer's portal."""
    found: dict[str, Link] = {}
    for reference in (*root.findall(DOCUMENTS), *root.findall("AdditionalDocumentReference")):
        url = "".join(said(reference, ADDRESS).split())
        if ABSOLUTE.fullmatch(url):
            title = said(reference, "DocumentDescription") or "Procurement documents"
            found.setdefault(url, Link(url=url, title=title, kind=LinkKind.ATTACHMENT))
    return tuple(found.values())


def _lots(root: ET.Element, language: str, known: str) -> Iterator[Part]:
    for lot in root.findall(LOT):
        number = said(lot, "ID")
        names = list(told(lot, "ProcurementProject/Name", language))
        texts = [*names[1:], *(each for path in TEXTS for each in told(lot, path, language))]
        if number:
            yield Part(
                key=number,
                number=number,
                title=" ".join(names[0].split()) if names and names[0] not in known else _numbered(number),
                text="\n\n".join(each for each in dict.fromkeys(texts) if each not in known),
                codes=tuple(dict.fromkeys(_codes(lot.find("ProcurementProject")))),
            )


def _tenders(root: ET.Element) -> Iterator[Part]:
    """Each winning tender with who made it and for how much, which the sums of the notice do not tell apart."""
    known = organisations(root)
    for tender in winning(root):
        number, lot = said(tender, "ID"), said(tender, "TenderLot/ID")
        who = ", ".join(filter(None, (name(known.get(each)) for each in tenderers(root, tender))))
        worth = sum_of(tender.find("LegalMonetaryTotal/PayableAmount"), AmountKind.AWARD)
        sum_ = f"{worth.value} {worth.currency or ''}".strip() if worth and worth.value is not None else ""
        yield Part(
            key=number, number=number, title=f"Award of {lot}" if lot else f"Award {number}", text=": ".join(filter(None, (who, sum_)))
        )


def _codes(project: ET.Element | None) -> Iterator[str]:
    for path in CODES:
        for each in [] if project is None else project.findall(path):
            if code := (each.text or "").strip():
                yield f"{(each.get('listName') or 'cpv').upper()}:{code}"


def _numbered(number: str) -> str:
    """ "Lot 1" for LOT-0001."""
    return f"Lot {number.rpartition('-')[2].lstrip('0') or number}"
