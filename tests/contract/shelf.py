"""The tapes on the shelf, and one run of a source against one of them."""

from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from sources import registry, tape
from sources.model import Problem, Record, Unchanged
from sources.source import Source
from sources.tape import Exchange, Replay
from sources.web import Web

TAPES = Path(__file__).parent.parent / "tapes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """tests/tapes/<platform>/<source id>: a source of a place that does not exist, and its tapes."""

    path: Path
    source: Source[Any]

    @property
    def name(self) -> str:
        """Platform and id, as pytest shows them."""
        return f"{self.path.parent.name}/{self.path.name}"

    def tapes(self) -> list[Path]:
        """The tapes that read well."""
        return sorted(file for file in self.path.glob("*.warc*") if not file.name.startswith("fail-"))

    def failing(self) -> list[Path]:
        """The tapes that end in an error, which failures.yml names."""
        return sorted(self.path.glob("fail-*.warc*"))

    def sidecar(self, name: str) -> Any:
        """What a YAML file beside the tapes says, or nothing where there is none."""
        file = self.path / name
        return yaml.safe_load(file.read_text()) if file.exists() else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a run, and what was asked for it."""

    items: list[Record | Problem | Unchanged]
    asked: list[str]

    @property
    def records(self) -> list[Record]:
        """The records alone."""
        return [item for item in self.items if isinstance(item, Record)]


def folders() -> list[Folder]:
    """All folders of the shelf. A source.yml is a catalog file of one source, named as its folder."""
    return [_folder(file) for file in sorted(TAPES.glob("*/*/source.yml"))]


def _folder(file: Path) -> Folder:
    (found,) = registry.read(file).items()
    assert found[0] == file.parent.name
    return Folder(path=file.parent, source=found[1])


def replaying(exchanges: Iterable[Exchange], source: Source[Any], *, later: timedelta = timedelta(0)) -> tuple[Web, Replay]:
    """A client of the source whose network is the tape, and whose clock stands where the recording ended, or later."""
    replay = Replay(exchanges)
    clock = replay.recorded_at + later
    return Web.of(source, transport=replay, now=lambda: clock), replay


async def run(
    source: Source[Any],
    exchanges: Iterable[Exchange],
    *,
    later: timedelta = timedelta(0),
    known: Callable[[str], str | None] = lambda _: None,
) -> Run:
    """One whole run, from the publisher's backfill before the recording."""
    web, replay = replaying(exchanges, source, later=later)
    since = replay.recorded_at - source.publisher.backfill
    async with aclosing(source.records(web, since, known)) as batches:
        items = [item async for batch in batches for item in batch]
    return Run(items=items, asked=replay.asked)


def exchanges(file: Path) -> list[Exchange]:
    """The exchanges of a tape."""
    return list(tape.read(file))


def answered(
    exchange: Exchange, *, body: bytes | None = None, status: int | None = None, headers: dict[str, str] | None = None
) -> Exchange:
    """The exchange with another answer."""
    return replace(
        exchange,
        body=exchange.body if body is None else body,
        status=status or exchange.status,
        headers=(*exchange.headers, *(headers or {}).items()),
    )
