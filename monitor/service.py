"""Puts the parts together: the one place where settings become a database, sources, a matcher, channels and workers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from monitor import canary, chores, collect, forget, read, scan
from monitor.channels import Channels
from monitor.chores import Chore
from monitor.clockwork import Clockwork
from monitor.deliver import Outbox
from monitor.evidence import Blobs
from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor
from monitor.keeping import Keeper
from monitor.lexicon import Lexicon
from monitor.lexicon import load as load_lexicon
from monitor.links import Signer
from monitor.meters import Metered, Meters
from monitor.model import Watch
from monitor.pacing import SharedPace
from monitor.query.matcher import Matcher
from monitor.room import Room
from monitor.settings import Settings
from monitor.store import lease, migrate, scans, watches
from monitor.store import sources as states
from monitor.store.database import Connection, Database
from monitor.store.ownership import owned
from monitor.tickets import Tickets
from monitor.watching import Watching
from monitor.work import TABLES, Clock, Queue
from sources import registry
from sources.source import Source
from sources.web import Manners, Pacer, Web

DEFAULT_WATCH = "all topics"
DEFAULT_CHANNEL = "notify"


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Service:
    """Everything that a run of the monitor shares."""

    settings: Settings
    database: Database
    sources: Mapping[str, Source[Any]]
    lexicon: Lexicon
    watching: Watching
    channels: Channels
    extractor: Extractor
    recogniser: Extractor
    """Of its own, so that scans take no reader from documents that are text."""
    keeper: Keeper
    pacer: Pacer
    transport: httpx.AsyncBaseTransport | None
    clock: Clock
    meters: Meters

    def web(self, source: Source[Any]) -> Web:
        """A client for this source, in step with all others."""
        manners = Manners(contact=self.settings.contact, allow=frozenset(self.settings.allow))
        return Web.of(source, transport=self.transport, now=self.clock, pacer=None if self.transport else self.pacer, manners=manners)

    async def poll(self, source_id: str) -> collect.Result:
        """Run a source that was claimed."""
        source = self.sources[source_id]
        return await collect.collect(
            source, web=self.web(source), database=self.database, watching=self.watching, keeper=self.keeper, clock=self.clock
        )

    async def read(self, document_id: str) -> None:
        """Read a document that was claimed."""
        source = await self.database.ask(states.of_document, int(document_id))
        await read.read(
            int(document_id),
            web=self.web(self.sources[source]),
            database=self.database,
            watching=self.watching,
            extract=self.extractor.speaking(self.sources[source].publisher.languages),
            keeper=self.keeper,
            clock=self.clock,
            threads={id_: each.threads for id_, each in self.sources.items() if each.threads != id_},
        )

    async def scan(self, content_id: str) -> None:
        """Recognise the pictures of pages of a document that was claimed."""
        source = self.sources[await self.database.ask(scans.source, int(content_id))]
        await scan.scan(
            int(content_id),
            web=self.web(source),
            database=self.database,
            extract=self.recogniser.speaking(source.publisher.languages),
            blobs=self.keeper.blobs,
            clock=self.clock,
        )

    @property
    def signer(self) -> Signer | None:
        """What makes and reads the links in messages; None where readers reach no pages."""
        key, base_url = self.settings.key(), self.settings.base_url
        return Signer(key, base_url) if key and base_url else None

    @property
    def tickets(self) -> Tickets | None:
        """What makes and reads sessions and the links of sign-ups; None where no secret can be kept."""
        key = self.settings.key()
        return Tickets(key) if key else None

    @property
    def blobs(self) -> Blobs:
        """The bytes that were fetched."""
        return self.keeper.blobs

    @property
    def room(self) -> Room:
        """What is left on the disk."""
        return Room(folder=self.settings.data, least=self.settings.free_mb)

    @property
    def private(self) -> bool:
        """Whether the pages are only for who is signed in."""
        return self.settings.private

    def entrance(self) -> bytes | None:
        """What opens the operator's page."""
        return self.settings.entrance()

    @property
    def contact(self) -> str:
        """Where the operator is reached; empty where nowhere was named."""
        return self.settings.contact

    @property
    def base_url(self) -> str | None:
        """Where readers reach the pages."""
        return self.settings.base_url

    @property
    def sends_mail(self) -> bool:
        """Whether people may sign up: mail leaves, and its links lead here."""
        return self.settings.mail is not None and self.signer is not None

    def outbox(self) -> Outbox:
        """What sends alerts, digests and reports."""
        return Outbox(
            database=self.database,
            channels=self.channels,
            base_url=self.settings.base_url,
            signer=self.signer,
            tickets=self.tickets,
            timezone_of=self.timezone_of,
            clock=self.clock,
        )

    async def forget(self, blob_id: str) -> None:
        """Let bytes that were claimed leave the disk, if their time is over."""
        await forget.forget(int(blob_id), database=self.database, blobs=self.keeper.blobs, clock=self.clock)

    def chores(self) -> Mapping[str, Chore]:
        """What is done by the clock."""
        return Clockwork(
            settings=self.settings,
            database=self.database,
            lexicon=self.lexicon,
            watching=self.watching,
            blobs=self.keeper.blobs,
            pacer=self.pacer,
            transport=self.transport,
            clock=self.clock,
        ).chores()

    async def chore(self, name: str) -> None:
        """Do a chore that was claimed."""
        await chores.do(name, self.chores()[name], self.database, self.clock)

    def timezone_of(self, source_id: str) -> str:
        """The zone of a source's local times; UTC for one that has left the catalog."""
        source = self.sources.get(source_id)
        return source.publisher.timezone.key if source else "UTC"

    def queues(self) -> tuple[Queue, ...]:
        """All kinds of due work, what is owed to people first."""
        settings, outbox = self.settings, self.outbox()
        return (
            Queue(name="alert", at_once=settings.senders, job=lambda row: outbox.alert(int(row)), finishes=True),
            Queue(name="digest", at_once=settings.senders, job=lambda row: outbox.digest(int(row)), finishes=True),
            Queue(name="signup", at_once=settings.senders, job=lambda row: outbox.signup(int(row)), finishes=True),
            Queue(name="report", at_once=1, job=lambda row: outbox.report(int(row)), finishes=True),
            Queue(name="blob", at_once=1, job=self.forget),
            Queue(name="document", at_once=settings.readers, job=self.read, takes_in=True),
            Queue(name="ocr", at_once=settings.recognisers, job=self.scan, takes_in=True),
            Queue(name="chore", at_once=1, job=self.chore),
            Queue(name="source", at_once=settings.polls, job=self.poll, takes_in=True),
        )


