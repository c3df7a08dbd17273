"""Errors that a user can do something about: one line and an exit code, instead of a traceback."""

import errno
from collections.abc import Mapping
from dataclasses import dataclass

FAILED = 1  # something was tried and did not come off
WRONG = 2  # wrong usage, settings or catalog: nothing was tried

EXPECTED: Mapping[str, int] = {
    "monitor.settings.SettingsError": WRONG,
    "monitor.query.errors.QueryError": WRONG,
    "monitor.query.lines.LineError": WRONG,
    "monitor.lexicon.files.LexiconError": WRONG,
    "monitor.watchfile.WatchFileError": WRONG,
    "monitor.channels.allow.ChannelError": WRONG,
    "monitor.store.database.UnknownDatabase": WRONG,
    "monitor.store.migrate.NewerDatabase": WRONG,
    "monitor.store.sealing.WrongSecret": WRONG,
    "monitor.store.migrate.OlderDatabase": WRONG,
    "monitor.store.ownership.Owned": FAILED,
    "monitor.store.snapshot.NoSnapshot": FAILED,
    "monitor.store.moving.NotMoved": FAILED,
    "monitor.backup.BadBackup": FAILED,
    "sources.options.CatalogError": WRONG,
    "sources.errors.SourceError": FAILED,
    "sqlalchemy.exc.ArgumentError": WRONG,
    "sqlalchemy.exc.DBAPIError": FAILED,
    "sqlalchemy.exc.TimeoutError": FAILED,
}
"""By name, so that to know them costs no import."""

FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass
class Stop(Exception):
    """Ends a command. `message` is one line that says what to do."""

    message: str
    code: int = WRONG


def expected(error: Exception) -> Stop | None:
    """The error as its one line; None for a bug of ours, whose traceback is wanted."""
    if isinstance(error, Stop):
        return error
    if isinstance(error, OSError) and error.errno in FULL:
        return Stop(f"{error.filename or 'the output'}: {error.strerror}: what was written is not whole; free some space", FAILED)
    for ancestor in type(error).__mro__:
        code = EXPECTED.get(f"{ancestor.__module__}.{ancestor.__qualname__}")
        if code is not None:
            return Stop(_line(error, ancestor.__module__), code)
    return None


def _line(error: Exception, module: str) -> str:
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    if module.startswith("sqlalchemy"):
        return f"the database cannot be used: {said}; see MONITOR_DATA and MONITOR_DATABASE, or ask `monitor doctor`"
    return said
