"""What watches the service is told: alive, ready, and how it fares in numbers."""

import json
import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from walk.conftest import SOURCE, Monitor
from walk.test_deeds import browser
from walk.test_drought import a_source
from walk.test_scans import service_of
from walk.town import FACE

from monitor import drought
from monitor.store import lease, runs, tables
from monitor.store.database import Connection
from monitor.store.gauges import gauges

DASHBOARD = Path(__file__).parents[2] / "docs" / "grafana.json"


async def numbers(monitor: Monitor) -> dict[str, float]:
    async with browser(monitor) as client:
        text = (await client.get("/metrics")).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {f"{sample.name}{{{','.join(sample.labels.values())}}}" if sample.labels else sample.name: sample.value for sample in samples}


async def test_the_numbers_are_those_of_the_tables(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    found = await numbers(monitor)
    assert found["monitor_records"] == 1
    assert found["monitor_sources{ok}"] == 1
    assert found["monitor_runs_last_day{ok,legistar}"] == 1
    assert found["monitor_documents{read}"] == 1
    assert found["monitor_deliveries_last_day{sent}"] == 1
    assert found["monitor_due{alert}"] == 0


async def test_what_was_matched_is_counted_by_all_processes_together(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    first = await numbers(monitor)
    assert first["monitor_matched_texts_total"] > 1
    assert first["monitor_matched_characters_total"] > len(FACE)
    assert first["monitor_matched_seconds_total"] > 0
    monitor.town.meet(4102, FACE)
    await monitor.poll(SOURCE)  # a process of its own, as every start is
    assert (await numbers(monitor))["monitor_matched_texts_total"] > first["monitor_matched_texts_total"]


async def test_what_somebody_works_on_does_not_wait(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    monitor.inbox.closed = True
    await monitor.poll()
    monitor.wait(minutes=13)
    async with service_of(monitor) as service:
        assert await service.database.run(lease.claim, tables.alerts, 1, monitor.now)
        seen = await service.database.ask(gauges, monitor.now)
        assert (seen.due["alert"], seen.held["alert"], seen.oldest["alert"]) == (0, 1, 0)
        later = monitor.now + lease.LEASE  # whoever held it was killed
        seen = await service.database.ask(gauges, later)
        assert (seen.due["alert"], seen.held["alert"], seen.oldest["alert"]) == (1, 0, 1500)


async def test_what_is_expected_of_a_source_is_beside_what_was_seen(monitor: Monitor) -> None:
    def learn(connection: Connection) -> None:
        a_source(connection, "springhaven", every=7, silent=9)
        drought.tell(connection, monitor.now)

    monitor.change(learn)
    found = await numbers(monitor)
    assert found[f"monitor_source_silence_seconds{{{SOURCE}}}"] == 9 * 86400
    assert found[f"monitor_source_strange_silence_seconds{{{SOURCE}}}"] == 14 * 86400
    assert found[f"monitor_source_days_seen{{{SOURCE}}}"] == 3
    assert 4 < found[f"monitor_source_days_expected{{{SOURCE}}}"] < 5
    monitor.sources = {}  # its entry left the catalog
    assert not [name for name in await numbers(monitor) if SOURCE in name]


async def test_of_a_source_that_is_not_known_for_long_nothing_is_expected(monitor: Monitor) -> None:
    def learn(connection: Connection) -> None:
        a_source(connection, "springhaven", every=7, silent=7, times=4)
        drought.tell(connection, monitor.now)

    monitor.change(learn)
    assert not [name for name in await numbers(monitor) if SOURCE in name]


async def test_a_run_whose_process_ended_is_counted_as_interrupted(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    async with service_of(monitor) as service:
        await service.database.run(runs.begin, SOURCE, monitor.now)
    await monitor.poll()
    found = await numbers(monitor)
    assert (found["monitor_runs_last_day{interrupted,legistar}"], found["monitor_runs_last_day{ok,legistar}"]) == (1, 1)


async def test_the_dashboard_draws_only_what_is_exported(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        exported = list(text_string_to_metric_families((await client.get("/metrics")).text))
    families = {f"{family.name}_total" if family.type == "counter" else family.name for family in exported}
    dashboard = json.loads(DASHBOARD.read_text())
    drawn = {name for panel in dashboard["panels"] for target in panel["targets"] for name in re.findall(r"monitor_\w+", target["expr"])}
    assert drawn - families == set()
    assert families - drawn == set()


async def test_what_waits_is_seen_with_its_age(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    monitor.inbox.closed = True
    await monitor.poll()
    monitor.wait(minutes=13)  # the next attempt was due after three
    found = await numbers(monitor)
    assert found["monitor_due{alert}"] == 1
    assert found["monitor_due_seconds{alert}"] == 600
    monitor.wait(hours=2)
    assert (await numbers(monitor))["monitor_due{source}"] == 1


async def test_a_source_that_broke_is_a_number_and_no_reason_to_start_again(monitor: Monitor) -> None:
    monitor.town.weather = "redesigned"
    await monitor.poll()
    assert (await numbers(monitor))["monitor_sources{layout-changed}"] == 1
    async with browser(monitor) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
    assert (alive.status_code, ready.status_code) == (200, 200)
    assert re.search(r'"unhealthy":\["us-zz-springhaven"\]', alive.text)
