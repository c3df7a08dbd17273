"""Serves the pages: on a port that is taken before anything is polled, until the process is told to stop."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable

import structlog
import uvicorn

from monitor.service import Service
from monitor.settings import TOKEN_FILE, Settings, SettingsError
from monitor.web import application

log = structlog.get_logger()

GRACE = 2  # seconds for answers under way when the service stops; a container is killed after ten


async def serve(service: Service, port: socket.socket) -> None:
    """The pages of a service, until SIGTERM or Ctrl-C."""
    when_told(lambda: None)  # uvicorn raises again what it was stopped by; taken here, so that the work comes to its end as well
    config = uvicorn.Config(application(service), log_config=None, access_log=False, timeout_graceful_shutdown=GRACE)
    if service.settings.operator_token is None and service.entrance() is not None:
        log.info("the operator's page is /operator", token_file=str((service.settings.data / TOKEN_FILE).absolute()))
    log.info("pages", url=_url(*port.getsockname()[:2]))
    await uvicorn.Server(config).serve(sockets=[port])


def listening(settings: Settings) -> socket.socket:
    """The port of the pages, which is ours from here on. Raises SettingsError where it is not to be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        why = f"{settings.host}:{settings.port}: {os.strerror(error.errno) if error.errno else error}"
        raise SettingsError(f"MONITOR_PORT: pages cannot be served on {why}; choose another port or host") from error


def when_told(stop: Callable[[], object]) -> None:
    """Have this called when the process is told to stop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def _url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104  # shown, not listened on
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
