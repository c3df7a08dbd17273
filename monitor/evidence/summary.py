"""The evidence of a hit in words: what was found where and when, and how anybody can check it."""

from collections.abc import Iterator

from monitor.evidence.exhibit import Copy, Exhibit
from monitor.message import render
from monitor.message.clean import line, link, piece
from monitor.message.form import Paragraph, Words

FRAME = '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n<body>\n{body}</body></html>\n'
TITLE = "Evidence of hit {}"


def markdown(exhibit: Exhibit) -> str:
    """The summary as CommonMark."""
    return render.markdown(tuple(_paragraphs(exhibit)))


def html(exhibit: Exhibit) -> str:
    """The summary as a page that loads nothing."""
    return FRAME.format(title=TITLE.format(exhibit.hit), body=render.page(tuple(_paragraphs(exhibit))))


def _paragraphs(exhibit: Exhibit) -> Iterator[Paragraph]:
    record = exhibit.record
    yield _said(TITLE.format(exhibit.hit), level=1)
    yield Paragraph(words=(Words(text=f"{line(exhibit.source_title, 200)}: {line(record.title, 300)}", strong=True),))
    if exhibit.part:
        yield _said(f"Item: {line(exhibit.part, 300)}")
    yield Paragraph(words=_quoted(exhibit), quote=True)
    place = f"{line(exhibit.document, 200) or 'The document'}, page {exhibit.page}" if exhibit.page else line(exhibit.document, 200)
    if exhibit.document_url:
        yield Paragraph(words=(Words(text=place, link=link(exhibit.document_url)),))
    if exhibit.method == "ocr":
        yield _said("The page is a picture: its text was read by OCR.")
    yield Paragraph(words=(Words(text="The record at its publisher", link=link(record.url)),))
    yield _said(f"Found {exhibit.found_at:%Y-%m-%d %H:%M:%S} UTC: {line(exhibit.why, 300)}.")
    seen = f"{exhibit.revision_seen_at:%Y-%m-%d %H:%M:%S} UTC"
    yield _said(f"The record is shown as it stood in revision {exhibit.revision}, seen {seen} (record.json).")
    yield _said("What was fetched", level=2)
    for copy in exhibit.copies:
        yield from _copy(copy)
    if not exhibit.copies:
        yield _said("Nothing of what was fetched is kept: the passage above and the record are what was stored of it.")
    yield _said("How to check it", level=2)
    yield _said("Open this file in https://replayweb.page, or unpack it: it is a ZIP archive with the answers as a WARC file.")
    yield _said(
        "The SHA-256 of an answer's body is that of the file which its publisher sent; datapackage.json has the hash of every file here."
    )


def _copy(copy: Copy) -> Iterator[Paragraph]:
    when = f"{copy.fetched_at:%Y-%m-%d %H:%M:%S} UTC"
    yield Paragraph(words=(Words(text=f"{copy.what}, fetched {when}, status {copy.status}", link=link(copy.url)),), apart=True)
    yield _said(
        f"SHA-256 {copy.sha256}, {copy.size:,} bytes" + ("" if copy.body is not None else "; its bytes are no longer kept"), small=True
    )
    for name in ("last-modified", "etag", "content-type"):
        if name in copy.headers:
            yield _said(f"{name}: {line(copy.headers[name], 200)}", small=True)


def _quoted(exhibit: Exhibit) -> tuple[Words, ...]:
    text, start, end = exhibit.passage, exhibit.start, exhibit.end
    words = (Words(text=piece(text[:start])), Words(text=piece(text[start:end]), mark=True), Words(text=piece(text[end:])))
    return tuple(one for one in words if one.text)


def _said(text: str, *, level: int = 0, small: bool = False) -> Paragraph:
    return Paragraph(words=(Words(text=text),), level=level, small=small)
