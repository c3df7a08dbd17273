"""Bytes on the disk: whole or not at all, once, and checked when they are taken out again."""

import errno
import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.evidence import Blobs, NotKept

TEXT = b"The city buys a facial recognition system. " * 500
NOISE = os.urandom(20_000)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("body", [TEXT, NOISE, b"", b"x"])
def test_what_is_put_comes_out_as_it_was_under_its_hash(tmp_path: Path, body: bytes) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(body)
    assert (name, blobs.get(name), blobs.has(name)) == (sha256(body).hexdigest(), body, True)


def test_text_is_compressed_and_what_is_compressed_already_is_not(tmp_path: Path) -> None:
    Blobs(tmp_path).put(TEXT)
    Blobs(tmp_path).put(NOISE)
    small, large = sorted(path.stat().st_size for path in files(tmp_path))
    assert small < len(TEXT) / 20
    assert large == len(NOISE)


def test_the_same_bytes_are_kept_once_in_a_folder_by_the_beginning_of_their_hash(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(TEXT)
    blobs.put(TEXT)
    assert files(tmp_path) == [tmp_path / name[:2] / f"{name[2:]}.gz"]


def test_damaged_bytes_are_not_given_out(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(NOISE)
    (path,) = files(tmp_path)
    path.write_bytes(NOISE[:-1])
    assert blobs.get(name) is None
    assert blobs.get("0" * 64) is None


def test_removed_bytes_are_gone(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(TEXT)
    blobs.remove(name)
    blobs.remove(name)
    assert (blobs.has(name), list(blobs.names())) == (False, [])


class FullDisk(Blobs):
    """A disk that takes nothing."""

    def _write(self, path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), f"{path} ({len(content)} bytes)")


def test_a_full_disk_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotKept, match=r"the disk is full: .*; free some space, or set MONITOR_KEEP_DAYS lower"):
        FullDisk(tmp_path).put(TEXT)


WRITER = """
import sys
from pathlib import Path
from monitor.evidence import Blobs
blobs = Blobs(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(1_000_000):
    blobs.put(str(number).encode() * 20_000)
"""


def test_a_writer_that_is_killed_leaves_whole_files_only(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE) as writer:  # noqa: S603 -- our own script
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        while len(files(tmp_path)) < 5:
            time.sleep(0.01)
        writer.kill()
    blobs = Blobs(tmp_path)
    names = list(blobs.names())
    assert len(names) >= 4
    assert [name for name in names if blobs.get(name) is None] == []
    blobs.sweep(older_than=time.time() + 1)
    assert len(files(tmp_path)) == len(names)
