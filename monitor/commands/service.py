"""`monitor run`, `demo` and `worker`: the service, until it is told to stop."""

import asyncio
import logging
from typing import Annotated

import typer

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.demo import run_demo
from monitor.running import run_service, run_worker
from monitor.work import TABLES


def run() -> None:
    """Poll, read, match and alert, with pages on http://localhost:8000, until SIGTERM or Ctrl-C.

    Set MONITOR_NOTIFY to an Apprise URL and every hit of every topic is sent there.
    """
    asyncio.run(run_service(opening.settings(logging.INFO)))


def demo() -> None:
    """The service against sample publishers that ship with the project: no network, and nothing is kept."""
    given = opening.settings(logging.WARNING)
    alerts = "alerts below as they are sent" if given.notify is None else "alerts to MONITOR_NOTIFY"
    console.note(f"pages on http://localhost:{given.port}/, {alerts}; Ctrl-C ends the demo")
    asyncio.run(run_demo(given, _show))


def worker(
    queue: Annotated[
        list[str] | None,
        typer.Option(help="Work off only this queue; may be given again. `ocr` is the recognition of scans", show_default=False),
    ] = None,
) -> None:
    """Share the work of a `monitor run` on the same PostgreSQL database, until SIGTERM or Ctrl-C."""
    given = opening.settings(logging.INFO)
    if given.database is None:
        raise Stop("monitor worker needs PostgreSQL: set MONITOR_DATABASE, or use `monitor run` alone")
    if unknown := set(queue or ()) - TABLES.keys():
        raise Stop(f"there is no queue {', '.join(sorted(unknown))}; there are {', '.join(TABLES)}")
    asyncio.run(run_worker(given, queue or ()))


def _show(title: str, text: str) -> None:
    console.say(f"\n{title}\n{text}")
