"""The API under a scan by its own description (schemathesis): no server error, no status, type or form that it does not name."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import datetime
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode
from sqlalchemy import text
from walk.conftest import SOURCE, Monitor
from walk.test_tokens import bearer, made
from walk.town import FACE, PLATES

from monitor.model import Watch
from monitor.service import opened
from monitor.store import groups, sharing, watches
from monitor.store.database import Connection
from monitor.store.tokens import Grant
from monitor.web import application

EXAMPLES = 25  # of each operation; hypothesis derives them from its name, so that each run is the same
PATHS = (
    *("/search", "/hits", "/records", "/records/{source}/{key}", "/amounts", "/sources", "/tally", "/export/{what}.{form}"),
    *("/mine/watches", "/mine/alerts", "/mine/alerts/{alert_id}", "/mine/receipts"),
    *("/groups", "/groups/{group}/inbox", "/groups/{group}/inbox/{item}"),
    *("/operator/queues", "/operator/sources", "/operator/sources/{source}"),
)
load_all_checks()
ASKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


@asynccontextmanager
async def scanned(monitor: Monitor) -> AsyncIterator[tuple[Any, dict[str, str]]]:
    """The description of a monitor that has something of everything, and the token that opens all of it."""
    for number in (4101, 4102):
        monitor.town.meet(number, FACE, PLATES, "Roll call")
    token = made(monitor, "operator", *Grant)
    monitor.change(lambda connection: _gather(connection, monitor.now))
    await monitor.poll()
    monitor.change(_price)
    async with opened(monitor.settings, catalog=monitor.sources, transport=monitor.town.transport(), clock=lambda: monitor.now) as service:
        yield await asyncio.to_thread(schemathesis.openapi.from_asgi, "/api/v1/openapi.json", application(service)), bearer(token)


def _gather(connection: Connection, now: datetime) -> None:
    group_id = groups.create(connection, "A desk", watches.subscriber(connection, "operator", now), "Ann", now)
    sharing.add(connection, group_id, Watch(id=0, subscriber_id=0, name="calls", query='"roll call"'), now)


def _price(connection: Connection) -> None:
    for value in ("'184000'", "NULL"):
        connection.execute(
            text(f"INSERT INTO amounts (record_id, kind, value, currency, note) VALUES (1, 'award', {value}, 'USD', '=1+1')")
        )


def there(monitor: Monitor) -> dict[str, dict[str, Any]]:
    """What leads to something that is there; for the other addresses nothing need be said."""
    [(group, item)] = monitor.rows("SELECT group_id, min(id) FROM inbox GROUP BY group_id")
    [(alert,)] = monitor.rows("SELECT min(alerts.id) FROM alerts JOIN channels ON channels.id = channel_id WHERE name = 'desk'")
    return {
        "/search": {"query": {"q": "recognition OR readers"}},
        "/records/{source}/{key}": {"path_parameters": {"source": SOURCE, "key": "4101"}},
        "/tally": {"query": {"by": "year"}},
        "/export/{what}.{form}": {"path_parameters": {"what": "hits", "form": "csv"}},
        "/mine/alerts/{alert_id}": {"path_parameters": {"alert_id": alert}},
        "/groups/{group}/inbox": {"path_parameters": {"group": group}},
        "/groups/{group}/inbox/{item}": {"path_parameters": {"group": group, "item": item}, "body": {"do": "note", "words": "Seen"}},
        "/operator/sources/{source}": {"path_parameters": {"source": SOURCE}, "body": {"do": "run"}},
    }


def asked(monitor: Monitor, case: Case, headers: dict[str, str]) -> None:
    """Ask, a minute later than the last time, and have the answer compared with the description.

    A token is always sent, so a request that is wrong for want of one is none.
    """
    monitor.wait(minutes=1)
    checks = ASKED[:-1] if case.path.startswith(("/mine", "/groups", "/operator")) else ASKED
    case.validate_response(case.call(headers=headers), checks=CHECKS.get_by_names(checks))


async def test_nothing_that_is_asked_breaks_it_and_what_is_there_has_the_form_that_it_says(monitor: Monitor) -> None:
    async with scanned(monitor) as (schema, headers):
        assert {result.ok().path for result in schema.get_all_operations()} == set(PATHS)
        known = there(monitor)
        for path in PATHS:
            for operation in schema[path].values():
                await asyncio.to_thread(look, monitor, operation, headers, known.get(path, {}))
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    # Where any text will do there is nothing wrong that could be asked.
                    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
                        await asyncio.to_thread(scan, monitor, operation, mode, headers)


def look(monitor: Monitor, operation: Any, headers: dict[str, str], known: dict[str, Any]) -> None:
    """Ask for what is there, and have the answer compared with the description."""
    monitor.wait(minutes=1)
    case = operation.Case(**known)
    answer = case.call(headers=headers)
    assert (operation.path, answer.status_code, len(answer.content) > 20) == (operation.path, 200, True)
    case.validate_response(answer, checks=CHECKS.get_by_names(ASKED))


def scan(monitor: Monitor, operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    """Ask for anything."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Case) -> None:
        asked(monitor, case, headers)

    ask()
