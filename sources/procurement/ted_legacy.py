"""A notice in TED_EXPORT, the XML of the Official Journal before eForms (schemas R2.0.8 and R2.0.9)."""

import re
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree as ET

from sources.model import Amount, AmountKind, Kind, Link, LinkKind, Part, Party, Record, Role, Stage
from sources.procurement.eforms_money import sum_of
from sources.procurement.eforms_tree import said
from sources.procurement.ocds_fields import line, text

STAGES = {  # TD_DOCUMENT_TYPE
    "0": Stage.PLANNING,
    "M": Stage.PLANNING,
    "1": Stage.AMENDMENT,
    "2": Stage.AMENDMENT,
    "K": Stage.AMENDMENT,
    "3": Stage.TENDER,
    "5": Stage.TENDER,
    "9": Stage.TENDER,
    "C": Stage.TENDER,
    "D": Stage.TENDER,
    "F": Stage.TENDER,
    "I": Stage.TENDER,
    "O": Stage.TENDER,
    "P": Stage.TENDER,
    "Q": Stage.TENDER,
    "Y": Stage.TENDER,
    "7": Stage.AWARD,
    "R": Stage.AWARD,
    "V": Stage.AWARD,
}
VALUES = "AWARD_CONTRACT/AWARDED_CONTRACT/VALUES"
ESTIMATES = ("OBJECT_CONTRACT/VAL_ESTIMATED_TOTAL", "OBJECT_CONTRACT/OBJECT_DESCR/VAL_OBJECT", f"{VALUES}/VAL_ESTIMATED_TOTAL")
TOTALS = ("OBJECT_CONTRACT/VAL_TOTAL", f"{VALUES}/VAL_TOTAL")
CODED = "CODED_DATA_SECTION"
NUMBER = re.compile(r"(\d{4})/S \d{3}-(\d{6})")
URL = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*", re.IGNORECASE)
LEAST = 3  # letters and digits that the text of a lot must have to say something


def record(root: ET.Element, *, url: str, key: str = "") -> Record:
    """The notice. ValueError where it has no number or no title."""
    own, forms = key or said_number(root), _forms(root)
    names = [found for form in forms for each in _found(form, "TITLE", "TITLE_CONTRACT") if (found := line("".join(each.itertext())))]
    headings = list(_headings(root))
    if not own or not (names or headings):
        raise ValueError("a notice without number or without title")
    title = (names or headings)[0]
    original = forms[0] if forms else root
    texts = [*headings, *(each for form in forms for each in _texts(form))]
    return Record(
        key=own,
        kind=Kind.NOTICE,
        title=title,
        url=url,
        text="\n\n".join(each for each in dict.fromkeys(texts) if each != title),
        thread=_thread(root, own),
        mark=own,
        stage=STAGES.get(_code(root, "TD_DOCUMENT_TYPE")),
        type=said(root, f"{CODED}/CODIF_DATA/TD_DOCUMENT_TYPE"),
        language=said(root, f"{CODED}/NOTICE_DATA/LG_ORIG").lower() or None,
        published=_day(said(root, f"{CODED}/REF_OJS/DATE_PUB")),
        deadline=_day(said(root, f"{CODED}/CODIF_DATA/DT_DATE_FOR_SUBMISSION")[:8]),
        codes=tuple(dict.fromkeys(f"CPV:{each.get('CODE')}" for each in root.findall(f"{CODED}/NOTICE_DATA/ORIGINAL_CPV"))),
        parts=tuple({part.key: part for part in (*_lots(original), *_awards(original))}.values()),
        links=tuple(_links(forms)),
        parties=tuple(dict.fromkeys(_parties(root, original))),
        amounts=tuple(_amounts(original)),
    )


def said_number(root: ET.Element) -> str:
    """Its number in the Official Journal: 057202-2021 there, 57202-2021 in the search."""
    return root.get("DOC_ID", "").lstrip("0")


def _forms(root: ET.Element) -> list[ET.Element]:
    """The form in its languages, the original one first."""
    return sorted(root.findall("FORM_SECTION/*"), key=lambda form: form.get("CATEGORY") != "ORIGINAL")


def _found(form: ET.Element, *names: str) -> list[ET.Element]:
    return [each for each in form.iter() if each.tag in names]


def _headings(root: ET.Element) -> Iterator[str]:
    """The heading of the notice in every language of the Union: country, town, subject."""
    documents = root.findall("TRANSLATION_SECTION/ML_TITLES/ML_TI_DOC")
    for each in sorted(documents, key=lambda each: each.get("LG") != "EN"):
        subject = line(" ".join(each.find("TI_TEXT").itertext())) if each.find("TI_TEXT") is not None else ""  # type: ignore[union-attr]
        yield " – ".join(filter(None, (said(each, "TI_CY"), said(each, "TI_TOWN"), subject)))


