"""Pictures of pages: scans that were published as they came from the scanner."""

from monitor.extract import ocr
from monitor.extract.reading import NONE, OCR, Job, Leaf, Reading
from monitor.model import WAITING


def read(job: Job) -> Reading:
    """The recognised pages (a TIFF may hold several), or one gap."""
    if job.limits.ocr_pages and job.limits.ocr_later and ocr.installed():
        return Reading(total=1, leaves=iter((Leaf(text="", method=WAITING),)))
    text = ocr.recognised(job.body, job.limits.language, job.limits.ocr_seconds) if job.limits.ocr_pages else None
    if text is None:
        return Reading(total=1, leaves=iter((Leaf(text="", method=NONE),)))
    pages = text.removesuffix("\f").split("\f")
    return Reading(total=len(pages), leaves=(Leaf(text=page, method=OCR) for page in pages))
