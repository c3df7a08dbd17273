"""Reports: what is owed to the operator, on each of the channels, and repeated on none that had it."""

from datetime import timedelta

from making import NOW
from sqlalchemy import Connection, select, text

from monitor.store import reports, tables, watches
from monitor.store.database import Database


def owe(connection: Connection, channel: int | None = None) -> reports.Report:
    for name in ("mail", "chat"):
        watches.put_channel(connection, watches.OPERATOR, name, f"json://{name}", trusted=True, now=NOW)
    reports.owe(connection, "Something broke", "A source is silent.", NOW, channel)
    return reports.report(connection, 1)


def rows(connection: Connection) -> list[tuple[int | None, str]]:
    """Channel and state of each report."""
    table = tables.reports
    return [tuple(row) for row in connection.execute(select(table.c.channel_id, table.c.state).order_by(table.c.id))]


def test_what_failed_on_one_of_two_channels_is_owed_to_that_one_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        owed = owe(connection)
        reports.settle(connection, owed, {2: "HTTP 503"}, 1, NOW)
        assert rows(connection) == [(None, "sent"), (2, "queued")]
        again = reports.report(connection, 2)
        assert (again.subject, again.text) == (owed.subject, owed.text)
        reports.settle(connection, again, {}, 1, NOW)
        assert rows(connection) == [(None, "sent"), (2, "sent")]


def test_what_reached_nobody_is_tried_without_end(database: Database) -> None:
    with database.engine.begin() as connection:
        owed = owe(connection)
        reports.settle(connection, owed, {1: "HTTP 503", 2: "HTTP 503"}, 0, NOW + timedelta(days=30))
        assert rows(connection) == [(None, "queued")]


def test_a_report_to_one_channel_is_given_up_after_three_days(database: Database) -> None:
    with database.engine.begin() as connection:
        owe(connection)
        connection.execute(text("UPDATE reports SET channel_id = 2"))
        reports.settle(connection, reports.report(connection, 1), {2: "HTTP 503"}, 0, NOW + timedelta(days=2))
        assert rows(connection) == [(2, "queued")]
        reports.settle(connection, reports.report(connection, 1), {2: "HTTP 503"}, 0, NOW + timedelta(days=4))
        assert rows(connection) == [(2, "failed")]
