"""A hit costs the same number of statements however many subscribers want it, also where another site published the document."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from making import NOW, hit, watch
from sqlalchemy import Connection, event, insert, update

from monitor import decide
from monitor.likeness import signature
from monitor.model import ExtractedPage, Extraction, Place, Revision
from monitor.store import documents, hits, owing, records, runs, tables, twins, watches
from monitor.store import sources as states
from monitor.store.database import Database
from sources.model import Kind, Record

TEXT = "This agreement of May 7, 2026 is made for a facial recognition system at a sum of $450,000.00 for the county and its cities."


def publish(connection: Connection, source: str, number: int, text: str) -> None:
    """A notice of this source with one document, which says this."""
    entry = states.Entry(id=source, platform="p", kind="notice", title=source, enabled=True)
    states.register(connection, [entry], NOW)
    found = Record(key=source, kind=Kind.NOTICE, title="Notice", url="https://example.org/", published=NOW)
    change = Revision(record=found, fingerprint="f", number=1, record_id=None, fresh=frozenset())
    records.save(connection, source, ZoneInfo("UTC"), runs.begin(connection, source, NOW), [change], NOW)
    row = {"url": f"https://{source}.example/file.pdf", "source_id": source, "state": "read", "due_at": None}
    connection.execute(insert(tables.documents).values(row))
    pages = (ExtractedPage(number=1, text=text, method="text"),)
    content = documents.save_content(connection, str(number) * 64, 1, Extraction(media_type="application/pdf", pages=pages))
    twins.sign(connection, content, signature([text]))
    connection.execute(update(tables.documents).where(tables.documents.c.id == number).values(content_id=content))


def owe(connection: Connection, number: int, channels: frozenset[int]) -> int:
    """What reading the document of this number owes."""
    said = replace(hit("a facial recognition system"), place=Place(document_id=number, page=1), story=f"record {number}")
    stored = hits.save(connection, [hits.Found(record_id=number, revision=1, hit=said)], NOW)
    looking = [watch(channel, subscriber_id=channel, channels=frozenset({channel})) for channel in sorted(channels)]
    return owing.owe(connection, stored, decide.owed([said], looking, "us-zz-a", Kind.NOTICE), NOW)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    yield statements
    event.remove(database.engine, "before_cursor_execute", count)


def statements(database: Database, subscribers: int) -> tuple[int, int]:
    """Of a document that so many are told of, and of its twin that they are told nothing of."""
    with database.engine.begin() as connection:
        publish(connection, "us-zz-a", 1, TEXT)
        publish(connection, "us-zz-b", 2, TEXT.upper())
        ids = frozenset(
            watches.put_channel(connection, f"desk {one}", "hook", f"json://h/{one}", trusted=True, now=NOW) for one in range(subscribers)
        )
    with counted(database) as told, database.engine.begin() as connection:
        assert owe(connection, 1, ids) == subscribers
    with counted(database) as untold, database.engine.begin() as connection:
        assert owe(connection, 2, ids) == 0
    return len(told), len(untold)


@pytest.mark.parametrize("subscribers", [2, 300])
def test_the_statements_do_not_grow_with_the_subscribers(database: Database, subscribers: int) -> None:
    told, untold = statements(database, subscribers)
    assert told <= 20
    assert untold <= 20
