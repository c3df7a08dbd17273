"""Loop 3: alerts leave. An alert is settled after the send, so a crash in between repeats one, and loses none."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import Connection

from monitor.message import Message, compose, plain
from monitor.model import Alert, Delivery, Receipt
from monitor.store import alerts, lease, letters, reports, tables, watches
from monitor.store.database import Database

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
    refused = next((receipt for receipt in receipts if receipt.delivery is Delivery.REFUSED), None)
    verdict = None if state is alerts.State.SENT else "refused" if refused else "failing"
    if state is alerts.State.FAILED or refused:
        told = watches.channel_told(connection, envelope.channel_id)
        if told != verdict:
            detail = "; ".join(receipt.detail for receipt in receipts)
            name = watches.channel_name(connection, envelope.channel_id)
            text = f"Its alerts stay queued and are tried for three days.\n{detail}\nSee `monitor channels list`, then `monitor channels test`."
            reports.owe(connection, f"Channel {name} does not take alerts", text, now)
            watches.set_channel_told(connection, envelope.channel_id, verdict)
    elif verdict is None:
        watches.set_channel_told(connection, envelope.channel_id, None)
    return state


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
