"""PDF with PDFium: the text layer page by page; a page that is a picture goes to recognition, or is a gap."""

from collections import Counter
from collections.abc import Iterator
from ctypes import c_ushort
from math import pi

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from monitor.extract.readers import pdf_columns, pdf_forms, pdf_picture
from monitor.extract.reading import NONE, TEXT, Job, Leaf, Reading, Unreadable

CHAPTER = 100  # pages between two openings of the file: PDFium keeps what it has parsed, 170 kB for each page of an agenda


def read(job: Job) -> Reading:
    """The pages in order. Raises Unreadable: "encrypted" where a password is needed, "malformed" where nothing opens."""
    document = _opened(job)
    total = len(document)
    if not total:
        raise Unreadable("malformed")
    return Reading(total=total, leaves=_leaves(document, total, job))


def _opened(job: Job) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(job.body)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Unreadable("encrypted" if locked else "malformed") from error
    document.init_forms()  # before the first page; it draws the values of fields whose file leaves that to the viewer
    return document


def _leaves(document: pdfium.PdfDocument, total: int, job: Job) -> Iterator[Leaf]:
    budget = pdf_picture.Budget(job.limits)
    for index in range(total):
        if index and index % CHAPTER == 0:
            document.close()
            document = _opened(job)
        try:
            over = pdf_forms.opened(document, index)
        except pdfium.PdfiumError:  # one damaged page of a packet is a gap; the next ones are read
            yield Leaf(text="", method=NONE)
            continue
        yield _leaf(over, job, budget)
        over.page.close()
    document.close()


def _leaf(over: pdf_forms.Opened, job: Job, budget: pdf_picture.Budget) -> Leaf:
    text = _text_layer(over.page, job.limits.page_characters)
    method = TEXT
    if pdf_picture.is_picture(over.page, text):
        recognised = budget.recognised(over.page, text)
        text, method = (text, NONE) if recognised is None else (recognised.text, recognised.method)
    # Apart by blank lines: an address belongs to no sentence, and no two of them make one.
    linked = [address for address in over.addresses if address not in text]
    return Leaf(text="\n\n".join([text.rstrip(), *linked]) if linked else text, method=method)


def _text_layer(page: pdfium.PdfPage, characters: int) -> str:
    """The text, or none where there is no layer of it."""
    layer = _upright(page)
    if not layer:
        return ""
    count = max(0, min(raw.FPDFText_CountChars(layer), characters + 1))
    written = (c_ushort * (count + 1))()
    length = raw.FPDFText_GetText(layer, 0, count, written)  # with the zero at its end
    text = memoryview(written)[: max(0, length - 1)].tobytes().decode("utf-16-le", "ignore")
    text = pdf_columns.in_order(layer, text)
    raw.FPDFText_ClosePage(layer)
    return text if text.strip() else ""


def _upright(page: pdfium.PdfPage) -> raw.FPDF_TEXTPAGE:
    """The layer, its lines from the first to the last: PDFium gives those of some pages that lie on a side from the last on."""
    layer = raw.FPDFText_LoadPage(page)
    count = raw.FPDFText_CountChars(layer) if layer else 0
    places = range(count // 6, count, max(1, count // 3))
    quarters = Counter(round(raw.FPDFText_GetCharAngle(layer, place) / (pi / 2)) for place in places)
    (quarter, seen), *_ = quarters.most_common(1) or [(0, 0)]
    if seen < 2 or quarter < 0 or -quarter % 4 == raw.FPDFPage_GetRotation(page):
        return layer
    raw.FPDFText_ClosePage(layer)
    raw.FPDFPage_SetRotation(page, -quarter % 4)
    return raw.FPDFText_LoadPage(page)
