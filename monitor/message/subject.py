"""The subject of an alert: where, when, what was found, and in which item."""

from monitor import decide
from monitor.message.clean import line
from monitor.message.wording import count, day
from monitor.model import Alert, Evidence
from sources.model import Kind, Record

TERMS = 2  # named in a subject; phones show some 40 characters of it


def subject(alert: Alert) -> str:
    """One line of at most 150 characters: "Oakland City Council, 14 May: facial recognition in item 14 (3 passages)"."""
    there = heading(alert.record, alert.source_title)
    if alert.record.starts is not None and alert.record.kind is Kind.MEETING:
        there += f", {day(alert.record.starts, alert.timezone)}"
    found = f"{what(alert.evidence)}{_where(alert)}"
    passages = f" ({count(alert.passages, 'passage', 'passages')})" if alert.passages > 1 else ""
    return line(f"{state(alert)}{there}: {found}", 150 - len(passages)) + passages


def heading(record: Record, source_title: str) -> str:
    """Whose record it is: the place and the body that meets, each said once."""
    place, body = line(source_title, 60), line(record.body, 60)
    if not body or body.casefold() in place.casefold():
        return place
    return body if place.casefold() in body.casefold() else f"{place} {body}"


def whose(record: Record, source_title: str) -> str:
    """The same above a title: the place alone where the title names the body."""
    named = record.body and record.body.casefold() in record.title.casefold()
    return line(source_title, 60) if named else heading(record, source_title)


def state(alert: Alert) -> str:
    """What a reader must know first: "Cancelled: ", "Withdrawn: ", "On again: ", or nothing."""
    record = alert.record
    if record.withdrawn:
        return "Withdrawn: "
    if record.stage is not None and record.stage in decide.OFF:
        return f"{record.stage.value.capitalize()}: "
    return "On again: " if alert.on_again else ""


def what(evidence: tuple[Evidence, ...]) -> str:
    """The terms found, as the record writes them, the commonest first: "facial recognition, Clearview AI and 2 more"."""
    written: dict[str, str] = {}
    times: dict[str, int] = {}
    for found in evidence:
        term = line(found.passage[found.start : found.end], 50)
        written.setdefault(term.casefold(), term)
        times[term.casefold()] = times.get(term.casefold(), 0) + 1
    terms = [written[key] for key in sorted(times, key=lambda key: -times[key]) if key]
    more = f" and {len(terms) - TERMS} more" if len(terms) > TERMS else ""
    return (", ".join(terms[:TERMS]) or "a match") + more


def _where(alert: Alert) -> str:
    parts = tuple(dict.fromkeys(found.part for found in alert.evidence if found.part))
    if len(parts) > 1:
        return f" in {len(parts)} items"
    if parts:
        numbers = {f"{part.number} {part.title}".strip(): part.number for part in alert.record.parts}
        number = numbers.get(parts[0]) or ""
        return f" in item {line(number, 12)}" if number else f" in “{line(parts[0], 60)}”"
    return f" in “{line(alert.record.title, 60)}”" if alert.record.kind is not Kind.MEETING and alert.record.title else ""
