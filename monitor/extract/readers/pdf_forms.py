"""What is written over a PDF page rather than on it: filled-in form fields, notes in the margin, stamps."""

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

WRITTEN = frozenset((raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET))


def opened(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """The page, what is written over it made part of its text (after the rest): an agenda that is a form has its date there.

    Raises PdfiumError where the page is damaged.
    """
    page = document[index]
    if any(_subtype(page, number) in WRITTEN for number in range(raw.FPDFPage_GetAnnotCount(page))):
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]  # the text of a page is taken when it is loaded
    return page


def _subtype(page: pdfium.PdfPage, number: int) -> int:
    annotation = raw.FPDFPage_GetAnnot(page, number)
    if not annotation:
        return int(raw.FPDF_ANNOT_UNKNOWN)
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    raw.FPDFPage_CloseAnnot(annotation)
    return int(subtype)