def _folder(settings: Settings, name: str) -> tuple[Path, ...]:
    folder = settings.config / name
    return (folder,) if folder.is_dir() else ()


def _prepare(connection: Connection, settings: Settings, catalog: Mapping[str, Source[Any]], now: datetime, alone: bool) -> None:
    if alone:
        lease.release_all(connection, tuple(TABLES.values()))
    watches.seal_all(connection)
    states.register(connection, [_entry(source) for source in catalog.values()], now)
    if settings.notify is not None:
        url = settings.notify.get_secret_value()
        channel = watches.put_channel(connection, watches.OPERATOR, DEFAULT_CHANNEL, url, trusted=True, now=now)
        everything = Watch(id=0, subscriber_id=0, name=DEFAULT_WATCH, topics=frozenset({"*"}), channels=frozenset({channel}))
        watches.put_watch(connection, watches.OPERATOR, everything, now)
    if settings.canary is not None:
        canary.prepare(connection, settings.canary.get_secret_value(), now)


def _entry(source: Source[Any]) -> states.Entry:
    publisher = source.publisher
    return states.Entry(
        id=publisher.id, platform=platform_of(source), kind=source.kind.value, title=publisher.title, enabled=publisher.enabled
    )


def platform_of(source: Source[Any]) -> str:
    """The name of the platform: that of its module."""
    return type(source).__module__.rpartition(".")[2]


@asynccontextmanager
async def _sending(settings: Settings) -> AsyncIterator[Channels]:
    mail = settings.mail.get_secret_value() if settings.mail else None
    channels = Channels(threads=settings.senders, secret=settings.key(), mail=mail)
    try:
        yield channels
    finally:
        channels.close()


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    catalog: Mapping[str, Source[Any]] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: Clock = utc_now,
    alone: bool = True,
) -> AsyncIterator[Service]:
    """A service on a migrated database with its sources registered: those that ship and the operator's, if none are given.

    `transport` stands in for the network. `alone`: no other process uses the database.
    """
    catalog = registry.load(*_folder(settings, "catalog")) if catalog is None else catalog
    if settings.canary is not None:
        catalog = {**catalog, canary.SOURCE: canary.source()}
    lexicon = load_lexicon(*_folder(settings, "topics"))
    settings.make_folder()
    database = Database(settings.database_url, key=settings.key())
    if alone and database.is_sqlite:
        Room(folder=settings.data, least=settings.free_mb).hold()
    try:
        migrate.migrate(database)
        with owned(database) if alone else nullcontext():
            keeper = Keeper(blobs=Blobs(settings.data / "blobs"), span=timedelta(days=settings.keep_days))
            await database.run(_prepare, settings, catalog, clock(), alone and database.is_sqlite)
            async with (
                Extractor(workers=settings.readers, limits=Limits(ocr_pages=settings.ocr_pages, ocr_later=True)) as extractor,
                Extractor(workers=settings.recognisers, limits=Limits(ocr_pages=settings.ocr_pages)) as recogniser,
                _sending(settings) as channels,
            ):
                counted = Meters()
                service = Service(
                    settings=settings,
                    database=database,
                    sources=catalog,
                    lexicon=lexicon,
                    watching=Watching(lambda rules: Metered(Matcher(lexicon, rules), counted), lexicon.vendors.values()),
                    channels=channels,
                    extractor=extractor,
                    recogniser=recogniser,
                    keeper=keeper,
                    pacer=Pacer(gate=None if database.is_sqlite else SharedPace(database)),
                    transport=transport,
                    clock=clock,
                    meters=counted,
                )
                await chores.register(service.chores(), database, clock())
                yield service
                await counted.note(database)
    finally:
        database.close()
