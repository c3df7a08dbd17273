"""A disk of a few megabytes as a file system of its own, which a test fills to the last byte."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

MEBIBYTE = 1 << 20
FILLER = "somebody-else's"


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Have this folder on a disk of that size while inside. Only root may mount, which CI is."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if (done := subprocess.run(command, capture_output=True, text=True, check=False)).returncode:  # noqa: S603  # ours
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607  # ours


def fill(folder: Path) -> None:
    """Take every byte that is left."""
    with (folder / FILLER).open("ab", buffering=0) as file:
        for size in (MEBIBYTE, 4096, 1):
            with suppress(OSError):
                while file.write(b"Z" * size):
                    pass


def empty(folder: Path) -> None:
    """Give it back."""
    (folder / FILLER).unlink()


def left(folder: Path) -> int:
    """How many bytes are free."""
    return shutil.disk_usage(folder).free
