"""The form of a notice in TED_EXPORT: its lots, awards, documents, parties and sums."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from sources.model import Amount, AmountKind, Link, LinkKind, Part, Party, Role
from sources.procurement.eforms_money import sum_of
from sources.procurement.eforms_tree import said
from sources.procurement.fields import line, text

VALUES = "AWARD_CONTRACT/AWARDED_CONTRACT/VALUES"
ESTIMATES = ("OBJECT_CONTRACT/VAL_ESTIMATED_TOTAL", "OBJECT_CONTRACT/OBJECT_DESCR/VAL_OBJECT", f"{VALUES}/VAL_ESTIMATED_TOTAL")
TOTALS = ("OBJECT_CONTRACT/VAL_TOTAL", f"{VALUES}/VAL_TOTAL")
URL = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*", re.IGNORECASE)
LEAST = 3  # letters and digits that the text of a lot must have to say something


def found(form: ET.Element, *names: str) -> list[ET.Element]:
    """All elements of these names in the form, at whatever depth: the schemas set them at different ones."""
    return [each for each in form.iter() if each.tag in names]


def paragraphs(element: ET.Element) -> str:
    """The text of an element in the lines of its paragraphs."""
    said_there = [line("".join(each.itertext())) for each in element.iter("P")]
    return "\n".join(filter(None, said_there)) or text("".join(element.itertext()))


def lots(form: ET.Element) -> Iterator[Part]:
    """The lots that say something."""
    for place, lot in enumerate(found(form, "OBJECT_DESCR"), 1):
        number = said(lot, "LOT_NO") or lot.get("ITEM") or str(place)
        body = "\n".join(paragraphs(each) for each in lot.findall("SHORT_DESCR"))
        codes = tuple(dict.fromkeys(f"CPV:{each.get('CODE')}" for each in lot.iter("CPV_CODE")))
        title = said(lot, "TITLE/P") or said(lot, "TITLE") or f"Lot {number}"
        if len(body) >= LEAST or title != f"Lot {number}":
            yield Part(key=f"lot/{lot.get('ITEM') or place}", number=number, title=title, text=body, codes=codes)


def awards(form: ET.Element) -> Iterator[Part]:
    """Each award with who won it and for how much."""
    for place, award in enumerate(found(form, "AWARD_CONTRACT"), 1):
        number = said(award, "LOT_NO") or said(award, "CONTRACT_NO")
        who = ", ".join(filter(None, (said(each, "OFFICIALNAME") for each in award.iter("ADDRESS_CONTRACTOR"))))
        worth = next(filter(None, (sum_of(each, AmountKind.AWARD) for each in award.iter("VAL_TOTAL"))), None)
        sum_ = f"{worth.value} {worth.currency or ''}".strip() if worth and worth.value is not None else ""
        title = said(award, "TITLE/P") or said(award, "TITLE") or f"Award {number or place}"
        yield Part(key=f"award/{award.get('ITEM') or place}", number=number, title=title, text=": ".join(filter(None, (who, sum_))))


def links(forms: list[ET.Element]) -> Iterator[Link]:
    """Where the documents are."""
    said_there = (line(each.text) for form in forms for each in found(form, "URL_DOCUMENT"))
    for url in dict.fromkeys(said_there):
        if URL.fullmatch(url):
            yield Link(url=url, title="Procurement documents", kind=LinkKind.ATTACHMENT)


def parties(root: ET.Element, form: ET.Element) -> Iterator[Party]:
    """The buyers and the contractors, with their national numbers. Contact points are left where they are."""
    bodies = found(form, "ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL")
    yield from _named(bodies, Role.BUYER)
    if not any(said(each, "OFFICIALNAME") for each in bodies):
        names = (line(each.text) for each in root.findall("TRANSLATION_SECTION/ML_AA_NAMES/AA_NAME"))
        yield from (Party(name=each, role=Role.BUYER) for each in dict.fromkeys(names) if each)
    yield from _named(found(form, "ADDRESS_CONTRACTOR"), Role.SUPPLIER)


def _named(addresses: list[ET.Element], role: Role) -> Iterator[Party]:
    for each in addresses:
        if name := said(each, "OFFICIALNAME"):
            country, number = each.find("COUNTRY"), said(each, "NATIONALID")
            scheme = f"national-{country.get('VALUE')}" if country is not None else "national"
            yield Party(name=name, role=role, ids=((scheme, number),) if number else ())


def amounts(form: ET.Element) -> Iterator[Amount]:
    """The sum of the whole notice; where it is not given, those of its lots and awards. The two are never added."""
    yield from _first_there(form, ESTIMATES, AmountKind.ESTIMATE)
    yield from _first_there(form, TOTALS, AmountKind.AWARD)


def _first_there(form: ET.Element, paths: tuple[str, ...], kind: AmountKind) -> list[Amount]:
    found = ([sum_ for each in form.findall(path) if (sum_ := sum_of(each, kind))] for path in paths)
    return next((sums for sums in found if sums), [])
