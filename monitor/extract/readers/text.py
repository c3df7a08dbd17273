"""Plain text: a form feed begins a new page, as printers and pdftotext have it."""

from monitor.extract.decode import decode
from monitor.extract.reading import Job, Leaf, Reading


def read(job: Job) -> Reading:
    """The text page by page; the form feed at the end of the last page begins none."""
    pages = decode(job.body, job.charset).split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return Reading(total=len(pages), leaves=(Leaf(text=page) for page in pages))
