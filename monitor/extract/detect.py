"""What a file is: by its content, then by what the server and its name say."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

PDF = "application/pdf"
HTML = "text/html"
PLAIN = "text/plain"
CSV = "text/csv"
XML = "application/xml"
RTF = "application/rtf"
MAIL = "message/rfc822"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
UNKNOWN = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
MSG = "application/vnd.ms-outlook"
PPT = "application/vnd.ms-powerpoint"
ODT = "application/vnd.oasis.opendocument.text"
ODP = "application/vnd.oasis.opendocument.presentation"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
)
INSIDE_ZIP = (("word/document.xml", DOCX), ("ppt/presentation.xml", PPTX), ("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSB))
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB, what Office wrote before 2007; its directory spells names in UTF-16
INSIDE_COMPOUND = (("WordDocument", DOC), ("PowerPoint Document", PPT), ("Workbook", XLS), ("__properties_version1.0", MSG))
OPEN_DOCUMENT = {ODT, ODP, ODS}
BY_SUFFIX = {".csv": CSV, ".tsv": CSV, ".eml": MAIL, ".txt": PLAIN, ".html": HTML, ".htm": HTML, ".xml": XML}
PROMISES = {".pdf": PDF, ".docx": DOCX, ".pptx": PPTX, ".xlsx": XLSX, ".zip": ZIP}

HEAD = 1024  # PDFium, too, looks for its header in the first 1,024 bytes
MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*+<(?:!doctype\s+html|html|head|body|title|meta|div|table|p)\b", re.IGNORECASE | re.DOTALL
)
XML_START = re.compile(rb"\s*<\?xml\b")
# Not From, Date or Subject: memoranda begin with these, too.
MAIL_START = re.compile(rb"(?:received|return-path|mime-version|delivered-to|message-id):[^\n]*\n(?:[\w-]+:|[ \t])", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect(body: bytes, said: str = "", name: str = "") -> str:
    """The media type of these bytes. `said` is the server's media type, without parameters, in lower case."""
    head = body[:HEAD]
    narrow = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if binary := _binary(body):
        return binary
    if MARKUP.match(narrow):
        return HTML
    if b"%PDF-" in head:
        return PDF
    return XML if XML_START.match(narrow) else _textual(head, narrow, said, _suffix(name))


def _binary(body: bytes) -> str:
    if body.startswith(b"PK\x03\x04"):
        return _inside_zip(body)
    if body.startswith(COMPOUND):
        return next((found for stream, found in INSIDE_COMPOUND if stream.encode("utf-16-le") in body), OLE)
    return next((found for magic, found in MAGIC if body.startswith(magic)), "")


def promised(found: str, said: str, name: str) -> bool:
    """Whether the content is of the kind that was announced. A login page in place of a PDF is not."""
    announced = {said, PROMISES.get(_suffix(name), said)}
    return found != HTML or not announced & set(PROMISES.values())


def _suffix(name: str) -> str:
    """The end of a file name, or of the path of an address."""
    return PurePosixPath(name.lower().partition("?")[0].partition("#")[0]).suffix


def _textual(head: bytes, narrow: bytes, said: str, suffix: str) -> str:
    # A UTF-16 text is half zero bytes; stripped of them it must look like text as any other.
    if len(narrow) < len(head) / 2 - 4 or len(CONTROL.findall(narrow)) > len(narrow) / 50:
        return UNKNOWN
    if said == MAIL or suffix == ".eml" or MAIL_START.match(narrow):
        return MAIL
    return CSV if said == CSV else BY_SUFFIX.get(suffix, HTML if said in {HTML, "application/xhtml+xml"} else PLAIN)


def _inside_zip(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in OPEN_DOCUMENT else ZIP
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return ZIP
    return next((found for member, found in INSIDE_ZIP if member in names), ZIP)
