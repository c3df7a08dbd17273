"""Finds hits: the matcher over a record's own text, and over the pages of its documents. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from monitor import decide
from monitor.model import ExtractedPage, Hit, Match, Passage, Place, Revision
from monitor.query.normalise import normalise
from monitor.query.passages import passage
from sources.model import Part, Record

BETWEEN = "\n\n"
"""A blank line ends a passage: a title stays the same passage when the clerk's note below it changes."""

SURROUNDINGS = 400  # characters on each side of a hit on a page, in which a part's passage is looked for


class Matcher(Protocol):
    """Whatever finds rules in a text: offsets count in `text`."""

    def match(self, text: str) -> list[Match]: ...


def in_record(matcher: Matcher, source_id: str, revision: Revision) -> tuple[Hit, ...]:
    """The hits in what is new of a record: its own text, and the parts never seen in this form."""
    record = revision.record
    hits = list(_in_text(matcher, own_text(record), Place(), decide.story(source_id, record.key, record.thread)))
    for part in record.parts:
        if part.key in revision.fresh:
            text = part_text(part)
            story = decide.story(source_id, record.key, part.thread or record.thread)
            hits += _in_text(matcher, text, Place(part_key=part.key), story)
    return tuple(hits)


def own_text(record: Record) -> str:
    """Title, text and the names of the parties: a supplier's name is often nowhere else."""
    parties = (f"{party.role.value.replace('_', ' ').capitalize()}: {party.name}" for party in record.parties)
    return BETWEEN.join(filter(None, (record.title, record.text, *parties)))


def part_text(part: Part) -> str:
    """Title and text of a part."""
    return BETWEEN.join(filter(None, (part.title, part.text)))


def on_page(matcher: Matcher, document_id: int, page: ExtractedPage) -> tuple[Hit, ...]:
    """The hits on one page. Their story is empty: it depends on the record that attaches the document."""
    return tuple(_in_text(matcher, page.text, Place(document_id=document_id, page=page.number), "", page.method))


def _in_text(matcher: Matcher, text: str, place: Place, story: str, method: str = "text") -> Iterator[Hit]:
    for match in matcher.match(text):
        yield Hit(match=match, passage=passage(text, match.start, match.end), place=place, story=story, method=method)


class Said(Protocol):
    """A passage of a record's own text, as stored."""

    @property
    def rule(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def story(self) -> str: ...
    @property
    def passage(self) -> str: ...


def fold(hit: Hit, page_text: str, said: Iterable[Said]) -> tuple[str, Passage] | None:
    """Story and passage of the part that this page repeats; None where the page says something of its own.

    An agenda's PDF prints the items that the listing has as parts, with other line breaks and a number before them.
    Both are one passage: the page becomes evidence of the part's hit instead of a second alert.
    """
    around = normalise(page_text[max(0, hit.match.start - SURROUNDINGS) : hit.match.end + SURROUNDINGS])
    here = normalise(hit.passage.text)
    for other in said:
        if other.rule == hit.match.rule:
            there = normalise(other.passage)
            if there in around or here in there:
                return other.story, Passage(text=hit.passage.text, start=hit.passage.start, end=hit.passage.end, digest=other.digest)
    return None


def pages_with_hits(matcher: Matcher, document_id: int, pages: Sequence[ExtractedPage]) -> list[tuple[ExtractedPage, tuple[Hit, ...]]]:
    """The pages that hold hits, with them."""
    found = ((page, on_page(matcher, document_id, page)) for page in pages)
    return [(page, hits) for page, hits in found if hits]
