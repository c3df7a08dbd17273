"""What an older version stored is found by a search once it was caught up with, and only once."""

from zoneinfo import ZoneInfo

from making import NOW, meeting
from sqlalchemy import delete, func, select, text

from monitor import decide
from monitor.archive import Search
from monitor.model import ExtractedPage, Extraction
from monitor.store import catching_up, documents, records, runs
from monitor.store import sources as states
from monitor.store.database import Connection, Database
from monitor.store.tables import searched

SOURCE = "us-zz-springhaven"


def store(connection: Connection) -> None:
    """A meeting, and a document of two pages."""
    states.register(connection, [states.Entry(id=SOURCE, platform="legistar", kind="meeting", title="Springhaven", enabled=True)], NOW)
    revision = decide.revise(meeting("1", links=()), None)
    assert revision is not None
    records.save(connection, SOURCE, ZoneInfo("UTC"), runs.begin(connection, SOURCE, NOW), [revision], NOW)
    read = tuple(ExtractedPage(number=number, text=f"page {number} on gait analysis", method="text") for number in (1, 2))
    documents.save_content(connection, "0" * 64, 100, Extraction(media_type="text/plain", pages=read))


def forget_the_search(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO text_words (text_words) VALUES ('delete-all')"))
    connection.execute(delete(searched))


def test_what_was_stored_before_there_was_a_search_is_found_after_it_was_caught_up_with(database: Database) -> None:
    with database.engine.begin() as connection:
        store(connection)
        texts_before = connection.execute(select(func.count()).select_from(searched)).scalar_one()
        title = records.latest(connection, 1)[0].title
        forget_the_search(connection)
        asked = Search(f'"{title.split(",")[0]}"')
        assert asked.portion(connection).answers == ()
        assert catching_up.catch_up(connection) == 2  # a record and a document
        assert catching_up.catch_up(connection) == 0
        assert connection.execute(select(func.count()).select_from(searched)).scalar_one() == texts_before
        assert [answer.record.key for answer in asked.portion(connection).answers] == ["1"]
