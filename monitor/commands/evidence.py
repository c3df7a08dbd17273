"""`monitor export evidence HIT`: what was fetched for a hit, in a file that others can open and check."""

from dataclasses import replace
from pathlib import Path

from monitor.commands import console, opening
from monitor.commands.failures import Stop
from monitor.commands.tables import whole
from monitor.evidence import Blobs, wacz
from monitor.store.exhibits import exhibit


def write(hit: int, output: Path | None) -> None:
    """Write the WACZ file of this hit. Stops where there is no such hit, or the file cannot be written."""
    settings = opening.settings()
    with opening.store(settings) as store:
        found = store.ask(exhibit, hit)
    if found is None:
        raise Stop(f"no hit {hit}; `monitor export hits` and the pages show their numbers")
    blobs = Blobs(settings.data / "blobs")
    full = replace(found, copies=tuple(replace(copy, body=blobs.get(copy.sha256)) for copy in found.copies))
    target = output or Path(f"evidence-{hit}.wacz")
    with whole(target) as part:
        wacz.write(full, part, opening.now())
    missing = sum(copy.body is None for copy in full.copies)
    console.note(
        f"{target}: {len(full.copies) - missing} answers" + (f"; the bytes of {missing} more are no longer kept" if missing else "")
    )
