"""Builds small PDF files (ISO 32000-1) for tests, object by object."""

import zlib
from collections.abc import Sequence


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1; the first one is the catalog."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A deflated stream object."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def drawn(text: str) -> bytes:
    """The operators that write these lines from the top of a letter page."""
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in text.split("\n")]
    return ("BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET").encode("cp1252")


def of_pages(
    *contents: bytes, resources: bytes = b"", extra: Sequence[bytes] = (), trailer: bytes = b"", catalog: bytes = b"", entries: bytes = b""
) -> bytes:
    """A document with one letter page per content stream. `extra` are further objects, numbered from 4; `catalog` and
    `entries` are further entries of the catalog and of each page."""
    first = 4 + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *extra,
    ]
    for content in contents:
        used = b"<< /Font << /F1 3 0 R >> %s >>" % resources
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources %s /Contents %d 0 R %s >>"
        objects += [page % (used, len(objects) + 2, entries), stream(content)]
    return assembled(objects, trailer)


def of_texts(*texts: str) -> bytes:
    """A document with one page per text."""
    return of_pages(*(drawn(text) for text in texts))


def of_many_pages(count: int) -> bytes:
    """A document whose page tree names the same page again and again."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
            stream(drawn("again")),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def of_nested_forms(levels: int, width: int = 10) -> bytes:
    """A page whose form draws ten forms which draw ten forms …: `width` to the power of `levels` words, in two kilobytes."""
    forms = []
    for level in range(levels):
        inner = drawn("word") if level == levels - 1 else b"/X Do " * width
        used = b"" if level == levels - 1 else b"/XObject << /X %d 0 R >>" % (5 + level)
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> %s >>"
        forms.append(stream(inner, entries % used))
    return of_pages(drawn("before"), b"/X Do " * width, resources=b"/XObject << /X 4 0 R >>", extra=forms)


def of_image(width: int, height: int, grey: bytes, stamp: str = "") -> bytes:
    """A scan: a page that shows a grey picture and has no text but for the stamp."""
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8" % (width, height)
    return of_pages(b"q 612 0 0 792 0 0 cm /X Do Q " + drawn(stamp), resources=b"/XObject << /X 4 0 R >>", extra=[stream(grey, entries)])


def of_form(label: str, value: str, kind: bytes, *, drawn_by_file: bool = True) -> bytes:
    """A page with a value written beside its label by an annotation of this kind: Widget (a form field), FreeText or Stamp."""
    appearance = stream(
        b"BT /F1 12 Tf 0 0 Td (%s) Tj ET" % value.encode(), b"/Type /XObject /Subtype /Form /BBox [0 0 300 14] %s" % USES_F1
    )
    field = b"/FT /Tx /T (field) /V (%s) /DA (/F1 12 Tf 0 g)" % value.encode() if kind == b"Widget" else b""
    shown = b"/AP << /N 4 0 R >>" if drawn_by_file else b""
    annotation = b"<< /Type /Annot /Subtype /%s /F 4 /Rect [150 718 450 732] %s %s >>" % (kind, field, shown)
    form = b"/AcroForm << /Fields [5 0 R] /NeedAppearances true /DR << /Font << /F1 3 0 R >> >> >>" if field else b""
    return of_pages(drawn(label), extra=[appearance, annotation], catalog=form, entries=b"/Annots [5 0 R]")


USES_F1 = b"/Resources << /Font << /F1 3 0 R >> >>"


def placed(*lines: tuple[float, float, str], turn: str = "1 0 0 1") -> bytes:
    """The operators that write each line where it is said, in points from the lower left, in this order."""
    return b" ".join(f"BT /F1 10 Tf {turn} {x} {y} Tm ({text}) Tj ET".encode("cp1252") for x, y, text in lines)


def in_columns(left: Sequence[str], right: Sequence[str]) -> bytes:
    """A page of two columns, drawn line by line across both."""
    lines = [
        (x, 700.0 - 14 * n, text) for n, pair in enumerate(zip(left, right, strict=True)) for x, text in zip((72, 330), pair, strict=True)
    ]
    return of_pages(placed(*lines))


def of_links(text: str, *addresses: str) -> bytes:
    """A page with a link to each address."""
    links = [b"<< /Type /Annot /Subtype /Link /Rect [72 700 200 720] /A << /S /URI /URI (%s) >> >>" % url.encode() for url in addresses]
    numbers = b" ".join(b"%d 0 R" % (4 + n) for n in range(len(links)))
    return of_pages(drawn(text), extra=links, entries=b"/Annots [%s]" % numbers)
