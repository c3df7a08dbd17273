"""Loop 3: alerts leave. An alert is settled after the send, so a crash in between repeats one, and loses none."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from monitor.message import Message, compose, plain
from monitor.model import Alert, Delivery, Receipt
from monitor.store import alerts, lease, letters, reports, tables, watches
from monitor.store.database import Connection, Database

log = structlog.get_logger()

Clock = Callable[[], datetime]


class Send(Protocol):
    """Sends a message to one channel. Never raises: what became of it is in the receipts."""

    async def send(self, url: str, message: Message, *, trusted: bool = False) -> tuple[Receipt, ...]: ...


async def deliver(
    alert_id: int, *, database: Database, channels: Send, base_url: str | None, timezone_of: Callable[[str], str], clock: Clock
) -> None:
    """Send an alert that was claimed, and settle it."""
    envelope, alert = await database.ask(_open, alert_id, timezone_of)
    try:
        message = await asyncio.to_thread(compose, alert, clock(), base_url)
        receipts = await channels.send(envelope.url, message, trusted=envelope.trusted)
    except asyncio.CancelledError:
        await asyncio.shield(database.run(lease.release, tables.alerts, alert_id))
        raise
    except Exception as error:  # a bug of ours: this alert stays queued, the others leave
        log.exception("alert failed", alert=alert_id)
        receipts = (Receipt(delivery=Delivery.FAILED, service="monitor", detail=f"{type(error).__name__}"),)
    state = await database.run(_settle, envelope, receipts, clock())
    log.info("alert", alert=alert_id, state=state.value, channel=envelope.channel_id, passages=len(alert.evidence))


def _open(connection: Connection, alert_id: int, timezone_of: Callable[[str], str]) -> tuple[alerts.Envelope, Alert]:
    envelope = alerts.envelope(connection, alert_id)
    zone = timezone_of(letters.source_of(connection, envelope.record_id))
    return envelope, letters.letter(connection, envelope, zone)


def _settle(connection: Connection, envelope: alerts.Envelope, receipts: Sequence[Receipt], now: datetime) -> alerts.State:
    state = alerts.settle(connection, envelope, receipts, now)
    refused = any(receipt.delivery is Delivery.REFUSED for receipt in receipts)
    if state is alerts.State.SENT:
        watches.set_channel_told(connection, envelope.channel_id, None)
    elif refused or state is alerts.State.FAILED:
        _report_channel(connection, envelope.channel_id, "refused" if refused else "failing", receipts, now)
    return state


def _report_channel(connection: Connection, channel_id: int, verdict: str, receipts: Sequence[Receipt], now: datetime) -> None:
    if watches.channel_told(connection, channel_id) == verdict:
        return
    detail = "; ".join(receipt.detail for receipt in receipts)
    name = watches.channel_name(connection, channel_id)
    text = f"Its alerts are kept, and tried for three days.\n{detail}\nSee `monitor channels list`, then `monitor channels test`."
    reports.owe(connection, f"Channel {name} does not take alerts", text, now)
    watches.set_channel_told(connection, channel_id, verdict)


async def tell_operator(report_id: int, *, database: Database, channels: Send, clock: Clock) -> None:
    """Send a report that was claimed to the operator's channels. With none it is logged, and counts as told."""
    subject, text, attempts = await database.ask(reports.report, report_id)
    targets = await database.ask(watches.list_channels, watches.OPERATOR)
    log.warning("report", subject=subject, text=text)
    failures = []
    for channel in targets:
        receipts = await channels.send(channel.url, plain(subject, text), trusted=channel.trusted)
        failures += [receipt.detail for receipt in receipts if receipt.delivery is not Delivery.SENT]
    await database.run(reports.settle, report_id, "; ".join(failures), attempts, clock())
