"""The money scenarios that were checked by hand, reproduced from filings that were stored like any others."""

import json
from collections.abc import Iterable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from corpus.recordings import ROOT, Report
from corpus.test_lda import page, records
from making import NOW, watch
from sqlalchemy import Connection

from monitor import decide
from monitor.ledger.filing import Filing, filing
from monitor.ledger.spending import Total, lines, totals
from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings
from monitor.store import filings, runs, watches
from monitor.store import records as store
from monitor.store import sources as states
from monitor.store.database import Database
from monitor.store.migrate import migrate
from monitor.store.tally import By, counted
from monitor.store.tally import lines as by_names
from sources import registry
from sources.errors import Outcome
from sources.model import Record

SOURCE = "us-federal-lda"
FOLDER = ROOT / "lobbying"
FILES = ("vendors_2013_2023_rebuilt.json", "filings_registrant_401104726_page1.json")
TRIED = "diagnostic_microsoft_2025-04-25.json"

Scenario = dict[str, Any]


def rows() -> list[Any]:
    """All recorded filings that scenarios speak of, each once."""
    found = [row for name in FILES for row in json.loads((FOLDER / "lda_api" / name).read_bytes())["results"]]
    found += json.loads((FOLDER / "lda_api" / TRIED).read_bytes())["results"][10]["results_preview"]
    return list({row["filing_uuid"]: row for row in found}.values())


def save(connection: Connection, found: Iterable[Record]) -> None:
    """As a run stores them."""
    entry = states.Entry(id=SOURCE, platform="lda", kind="filing", title="US", enabled=True)
    states.register(connection, [entry], NOW)
    changes = [change for record in found if (change := decide.revise(record, None))]
    store.save(connection, SOURCE, ZoneInfo("America/New_York"), runs.begin(connection, SOURCE, NOW), changes, NOW)


def stored(database: Database) -> list[Filing]:
    """The reports of the archive."""
    with database.engine.connect() as connection:
        return [report for source_id, record in filings.standing(connection, SOURCE) if (report := filing(record, source_id))]


def about(scenario: Scenario, reports: list[Filing]) -> list[Filing]:
    """The reports of the registrants, clients and periods that the scenario names, whichever reports it lists."""
    listed = {each["uuid"] for each in scenario["filings"]}
    chains = {report.chain for report in reports if report.key in listed}
    return [report for report in reports if report.chain in chains]


def differs(scenario: Scenario, reports: list[Filing]) -> str:
    """How the tally of a scenario is not as it must be: the number, or the filings behind it."""
    (total,) = totals(lines(about(scenario, reports)))
    expected = None if scenario["expected_usd"] is None else Decimal(scenario["expected_usd"])
    behind, listed = {report.key for report in total.filings}, {each["uuid"] for each in scenario["filings"]}
    if behind != listed:
        return f"behind it are {sorted(behind)}, expected {sorted(listed)}"
    return "" if total.value == expected else f"{total.value}, expected {expected}"


async def test_every_scenario_is_reproduced_from_the_stored_filings(report: Report, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'monitor.db'}")
    migrate(database)
    with database.engine.begin() as connection:
        save(connection, await records(rows()))
    reports = stored(database)
    database.close()
    scenarios = json.loads((FOLDER / "EXPECTED_TALLIES.json").read_bytes())["scenarios"]
    reasons = {scenario["scenario"]: differs(scenario, reports) for scenario in scenarios}
    report("Money scenarios", reasons, len(reasons))


async def test_the_tally_of_a_monitor_that_polled_the_register_says_the_same(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'monitor.db'}"
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=address)
    source = registry.build("lda", {}, id=SOURCE, timezone="America/New_York", backfill="6000d")
    body = page(rows())
    served = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    async with opened(settings, catalog={SOURCE: source}, transport=served, clock=lambda: NOW) as service:
        nobody = watch(topics=frozenset(), query='"NEC Corporation"', channels=frozenset())  # of a vendor's topics NEC alone is not enough
        await service.database.run(watches.put_watch, "desk", nobody, NOW)
        (result,) = await poll_with(service, [SOURCE], lambda _: None)
        assert result.outcome is Outcome.OK
    with closing(Database(address)) as database, database.engine.connect() as connection:
        entries = counted(connection)
    in_2018 = {line.name: line.totals for line in by_names([entry for entry in entries if entry.year == 2018], By.VENDOR)}
    assert in_2018["NEC CORPORATION OF AMERICA"] == {("income", "USD"): Decimal(100_000)}
    in_2013 = {line.name: line.totals for line in by_names([entry for entry in entries if entry.year == 2013], By.VENDOR)}
    assert in_2013["NEC CORPORATION OF AMERICA"] == {("income", "USD"): Decimal(40_000)}  # amended in 2018, of 2013
    assert not any("ON BEHALF OF" in line.name for line in by_names(entries, By.VENDOR))


def nec(reports: list[Filing], year: int) -> Total:
    (total,) = totals(lines(each for each in reports if each.client.startswith("NEC CORP") and each.year == year))
    return total


async def test_nec_was_lobbied_for_by_a_firm_with_100_000_dollars_in_2018_all_of_it_in_quarters_without_activity() -> None:
    reports = [found for record in await records(rows()) if (found := filing(record, SOURCE))]
    total = nec(reports, 2018)
    assert total.value == Decimal(100_000)
    assert total.idle == Decimal(100_000)
    assert {each.key[:8] for each in total.filings} >= {"b7662f02", "cdb9ace0"}
