"""Finds hits: the matcher over a record's own text, and over the pages of its documents. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, Self

from monitor import decide
from monitor.ledger.identity import Identity
from monitor.ledger.names import speaks_for
from monitor.lexicon.lexicon import TOPIC, VENDORS
from monitor.model import About, ExtractedPage, Hit, Match, Passage, Place, Revision, Rule, Sense
from monitor.query.normalise import normalise
from monitor.query.passages import Sentences
from monitor.texts import named, own_text, part_text
from sources.model import Kind, Record, Role

LOBBYING = frozenset({Role.CLIENT, Role.REGISTRANT})
SURROUNDINGS = 400  # characters on each side of a hit on a page, in which a part's passage is looked for


class Matcher(Protocol):
    """Whatever finds rules in a text, and knows which records a rule looks at. Offsets count in `text`."""

    def match(self, text: str, also: Sequence[Match] = ()) -> list[Match]: ...
    def looks_at(self, rule: str, about: About) -> bool: ...
    def renewed(self, watches: Iterable[Rule]) -> Self: ...


def in_record(matcher: Matcher, revision: Revision, about: About, identity: Identity | None = None, threads: str = "") -> tuple[Hit, ...]:
    """The hits in what is new of a record: its own text, and the parts never seen in this form.

    Who lobbies is named in a filing, not spoken of: where `identity` knows it for a vendor, by a number or a reviewed name, it is found
    also where the name is a word that in a text would need its context (NEC, CLEAR). `threads` is as in `decide.story`.
    """
    record = revision.record
    own, story = own_text(record), decide.story(about.source, record.key, record.thread, threads)
    also = list(_lobbying(record, own, identity)) if identity and record.kind is Kind.FILING else []
    hits = list(in_text(matcher, own, Place(), story, also=also))
    for part in record.parts:
        if part.key in revision.fresh:
            story = decide.story(about.source, record.key, part.thread or record.thread, threads)
            hits += in_text(matcher, part_text(part.title, part.text), Place(part_key=part.key), story)
    return tuple(hit for hit in hits if matcher.looks_at(hit.match.rule, about))


def on_page(matcher: Matcher, document_id: int, page: ExtractedPage) -> tuple[Hit, ...]:
    """The hits on one page, for rules that look anywhere: their story, and what `looks_at` says, depend on the record that attaches it."""
    return tuple(in_text(matcher, page.text, Place(document_id=document_id, page=page.number), "", page.method))


def _lobbying(record: Record, text: str, identity: Identity) -> Iterator[Match]:
    """The vendors among who lobbies and who is paid to, each where it is named."""
    for party in record.parties:
        found = identity.identify(speaks_for(party.name) or party.name, party.ids) if party.role in LOBBYING else None
        if found and found.vendor:
            start = text.find(named(party)) + len(named(party)) - len(party.name)
            yield Match(
                rule=f"{TOPIC}{VENDORS}",
                start=start,
                end=start + len(party.name),
                text=party.name,
                term=party.name,
                sense=Sense.SUBJECT,
                why=f"the {party.role.value} is {found.vendor}: {found.why}",
                vendor=found.vendor,
            )


def in_text(matcher: Matcher, text: str, place: Place, story: str, method: str = "text", *, also: Sequence[Match] = ()) -> Iterator[Hit]:
    """The hits in one text, for rules that look anywhere. `also` are vendors that it names for certain."""
    matches = matcher.match(text, also)
    sentences = Sentences(text, many=len(matches))
    for match in matches:
        yield Hit(match=match, passage=sentences.around(match.start, match.end), place=place, story=story, method=method)


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


Own = dict[str, list[tuple[str, Said]]]
"""What a record itself says, by rule: each passage in normal form, and as stored."""


def by_rule(said: Iterable[Said]) -> Own:
    """These passages in normal form, by the rule that found them."""
    found: Own = {}
    for one in said:
        found.setdefault(one.rule, []).append((normalise(one.passage), one))
    return found


def fold(hit: Hit, page_text: str, own: Own) -> tuple[str, Passage] | None:
    """Story and passage of the part that this page repeats; None where the page says something of its own.

    An agenda's PDF prints the items that the listing has as parts, with other line breaks and a number before them.
    Both are one passage: the page becomes evidence of the part's hit instead of a second alert. `own` is what the record
    itself says, as `by_rule` gives it.
    """
    of_rule = own.get(hit.match.rule)
    if not of_rule:
        return None
    around = normalise(page_text[max(0, hit.match.start - SURROUNDINGS) : hit.match.end + SURROUNDINGS])
    here, term = normalise(hit.passage.text), normalise(hit.match.text)
    for there, one in of_rule:
        if term in there and (there in around or here in there):
            return one.story, Passage(text=hit.passage.text, start=hit.passage.start, end=hit.passage.end, digest=one.digest)
    return None


def pages_with_hits(matcher: Matcher, document_id: int, pages: Sequence[ExtractedPage]) -> list[tuple[ExtractedPage, tuple[Hit, ...]]]:
    """The pages that hold hits, with them."""
    found = ((page, on_page(matcher, document_id, page)) for page in pages)
    return [(page, hits) for page, hits in found if hits]
