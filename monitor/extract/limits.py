"""What a document may cost before it is given up."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds for one document. Observations behind the figures: the largest council packets run to some 3,000 pages
    and 100 MB; a page of an agenda holds 2,500 characters, a page of a table of vendors up to 15,000."""

    seconds: float = 120.0
    """By the clock, from handing the document over to its last page."""
    cpu_seconds: int = 120
    """Of the processor: ends a worker whose service can no longer stop it."""
    memory: int = 1024 * MEBIBYTE
    """Address space of a worker. A PDF of 1.3 kB has asked for 1.6 GB, 500 pages of real packets for less than 300 MB."""
    body: int = 150 * MEBIBYTE
    """Bytes of a document as fetched."""
    unpacked: int = 300 * MEBIBYTE
    """Bytes that the members of one archive or office file may inflate to."""
    pages: int = 5_000
    page_characters: int = 1_000_000
    """Per page: an unpaged document (HTML, plain text) is one page."""
    characters: int = 20_000_000
    """Of the whole document."""
    ocr_pages: int = 20
    """Pages per document that are recognised from their image, at about 1.3 s each; the others stay gaps."""
    ocr_later: bool = False
    """Whether pages that are pictures are only marked as waiting: recognition is another queue's, and text does not wait for it."""
    ocr_seconds: float = 60.0
    """On recognition per document, so that the text of the pages behind twenty slow pictures is still read."""
    language: str = "eng"
    """Tesseract's names of the languages to recognise, joined by "+"."""
