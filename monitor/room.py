"""Room on the disk: where little is left nothing more is taken in, so that there is enough to go on telling what is known.

A part of it is held in a file of our own. A disk that others have filled to the last byte takes no row that says that an alert
was sent; then the file goes, and what is owed is told and settled in its place.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from monitor.store import chores, reports
from monitor.store.database import Connection

log = structlog.get_logger()

MEBIBYTE = 1 << 20
CHORE = "room"
SHORT, ENOUGH = "short", "enough"
WORDS = "the disk is nearly full: nothing more is taken in until there is more room"
RESERVE = "reserve"
SHARE = 10  # of `least`, the reserve is a tenth: 20 MB last for some thousand alerts
NEARLY_NONE = 20  # a twentieth of `least`: SQLite's log of changes grows by 4 MB before it begins anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is left where the data is. `free` gives the bytes that are free in a folder, `least` how many megabytes ought to be."""

    folder: Path
    least: int
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free

    def left(self) -> int:
        """How many bytes are free."""
        return self.free(self.folder)

    def short(self) -> bool:
        """Whether nothing more may be taken in."""
        return self.left() < self.least * MEBIBYTE

    def hold(self) -> None:
        """Hold the reserve where there is room for it, and let go of it where next to nothing is left."""
        file, left, least = self.folder / RESERVE, self.left(), self.least * MEBIBYTE
        if left < least // NEARLY_NONE and file.exists():
            file.unlink()
            log.warning("the disk is full: the reserve goes, so that what is owed can be told and settled", folder=str(self.folder))
        elif left > least + least // SHARE and least and not file.exists():
            with suppress(OSError):  # of a folder that is only read, or a disk that others were quicker to fill
                _take(file, least // SHARE)

    def check(self, connection: Connection, now: datetime) -> str:
        """Tell the operator when it gets short, once, and when there is enough again; return how it is."""
        before, state = chores.detail(connection, CHORE), SHORT if self.short() else ENOUGH
        if state == SHORT and before != SHORT:
            text = (
                f"Less than {self.least:,} MB are free in {self.folder}. Nothing is polled or read until there is more; what is known is "
                "told as ever, and nothing is lost: it is read then. Free some space, or set MONITOR_KEEP_DAYS lower."
            )
            reports.owe(connection, "The disk is nearly full: nothing more is taken in", text, now)
        elif state == ENOUGH and before == SHORT:
            reports.owe(connection, "There is room on the disk again", "Sources are polled and documents read as before.", now)
        return state


def _take(file: Path, size: int) -> None:
    """Random bytes, since a file system that compresses holds no room for zeros. Whole or not there."""
    unfinished = file.with_suffix(".part")
    try:
        with unfinished.open("wb") as taken:
            for start in range(0, size, MEBIBYTE):
                taken.write(os.urandom(min(MEBIBYTE, size - start)))
            taken.flush()
            os.fsync(taken.fileno())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
