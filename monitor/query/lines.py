"""The core of `monitor match`: lines of JSON in, what was found in each out, in the same order."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.model import Match, Rule, Sense
from monitor.query.matcher import Knowledge, Matcher, Nothing

QUERY = "watch:query"
_BETWEEN = "\n.\n"  # a full stop, so that no phrase reaches from the title into the text


class LineError(ValueError):
    """A line that cannot be read: the message names its number."""


def match_lines(
    lines: Iterable[str], matcher: Matcher, *, query: str = "", topic: str | None = None, first: int = 1
) -> Iterator[dict[str, Any]]:
    """For each line {"id", "title"?, "text"} one answer {"id", "sense", "hits"}. Empty lines are skipped.

    A hit has "topic" (or "query"), "vendor" where it is one, "sense", "in" ("title" or "text"), "start" and "end" (characters
    from the beginning of that field, the title or the text), "text" and "why". Hits in the title come first. The sense of
    the answer is "subject" if any hit's is, "mention" if there are others, None if there is none. `topic` keeps one topic's.
    LineError, with the number of the line (`first` is that of the first), where a line is not such an object.
    """
    for number, line in enumerate(lines, first):
        if line.strip():
            yield _answer(_read(line, number), matcher, query, topic)


def of_query(query: str, lexicon: Knowledge | None = None) -> Matcher:
    """A matcher of one query, for `match_lines(…, query=query)`. QueryError if it cannot be read.

    `lexicon` is what its `topic:` and `vendor:` are read with, where it has them.
    """
    return Matcher(lexicon or Nothing(), [Rule(key=QUERY, query=query)])


def of_topics(lexicon: Knowledge) -> Matcher:
    """A matcher of all topics."""
    return Matcher(lexicon)


def _read(line: str, number: int) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise LineError(f"line {number} is not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise LineError(f"line {number} is not JSON that can be read: it is nested too deep") from None
    if not isinstance(data, dict):
        raise LineError(f'line {number}: write an object {{"id", "title", "text"}}')
    for key in ("id", "text"):
        if key not in data:
            raise LineError(f'line {number}: "{key}" is missing')
    if not isinstance(data["text"], str) or not isinstance(data.get("title") or "", str):
        raise LineError(f'line {number}: "title" and "text" must be texts')
    return data


def _answer(record: dict[str, Any], matcher: Matcher, query: str, topic: str | None) -> dict[str, Any]:
    title, text = record.get("title") or "", record["text"]
    before = len(title) + len(_BETWEEN) if title else 0
    found = matcher.match(title + _BETWEEN + text if title else text)
    only = QUERY if query else topic and f"topic:{topic}"
    wanted = [match for match in found if not only or match.rule == only]
    senses = {match.sense for match in wanted}
    sense = next((sense.value for sense in (Sense.SUBJECT, Sense.MENTION) if sense in senses), None)
    return {"id": record["id"], "sense": sense, "hits": [_hit(match, before, query) for match in wanted]}


def _hit(match: Match, before: int, query: str) -> dict[str, Any]:
    kind, _, name = match.rule.partition(":")
    found = {"topic": name} if kind == "topic" else {"query": query or match.rule}
    vendor = {"vendor": match.vendor} if match.vendor else {}
    in_title = match.start < before
    offset = 0 if in_title else before
    place = {"in": "title" if in_title else "text", "start": match.start - offset, "end": match.end - offset}
    return {**found, **vendor, "sense": match.sense.value, **place, "text": match.text, "why": match.why}
