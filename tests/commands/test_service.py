"""The service as an operator starts and stops it, and databases in every state."""

import json
import os
import re
import signal
import socket
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands.conftest import SOURCE, Tell, spawn

from monitor.settings import Settings
from monitor.store.database import Database
from monitor.store.migrate import migrate
from monitor.store.ownership import owned


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_without_network_says_so_answers_and_ends_when_told(place: Path, number: signal.Signals) -> None:
    for _ in range(2):  # the second start finds what the first one left
        with spawn("run", MONITOR_PORT="0", MONITOR_LOG_JSON="true") as program:
            assert program.stderr
            lines = map(json.loads, program.stderr)
            url = next(line["url"] for line in lines if line["event"] == "pages")
            assert next(line["not_found"] for line in lines if line["event"].startswith("no network"))
            with urllib.request.urlopen(url) as page:  # noqa: S310  # ours
                assert b"Public Records Monitor" in page.read()
            program.send_signal(number)
            assert program.wait(timeout=60) == 0
            assert "Traceback" not in program.stderr.read().decode()


def test_a_port_that_is_taken_is_named_before_anything_is_polled(place: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("MONITOR_PORT", str(server.getsockname()[1]))
        told = tell("run")
    assert (told.code, told.out) == (2, "")
    assert re.match(r"error: MONITOR_PORT: pages cannot be served on 127.0.0.1:\d+: Address already in use; choose", told.error)
    assert not (place / "data").exists()


def test_a_database_that_somebody_works_on_is_left_to_them(place: Path, tell: Tell) -> None:
    (place / "data").mkdir()
    database = Database(Settings(data=place / "data").database_url)
    with owned(database):
        told = tell("poll", SOURCE)
    database.close()
    assert told.code == 1
    assert "monitor.db is in use: `monitor run` polls, reads and sends by itself" in told.error


def test_a_worker_needs_postgresql(place: Path, tell: Tell) -> None:
    assert "set MONITOR_DATABASE" in tell("worker").error


def test_a_worker_for_a_queue_that_there_is_not_names_those_that_there_are(
    place: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATABASE", "postgresql://monitor@nowhere.example/monitor")
    told = tell("worker", "--queue", "ocr", "--queue", "osr")
    assert told.code == 2
    assert told.error.startswith("error: there is no queue osr; there are source, document, ocr, alert")


READING = (("search", "x"), ("status",), ("tally",), ("export", "hits"), ("watch", "list"), ("channels", "list"), ("doctor", "--offline"))


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_it_answers_where_there_is_no_database_yet(place: Path, tell: Tell, words: tuple[str, ...]) -> None:
    assert tell(*words).code == 0


@pytest.mark.parametrize("words", READING[:-1], ids=" ".join)
def test_a_database_of_a_later_version_is_left_alone(place: Path, tell: Tell, words: tuple[str, ...]) -> None:
    _made(place, "UPDATE alembic_version SET version_num = '9999'")
    told = tell(*words)
    assert (told.code, told.out) == (2, "")
    assert "newer than this version" in told.error


@pytest.mark.parametrize("words", READING[:-1], ids=" ".join)
def test_a_database_that_cannot_be_written_to_is_read(place: Path, tell: Tell, words: tuple[str, ...]) -> None:
    _made(place)
    (place / "data" / "monitor.db").chmod(0o444)
    (place / "data").chmod(0o555)
    with _nobody(place):
        assert not os.access(place / "data", os.W_OK)
        assert tell(*words).code == 0
    (place / "data").chmod(0o700)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MONITOR_DATABASE", "mysql://localhost/x", "mysql is not supported"),
        ("MONITOR_DATABASE", "postgresql://u:tops3cret@127.0.0.1:9/x", "the database cannot be used: connection failed"),
        ("MONITOR_DATA", "config/catalog/town.yml", "name a folder that can be written to"),
        ("MONITOR_PORT", "many", "MONITOR_PORT: "),
        ("MONITOR_CONFIG", "broken", "not YAML that we read"),
    ],
)
def test_a_setting_that_is_wrong_is_named(
    place: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    (place / "broken" / "catalog").mkdir(parents=True)
    (place / "broken" / "catalog" / "a.yml").write_text("a: [")
    monkeypatch.setenv(variable, value)
    told = tell("poll")
    assert told.code in {1, 2}
    assert said in told.error
    assert "tops3cret" not in told.err


def test_a_source_is_polled_and_what_failed_is_told(place: Path, tell: Tell) -> None:
    told = tell("poll", SOURCE, "--json")  # there is no network in tests
    assert (told.code, told.json["source"], told.json["outcome"]) == (1, SOURCE, "unavailable")
    assert told.error == f"error: 1 of 1 sources could not be read to the end; see `monitor sources try {SOURCE}`"
    assert tell("poll", "us-zz-springhave").error.startswith("error: no source 'us-zz-springhave', did you mean")


def test_the_doctor_says_what_is_there_and_what_is_missing(place: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_NOTIFY", "json://user:tops3cret@hooks.example.org/tok3n")
    told = tell("doctor", "--offline", "--json")
    found = {one["what"]: one for one in told.json}
    assert found["MONITOR_NOTIFY"]["words"].startswith("json://hooks.example.org/****")
    assert found["MONITOR_CONTACT"]["verdict"] == "note"
    assert "tops3cret" not in told.out
    monkeypatch.setenv("MONITOR_CONFIG", "broken")
    (place / "broken" / "catalog").mkdir(parents=True)
    (place / "broken" / "catalog" / "a.yml").write_text("a: [")
    told = tell("doctor", "--offline")
    assert told.code == 1
    assert "catalog\twrong\t" in told.out


@contextmanager
def _nobody(place: Path) -> Iterator[None]:
    """Root may write everywhere, so root becomes somebody else for a while, who may go to the place and no further."""
    if os.geteuid() != 0:
        yield
        return
    for folder in [place, *place.parents]:
        if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
            folder.chmod(0o711)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def _made(place: Path, *statements: str) -> None:
    (place / "data").mkdir()
    database = Database(Settings(data=place / "data").database_url)
    migrate(database)
    database.close()
    with sqlite3.connect(place / "data" / "monitor.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_status_names_sources_that_are_silent_for_strangely_long(place: Path, tell: Tell) -> None:
    columns = "id, platform, kind, title, enabled, due_at, detail, failures, silence_told, outcome, silent_since"
    row = "'us-zz-elm', 'feed', 'notice', 'Elm', 1, '2026-11-25 00:00:00', '', 0, 0, 'ok', '2026-11-14 00:00:00'"
    _made(place, f"INSERT INTO sources ({columns}) VALUES ({row})")
    told = tell("status")
    assert told.code == 0
    assert "for strangely long, though read without fault: us-zz-elm since 2026-11-14" in " ".join(told.out.split())


def test_status_says_what_is_usual_of_a_source_and_by_when_something_new_may_be_expected(place: Path, tell: Tell) -> None:
    columns = "id, platform, kind, title, enabled, due_at, detail, failures, silence_told, outcome"
    row = "'us-zz-elm', 'feed', 'notice', 'Elm', 1, '2026-11-25 00:00:00', '', 0, 0, 'ok'"
    learned = "'us-zz-elm', 7, 14, '2026-11-20', 4, 4.3"
    _made(place, f"INSERT INTO sources ({columns}) VALUES ({row})", f"INSERT INTO rhythms VALUES ({learned})")
    assert "2026-11-27" in tell("status", "--all").out
    (source,) = json.loads(tell("status", "--json").out)["sources"]
    assert (source["usual_days"], source["new_by"], source["strange_after"]) == (7, "2026-11-27", "2026-12-04")
    assert (source["days_seen"], source["days_expected"]) == (4, 4.3)
