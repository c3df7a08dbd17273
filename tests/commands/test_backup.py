"""`monitor backup` and `monitor restore`: what was kept comes back whole, and nothing is overwritten by mistake."""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from commands.conftest import Tell
from postgres import programs
from walk.conftest import Monitor

from monitor.evidence import Blobs
from monitor.store import ownership
from monitor.store.database import Database
from monitor.store.migrate import migrate

on_both = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""Where the file is looked at before any database, one is enough."""

COUNTED = ("records", "parts", "pages", "documents", "hits", "alerts", "alert_hits", "told", "text_words", "channels", "fetches", "entries")


def counts(monitor: Monitor) -> dict[str, int]:
    return {table: monitor.count(table) for table in COUNTED}


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each kind."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'monitor.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def kept(tell: Tell, archive: Monitor, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of the archive."""
    if "postgresql" in archive.settings.database_url:
        monkeypatch.setenv("PATH", programs(), prepend=os.pathsep)
    told = tell("backup", "kept.zip")
    assert told.code == 0, told.err
    return place / "kept.zip"


def lose_everything(monitor: Monitor) -> None:
    """What a lost disk leaves: nothing of the data folder, and an empty database."""
    if "sqlite" in monitor.settings.database_url:
        for file in Path().glob("monitor.db*"):
            file.unlink()
    else:
        monitor.change(lambda connection: connection.exec_driver_sql("DROP SCHEMA public CASCADE"))
        with closing(Database(monitor.settings.database_url)) as database, database.engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA public")
    shutil.rmtree(monitor.settings.data)


@on_both
def test_what_is_lost_comes_back_whole(tell: Tell, archive: Monitor, kept: Path) -> None:
    before, found = counts(archive), tell("search", "iris", "--json").out
    files = sorted(Blobs(archive.settings.data / "blobs").names())
    address = archive.rows("SELECT url FROM channels")
    lose_everything(archive)
    told = tell("restore", "kept.zip")
    assert told.code == 0, told.err
    assert counts(archive) == before
    assert tell("search", "iris", "--json").out == found
    blobs = Blobs(archive.settings.data / "blobs")
    assert sorted(blobs.names()) == files
    assert all(blobs.get(name) is not None for name in files)
    assert archive.rows("SELECT url FROM channels") == address
    assert archive.settings.notify is not None
    assert tell("channels", "list", "--json").code == 0
    assert (archive.settings.data / "secret").stat().st_mode & 0o077 == 0


@on_both
async def test_after_a_restore_nothing_is_told_that_was_told_before(tell: Tell, archive: Monitor, kept: Path) -> None:
    lose_everything(archive)
    assert tell_in_a_thread(tell, "restore", "kept.zip") == 0
    told = len(archive.inbox.messages)
    archive.wait(hours=2)
    result = await archive.poll()
    assert result.outcome.value == "ok"
    assert len(archive.inbox.messages) == told


def tell_in_a_thread(tell: Tell, *words: str) -> int:
    """The code of a command, beside a loop that runs."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: tell(*words).code).result()


def test_a_backup_is_for_its_owner_alone_and_replaces_no_file_unasked(tell: Tell, kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0
    told = tell("backup", "kept.zip")
    assert (told.code, told.error) == (2, "error: kept.zip is there already; name another file, or write over it with --force")
    assert tell("backup", "kept.zip", "--force").code == 0


@on_both
def test_a_database_that_is_there_is_replaced_only_when_forced(tell: Tell, archive: Monitor, kept: Path) -> None:
    told = tell("restore", "kept.zip")
    assert told.code == 1
    assert "there is a database already" in told.error
    archive.change(lambda connection: connection.exec_driver_sql("DELETE FROM hits"))
    assert tell("restore", "kept.zip", "--force").code == 0
    assert archive.count("hits") > 0


def damaged(kept: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """The same backup with other members."""
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile("bad.zip", "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)


def test_a_changed_file_is_named_and_nothing_is_touched(tell: Tell, archive: Monitor, kept: Path) -> None:
    before = counts(archive)
    damaged(kept, lambda name, content: content + b"x" if name == "database" else content)
    told = tell("restore", "bad.zip", "--force")
    assert (told.code, told.error) == (1, "error: the backup is damaged: database is not what its hash says")
    assert counts(archive) == before


def test_a_missing_file_is_named(tell: Tell, archive: Monitor, kept: Path) -> None:
    damaged(kept, lambda name, content: None if name == "secret" else content)
    assert "secret is in it but not in SHA256SUMS, or the other way round" in tell("restore", "bad.zip", "--force").error


def test_a_name_that_leads_elsewhere_is_refused(tell: Tell, archive: Monitor, kept: Path, place: Path) -> None:
    damaged(kept, lambda name, content: content + b"0" * 64 + b"  ../evil\n" if name == "SHA256SUMS" else content)
    assert "'../evil' has no place in a backup" in tell("restore", "bad.zip", "--force").error


def test_one_of_a_later_version_is_refused_with_a_word(tell: Tell, archive: Monitor, kept: Path) -> None:
    def later(name: str, content: bytes) -> bytes:
        return json.dumps({**json.loads(content), "revision": "9999"}).encode() if name == "manifest.json" else content

    damaged(kept, later)
    assert "the backup is of revision 9999, this version knows those up to" in tell("restore", "bad.zip", "--force").error


def test_another_file_is_no_backup(tell: Tell, archive: Monitor, place: Path) -> None:
    (place / "letter.zip").write_text("Dear operator")
    assert "letter.zip is not a backup of the monitor" in tell("restore", "letter.zip").error
    assert tell("restore", "nowhere.zip").error == "error: nowhere.zip: No such file or directory"


def test_a_service_that_runs_is_not_restored_under(tell: Tell, archive: Monitor, kept: Path) -> None:
    with closing(Database(archive.settings.database_url)) as database, ownership.owned(database):
        assert "stop it first" in tell("restore", "kept.zip", "--force").error


def test_a_backup_may_be_taken_while_the_service_writes(tell: Tell, archive: Monitor, place: Path) -> None:
    with closing(Database(archive.settings.database_url)) as database, ownership.owned(database), database.engine.begin() as writing:
        writing.exec_driver_sql("DELETE FROM hits")
        assert tell("backup", "busy.zip").code == 0
    with zipfile.ZipFile("busy.zip") as found:
        found.extract("database")
    with closing(sqlite3.connect("database")) as copy:
        assert copy.execute("SELECT count(*) FROM hits").fetchone()[0] > 0


def test_without_a_database_there_is_nothing_to_back_up(tell: Tell, place: Path) -> None:
    assert "nothing to back up" in tell("backup", "none.zip").error


def test_without_pg_dump_the_word_says_what_to_install(tell: Tell, place: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATABASE", postgres_url)
    monkeypatch.setenv("PATH", os.devnull)
    with closing(Database(postgres_url)) as database:
        migrate(database)
    assert "pg_dump is not on the path: install PostgreSQL's client programs" in tell("backup", "kept.zip").error
    assert not (place / "kept.zip").exists()
