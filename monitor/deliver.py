"""Loop 3: alerts leave. An alert is settled after the send, so a crash in between repeats one, and loses none."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, repeat
from typing import Protocol, TypeVar

import structlog

from monitor import silence
from monitor.links import Deed, Offer, Signer
from monitor.message import Message, compose, compose_digest, invite, plain
from monitor.model import Alert, Delivery, Receipt
from monitor.store import alerts, digests, lease, letters, reports, signups, tables, watches
from monitor.store.alerts import Envelope, State
from monitor.store.database import Connection, Database, DatabaseError, is_away
from monitor.store.digests import Bundle
from monitor.store.signups import Signup
from monitor.tickets import Purpose, Tickets

log = structlog.get_logger()

T = TypeVar("T")
Clock = Callable[[], datetime]

CONFIRMABLE, ENTERABLE, REFUSABLE = timedelta(days=3), timedelta(hours=1), timedelta(days=7)  # how long the links of a sign-up work
RESTS = (0.5, 1, 2, 4, 8, 15, 30)  # seconds between tries to settle: PostgreSQL restarts in two, and the lease lasts for fifteen minutes
GATHERED = 200  # alerts of a digest that are read; it shows fewer, and counts the others


class Send(Protocol):
    """Sends a message to one channel. Never raises: what became of it is in the receipts."""

    async def send(self, url: str, message: Message, *, trusted: bool = False) -> tuple[Receipt, ...]: ...


class Addressed(Protocol):
    """What is owed to one channel."""

    @property
    def channel_id(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def trusted(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """Sends what was claimed. `timezone_of` gives the zone of a source.

    `base_url` is where readers reach the pages, `signer` makes the links by which they answer, `tickets` those that
    run out; None where there are no pages.
    """

    database: Database
    channels: Send
    base_url: str | None
    signer: Signer | None
    tickets: Tickets | None
    timezone_of: Callable[[str], str]
    clock: Clock

    async def alert(self, alert_id: int) -> None:
        """Send an alert, and settle it."""
        envelope, alert = await self.database.ask(self._alert, alert_id)
        try:
            receipts = await self._send(envelope, lambda: compose(alert, self.clock(), self.base_url, self._offers(alert)))
        except asyncio.CancelledError:
            await asyncio.shield(self.database.run(lease.release, tables.alerts, alert_id))
            raise
        state = await self._insist(_settle, envelope, receipts)
        log.info("alert", alert=alert_id, state=state.value, channel=envelope.channel_id, passages=len(alert.evidence))

    async def digest(self, digest_id: int) -> None:
        """Send a digest, and settle it with all its alerts. An empty one, whose alerts left before it, is settled unsent."""
        bundle, gathered, checked = await self.database.ask(self._digest, digest_id)
        total = bundle.total
        ending, whole = self._ending(bundle.channel_id), self.signer.listing(digest_id) if self.signer else ""
        made = partial(compose_digest, digest_id, gathered, total, checked, self.clock(), self.base_url, ending, whole, self._deeds)
        try:
            receipts = await self._send(bundle, made) if total else ()
        except asyncio.CancelledError:
            await asyncio.shield(self.database.run(lease.release, tables.digests, digest_id))
            raise
        state = await self._insist(_settle_digest, bundle, receipts)
        log.info("digest", digest=digest_id, state=state.value, channel=bundle.channel_id, alerts=total)

    async def report(self, report_id: int) -> None:
        """Send a report to its channel, or to all of the operator's. With none it is logged, and counts as told."""
        report = await self.database.ask(reports.report, report_id)
        targets = await self.database.ask(_receivers, report)
        if report.channel_id is None:
            log.warning("report", subject=report.subject, text=report.text)
        failed: dict[int | None, str] = {}
        ending = self._ending(report.channel_id) if report.channel_id is not None else ()
        for channel in targets:
            receipts = await self.channels.send(channel.url, plain(report.subject, report.text, ending), trusted=channel.trusted)
            if not_sent := [receipt.detail for receipt in receipts if receipt.delivery is not Delivery.SENT]:
                failed[channel.id] = "; ".join(not_sent)
        await self._insist(reports.settle, report, failed, len(targets) - len(failed))

    async def signup(self, signup_id: int) -> None:
        """Send the mail that somebody asked for from a page."""
        signup = await self.database.ask(signups.signup, signup_id)
        if signup is None:
            return
        made = self._invitation(signup)
        receipts = await self.channels.send(signup.url, made, trusted=True) if made else ()  # trusted: the operator's own mail server
        failures = "; ".join(receipt.detail for receipt in receipts if receipt.delivery is not Delivery.SENT)
        error = failures if made else "MONITOR_BASE_URL is not set, so that no link leads here"
        await self._insist(signups.settle, signup, error)
        log.info("signup", signup=signup_id, sent=not error)

    def _invitation(self, signup: Signup) -> Message | None:
        if self.tickets is None or self.base_url is None:
            return None
        now, here = self.clock(), self.base_url.rstrip("/")

        def link(page: str, purpose: Purpose, subject: int, span: timedelta) -> str:
            return f"{here}/{page}/{self.tickets.issue(purpose, str(subject), now + span)}" if self.tickets else ""

        refuse = link("refuse", Purpose.REFUSE, signup.id, REFUSABLE)
        if signup.purpose is signups.Purpose.INVITE:
            return invite.join(signup.group, signup.inviter, link("join", Purpose.JOIN, signup.id, REFUSABLE), refuse)
        if signup.wish is not None:
            return invite.confirm(signup.wish.name, link("confirm", Purpose.CONFIRM, signup.id, CONFIRMABLE), refuse)
        if signup.subscriber_id is None:
            return invite.stranger(f"{here}/watch", refuse)
        return invite.enter(link("enter", Purpose.ENTER, signup.subscriber_id, ENTERABLE), refuse)

    def _offers(self, alert: Alert) -> list[Offer]:
        """What the reader of an alert may do, about it and about all alerts."""
        return [*self._deeds(alert), *self._ending(alert.channel_id)]

    def _deeds(self, alert: Alert) -> list[Offer]:
        if self.signer is None:
            return []
        deeds = {Deed.IRRELEVANT: "Not relevant", Deed.MUTE: "Mute this matter", Deed.PAUSE: "Pause the watch"}
        return [Offer(words=words, url=self.signer.url(deed, alert.id)) for deed, words in deeds.items()]

    def _ending(self, channel_id: int) -> list[Offer]:
        if self.signer is None or self.base_url is None:
            return []
        ours = Offer(words="Your watches", url=f"{self.base_url.rstrip('/')}/mine")
        return [ours, Offer(words="Unsubscribe", url=self.signer.url(Deed.UNSUBSCRIBE, channel_id))]

    async def _insist(self, settle: Callable[..., T], *given: object) -> T:
        """Settle what was sent, though the database be away or its disk full, for however long: what is not settled is sent again."""
        for rest in chain(RESTS, repeat(RESTS[-1])):
            try:
                return await self.database.run(settle, *given, self.clock())
            except DatabaseError as error:
                if not is_away(error):
                    raise
                log.warning("settled later", error=type(error).__name__)
                await asyncio.sleep(rest)
        raise AssertionError  # the rests never end

    async def _send(self, to: Addressed, made: Callable[[], Message]) -> Sequence[Receipt]:
        try:
            return await self.channels.send(to.url, await asyncio.to_thread(made), trusted=to.trusted)
        except Exception as error:  # a bug of ours: this one stays queued, the others leave
            log.exception("message failed", channel=to.channel_id)
            return (Receipt(delivery=Delivery.FAILED, service="monitor", detail=f"{type(error).__name__}"),)

    def _alert(self, connection: Connection, alert_id: int) -> tuple[Envelope, Alert]:
        envelope = alerts.envelope(connection, alert_id)
        return envelope, letters.letter(connection, envelope, self.timezone_of)

    def _digest(self, connection: Connection, digest_id: int) -> tuple[Bundle, list[Alert], tuple[str, ...]]:
        bundle = digests.bundle(connection, digest_id, GATHERED)
        gathered = letters.letters(connection, bundle.envelopes, self.timezone_of)
        return bundle, gathered, silence.of_channel(connection, bundle.channel_id, self.clock())


