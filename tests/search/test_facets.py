"""Facets: each count is what the search finds with that filter added, on both databases; and beyond a limit it is at least that."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from making import meeting, part
from search.archive import SOURCE, attach, keep, register
from sqlalchemy import Connection

from monitor.archive import Search
from monitor.facets import Counts, first_page
from monitor.lexicon import load
from monitor.query.rewrite import narrowed
from monitor.store.database import Database
from sources.model import Amount, AmountKind, Kind, Record

LEXICON = load()
ABROAD = "gb-eng-springhaven-2"
QUERIES = (
    "contract",
    "contract OR agreement",
    "contract NOT camera",
    "topic:facial-recognition",
    "contract NOT topic:drones",
    "vendor:nec contract",
    "contract state:us-zz",
    "contract after:2025",
    "contract amount:<200k",
    "kind:notice (contract OR agreement)",
    "xylophone",
)


def notice(key: str, text: str, year: int, *sums: int | None) -> Record:
    amounts = tuple(Amount(kind=AmountKind.AWARD, value=None if one is None else Decimal(one), currency="EUR") for one in sums)
    url = f"https://example.org/{key}"
    return Record(key=key, kind=Kind.NOTICE, title="Notice", url=url, text=text, published=date(year, 5, 1), amounts=amounts)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.begin() as opened:
        register(opened)
        items = (part("1", "Contract for facial recognition"), part("2", "Contract for police drones"), part("3", "Agreement on cameras"))
        keep(opened, meeting("1", title="Council", starts=date(2026, 3, 1), parts=items))
        keep(opened, meeting("2", title="Contract with NEC Corporation of America for NeoFace", starts=None, parts=()))
        keep(opened, meeting("3", title="Committee", starts=date(2025, 1, 2), parts=(part("1", "Agreement on a camera contract"),)))
        attach(opened, 1, "A contract on drones.", "Facial recognition contract by NEC Corporation of America")
        keep(opened, notice("4", "A contract on license plate readers", 2024, 5_000, 250_000, None), source=ABROAD)
        keep(opened, notice("5", "Contract with Cognitec for FaceVACS face recognition", 2026, 2_000_000), source=ABROAD)
        keep(opened, notice("6", "A contract on chairs", 2025, None), source=ABROAD)
        keep(opened, notice("7", "An agreement on police drones", 2025, 150_000))
        yield opened


def counted(connection: Connection, typed: str, most: int = 500) -> Counts:
    return first_page(connection, Search(typed, lexicon=LEXICON), LEXICON, limit=min(most, 20), most=most)[1]


def found(connection: Connection, typed: str) -> int:
    return len(Search(typed, lexicon=LEXICON).portion(connection).answers)


@pytest.mark.parametrize("typed", QUERIES)
def test_each_count_is_what_is_found_when_the_filter_is_added(connection: Connection, typed: str) -> None:
    counts = counted(connection, typed)
    assert (counts.total, counts.whole) == (found(connection, typed), True)
    offered = [value for values in counts.facets.values() for value in values]
    narrower = {narrowed(typed, value.filters) or "": value.count for value in offered}
    assert narrower == {query: found(connection, query) for query in narrower}


def test_every_kind_place_topic_vendor_year_and_sum_that_is_found_is_offered(connection: Connection) -> None:
    facets = counted(connection, "contract").facets
    said = {name: {" ".join(map(str, value.filters)): value.count for value in values} for name, values in facets.items()}
    assert said["kind"] == {"kind:notice": 3, "kind:meeting": 3}
    assert said["country"] == {"country:gb": 3, "country:us": 3}
    assert said["source"] == {f"source:{ABROAD}": 3, f"source:{SOURCE}": 3}
    assert said["date"] == {"after:2026 before:2027": 2, "after:2025 before:2026": 2, "after:2024 before:2025": 1}
    assert said["amount"] == {"amount:>=1k": 2, "amount:>=10k": 2, "amount:>=100k": 2, "amount:>=1m": 1}
    assert said["topic"].items() >= {"topic:facial-recognition": 4, "topic:drones": 1, "topic:license-plate-readers": 1}.items()
    assert said["vendor"] == {"vendor:nec": 3, "vendor:cognitec": 1}


def test_a_filter_of_a_field_that_the_query_has_is_not_offered_since_it_would_widen_the_search(connection: Connection) -> None:
    assert "state" not in counted(connection, "contract state:us-zz").facets
    assert "topic" not in counted(connection, "topic:drones").facets


def test_beyond_the_limit_counts_are_at_least_so_many_and_it_is_said(connection: Connection) -> None:
    counts = counted(connection, "contract", most=3)
    assert (counts.total, counts.looked, counts.whole) == (3, 3, False)
    for values in counts.facets.values():
        for value in values:
            assert value.count <= found(connection, narrowed("contract", value.filters) or "")


def test_a_first_page_is_filled_beyond_what_was_counted(connection: Connection) -> None:
    portion, counts = first_page(connection, Search("contract", lexicon=LEXICON), LEXICON, limit=20, most=2)
    assert (len(portion.answers), portion.last) == (6, None)
    assert (counts.total, counts.looked, counts.whole) == (6, 6, False)
    assert sum(value.count for value in counts.facets["kind"]) == 2
    rare = first_page(connection, Search('"contract on chairs"', lexicon=LEXICON), LEXICON, limit=20, most=1)
    assert len(rare[0].answers) == 1


@pytest.mark.parametrize(("limit", "most"), [(2, 500), (2, 3), (20, 3), (20, 500), (6, 6)])
def test_the_first_page_and_those_that_follow_leave_nothing_out_and_give_nothing_twice(
    connection: Connection, limit: int, most: int
) -> None:
    search = Search("contract", lexicon=LEXICON)
    portion, _ = first_page(connection, search, LEXICON, limit=limit, most=most)
    seen, last = list(portion.answers), portion.last
    while last:
        portion = search.portion(connection, last, limit=limit)
        seen, last = [*seen, *portion.answers], portion.last
    assert seen == list(search.portion(connection).answers)
