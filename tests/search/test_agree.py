"""Whatever is asked and however texts are set, a search finds what the engine finds by itself."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import meeting
from query.strategies import WORDS, queries
from search.archive import keep, register

from monitor.archive import Search
from monitor.model import Rule
from monitor.query.index import Index
from monitor.query.narrow import words
from monitor.query.nodes import Query
from monitor.query.parse import STRANGER
from monitor.store import records, searchable
from monitor.store.database import Database

RECORDS = 5

typed = queries.filter(lambda query: str(query).count("NEAR") <= STRANGER.nears)  # what a search accepts

GLUE = [" ", "\n", "-", "-\n", "\u00ad\n", "- ", "", ", ", "’", "\n 4 "]
set_in_type = st.lists(st.tuples(st.sampled_from([*WORDS, "re", "cog", "nition", "Ä", "ﬁ", "ς"]), st.sampled_from(GLUE)), max_size=15).map(
    lambda pieces: "".join(word + glue for word, glue in pieces)
)


def fill(database: Database) -> None:
    with database.engine.begin() as connection:
        register(connection)
        for key in range(RECORDS):
            keep(connection, meeting(str(key + 1), parts=(), links=()))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=typed, texts=st.lists(set_in_type, min_size=RECORDS, max_size=RECORDS))
def test_a_search_finds_what_the_engine_finds(database: Database, query: Query, texts: list[str]) -> None:
    with database.engine.connect() as probe:
        empty = records.count(probe) == 0
    if empty:
        fill(database)
    index = Index([Rule(key="watch:1", query=str(query))])
    expected = [number for number, text in enumerate(texts, 1) if index.match(text)]
    with database.engine.begin() as connection:
        searchable.add_records(connection, list(enumerate(texts, 1)))
        answers = Search(str(query)).portion(connection).answers
        assert expected == sorted(int(answer.record.key) for answer in answers)
        connection.rollback()


def test_the_words_of_a_text_are_bounded_however_it_is_cut() -> None:
    assert len(words("a-\n" * 20_000)) < 400
    assert len(words(" ".join(f"{number:010}" for number in range(100_000)))) == 1
