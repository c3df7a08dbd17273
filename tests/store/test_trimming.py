"""Which runs are forgotten when, and which stay."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from monitor.store import tables
from monitor.store.database import Database
from monitor.store.trimming import trim

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_runs_without_anything_new_go_after_a_month_and_the_others_after_a_year_unless_something_came_from_them(database: Database) -> None:
    source = {"id": "us-zz-elm", "platform": "legistar", "kind": "meeting", "title": "Elm", "enabled": True, "due_at": NOW}
    record = {"source_id": "us-zz-elm", "key": "1", "kind": "meeting", "title": "Council", "url": "https://elm.example/1"}
    record |= {"fingerprint": "x", "revision": 1}
    wanted = [
        ("quiet and new", 29, "ok", {}),
        ("quiet", 31, "ok", {}),
        ("empty", 31, "ok-empty", {}),
        ("found something", 31, "ok", {"new": 1}),
        ("with odd rows", 31, "ok", {"problems": 1}),
        ("failed", 31, "unavailable", {}),
        ("failed long ago", 401, "unavailable", {}),
        ("odd rows long ago", 401, "ok", {"problems": 1}),
        ("has a revision", 401, "ok", {"new": 1}),
    ]
    with database.engine.begin() as connection:
        connection.execute(insert(tables.sources), source)
        ids = {}
        for detail, age, outcome, counts in wanted:
            at = NOW - timedelta(days=age)
            row = {"source_id": "us-zz-elm", "detail": detail, "outcome": outcome, "started_at": at, "ended_at": at, **counts}
            ids[detail] = connection.execute(insert(tables.runs).values(row).returning(tables.runs.c.id)).scalar_one()
        connection.execute(insert(tables.problems), {"run_id": ids["odd rows long ago"], "row": "x", "error": "odd"})
        record_id = connection.execute(
            insert(tables.records).values(first_seen=NOW, last_seen=NOW, **record).returning(tables.records.c.id)
        ).scalar_one()
        revision = {"record_id": record_id, "number": 1, "run_id": ids["has a revision"], "seen_at": NOW, "body": "{}"}
        connection.execute(insert(tables.revisions), revision)
        assert trim(connection, NOW) == 4
        assert trim(connection, NOW) == 0
        left = connection.execute(select(tables.runs.c.detail).order_by(tables.runs.c.id)).scalars().all()
        assert left == ["quiet and new", "found something", "with odd rows", "failed", "has a revision"]
        assert connection.execute(select(func.count()).select_from(tables.problems)).scalar_one() == 0
