"""A backup: one ZIP file with the database, the files that were fetched, the secret, and a hash of each.

Its members are `manifest.json`, `SHA256SUMS` (as `sha256sum -c` reads it), `database`, `secret` and `blobs/ab/cdef…`.
"""

import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from monitor.store import snapshot
from monitor.store.database import Database

FORM = 1
CHUNK = 1 << 20
SMALL = 1 << 16  # the manifest and the secret have hundreds of bytes
LONGEST_LINE = 200  # of SHA256SUMS: a hash, two spaces and the name of a blob are 140
BLOB = re.compile(r"blobs/[0-9a-f]{2}/[0-9a-f]{62}(\.gz)?")
STAMP = (1980, 1, 1, 0, 0, 0)  # the first that ZIP knows; the manifest has the time

Advance = Callable[[str], None]


class BadBackup(Exception):
    """The file is no backup, or a damaged one, or does not fit here; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    form: int
    version: str
    made_at: str
    database: str
    """"sqlite" or "postgresql"."""
    revision: str


def write(target: Path, database: Database, data: Path, *, version: str, now: datetime, advance: Advance) -> int:
    """Write a backup and return how many files it has. It is whole or not there. Raises NoSnapshot and OSError.

    The database is first: every file that its rows speak of was complete before, so nothing newer is missed.
    """
    current = snapshot.revision(database)
    if current is None:
        raise BadBackup("there is no database yet: nothing to back up")
    manifest = Manifest(form=FORM, version=version, made_at=now.isoformat(), database=snapshot.kind(database), revision=current)
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.absolute().parent) as folder:
        copy, unfinished = Path(folder) / "database", Path(folder) / "backup"
        advance("database")
        snapshot.take(database, copy)
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:  # noqa: PTH123  # it holds the secret: Path cannot set the mode
            number = _pack(file, manifest, {"database": copy, **_files(data)}, advance)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    return number


def blobs_of(data: Path) -> int:
    """How many fetched files there are to back up, for a bar of progress."""
    return sum(1 for _ in data.glob("blobs/[0-9a-f][0-9a-f]/*"))


def _files(data: Path) -> dict[str, Path]:
    found = {str(path.relative_to(data)): path for path in sorted(data.glob("blobs/[0-9a-f][0-9a-f]/*"))}
    names = {name: path for name, path in found.items() if BLOB.fullmatch(name)}
    return {"secret": data / "secret", **names} if (data / "secret").exists() else names


def _pack(file: IO[bytes], manifest: Manifest, files: dict[str, Path], advance: Advance) -> int:
    sums = []
    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        archive.writestr(zipfile.ZipInfo("manifest.json", STAMP), json.dumps(asdict(manifest), indent=1))
        for name, path in files.items():
            advance(name)
            with suppress(FileNotFoundError):  # its time was over, and retention took it after the snapshot
                sums.append(f"{_add(archive, name, path)}  {name}\n")
        archive.writestr(zipfile.ZipInfo("SHA256SUMS", STAMP), "".join(sums))
    return len(sums)


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED if name == "database" else zipfile.ZIP_STORED  # blobs are compressed where it helps
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as member:
        return _copy(source, member)


class Backup:
    """A backup that is read. Raises BadBackup where the file is none, or of a later form."""

    def __init__(self, file: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
            self.manifest = _manifest(self._archive)
            self._sums = dict(_sums(self._archive))
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError) as error:
            raise BadBackup(f"{file} is not a backup of the monitor, or is damaged ({error})") from error
        if self.manifest.form != FORM:
            raise BadBackup(f"{file} was written by version {self.manifest.version}, in a form that this one does not read")

    def __len__(self) -> int:
        return len(self._sums)

    def check(self, advance: Advance) -> None:
        """Read all of it. Raises BadBackup at the first file that is missing, foreign or not what its hash says."""
        members = set(self._archive.namelist()) - {"manifest.json", "SHA256SUMS"}
        if odd := members.symmetric_difference(self._sums):
            raise BadBackup(f"the backup is damaged: {min(odd)} is in it but not in SHA256SUMS, or the other way round")
        if "database" not in members:
            raise BadBackup("the backup is damaged: there is no database in it")
        for name in self._sums:
            advance(name)
            self._copy(name, None)

    def extract(self, name: str, target: Path) -> None:
        """Write one member to a file that is whole or not there. Raises BadBackup and OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(target.name + ".part")
        with open(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:  # noqa: PTH123  # the same
            self._copy(name, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)

    @property
    def blobs(self) -> list[str]:
        """The names of the fetched files in it."""
        return [name for name in self._sums if BLOB.fullmatch(name)]

    @property
    def secret(self) -> bytes | None:
        """The secret file, where there was one."""
        return _small(self._archive, "secret") if "secret" in self._sums else None

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def _copy(self, name: str, target: IO[bytes] | None) -> None:
        try:
            with self._archive.open(name) as member:
                same = _copy(member, target) == self._sums[name]
        except (zipfile.BadZipFile, EOFError, zlib.error) as error:
            raise BadBackup(f"the backup is damaged: {name}: {error}") from error
        if not same:
            raise BadBackup(f"the backup is damaged: {name} is not what its hash says")


def restore(backup: Backup, database: Database, data: Path, *, advance: Advance) -> None:
    """Put everything of a checked backup into its place, the database last. Raises BadBackup, NoSnapshot and OSError."""
    for name in backup.blobs:
        advance(name)
        if not (data / name).exists():  # a blob is named by its hash
            backup.extract(name, data / name)
    if backup.secret is not None:
        backup.extract("secret", data / "secret")
    with TemporaryDirectory(prefix=".restore-", dir=data) as folder:
        advance("database")
        backup.extract("database", Path(folder) / "database")
        snapshot.bring_back(database, Path(folder) / "database")


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    given: Any = json.loads(_small(archive, "manifest.json"))
    return Manifest(**given)


def _sums(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    with archive.open("SHA256SUMS") as lines:
        while line := lines.readline(LONGEST_LINE):
            digest, _, name = line.decode().rstrip("\n").partition("  ")
            if name not in {"database", "secret"} and not BLOB.fullmatch(name):
                raise ValueError(f"{name!r} has no place in a backup")
            yield name, digest


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        found = member.read(SMALL + 1)
    if len(found) > SMALL:
        raise ValueError(f"{name} is too large")
    return found


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    digest = sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
