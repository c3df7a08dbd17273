"""What lies over a PDF page rather than on it: filled-in form fields, notes in the margin, stamps, and links."""

from collections.abc import Iterator
from ctypes import create_string_buffer
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

WRITTEN = frozenset((raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET))
SCHEMES = ("http://", "https://", "mailto:")
ADDRESSES = 500  # on one page; an index of a packet has some 60
ADDRESS = 2_000  # bytes
_written = create_string_buffer(ADDRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page whose text holds what was written over it, and the addresses that its links lead to, each once."""

    page: pdfium.PdfPage
    addresses: tuple[str, ...]


def opened(document: pdfium.PdfDocument, index: int) -> Opened:
    """The page, what is written over it made part of its text (after the rest): an agenda that is a form has its date there.

    Raises PdfiumError where the page is damaged.
    """
    page = document[index]
    over = list(_over(document, page))
    if any(subtype in WRITTEN for subtype, _ in over):
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]  # the text of a page is taken when it is loaded
    addresses = dict.fromkeys(address for _, address in over if address.startswith(SCHEMES))
    return Opened(page=page, addresses=tuple(addresses)[:ADDRESSES])


def _over(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[tuple[int, str]]:
    """The kind of each annotation and, of a link, its address."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        link = raw.FPDFAnnot_GetLink(annotation)
        yield (raw.FPDF_ANNOT_LINK, _address(document, link)) if link else (int(raw.FPDFAnnot_GetSubtype(annotation)), "")
        raw.FPDFPage_CloseAnnot(annotation)


def _address(document: pdfium.PdfDocument, link: raw.FPDF_LINK) -> str:
    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    length = raw.FPDFAction_GetURIPath(document, action, _written, ADDRESS)
    return _written.value.decode("utf-8", "replace").strip() if length <= ADDRESS else ""
