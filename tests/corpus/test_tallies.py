"""The money scenarios that were checked by hand, reproduced from filings that were stored like any others."""

import asyncio
import json
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from corpus.recordings import ROOT, Report
from corpus.test_lda import records
from making import NOW
from sqlalchemy import Connection
from typer.testing import CliRunner

from monitor import decide
from monitor.cli import app
from monitor.ledger.names import speaks_for
from monitor.store import records as store
from monitor.store import runs
from monitor.store import sources as states
from monitor.store.database import Database
from monitor.store.migrate import migrate
from sources.model import Record, Role

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


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs `monitor tally` on the recorded filings, and gives its JSON."""
    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONITOR_DATABASE", f"sqlite:///{tmp_path / 'monitor.db'}")
    with closing(Database(f"sqlite:///{tmp_path / 'monitor.db'}")) as database:
        migrate(database)
        with database.engine.begin() as connection:
            save(connection, asyncio.run(records(rows())))

    def tally(*words: str) -> Any:
        result = CliRunner().invoke(app, ["tally", *words, "--json"], prog_name="monitor")
        assert result.exit_code == 0, result.stderr
        return [json.loads(line) for line in result.stdout.splitlines()] if "--records" in words else json.loads(result.stdout)

    return tally


def words(scenario: Scenario, by_key: dict[str, Record]) -> tuple[str, ...]:
    """How a user asks for a scenario: this client, this registrant, this year, by period."""
    record = by_key[scenario["filings"][0]["uuid"]]
    client, registrant = (next(party for party in record.parties if party.role is role) for role in (Role.CLIENT, Role.REGISTRANT))
    called = speaks_for(client.name) or client.name
    return ("--vendor", called, "--registrant", registrant.name, "--year", str(scenario["filings"][0]["year"]), "--by", "period")


def differs(scenario: Scenario, by_key: dict[str, Record], ask: Callable[..., Any]) -> str:
    """How the answer to a scenario is not as it must be: the number, or the filings behind it."""
    asked = words(scenario, by_key)
    listed = {each["uuid"] for each in scenario["filings"]}
    periods = {by_key[key].period for key in listed}
    figures = [figure for line in ask(*asked)["lines"] if line["period"] in periods for figure in line["figures"]]
    behind = {row["key"] for row in ask(*asked, "--records") if row["line"] in periods}
    if behind != listed:
        return f"behind it are {sorted(behind)}, expected {sorted(listed)}"
    known = [Decimal(figure["total"]) for figure in figures if figure["total"] is not None]
    total = sum(known, Decimal()) if known else None
    expected = None if scenario["expected_usd"] is None else Decimal(scenario["expected_usd"])
    return "" if total == expected else f"{total}, expected {expected}"


def test_every_scenario_is_reproduced_by_the_command(report: Report, ask: Callable[..., Any]) -> None:
    by_key = {record.key: record for record in asyncio.run(records(rows()))}
    scenarios = json.loads((FOLDER / "EXPECTED_TALLIES.json").read_bytes())["scenarios"]
    reasons = {scenario["scenario"]: differs(scenario, by_key, ask) for scenario in scenarios}
    report("Money scenarios", reasons, len(reasons))


def test_nec_was_lobbied_for_by_a_firm_with_100_000_dollars_in_2018_all_of_it_in_quarters_without_activity(ask: Callable[..., Any]) -> None:
    answer = ask("--vendor", "NEC", "--year", "2018")
    (line,) = answer["lines"]
    assert (line["vendor"], line["watched"], line["names"]) == ("NEC", True, ["NEC CORPORATION OF AMERICA"])
    assert sum(Decimal(figure["total"]) for figure in line["figures"]) == Decimal(100_000)
    assert [source["source"] for source in answer["coverage"]["sources"]] == [SOURCE]
    behind = ask("--vendor", "NEC", "--year", "2018", "--records")
    assert {row["key"][:8] for row in behind} >= {"b7662f02", "cdb9ace0"}


def test_a_maker_of_drugs_is_not_the_vendor_whose_name_it_begins_with(ask: Callable[..., Any]) -> None:
    names = {name for line in ask("--vendor", "IDEMIA")["lines"] for name in line["names"]}
    assert "MORPHOTRUST USA, INC." in names
    assert not {name for name in names if "MORPHOSYS" in name or "DETECTION" in name}
