"""What may come in place of a list that is known: on every platform it is named, stores nothing, and never means "nothing new"."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from contract.shelf import Folder, exchanges, folders, run
from contract.test_contract import OTHER, SIGN_IN
from sqlalchemy import func, select

from monitor.collect import Result, collect
from monitor.evidence.blobs import Blobs
from monitor.keeping import Keeper
from monitor.lexicon import load
from monitor.query.matcher import Matcher
from monitor.store import sources as states
from monitor.store import tables
from monitor.store.database import Connection, Database
from monitor.watching import Watching
from sources import registry, tenant
from sources.errors import Outcome, WrongTenant
from sources.model import Kind, Record, Unchanged
from sources.source import Source
from sources.tape import Exchange, Replay
from sources.web import Web

AGENDAS = {file.stem for file in (Path(__file__).parents[2] / "sources" / "agendas").glob("*.py")}
COUNCILS = [folder for folder in folders() if folder.path.parent.name in AGENDAS and folder.source.kind is Kind.MEETING]
OF_ONE_BOARD = {"maryland_bpw_meetings"}
"""A page that one board has by itself: its meetings are known by their days alone, and there is no other place that it could be of."""


@dataclass(kw_only=True)
class Council:
    """A source that is polled against one tape after the other; only what its list says is stored."""

    source: Source[Any]
    database: Database
    folder: Path
    now: datetime

    async def poll(self, tape: Sequence[Exchange]) -> Result:
        """One run, a while after the last one."""
        self.now += timedelta(minutes=7)
        lexicon = load()
        web = Web.of(self.source, transport=Replay(tape), now=lambda: self.now)
        keeper = Keeper(blobs=Blobs(self.folder / "blobs"), span=timedelta(days=1))
        watching = Watching(lambda rules: Matcher(lexicon, rules))
        return await collect(self.source, web=web, database=self.database, watching=watching, keeper=keeper, clock=lambda: self.now)

    async def stored(self) -> list[int]:
        """How many records, revisions and alerts there are."""
        return await self.database.ask(_counted)


def _counted(connection: Connection) -> list[int]:
    kinds = (tables.records, tables.revisions, tables.alerts)
    return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in kinds]


@pytest.fixture
def council(folder: Folder, sqlite_template: Path, tmp_path: Path) -> Iterator[Council]:
    copy(sqlite_template, tmp_path / "monitor.db")
    with closing(Database(f"sqlite:///{tmp_path / 'monitor.db'}")) as database:
        at = Replay(exchanges(folder.path / "happy.warc")).recorded_at
        yield Council(source=folder.source, database=database, folder=tmp_path, now=at)


def everywhere(body: bytes) -> Callable[[list[Exchange]], list[Exchange]]:
    return lambda tape: [replace(exchange, body=body) for exchange in tape]


def cut(tape: list[Exchange]) -> list[Exchange]:
    return [replace(exchange, body=exchange.body[: len(exchange.body) // 2]) for exchange in tape]


CASES: dict[str, tuple[Outcome, str, Callable[[list[Exchange]], list[Exchange]]]] = {
    "a blank page": (Outcome.INCONCLUSIVE, "empty", everywhere(b"")),
    "a login page with status 200": (Outcome.BLOCKED, "signing in", everywhere(SIGN_IN)),
    "a truncated body": (Outcome.UNAVAILABLE, "cut off", cut),
    "another platform's page": (Outcome.LAYOUT_CHANGED, "CivicPlus AgendaCenter", everywhere(OTHER)),
}


@pytest.mark.parametrize("folder", [pytest.param(folder, id=folder.name) for folder in COUNCILS])
async def test_whatever_comes_instead_of_a_known_list_is_named(folder: Folder, council: Council) -> None:
    tape = exchanges(folder.path / "happy.warc")
    entry = states.Entry(id=council.source.publisher.id, platform=folder.path.parent.name, kind="meeting", title="", enabled=True)
    await council.database.run(states.register, [entry], council.now)
    first = await council.poll(tape)
    assert (first.outcome, first.count.new > 0) == (Outcome.OK, True)
    known = await council.stored()
    for name, (outcome, words, changed) in CASES.items():
        result = await council.poll(changed(tape))
        assert (name, result.outcome, words in result.detail) == (name, outcome, True), result.detail
    empty = await council.poll(exchanges(folder.path / "fail-empty.warc"))
    assert not empty.outcome.complete, "an empty list"
    if folder.path.parent.name not in OF_ONE_BOARD:
        other = await council.poll(elsewhere(tape, await keys_and_bodies(council, tape)))
        assert (other.outcome, "another" in other.detail) == (Outcome.LAYOUT_CHANGED, True), other.detail
    assert await council.stored() == known
    again = await council.poll(tape)
    assert (again.outcome, again.count.new) == (Outcome.OK, 0), again.detail


RENUMBERED = [folder for folder in COUNCILS if folder.path.parent.name in ("legistar", "primegov", "civicclerk")]


@pytest.mark.parametrize("folder", [pytest.param(folder, id=folder.name) for folder in RENUMBERED])
async def test_a_place_that_gives_its_meetings_new_ids_is_the_same_place(folder: Folder, council: Council) -> None:
    tape = exchanges(folder.path / "happy.warc")
    entry = states.Entry(id=council.source.publisher.id, platform=folder.path.parent.name, kind="meeting", title="", enabled=True)
    await council.database.run(states.register, [entry], council.now)
    await council.poll(tape)
    ids = {word for word in await keys_and_bodies(council, tape) if word.isdigit()}
    again = await council.poll(elsewhere(tape, ids))
    assert (again.outcome, again.count.new > 0, again.count.unchanged) == (Outcome.OK, True, 0), again.detail


def test_every_platform_of_councils_is_held_to_it() -> None:
    platforms = {name for name in registry.platforms() if name in AGENDAS}
    assert platforms - {folder.path.parent.name for folder in COUNCILS} == {"legistar_matters"}  # which lists no meetings: see above


SHARED = [folder for folder in folders() if type(folder.source).whose is not None]
SAYS_NOTHING = {
    "boarddocs": "its list has ids and names alone",
    "civicclerk": "its files have addresses without a host, and its list no address",
    "civicweb": "its list has no address",
    "iqm2": "its links are relative",
    "legistar_insite": "its links are relative where the tenant has its calendar under its own host",
    "municode": "a list within a city's own pages",
    "novusagenda": "its links are relative",
    "primegov": "its list names the hosts of others, for videos, and never its own",
}
"""Platforms whose lists do not say whose they are, or only now and then: there what is known tells another's."""


