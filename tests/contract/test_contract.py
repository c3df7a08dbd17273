"""What every platform owes, whatever it reads: each folder of tests/tapes is held to all of it."""

import dataclasses
import json
from collections.abc import Callable
from contextlib import aclosing
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from contract.odd import odd_bodies
from contract.shelf import TAPES, Folder, answered, exchanges, folders, replaying, run
from contract.wellformed import faults

from sources import codec, errors, registry
from sources.errors import Blocked, Inconclusive, LayoutChanged, SourceError, Unavailable
from sources.model import Problem, Reached, Record, Unchanged

FOLDERS = folders()
TAPED = [pytest.param(folder, file, id=f"{folder.name}/{file.stem}") for folder in FOLDERS for file in folder.tapes()]
FAILING = [pytest.param(folder, file, id=f"{folder.name}/{file.stem}") for folder in FOLDERS for file in folder.failing()]
BLANKS = (b"", b"{}", b"[]", b"<html></html>")
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x'></script></body></html>"
ASKS_FOR_A_BROWSER = {"cf-mitigated": "challenge", "content-type": "text/html"}
REFUSALS: dict[str, tuple[type[SourceError], dict[str, Any]]] = {
    "429": (Unavailable, {"status": 429, "body": b""}),
    "503": (Unavailable, {"status": 503, "body": b""}),
    "403": (Blocked, {"status": 403, "body": b""}),
    "challenge with 403": (Blocked, {"status": 403, "body": CHALLENGE, "headers": ASKS_FOR_A_BROWSER}),
    "challenge with 503": (Blocked, {"status": 503, "body": CHALLENGE, "headers": ASKS_FOR_A_BROWSER}),
}

