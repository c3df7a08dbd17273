"""What watches the service is told: alive, ready, and how it fares in numbers."""

import json
import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from walk.conftest import SOURCE, Monitor
from walk.test_deeds import browser
from walk.test_scans import service_of
from walk.town import FACE

from monitor.store import runs

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
        families = {family.name for family in text_string_to_metric_families((await client.get("/metrics")).text)}
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
