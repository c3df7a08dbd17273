"""What a tally says of an archive: each sum once, apart by kind, currency and topic, with what was left out and why."""

from datetime import date
from decimal import Decimal
from typing import Any

from tally.archive import LEXICON, PORTAL, REGISTER, STATE, booked, notice, report, store

from monitor import tallying
from monitor.ledger.standing import Standing
from monitor.store.database import Database
from monitor.store.tally import Asked, By, Figure, Line, tally
from monitor.store.working import Shown, all_of
from sources.model import AmountKind, Record, Stage

NEC = frozenset({"NEC"})


def lines(database: Database, **asked: Any) -> list[Line]:
    booked(database)
    with database.engine.connect() as connection:
        return tally(connection, Asked(**asked))


def figures(database: Database, **asked: Any) -> dict[str, Figure]:
    """By kind; there is one line."""
    (line,) = lines(database, who=NEC, **asked)
    return {figure.kind.value: figure for figure in line.figures}


def put(database: Database, source: str, *given: Record, **more: Any) -> None:
    with database.engine.begin() as connection:
        store(connection, source, *given, **more)


def test_a_contract_outside_the_topics_stands_apart_from_those_within(database: Database) -> None:
    put(database, PORTAL, notice("1", "100"), notice("2", "7", title="Telephones"), topical=["1"])
    (line,) = lines(database)
    assert {(figure.topical, figure.value) for figure in line.figures} == {(True, Decimal(100)), (False, Decimal(7))}


def test_an_award_is_of_a_topic_where_the_tender_before_it_was(database: Database) -> None:
    tender = Record(**{**_fields(notice("t", None, "x", thread="P-1")), "parties": (), "amounts": ()})
    put(database, PORTAL, tender, notice("1", "100", thread="P-1"), topical=["t"])
    assert figures(database)["award"].topical


def test_who_is_no_vendor_is_listed_where_a_topic_was_hit_and_found_by_name_anyway(database: Database) -> None:
    put(database, PORTAL, notice("1", "100", "Argos Imaging, Inc."), notice("2", "5", "Chairs Corp"), topical=["1"])
    assert [(line.name, line.watched) for line in lines(database)] == [("Argos Imaging, Inc.", False)]
    with database.engine.connect() as connection:
        assert tallying.who(connection, LEXICON, "chairs") == frozenset({"CHAIRS"})


def test_an_amended_report_replaces_the_one_before_and_both_can_be_seen(database: Database) -> None:
    late = report("b", "60000")
    put(database, REGISTER, report("a", "50000"), Record(**{**_fields(late), "type": "Amendment", "published": date(2026, 5, 1)}))
    figure = figures(database)["lobbying"]
    assert (figure.value, figure.counted, figure.left_out) == (Decimal(60000), 1, {Standing.REPLACED: (1, Decimal(50000))})


def test_what_a_firm_reports_is_in_the_clients_own_report_and_counts_alone_only_where_the_firm_is_asked_for(database: Database) -> None:
    own = "NEC Corporation of America"
    put(database, REGISTER, report("a", "50000"), report("b", "200000", own, by=own))
    assert figures(database)["lobbying"].value == Decimal(200000)
    assert figures(database, registrant="oak")["lobbying"].value == Decimal(50000)


def test_a_firm_that_lobbies_before_the_client_does_itself_is_booked_again_when_that_report_comes(database: Database) -> None:
    own = "NEC Corporation of America"
    put(database, REGISTER, report("a", "50000"))
    assert figures(database)["lobbying"].value == Decimal(50000)
    put(database, REGISTER, report("b", "200000", own, by=own))
    assert figures(database)["lobbying"].left_out == {Standing.IN_HOUSE_INCLUDES_IT: (1, Decimal(50000))}


def test_a_contract_that_is_cancelled_later_is_taken_out_of_the_sum(database: Database) -> None:
    put(database, PORTAL, notice("1", "100", thread="P-1"))
    assert figures(database)["award"].value == Decimal(100)
    put(database, PORTAL, notice("2", "100", thread="P-1", stage=Stage.CANCELLED, on=date(2026, 6, 1)))
    assert figures(database)["award"].value == Decimal(0)
    assert figures(database)["award"].left_out == {Standing.CALLED_OFF: (2, Decimal(200))}


def test_the_same_sum_on_two_portals_counts_once_and_is_a_range(database: Database) -> None:
    put(database, PORTAL, notice("1", "184000"))
    booked(database)
    put(database, STATE, notice("2", "184000", on=date(2026, 3, 9)))
    figure = figures(database)["award"]
    assert (figure.value, figure.low, figure.high) == (Decimal(184000), Decimal(184000), Decimal(368000))
    assert figure.left_out == {Standing.TWIN: (1, Decimal(184000))}


def test_a_sum_that_two_suppliers_share_is_a_range_for_each(database: Database) -> None:
    put(database, PORTAL, notice("1", "100", "NEC Corporation of America", "Bell & Co"))
    figure = figures(database)["award"]
    assert (figure.value, figure.unknown, figure.low, figure.high) == (None, 1, Decimal(0), Decimal(100))


