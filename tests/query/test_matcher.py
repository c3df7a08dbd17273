"""Topics and watches together, while watches come, change and go."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from making import NOW, watch

from monitor.lexicon import load
from monitor.model import Rule
from monitor.query.matcher import Matcher, Nothing
from monitor.store import watches
from monitor.store.database import Database
from monitor.store.migrate import migrate
from monitor.watching import Watching


def rules(**queries: str) -> list[Rule]:
    return [Rule(key=f"watch:{name}", query=query) for name, query in queries.items()]


def found(matcher: Matcher, text: str) -> set[str]:
    return {match.rule for match in matcher.match(text)}


def test_watches_come_change_and_go_and_the_topics_stay() -> None:
    first = Matcher(load(), rules(a="harbour", b="bridge"))
    second = first.renewed(rules(b="tunnel", c="topic:drones crane"))
    text = "A harbour bridge, a tunnel and a crane; drones of the police"
    assert {rule for rule in found(first, text) if rule.startswith("watch:")} == {"watch:a", "watch:b"}
    assert found(second, text) == {"watch:b", "watch:c", "topic:drones"}
    assert found(first, text) >= {"watch:a", "watch:b"}  # whoever still matches with the one before is not disturbed


def test_only_queries_that_are_new_are_read() -> None:
    first = Matcher(Nothing(), rules(a="harbour", b="bridge"))
    second = first.renewed(rules(a="harbour", b="tunnel"))
    kept = {key: one is first._index._compiled[key] for key, one in second._index._compiled.items()}
    assert kept == {"watch:a": True, "watch:b": False}


def test_a_topic_under_not_shuts_a_text_out_and_one_without_words_gives_its_places() -> None:
    matcher = Matcher(load(), rules(a="police NOT topic:drones", b='vendor:"flock safety"', c="topic:drones NOT vendor:skydio"))
    assert found(matcher, "Police on horses") == {"watch:a"}
    assert {match.text for match in matcher.match("Police drones") if match.rule == "watch:c"} == {"Police drones"}
    assert "watch:c" not in found(matcher, "Police drones of Skydio")
    assert [match.text for match in matcher.match("Flock Group cameras") if match.rule == "watch:b"] == ["Flock Group"]


def test_the_service_looks_for_a_new_watch_from_the_next_record_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'monitor.db'}")
    migrate(database)
    watching = Watching(lambda given: Matcher(Nothing(), given))

    async def seen(text: str) -> set[str]:
        matcher, _ = await watching.current(database)
        return {match.rule for match in matcher.match(text)}

    async def walk() -> list[set[str]]:
        asked = replace(watch(topics=frozenset(), channels=frozenset()), query="harbour")
        before = await seen("harbour bridge")
        await database.run(watches.put_watch, "dana", asked, NOW)
        added = await seen("harbour bridge")
        await database.run(watches.put_watch, "dana", replace(asked, query="bridge"), NOW + timedelta(seconds=1))
        return [before, added, await seen("harbour")]

    try:
        assert asyncio.run(walk()) == [set(), {"watch:1"}, set()]
    finally:
        database.close()
