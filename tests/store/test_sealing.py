"""Channel addresses are sealed in the database, and open only with the secret that sealed them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from monitor.store import watches
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from monitor.store.sealing import SEAL, Vault, WrongSecret

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ADDRESS = "slack://TokenA/TokenB/TokenC"


@contextmanager
def opened(url: str, key: bytes | None) -> Iterator[Connection]:
    with closing(Database(url, key=key)) as database:
        migrate(database)
        with database.engine.begin() as connection:
            yield connection


def kept(connection: Connection) -> str:
    return str(connection.execute(text("SELECT url FROM channels")).scalar_one())


def test_an_address_is_sealed_at_rest_and_comes_back_as_it_was(database_url: str) -> None:
    with opened(database_url, b"secret") as connection:
        watches.put_channel(connection, "desk", "chat", ADDRESS, trusted=False, now=NOW)
        assert kept(connection).startswith(SEAL)
        assert "Token" not in kept(connection)
        assert [channel.url for channel in watches.list_channels(connection)] == [ADDRESS]


@pytest.mark.parametrize("key", [b"another secret", None])
def test_another_secret_opens_nothing_and_says_what_to_do(database_url: str, key: bytes | None) -> None:
    with opened(database_url, b"secret") as connection:
        watches.put_channel(connection, "desk", "chat", ADDRESS, trusted=False, now=NOW)
    with opened(database_url, key) as connection, pytest.raises(WrongSecret, match="set MONITOR_SECRET to it"):
        watches.list_channels(connection)


def test_what_was_kept_open_is_read_and_sealed(database_url: str) -> None:
    with opened(database_url, None) as connection:
        watches.put_channel(connection, "desk", "chat", ADDRESS, trusted=False, now=NOW)
        assert kept(connection) == ADDRESS
    with opened(database_url, b"secret") as connection:
        assert [channel.url for channel in watches.list_channels(connection)] == [ADDRESS]
        watches.seal_all(connection)
        assert kept(connection).startswith(SEAL)
        assert [channel.url for channel in watches.list_channels(connection)] == [ADDRESS]


def test_a_seal_that_was_tampered_with_is_not_opened() -> None:
    vault = Vault(b"secret")
    sealed = vault.seal(ADDRESS)
    with pytest.raises(WrongSecret):
        vault.open(sealed[:-4] + ("aaaa" if not sealed.endswith("aaaa") else "bbbb"))
