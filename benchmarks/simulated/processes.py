"""Processes of ours and what they use, from /proc: Linux only."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
BENCHMARKS = Path(__file__).parents[1]


@contextmanager
def running(module: str, *arguments: object) -> Iterator[int]:
    """A process of this module while inside; its id. It is told to stop, and waited for."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(BENCHMARKS), str(BENCHMARKS.parent)])}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with subprocess.Popen(command, cwd=BENCHMARKS.parent, env=environment) as process:  # noqa: S603 -- our own module
        try:
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor time of these processes and of what they started, living or waited for."""
    total = 0
    for pid in _families(pids):
        fields = _stat(pid)
        total += sum(map(int, fields[11:15]))  # utime, stime, and those of the dead
    return total / TICKS


def peak_bytes(pids: Sequence[int]) -> int:
    """The most resident memory that these processes had, without what they started."""
    return sum(int(Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()[0]) * 1024 for pid in pids)


def all_alive(pids: Sequence[int]) -> bool:
    """Whether none of these processes has ended."""
    return all(_stat(pid)[0] != "Z" for pid in pids)


def _families(pids: Sequence[int]) -> set[int]:
    parents = {int(entry.name): int(_stat(int(entry.name))[1]) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    family = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in family and pid not in family}:
        family |= more
    return family


def _stat(pid: int) -> list[str]:
    """The fields behind the name: state, parent, …; those of a process that has just left are zeros."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["Z", "0", *["0"] * 20]