def _receivers(connection: Connection, report: reports.Report) -> list[watches.Channel]:
    if report.channel_id is None:
        return watches.list_channels(connection, watches.OPERATOR)
    return [channel for channel in watches.list_channels(connection) if channel.id == report.channel_id]


def _settle(connection: Connection, envelope: Envelope, receipts: Sequence[Receipt], now: datetime) -> State:
    state = alerts.settle(connection, envelope, receipts, now)
    _judge_channel(connection, envelope.channel_id, state, receipts, now)
    return state


def _settle_digest(connection: Connection, bundle: Bundle, receipts: Sequence[Receipt], now: datetime) -> State:
    state = digests.settle(connection, bundle, receipts, now)
    _judge_channel(connection, bundle.channel_id, state, receipts, now)
    return state


def _judge_channel(connection: Connection, channel_id: int, state: State, receipts: Sequence[Receipt], now: datetime) -> None:
    """Tell the operator and the owner of a channel that takes nothing any more, once, until it does again."""
    refused = any(receipt.delivery is Delivery.REFUSED for receipt in receipts)
    if state is State.SENT:
        watches.set_channel_told(connection, channel_id, None)
    elif refused or state is State.FAILED:
        _report_channel(connection, channel_id, "refused" if refused else "failing", receipts, now)


def _report_channel(connection: Connection, channel_id: int, verdict: str, receipts: Sequence[Receipt], now: datetime) -> None:
    if watches.channel_told(connection, channel_id) == verdict:
        return
    detail = "; ".join(receipt.detail for receipt in receipts)
    name = watches.channel_name(connection, channel_id)
    text = f"Its alerts are kept, and tried for three days.\n{detail}\nSee `monitor channels list`, then `monitor channels test`."
    reports.owe(connection, f"Channel {name} does not take alerts", text, now)
    for other in watches.beside(connection, channel_id):
        said = f"Its messages are kept, and tried for three days. Until it takes them, this channel alone hears from us.\n{detail}"
        reports.owe(connection, f"Your channel {name.partition('/')[2]} does not take messages", said, now, other)
    watches.set_channel_told(connection, channel_id, verdict)
