"""PDF with PDFium: the text layer page by page; a page without one goes to recognition, or is a gap."""

from collections.abc import Iterator

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY  # type: ignore[import-untyped]

from monitor.extract import ocr
from monitor.extract.readers import pdf_forms
from monitor.extract.reading import NONE, OCR, Job, Leaf, Reading, Unreadable

POINTS_PER_INCH = 72
PIXELS = 25_000_000  # a letter page has 2.1 million at 150 dpi; a plan of 60 by 40 inches is scaled down to this


def read(job: Job) -> Reading:
    """The pages in order. Raises Unreadable: "encrypted" where a password is needed, "malformed" where nothing opens."""
    try:
        document = pdfium.PdfDocument(job.body)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY}
        raise Unreadable("encrypted" if locked else "malformed") from error
    if not len(document):
        raise Unreadable("malformed")
    document.init_forms()  # before the first page; it draws the values of fields whose file leaves that to the viewer
    return Reading(total=len(document), leaves=_leaves(document, job))


def _leaves(document: pdfium.PdfDocument, job: Job) -> Iterator[Leaf]:
    budget = job.limits.ocr_pages if ocr.installed() else 0
    for index in range(len(document)):
        try:
            page = pdf_forms.opened(document, index)
        except pdfium.PdfiumError:  # one damaged page of a packet is a gap; the next ones are read
            yield Leaf(text="", method=NONE)
            continue
        leaf = _text_layer(page, job.limits.page_characters)
        if leaf is None and budget > 0:
            budget -= 1
            leaf = _picture(page, job.limits.language)
        page.close()
        yield leaf or Leaf(text="", method=NONE)
    document.close()


def _text_layer(page: pdfium.PdfPage, characters: int) -> Leaf | None:
    try:
        layer = page.get_textpage()
    except pdfium.PdfiumError:
        return None
    count = min(layer.count_chars(), characters + 1)
    text = layer.get_text_range(0, count) if count > 0 else ""
    layer.close()
    return Leaf(text=text) if text.strip() else None


def _picture(page: pdfium.PdfPage, language: str) -> Leaf | None:
    scale = ocr.DOTS_PER_INCH / POINTS_PER_INCH
    width, height = page.get_size()
    scale = min(scale, (PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    if bitmap.stride != bitmap.width:
        rows = b"".join(rows[start : start + bitmap.width] for start in range(0, len(rows), bitmap.stride))
    picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + rows
    bitmap.close()
    text = ocr.recognised(picture, language)
    return None if text is None else Leaf(text=text, method=OCR)