SIGN_IN = b"<html><head><title>Sign In</title></head><body><form><input type=password></form></body></html>"
OTHER = b"<html><head><title>Calendar</title></head><body><a href='/AgendaCenter/ViewFile/Agenda/_11242026-3'>Agenda</a></body></html>"
INSTEAD: dict[str, tuple[type[SourceError], str, Callable[[bytes], bytes | None]]] = {
    "nothing": (Inconclusive, "empty", lambda _: b""),
    "a page for signing in": (Blocked, "signing in", lambda _: SIGN_IN),
    "half of it": (Unavailable, "cut off", lambda body: body[: len(body) * 2 // 3] if _structured(body) else None),
    "a page of another system": (LayoutChanged, "CivicPlus AgendaCenter", lambda _: OTHER),
}

every_folder = pytest.mark.parametrize("folder", [pytest.param(folder, id=folder.name) for folder in FOLDERS])
every_tape = pytest.mark.parametrize(("folder", "file"), TAPED)
every_failure = pytest.mark.parametrize(("folder", "file"), FAILING)


@every_folder
async def test_it_reads_as_its_golden(folder: Folder) -> None:
    read = [codec.dumps(record) for file in folder.tapes() for record in (await run(folder.source, exchanges(file))).records]
    golden = folder.path / "expected.jsonl"
    if not golden.exists():
        golden.write_text("".join(f"{line}\n" for line in read))
        pytest.fail(f"{golden} is written: review every line, then commit it")
    expected = golden.read_text().splitlines()  # a field that came into the model later is there with its default
    assert [codec.as_dict(codec.loads(line)) for line in expected] == [json.loads(line) for line in read]


@every_tape
async def test_its_records_are_well_formed_and_none_is_a_problem(folder: Folder, file: Path) -> None:
    items = (await run(folder.source, exchanges(file))).items
    assert [item for item in items if isinstance(item, Problem)] == []
    records = [item for item in items if isinstance(item, Record)]
    assert {record.key: faults(record) for record in records if faults(record)} == {}
    assert {folder.source.kind} >= {record.kind for record in records}


@every_tape
async def test_keys_are_unique_and_the_same_on_a_second_reading(folder: Folder, file: Path) -> None:
    first, second = [[record.key for record in (await run(folder.source, exchanges(file))).records] for _ in range(2)]
    assert first == second
    assert len(set(first)) == len(first)


@every_tape
async def test_a_record_does_not_depend_on_the_day_of_asking(folder: Folder, file: Path) -> None:
    today = {record.key: record for record in (await run(folder.source, exchanges(file))).records}
    later = {record.key: record for record in (await run(folder.source, exchanges(file), later=timedelta(days=1, hours=5))).records}
    both = today.keys() & later.keys()
    assert both or not today
    assert {key: today[key] for key in both} == {key: later[key] for key in both}


@every_tape
async def test_it_asks_only_the_hosts_that_it_declares(folder: Folder, file: Path) -> None:
    asked = (await run(folder.source, exchanges(file))).asked
    assert folder.source.hosts >= {urlsplit(url).hostname for url in asked}


@every_tape
async def test_it_asks_nothing_twice(folder: Folder, file: Path) -> None:
    tape = exchanges(file)
    posted = {exchange.url for exchange in tape if exchange.method != "GET"}  # one address may answer many bodies
    asked = [url for url in (await run(folder.source, tape)).asked if url not in posted]
    assert sorted(set(asked)) == sorted(asked)


@every_tape
async def test_a_blanked_page_raises(folder: Folder, file: Path) -> None:
    tape = exchanges(file)
    quiet = []
    for place, exchange in enumerate(tape):
        for blank in BLANKS:
            if exchange.body.strip() != blank and not _may_be_blank(folder, exchange.url, blank):
                try:
                    await run(folder.source, [*tape[:place], answered(exchange, body=blank), *tape[place + 1 :]])
                except SourceError:
                    continue
                quiet.append(f"{exchange.url} answered with {blank!r}")
    assert quiet == []


@pytest.mark.parametrize("wrong", INSTEAD)
@every_tape
async def test_what_comes_instead_of_a_page_is_named(folder: Folder, file: Path, wrong: str) -> None:
    expected, words, other = INSTEAD[wrong]
    tape = exchanges(file)
    for place, exchange in enumerate(tape):
        body = other(exchange.body)
        if body is not None:
            with pytest.raises(SourceError) as raised:
                await run(folder.source, [*tape[:place], answered(exchange, body=body), *tape[place + 1 :]])
            assert (expected, True) == (type(raised.value), words in str(raised.value)), f"{exchange.url}: {raised.value}"


def _structured(body: bytes) -> bool:
    """Whether the body says by its form where it ends, and has a middle in which it can be cut."""
    return len(body) > 100 and body.lstrip().lower().startswith((b"{", b"[", b"<?xml", b"<html", b"<!doctype html"))


def _may_be_blank(folder: Folder, url: str, blank: bytes) -> bool:
    """Whether blanks.yml allows it: a list of {url: pattern, body: text, because: reason}."""
    allowed = folder.sidecar("blanks.yml")
    return any(fnmatch(url, entry["url"]) and entry["body"].encode() == blank and entry["because"] for entry in allowed)


@pytest.mark.parametrize("refusal", REFUSALS)
@every_tape
async def test_a_refusal_is_named_as_what_it_is(folder: Folder, file: Path, refusal: str) -> None:
    expected, answer = REFUSALS[refusal]
    if answer["status"] in getattr(folder.source, "throttled", ()) and answer["body"] != CHALLENGE:
        expected = Unavailable  # by which this publisher means "too many requests"
    with pytest.raises(SourceError) as raised:
        await run(folder.source, [answered(exchange, **answer) for exchange in exchanges(file)])
    assert expected is type(raised.value), str(raised.value)


@every_tape
async def test_a_field_of_another_type_is_a_problem_or_an_error_by_name(folder: Folder, file: Path) -> None:
    tape = exchanges(file)
    for place, body in odd_bodies(tape):
        try:
            await run(folder.source, [*tape[:place], answered(tape[place], body=body), *tape[place + 1 :]])
        except SourceError:
            continue


@every_tape
async def test_it_stops_when_nobody_listens(folder: Folder, file: Path) -> None:
    whole = await run(folder.source, exchanges(file))
    web, replay = replaying(exchanges(file), folder.source)
    async with aclosing(folder.source.rows(web, replay.recorded_at - folder.source.publisher.backfill, lambda _: None)) as rows:
        async for _ in rows:
            break
    assert whole.asked[: len(replay.asked)] == replay.asked
    if len(whole.items) > 1 and len(whole.asked) > 1:  # one record may need all requests, and one request give all records
        assert len(replay.asked) < len(whole.asked)


@every_tape
async def test_reading_a_row_twice_gives_the_same(folder: Folder, file: Path) -> None:
    web, replay = replaying(exchanges(file), folder.source)
    async with aclosing(folder.source.rows(web, replay.recorded_at - folder.source.publisher.backfill, lambda _: None)) as rows:
        async for row in rows:
            assert isinstance(row, Unchanged | Reached) or folder.source.read(row) == folder.source.read(row)


@every_tape
async def test_what_is_known_and_has_not_changed_comes_as_unchanged_or_as_it_was(folder: Folder, file: Path) -> None:
    before = {record.key: record for record in (await run(folder.source, exchanges(file))).records}
    marks = {key: record.mark for key, record in before.items()}
    after = (await run(folder.source, exchanges(file), known=marks.get)).items
    assert set(before) == {item.key for item in after if not isinstance(item, Problem)}
    assert [item for item in after if isinstance(item, Record) and item != before[item.key]] == []


@every_failure
async def test_a_failure_is_named_as_failures_yml_names_it(folder: Folder, file: Path) -> None:
    expected = getattr(errors, folder.sidecar("failures.yml")[file.name])
    with pytest.raises(SourceError) as raised:
        await run(folder.source, exchanges(file))
    assert expected is type(raised.value), str(raised.value)


@every_folder
def test_every_failure_that_is_named_has_its_tape(folder: Folder) -> None:
    assert sorted(folder.sidecar("failures.yml")) == [file.name for file in folder.failing()]


def test_every_platform_has_tapes_under_its_name() -> None:
    assert set(registry.platforms()) == {folder.path.parent.name for folder in FOLDERS if folder.tapes()}
    assert {path.name for path in TAPES.iterdir() if path.is_dir() and not path.name.startswith("_")} <= set(registry.platforms())


@every_folder
def test_a_folder_is_of_the_platform_it_is_named_for(folder: Folder) -> None:
    assert registry.platforms()[folder.path.parent.name] is type(folder.source)


def test_every_entry_of_the_catalog_builds() -> None:
    assert {id_: source for id_, source in registry.load().items() if source.publisher.id != id_} == {}


@pytest.mark.parametrize("name", sorted(registry.platforms()))
def test_a_platform_is_a_frozen_dataclass_that_shows_no_secret(name: str) -> None:
    platform = registry.platforms()[name]
    assert "__dataclass_params__" in vars(platform)
    assert platform.__dataclass_params__.frozen  # type: ignore[attr-defined]
    secret = {"token", "key", "api_key", "password", "secret"}
    assert [field.name for field in dataclasses.fields(platform) if field.name in secret and field.repr] == []
