"""The commands as a user has them: settings in the environment, an archive with the agenda of a town that does not exist."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest
from typer.testing import CliRunner
from walk.conftest import Monitor
from walk.inbox import Inbox, inbox
from walk.town import FACE, Town, agenda_pdf

from monitor.cli import app
from monitor.settings import Settings
from sources import registry

SOURCE = "us-zz-springhaven"
CATALOG = """
platform: legistar
sources:
  us-zz-springhaven:
    title: Springhaven City Council
    site: https://springhaven.legistar.com/Calendar.aspx
    division: ocd-division/country:us/state:zz/place:springhaven
    timezone: America/Chicago
    options: {client: springhaven}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines on standard output."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        """Standard output as a JSON value on each line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> str:
        """The one line that says what went wrong."""
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


Tell = Callable[..., Told]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config of one town, and no data yet; nothing of the tester's own environment."""
    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        monkeypatch.delenv(name)
    catalog = tmp_path / "config" / "catalog"
    catalog.mkdir(parents=True)
    (catalog / "town.yml").write_text(CATALOG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def tell(place: Path) -> Tell:
    """Runs a command in this process: its exit code and what it said."""

    def run(*words: str, stdin: str | bytes = "") -> Told:
        result = CliRunner().invoke(app, list(words), input=stdin, prog_name="monitor")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Told(code=result.exit_code, out=result.stdout, err=result.stderr)

    return run


@pytest.fixture
def letters() -> Iterator[Inbox]:
    with inbox() as opened_inbox:
        yield opened_inbox


@pytest.fixture
def archive(place: Path, letters: Inbox, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    """An archive that has polled the town once: a contract for facial recognition, its agenda and an attachment."""
    monkeypatch.setenv("MONITOR_DATABASE", database_url)
    town = Town()
    town.meet(4101, "Roll call", FACE, "Approve the contract")
    town.attach(4101, 3, 701, "contract.pdf", agenda_pdf("The vendor shall provide iris recognition cameras"))
    settings = Settings(data=place / "data", config=place / "config", database=database_url, notify=letters.url, allow=("127.0.0.1",))
    monitor = Monitor(settings=settings, town=town, inbox=letters, sources=registry.read(place / "config" / "catalog" / "town.yml"))
    asyncio.run(monitor.poll())
    return monitor


def spawn(*words: str, to: "IO[bytes] | int" = subprocess.PIPE, **environment: str) -> "subprocess.Popen[bytes]":
    """The program itself, in a process of its own, with pipes to and from it, or standard output `to` a file."""
    known = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment}
    command = [sys.executable, "-m", "monitor", *words]
    return subprocess.Popen(command, env=known, stdin=subprocess.PIPE, stdout=to, stderr=subprocess.PIPE)  # noqa: S603  # our own
