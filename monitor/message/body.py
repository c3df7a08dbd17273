"""The body of an alert, as paragraphs that have no form yet."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from monitor.message.clean import cut, cut_before, line, link, piece
from monitor.message.form import Paragraph, Words
from monitor.message.subject import state, whose
from monitor.message.wording import amount, count, moment, party
from monitor.model import Alert, Evidence

SHOWN = 10  # passages; a packet on one contract has been seen to hold 10,000, and a reader reads the first few
AROUND = 300  # characters shown on each side of a term; a sentence of an agenda has 150, a table without stops is one sentence
CHANGE = 250  # characters of a change; two passages of an agenda's item fit
LISTED = 6  # amounts, parties, gaps; a framework agreement names hundreds of suppliers


def paragraphs(alert: Alert, now: datetime, base_url: str | None) -> tuple[Paragraph, ...]:
    """Everything an alert says, in the order in which a reader needs it."""
    return (*_record(alert, now), *_found(alert, base_url), *_after(alert, base_url))


def _record(alert: Alert, now: datetime) -> Iterator[Paragraph]:
    record, zone = alert.record, alert.timezone
    above = whose(record, alert.source_title)
    yield _said(f"{state(alert)}{above}", level=1)
    if record.withdrawn:
        yield _said("Its publisher no longer lists it.")
    if record.title and line(record.title, 300) != above:
        yield Paragraph(words=(Words(text=line(record.title, 300), strong=True),))
    when = [f"Meeting: {moment(record.starts, zone, now)}"] if record.starts is not None else []
    if when and record.location:
        when.append(line(record.location, 120))
    yield from _line(" · ".join(when))
    yield from _line(f"Deadline: {moment(record.deadline, zone, now)}" if record.deadline is not None else "")
    yield from _line(_listed("Money: ", (amount(one) for one in record.amounts)))
    yield from _line(_listed("Parties: ", (party(one) for one in record.parties)))
    yield from _line(f"Period: {line(record.period, 40)}" if record.period else "")


def _found(alert: Alert, base_url: str | None) -> Iterator[Paragraph]:
    """The passages by the part they are of. What stands at one place for one reason is quoted together, and explained once."""
    parts = groupby(alert.evidence[:SHOWN], key=lambda found: found.part)
    for place, (part, of_part) in enumerate(parts):
        if part or place:
            yield _said(line(part, 200) or "Elsewhere in it", level=2)
        for _, together in groupby(of_part, key=lambda found: (found.document, found.page, found.link, found.method, found.why)):
            for found in together:
                yield Paragraph(words=in_context(found), quote=True)
            yield from read_at(found, base_url)
            yield _said(f"Why: {'; '.join(line(why, 150) for why in found.why[:LISTED])}", small=True)
    if alert.passages > SHOWN:
        yield _said(f"… and {count(alert.passages - SHOWN, 'more passage', 'more passages')}.", apart=True)


def in_context(found: Evidence) -> tuple[Words, ...]:
    """The passage with its term marked, between the sentences around it."""
    before, after = line(found.before, AROUND), line(found.after, AROUND)
    return (
        *((Words(text=f"{before} ", faint=True),) if before else ()),
        *quoted(found),
        *((Words(text=f" {after}", faint=True),) if after else ()),
    )


def quoted(found: Evidence) -> tuple[Words, ...]:
    """The passage with its term marked."""
    before, term, after = found.passage[: found.start], found.passage[found.start : found.end], found.passage[found.end :]
    pieces = (
        Words(text=cut_before(piece(before), AROUND)),
        Words(text=cut(piece(term), AROUND), mark=True),
        Words(text=cut(piece(after), AROUND)),
    )
    return tuple(words for words in pieces if words.text)


def read_at(found: Evidence, base_url: str | None) -> Iterator[Paragraph]:
    """Where the passage can be read: at its publisher, in our copy, and where else it is published."""
    place = line(found.document, 120) or "Read it in the record"
    place += f", page {found.page}" if found.page is not None else ""
    place += " (read by OCR: check the picture)" if found.method == "ocr" else ""
    if found.document or found.page is not None or link(found.link):
        yield Paragraph(words=(Words(text=place, link=link(found.link)),), small=True)
    ours = link(f"{base_url.rstrip('/')}/{found.copy}") if base_url and found.copy else ""
    if ours:
        yield Paragraph(words=(Words(text="Our copy of it", link=ours),), small=True)
    for other in found.also[:LISTED]:
        if link(other):
            yield Paragraph(words=(Words(text="Published as well at", link=link(other)),), small=True)


def _after(alert: Alert, base_url: str | None) -> Iterator[Paragraph]:
    if alert.revision > 1:
        yield _said(f"New in revision {alert.revision} of this record.", apart=True)
    yield from _line(_listed("What changed since last time: ", (line(change, CHANGE) for change in alert.changes)))
    gaps = _listed("Could not be read, so nothing is known of it: ", (line(gap, 150) for gap in alert.gaps))
    if gaps:
        yield _said(gaps, apart=True)
    if link(alert.record.url):
        yield Paragraph(words=(Words(text="The record at its publisher", link=link(alert.record.url)),), small=True, apart=True)
    if base_url and link(base_url):
        ours = link(f"{base_url.rstrip('/')}/alerts/{alert.id}")
        yield Paragraph(words=(Words(text="This alert in the monitor", link=ours),), small=True)
        if alert.record.starts or alert.record.deadline:
            yield Paragraph(words=(Words(text="For your calendar", link=f"{ours}.ics"),), small=True)


def _listed(label: str, all_words: Iterable[str]) -> str:
    words = list(all_words)
    more = f"; and {len(words) - LISTED} more" if len(words) > LISTED else ""
    return f"{label}{'; '.join(words[:LISTED])}{more}" if words else ""


def _line(text: str) -> Iterator[Paragraph]:
    if text:
        yield _said(text)


def _said(text: str, *, level: int = 0, small: bool = False, apart: bool = False) -> Paragraph:
    return Paragraph(words=(Words(text=text),), level=level, small=small, apart=apart)