def _texts(form: ET.Element) -> Iterator[str]:
    for each in _found(form, "TITLE", "SHORT_DESCR", "INFO_ADD", "SHORT_CONTRACT_DESCRIPTION", "TOTAL_QUANTITY_OR_SCOPE"):
        yield _paragraphs(each)


def _paragraphs(element: ET.Element) -> str:
    paragraphs = [line("".join(each.itertext())) for each in element.iter("P")]
    return "\n".join(filter(None, paragraphs)) or text("".join(element.itertext()))


def _thread(root: ET.Element, own: str) -> str:
    """The number of the notice that began the procedure, where this one names it."""
    for each in root.findall(f"{CODED}/NOTICE_DATA/REF_NOTICE/NO_DOC_OJS"):
        if match := NUMBER.fullmatch(line(each.text)):
            return f"{match[2]}-{match[1]}".lstrip("0")
    return own


def _code(root: ET.Element, name: str) -> str:
    found = root.find(f"{CODED}/CODIF_DATA/{name}")
    return found.get("CODE", "") if found is not None else ""


def _day(digits: str) -> date | None:
    return date.fromisoformat(digits) if re.fullmatch(r"(19|20)\d{6}", digits) else None


def _lots(form: ET.Element) -> Iterator[Part]:
    for place, lot in enumerate(_found(form, "OBJECT_DESCR"), 1):
        number = said(lot, "LOT_NO") or lot.get("ITEM") or str(place)
        body = "\n".join(_paragraphs(each) for each in lot.findall("SHORT_DESCR"))
        codes = tuple(dict.fromkeys(f"CPV:{each.get('CODE')}" for each in lot.iter("CPV_CODE")))
        title = said(lot, "TITLE/P") or said(lot, "TITLE") or f"Lot {number}"
        if len(body) >= LEAST or title != f"Lot {number}":
            yield Part(key=f"lot/{lot.get('ITEM') or place}", number=number, title=title, text=body, codes=codes)


def _awards(form: ET.Element) -> Iterator[Part]:
    for place, award in enumerate(_found(form, "AWARD_CONTRACT"), 1):
        number = said(award, "LOT_NO") or said(award, "CONTRACT_NO")
        who = ", ".join(filter(None, (said(each, "OFFICIALNAME") for each in award.iter("ADDRESS_CONTRACTOR"))))
        worth = next(filter(None, (sum_of(each, AmountKind.AWARD) for each in award.iter("VAL_TOTAL"))), None)
        sum_ = f"{worth.value} {worth.currency or ''}".strip() if worth and worth.value is not None else ""
        title = said(award, "TITLE/P") or said(award, "TITLE") or f"Award {number or place}"
        yield Part(key=f"award/{award.get('ITEM') or place}", number=number, title=title, text=": ".join(filter(None, (who, sum_))))


def _links(forms: list[ET.Element]) -> Iterator[Link]:
    said_there = (line(each.text) for form in forms for each in _found(form, "URL_DOCUMENT"))
    for url in dict.fromkeys(said_there):
        if URL.fullmatch(url):
            yield Link(url=url, title="Procurement documents", kind=LinkKind.ATTACHMENT)


def _parties(root: ET.Element, form: ET.Element) -> Iterator[Party]:
    bodies = _found(form, "ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL")
    yield from _named(bodies, Role.BUYER)
    if not any(said(each, "OFFICIALNAME") for each in bodies):
        names = (line(each.text) for each in root.findall("TRANSLATION_SECTION/ML_AA_NAMES/AA_NAME"))
        yield from (Party(name=each, role=Role.BUYER) for each in dict.fromkeys(names) if each)
    yield from _named(_found(form, "ADDRESS_CONTRACTOR"), Role.SUPPLIER)


def _named(addresses: list[ET.Element], role: Role) -> Iterator[Party]:
    for each in addresses:
        if name := said(each, "OFFICIALNAME"):
            country, number = each.find("COUNTRY"), said(each, "NATIONALID")
            scheme = f"national-{country.get('VALUE')}" if country is not None else "national"
            yield Party(name=name, role=role, ids=((scheme, number),) if number else ())


def _amounts(form: ET.Element) -> Iterator[Amount]:
    """The sum of the whole notice; where it is not given, those of its lots and awards. The two are never added."""
    yield from _first_there(form, ESTIMATES, AmountKind.ESTIMATE)
    yield from _first_there(form, TOTALS, AmountKind.AWARD)


def _first_there(form: ET.Element, paths: tuple[str, ...], kind: AmountKind) -> list[Amount]:
    found = ([sum_ for each in form.findall(path) if (sum_ := sum_of(each, kind))] for path in paths)
    return next((sums for sums in found if sums), [])
