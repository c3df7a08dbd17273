"""Proves, once a day, that searches and alerts agree: over what was stored since the day before, both are asked and compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.archive import Search
from monitor.find import Matcher
from monitor.lexicon import Lexicon
from monitor.model import Watch
from monitor.store import hits, records, reports, search, searchable, watches
from monitor.store.database import Connection, Database
from monitor.watching import Watching

SINCE = timedelta(hours=25)  # a day, and an hour for a sweep that began late
AT_ONCE = 20  # records; a packet of 3,000 pages takes some seconds
NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What was looked at, and each difference in words."""

    texts: int
    differences: tuple[str, ...]


async def sweep(database: Database, watching: Watching, lexicon: Lexicon, now: datetime) -> str:
    """Compare the day's records, and owe the operator a report of the differences; say in words what came of it."""
    caught_up = 0
    while done := await database.run(searchable.catch_up):
        caught_up += done
    matcher, listed = await watching.current(database)
    of = await database.ask(search.stored_since, now - SINCE)
    found = [
        await database.ask(compare, of[start : start + AT_ONCE], matcher, listed, lexicon, now - SINCE)
        for start in range(0, len(of), AT_ONCE)
    ]
    texts, differences = sum(one.texts for one in found), [words for one in found for words in one.differences]
    if differences:
        await database.run(reports.owe_daily, "Searches and alerts disagree", _said(differences), now)
    behind = f", {caught_up} made ready to be searched" if caught_up else ""
    return f"{texts} texts compared, {len(differences)} differences{behind}"


def compare(
    connection: Connection, record_ids: Sequence[int], matcher: Matcher, listed: Sequence[Watch], lexicon: Lexicon, since: datetime
) -> Compared:
    """What the engine finds in these records, beside what a search for the same would look at, and what was stored to be told."""
    said = search.of_records(connection, record_ids)
    found: dict[str, dict[int, int]] = {}  # by rule: the texts with a hit, and their records
    for record_id, texts in said.items():
        about = records.about(connection, record_id)
        for text in texts:
            for rule in {match.rule for match in matcher.match(text.text)}:
                if matcher.looks_at(rule, about):
                    found.setdefault(rule, {})[text.text_id] = record_id
    differences = [*_not_searched(connection, found, listed, lexicon), *_not_stored(connection, found, record_ids, since)]
    return Compared(texts=sum(map(len, said.values())), differences=tuple(differences))


def _not_searched(connection: Connection, found: dict[str, dict[int, int]], listed: Sequence[Watch], lexicon: Lexicon) -> Iterator[str]:
    queries = {f"watch:{watch.id}": watch.query for watch in listed}
    for rule, texts in found.items():
        query = queries.get(rule) or rule
        lost = search.lost(connection, Search(query, lexicon=lexicon).need, list(texts))
        yield from (f"a search for {query} does not find record {texts[text_id]}, where {rule} is found" for text_id in sorted(lost))


def _not_stored(connection: Connection, found: dict[str, dict[int, int]], record_ids: Sequence[int], since: datetime) -> Iterator[str]:
    """A watch that changed meanwhile had another query when the record came, so it is left out."""
    steady = {f"watch:{identity}" for identity in watches.older_than(connection, since)}
    stored = hits.rules(connection, record_ids)
    for rule, texts in found.items():
        if rule.startswith("topic:") or rule in steady:
            missing = sorted({record_id for record_id in texts.values() if (record_id, rule) not in stored})
            yield from (f"record {record_id} has no hit of {rule}, which is found in it now" for record_id in missing)


def _said(differences: Sequence[str]) -> str:
    more = f"\nand {len(differences) - NAMED} more" if len(differences) > NAMED else ""
    return (
        "Of the records of the last day, alerts and searches were compared. They should find the same; these do not:\n"
        + "\n".join(differences[:NAMED])
        + more
        + "\nAfter an upgrade or a change of topics this is to be expected for a day. Otherwise it is a fault: please open an issue."
    )