@pytest.mark.parametrize("folder", [pytest.param(folder, id=folder.name) for folder in SHARED])
async def test_a_page_that_names_another_tenant_is_told_at_the_first_run(folder: Folder) -> None:
    tape = exchanges(folder.path / "happy.warc")
    whose = folder.source.whose
    assert whose is not None
    (name,) = whose.groupindex
    own = str(getattr(folder.source, name))
    named = [exchange for exchange in tape if own.casefold() in tenant.found(whose, exchange.body.decode("utf-8", "replace"))]
    if not own or not named:
        assert folder.path.parent.name in SAYS_NOTHING
        return
    other = "4711" if own.isdigit() else f"{own[: own.rfind('-') + 1]}elsewhere"
    pattern = rb"(?i)(?<![\w-])" + re.escape(own).encode()
    renamed = [replace(exchange, body=re.sub(pattern, other.encode(), exchange.body)) for exchange in tape]
    with pytest.raises(WrongTenant, match="another tenant"):
        await run(folder.source, renamed)


async def keys_and_bodies(council: Council, tape: list[Exchange]) -> set[str]:
    """What another place's list has otherwise: the ids of its meetings, and who meets."""
    web = Web.of(council.source, transport=Replay(tape), now=lambda: council.now)
    since = council.now - council.source.publisher.backfill
    items = [item async for batch in council.source.records(web, since, lambda _: None) for item in batch]
    records = [item for item in items if isinstance(item, Record) and not isinstance(item, Unchanged)]
    return {word for record in records for word in (record.key, record.body) if len(word) > 1}


def elsewhere(tape: list[Exchange], words: set[str]) -> list[Exchange]:
    """The list of another place on the same platform: other bodies, and other meetings, at the addresses that were asked."""
    for word in sorted(words, key=lambda word: -len(word)):
        plain = re.escape(word).encode()
        other = re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), word) if word[-1].isdigit() else f"Harbor {word[::-1]}"
        tape = [
            replace(
                exchange,
                body=re.sub(rb"(?i)(?<!\w)" + plain + rb"(?!\w)", other.encode(), exchange.body),
                url=re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", other, exchange.url),
            )
            for exchange in tape
        ]
    return tape
