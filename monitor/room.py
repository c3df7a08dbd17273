"""Room on the disk: where little is left nothing more is taken in, so that there is enough to go on telling what is known."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.store import chores, reports
from monitor.store.database import Connection

MEBIBYTE = 1 << 20
CHORE = "room"
SHORT, ENOUGH = "short", "enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is left where the data is. `free` gives the bytes that are free in a folder."""

    folder: Path
    least: int
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free

    def short(self) -> bool:
        """Whether nothing more may be taken in."""
        return self.free(self.folder) < self.least * MEBIBYTE

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
