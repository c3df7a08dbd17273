"""Readers by media type. Each module is imported with the first document that needs it."""

from importlib import import_module

from monitor.extract import detect
from monitor.extract.reading import Job, Reader, Reading, Unreadable

MODULES = {
    detect.PDF: "pdf",
    detect.HTML: "html",
    detect.XML: "html",
    detect.PLAIN: "text",
    detect.CSV: "text",
    detect.DOCX: "office",
    detect.PPTX: "office",
    detect.ODT: "office",
    detect.ODP: "office",
    detect.XLSX: "table",
    detect.XLSB: "table",
    detect.XLS: "table",
    detect.ODS: "table",
    detect.OLE: "ole",
    detect.DOC: "word",
    detect.MSG: "outlook",
    detect.PPT: "ole",
    detect.RTF: "rtf",
    detect.MAIL: "mail",
    detect.ZIP: "archive",
    "image/png": "image",
    "image/jpeg": "image",
    "image/tiff": "image",
}


def read(job: Job) -> Reading:
    """The pages of the document. Raises Unreadable("unsupported") where no reader knows its media type."""
    if job.media_type not in MODULES:
        raise Unreadable("unsupported")
    reader: Reader = import_module(f"{__name__}.{MODULES[job.media_type]}").read
    return reader(job)
