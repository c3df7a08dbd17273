"""The canary: a made-up notice a day that travels the whole way to a channel of its own. When it stops, something has stopped.

The channel is MONITOR_CANARY: best an address that raises an alarm by itself when it hears nothing for a day.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Scope, Watch
from monitor.store import alerts, reports, watches
from monitor.store.database import Connection
from sources.model import Kind, Record, Unchanged
from sources.source import Known, Publisher, Source
from sources.web import Web

SOURCE = "zz-monitor-canary"
OWNER = "canary"
PHRASE = "canary notice number"
PATIENCE = timedelta(hours=26)  # a day, and time for a slow morning


@dataclass(frozen=True, kw_only=True)
class Canary(Source[datetime]):
    """A publisher in this process, with one notice for each day. It asks nobody."""

    kind = Kind.NOTICE

    @property
    def hosts(self) -> frozenset[str]:
        """None: nothing goes out to the network."""
        return frozenset()

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[datetime | Unchanged, None]:  # noqa: ARG002  # the base names them
        """The notice of today."""
        yield web.now()

    def read(self, row: datetime) -> Record:
        """A notice that is open until tomorrow, so that it is never past."""
        return Record(
            key=f"{row:%Y-%m-%d}",
            kind=Kind.NOTICE,
            title=f"Canary notice number {row:%Y%m%d}",
            url="https://example.org/",
            text="The monitor made this up, to see whether what is found still arrives.",
            deadline=row + timedelta(days=1),
        )


def source() -> Canary:
    """The publisher, polled once an hour so that a failed poll does not cost a day."""
    publisher = Publisher(
        id=SOURCE,
        title="The monitor's canary",
        site="https://example.org/",
        division="ocd-division/country:zz",
        timezone=ZoneInfo("UTC"),
        every=timedelta(hours=1),
    )
    return Canary(publisher=publisher)


def prepare(connection: Connection, url: str, now: datetime) -> None:
    """Watch for the notices of the canary, and for nothing else, on a channel of its own."""
    channel = watches.put_channel(connection, OWNER, "canary", url, trusted=True, now=now)
    scope = Scope(sources=frozenset({SOURCE}))
    watch = Watch(id=0, subscriber_id=0, name="canary", query=f'"{PHRASE}"', scope=scope, channels=frozenset({channel}))
    watches.put_watch(connection, OWNER, watch, now)


def check(connection: Connection, now: datetime) -> bool:
    """Whether the last canary arrived in time; where it did not, the operator is owed a report, once a day."""
    began = watches.began(connection, OWNER)
    arrived = alerts.last_sent(connection, OWNER) or began
    if arrived is None or now - arrived <= PATIENCE:
        return True
    text = (
        f"The made-up notice that travels the whole way once a day was last delivered on {arrived:%Y-%m-%d %H:%M} UTC.\n"
        "Polling, matching or sending has stopped: see `monitor status`, `monitor doctor` and the log."
    )
    reports.owe_daily(connection, "The canary is silent", text, now)
    return False
