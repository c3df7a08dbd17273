"""`monitor sources broken`: the pages of the last run that broke, as a tape to look at and to replay."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.evidence import Blobs
from monitor.store import fetches
from monitor.store.fetches import Fetch
from sources import tape
from sources.tape import Exchange


def broken(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A source of the catalog")],
    *,
    to: Annotated[Path, typer.Option("--tape", metavar="FILE", help="The WARC file to write; .warc.gz is compressed")],
) -> None:
    """Write the pages that broke a source, as they came, to a tape: `monitor sources try NAME --replay FILE` reads it again."""
    settings = opening.settings()
    with opening.store(settings) as store:
        run, kept = store.ask(fetches.of_broken_run, name)
    if run is None:
        raise Stop(f"no page of {name} is kept: it never broke over one, or that is longer ago than MONITOR_KEEP_DAYS", FAILED)
    blobs = Blobs(settings.data / "blobs")
    exchanges = [exchange for fetch in kept if (exchange := _exchange(fetch, blobs.get(fetch.sha256))) is not None]
    try:
        tape.write(to, exchanges)
    except OSError as error:
        raise Stop(f"--tape {to}: {error.strerror}", FAILED) from error
    console.note(f"{to}: {len(exchanges)} pages of the run of {run.started_at:%Y-%m-%d %H:%M} UTC: {run.outcome}: {run.detail}")


def _exchange(fetch: Fetch, body: bytes | None) -> Exchange | None:
    if body is None:
        return None
    return Exchange(url=fetch.url, status=fetch.status, headers=tuple(fetch.headers.items()), body=body, at=fetch.fetched_at)