def test_kinds_and_currencies_are_never_added_together_and_unknown_is_not_zero(database: Database) -> None:
    given = [notice("1", "100.10"), notice("2", "7", currency="EUR"), notice("3", "900", kind=AmountKind.CEILING), notice("4", None)]
    put(database, PORTAL, *given)
    (line,) = lines(database)
    found = {(figure.kind.value, figure.currency): (figure.value, figure.unknown) for figure in line.figures}
    assert found == {
        ("award", "USD"): (Decimal("100.10"), 1),
        ("award", "EUR"): (Decimal(7), 0),
        ("ceiling", "USD"): (Decimal(900), 0),
    }


def test_a_sum_that_can_be_no_sum_is_left_out(database: Database) -> None:
    put(database, PORTAL, notice("1", "9" * 40), notice("2", "5"), notice("3", "1E+9999"))
    assert figures(database)["award"].left_out == {Standing.IMPLAUSIBLE: (2, Decimal(0))}
    assert figures(database)["award"].value == Decimal(5)


def test_a_negative_sum_with_cents_is_kept_to_the_cent(database: Database) -> None:
    put(database, PORTAL, notice("1", "-1.50"), notice("2", "10.25"))
    assert figures(database)["award"].value == Decimal("8.75")


LINES = {
    By.YEAR: ["2025", "2026"],
    By.PLACE: ["us-zz"],
    By.KIND: ["award", "lobbying"],
    By.BUYER: ["City of Springhaven", "Oak County"],
    By.REGISTRANT: ["Oak & Co"],
    By.PERIOD: ["2025 Q3"],
    By.ISSUE: ["HOM", "SCI"],
    By.BILL: ["S 847 (116th Congress)"],
    By.VENDOR: ["IDEMIA", "NEC"],
}


def test_there_is_a_line_for_each_of_what_is_asked_by(database: Database) -> None:
    put(database, REGISTER, report("a", "50000", period="2025 Q3"))
    put(database, PORTAL, notice("1", "100"), notice("2", "5", "IDEMIA", buyer="Oak County"))
    assert {by: sorted(line.name for line in lines(database, by=by)) for by in By} == LINES


def test_a_tally_is_narrowed_by_year_place_kind_and_buyer(database: Database) -> None:
    put(database, PORTAL, notice("1", "100"), notice("2", "7", on=date(2024, 1, 1)))
    put(database, STATE, notice("3", "30", buyer="Port of Oak"))
    assert figures(database, year=2024)["award"].value == Decimal(7)
    assert figures(database, place="us-yy")["award"].value == Decimal(30)
    assert figures(database, buyer="port of")["award"].value == Decimal(30)
    assert lines(database, who=NEC, year=1999) == []


def rederived(rows: list[Shown]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The figures, added up from the records that are listed behind them, and from nothing else."""
    found: dict[tuple[Any, ...], list[Shown]] = {}
    for row in rows:
        found.setdefault((row.line, row.kind, row.currency, row.topical), []).append(row)
    return {key: _added(group) for key, group in found.items()}


def _added(group: list[Shown]) -> tuple[Any, ...]:
    counted = [row for row in group if row.counts]
    known = [row.value for row in counted if row.value is not None]
    bounds = [row for row in group if row.counts or row.standing is Standing.TWIN]
    low = sum((row.low for row in counted if row.low is not None), Decimal())
    high = sum((row.high for row in bounds if row.high is not None), Decimal())
    total = sum(known, Decimal()) if known or not counted else None
    return len(counted), len(counted) - len(known), total, low, high, len(group) - len(counted)


def test_each_figure_is_the_sum_of_the_records_that_are_listed_behind_it(database: Database) -> None:
    own = "NEC Corporation of America"
    put(database, REGISTER, report("a", "50000"), report("b", "200000", own, by=own), report("c", None, period="2025 Q2"))
    put(database, REGISTER, report("d", "10", "IDEMIA"), report("e", "9", "Elm (on behalf of IDEMIA)"), topical=["d"])
    given = [notice("1", "184000.55"), notice("2", "7", "NEC Corporation of America", "IDEMIA"), notice("3", None), notice("4", "-5")]
    put(database, PORTAL, *given, notice("5", "8", "Argos", stage=Stage.CANCELLED), topical=["1", "5"])
    put(database, STATE, notice("6", "184000.55", on=date(2026, 3, 9)), notice("7", "3", currency="EUR", thread="thread of 1"))
    booked(database)
    for by in By:
        with database.engine.connect() as connection:
            shown = tally(connection, Asked(by=by))
            behind = rederived(list(all_of(connection, Asked(by=by))))
        assert behind == {key: value for line in shown for key, value in _told(line).items()}, by


def _told(line: Line) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    name = "ARGOS" if line.name == "Argos" else line.name
    return {
        (name, figure.kind.value, figure.currency, figure.topical): (
            *(figure.counted, figure.unknown, figure.value, figure.low, figure.high),
            sum(number for number, _ in figure.left_out.values()),
        )
        for figure in line.figures
    }


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in Record.__dataclass_fields__}
