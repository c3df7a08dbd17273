"""Pages of a PDF that are pictures: which they are, and their recognition within a budget."""

from time import monotonic

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from monitor.extract import ocr
from monitor.extract.limits import Limits
from monitor.extract.reading import OCR, Leaf
from monitor.model import WAITING

POINTS_PER_INCH = 72
PIXELS = 25_000_000  # a letter page has 2.1 million at 150 dpi; a plan of 60 by 40 inches is scaled down to this
STAMPED = 200  # characters: scans carry a stamp of the clerk's ("Received 2 June", "Page 3 of 210") as their only text
COVERED = 0.6  # of the page: a scan fills it but for its margins, a letterhead or a photograph does not
NESTED = 3  # forms in forms in which a scan has been seen to lie: scanners' drivers wrap it once


def is_picture(page: pdfium.PdfPage, text: str) -> bool:
    """Whether what the page says is in a picture of it."""
    if not text:
        return not _is_blank(page)
    return len(text) < STAMPED and _coverage(page) >= COVERED


def _is_blank(page: pdfium.PdfPage) -> bool:
    """Whether nothing is drawn on it: the back of a sheet needs no recognition, and is no gap."""
    return bool(raw.FPDFPage_CountObjects(page) == 0 and raw.FPDFPage_GetAnnotCount(page) == 0)


def _coverage(page: pdfium.PdfPage) -> float:
    """The share of the page that its largest picture takes."""
    width, height = page.get_size()
    largest = 0.0
    try:
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=NESTED):
            left, bottom, right, top = picture.get_bounds()
            largest = max(largest, float(right - left) * float(top - bottom))
    except pdfium.PdfiumError:
        return 0.0
    return largest / max(float(width * height), 1.0)


class Budget:
    """What may be spent on the pictures of one document."""

    def __init__(self, limits: Limits) -> None:
        self._language = limits.language
        self._pages = limits.ocr_pages if ocr.installed() else 0
        self._seconds = limits.ocr_seconds
        self._later = limits.ocr_later

    def recognised(self, page: pdfium.PdfPage, stamp: str) -> Leaf | None:
        """The text in the picture of a page, or that it waits for it with no more than its stamp; None where it cannot be had."""
        if self._pages <= 0 or self._seconds <= 0:
            return None
        self._pages -= 1
        if self._later:
            return Leaf(text=stamp, method=WAITING)
        began = monotonic()
        text = ocr.recognised(_drawn(page), self._language, self._seconds)
        self._seconds -= monotonic() - began
        return None if text is None else Leaf(text=text, method=OCR)


def _drawn(page: pdfium.PdfPage) -> bytes:
    """The page as a grey PNM picture."""
    scale = ocr.DOTS_PER_INCH / POINTS_PER_INCH
    width, height = page.get_size()
    scale = min(scale, (PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    if bitmap.stride != bitmap.width:
        rows = b"".join(rows[start : start + bitmap.width] for start in range(0, len(rows), bitmap.stride))
    header = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height)
    bitmap.close()
    return header + rows
