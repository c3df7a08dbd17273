"""A notice in TED_EXPORT, the XML of the Official Journal before eForms (schemas R2.0.8 and R2.0.9)."""

import re
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree as ET

from sources.model import Kind, Record, Stage
from sources.procurement.eforms_tree import said
from sources.procurement.fields import line
from sources.procurement.ted_legacy_form import amounts, awards, found, links, lots, paragraphs, parties

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
CODED = "CODED_DATA_SECTION"
NUMBER = re.compile(r"(\d{4})/S \d{3}-(\d{6})")


def record(root: ET.Element, *, url: str, key: str = "") -> Record:
    """The notice. ValueError where it has no number or no title."""
    own, forms = key or said_number(root), _forms(root)
    names = [name for form in forms for each in found(form, "TITLE", "TITLE_CONTRACT") if (name := line("".join(each.itertext())))]
    headings = list(_headings(root))
    if not own or not (names or headings):
        raise ValueError("a notice without number or without title")
    title = (names or headings)[0]
    original = forms[0] if forms else root
    parts = tuple({part.key: part for part in (*lots(original), *awards(original))}.values())
    told = {title, *(part.title for part in parts), *(part.text for part in parts)}
    texts = dict.fromkeys([*headings, *(each for form in forms for each in _texts(form))])
    return Record(
        key=own,
        kind=Kind.NOTICE,
        title=title,
        url=url,
        text="\n\n".join(each for each in texts if each not in told),
        thread=_thread(root, own),
        mark=own,
        stage=STAGES.get(_code(root, "TD_DOCUMENT_TYPE")),
        type=said(root, f"{CODED}/CODIF_DATA/TD_DOCUMENT_TYPE"),
        language=said(root, f"{CODED}/NOTICE_DATA/LG_ORIG").lower() or None,
        published=_day(said(root, f"{CODED}/REF_OJS/DATE_PUB")),
        deadline=_day(said(root, f"{CODED}/CODIF_DATA/DT_DATE_FOR_SUBMISSION")[:8]),
        codes=tuple(dict.fromkeys(f"CPV:{each.get('CODE')}" for each in root.findall(f"{CODED}/NOTICE_DATA/ORIGINAL_CPV"))),
        parts=parts,
        links=tuple(links(forms)),
        parties=tuple(dict.fromkeys(parties(root, original))),
        amounts=tuple(amounts(original)),
    )


def said_number(root: ET.Element) -> str:
    """Its number in the Official Journal: 057202-2021 there, 57202-2021 in the search."""
    return root.get("DOC_ID", "").lstrip("0")


def _forms(root: ET.Element) -> list[ET.Element]:
    """The form in its languages, the original one first."""
    return sorted(root.findall("FORM_SECTION/*"), key=lambda form: form.get("CATEGORY") != "ORIGINAL")


def _headings(root: ET.Element) -> Iterator[str]:
    """The heading of the notice in every language of the Union: country, town, subject."""
    documents = root.findall("TRANSLATION_SECTION/ML_TITLES/ML_TI_DOC")
    for each in sorted(documents, key=lambda each: each.get("LG") != "EN"):
        subject = line(" ".join(each.find("TI_TEXT").itertext())) if each.find("TI_TEXT") is not None else ""  # type: ignore[union-attr]
        yield " – ".join(filter(None, (said(each, "TI_CY"), said(each, "TI_TOWN"), subject)))


def _texts(form: ET.Element) -> Iterator[str]:
    for each in found(form, "TITLE", "SHORT_DESCR", "INFO_ADD", "SHORT_CONTRACT_DESCRIPTION", "TOTAL_QUANTITY_OR_SCOPE"):
        yield paragraphs(each)


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
