"""The sweep of the day's records: quiet while searches and alerts agree, and exact about where they do not."""

from dataclasses import replace
from datetime import timedelta

from making import NOW, meeting, part, watch
from search.archive import attach, keep, register
from sqlalchemy import select, text

from monitor import decide, find
from monitor.lexicon import load
from monitor.model import Watch
from monitor.query.matcher import Matcher
from monitor.store import hits, records, searchable, tables, watches
from monitor.store.database import Connection, Database
from monitor.sweep import sweep
from monitor.watching import Watching

LEXICON = load()


def fill(connection: Connection) -> None:
    """A meeting with a topic in a part, a watch that finds its title, and the hits of both as the loops store them."""
    register(connection)
    watches.put_watch(
        connection, "dana", replace(watch(topics=frozenset(), channels=frozenset()), query="committee"), NOW - timedelta(days=9)
    )
    record = meeting(parts=(part("1", "Roll call"), part("2", "Face recognition at the port")))
    record_id = keep(connection, record)
    revision = decide.revise(record, None)
    assert revision is not None
    matcher = Matcher(LEXICON, watches.rules(watches.list_watches(connection)))
    found = find.in_record(matcher, revision, records.about(connection, record_id))
    hits.save(connection, [hits.Found(record_id=record_id, revision=1, hit=hit) for hit in found], NOW)


async def swept(database: Database) -> tuple[str, list[str]]:
    """What the sweep says, and the reports it owes."""
    said = await sweep(database, Watching(lambda rules: Matcher(LEXICON, rules)), LEXICON, NOW)
    with database.engine.connect() as connection:
        return said, list(connection.execute(select(tables.reports.c.text)).scalars())


async def test_nothing_is_said_while_searches_and_alerts_agree(database: Database) -> None:
    await database.run(fill)
    assert await swept(database) == ("3 texts compared, 0 differences", [])


async def test_a_text_that_a_search_would_miss_is_named(database: Database) -> None:
    await database.run(fill)
    await database.run(lambda connection: connection.execute(text("DELETE FROM texts WHERE part_id IS NOT NULL")))
    await database.run(
        lambda connection: connection.execute(text("INSERT INTO texts (record_id, part_id) SELECT record_id, id FROM parts"))
    )
    said, [report] = await swept(database)
    assert said == "3 texts compared, 1 differences"
    assert "a search for topic:facial-recognition does not find record 1" in report


async def test_a_hit_that_was_never_stored_is_named(database: Database) -> None:
    await database.run(fill)
    await database.run(attach, 1, "A page on gunshot detection, and the committee again")
    await database.run(lambda connection: connection.execute(tables.hits.delete().where(tables.hits.c.rule == "watch:1")))
    _, [report] = await swept(database)
    assert "record 1 has no hit of topic:gunshot-detection" in report
    assert "record 1 has no hit of watch:1" in report


async def test_a_watch_made_meanwhile_owes_nothing_for_the_past(database: Database) -> None:
    await database.run(fill)
    late: Watch = replace(watch(topics=frozenset(), channels=frozenset()), name="late", query="port")
    await database.run(watches.put_watch, "dana", late, NOW)
    assert await swept(database) == ("3 texts compared, 0 differences", [])


async def test_what_an_earlier_version_stored_is_made_ready(database: Database) -> None:
    await database.run(fill)
    await database.run(attach, 1, "A page")
    await database.run(lambda connection: connection.execute(text("DELETE FROM texts")))
    said, _ = await swept(database)
    assert said == "4 texts compared, 0 differences, 2 made ready to be searched"
    assert await database.run(searchable.catch_up) == 0
