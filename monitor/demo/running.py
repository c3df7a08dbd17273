"""Runs the demo: a folder for the time being, an inbox that prints, and the service as it always is."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from monitor.demo import sites
from monitor.demo.inbox import inbox
from monitor.running import run_service
from monitor.service import utc_now
from monitor.settings import Settings


async def run_demo(settings: Settings, show: Callable[[str, str], None]) -> None:
    """The service beside the sample publishers, until it is told to stop. `show` gets title and text of each alert.

    Nothing of the operator's is touched: database and config are in a folder that is gone afterwards. Alerts go to an
    inbox of the demo's own, or to MONITOR_NOTIFY where that is set.
    """
    with TemporaryDirectory(prefix="monitor-demo-") as folder, inbox(show) as address:
        ours = {"data": Path(folder), "config": Path(folder) / "config", "database": None, "notify": settings.notify or SecretStr(address)}
        await run_service(settings.model_copy(update=ours), catalog=sites.catalog(), transport=sites.network(utc_now()))
