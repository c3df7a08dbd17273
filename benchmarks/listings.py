"""CPU per listing, new and unchanged, beside the bare parse of the same bytes by the library that does it.

    python benchmarks/listings.py [FOLDER]

FOLDER holds the recorded agendas (default: agendas in MONITOR_CORPUS or ../shared/corpus; without it nothing is measured). Each list
is read twice: once when nothing of it is known, with an agenda for each meeting that says nothing, and once when every meeting has the
mark it had: then no agenda is asked for and no record is made. An agenda that is amended without a sign in the list is asked for again
when its meeting is near; the clock of this run stands long after all of them. PrimeGov is asked for every year of the window, here for
41.
"""

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from selectolax.lexbor import LexborHTMLParser

from sources import registry
from sources.model import Record, Unchanged
from sources.web import Web

CORPUS = Path(os.environ.get("MONITOR_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus") / "agendas"
EVER, LATER = datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
NO_AGENDA = b"<html><body><form id='aspnetForm'>Agenda</form></body></html>"
PAGE = b'<div class="agenda-item" id="AgendaItem_1">Roll Call</div>'  # an agenda of PrimeGov
REPEATS = 5  # the best of them counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A recorded list, the platform that it is of, and where it is asked for."""

    platform: str
    options: dict[str, Any]
    file: str
    path: str
    bare: Callable[[str], object]
    agenda: bytes = NO_AGENDA


LISTINGS = (
    Listing(platform="legistar", options={"client": "r"}, file="legistar_api/nyc_events_snapshot_20250606T081916Z.json",
            path="/Events", bare=json.loads, agenda=b"[]"),
    Listing(platform="granicus", options={"tenant": "baldwinpark", "view": 10}, file="granicus/baldwinpark_view.html",
            path="ViewPublisher.php", bare=LexborHTMLParser),
    Listing(platform="granicus", options={"tenant": "lawa", "view": 4}, file="granicus/lawa_view.html",
            path="ViewPublisher.php", bare=LexborHTMLParser),
    Listing(platform="civicplus", options={"host": "r.example"}, file="civicplus/lascruces_search_20201109_1214.html",
            path="/Search/", bare=LexborHTMLParser),
    Listing(platform="civicclerk", options={"tenant": "r"}, file="civicclerk/south_fulton_ga_events.json",
            path="/Events", bare=json.loads, agenda=b'{"items": []}'),
    Listing(platform="primegov", options={"tenant": "r"}, file="primegov/clayton_county_ga_archived_2026.json",
            path="ListUpcomingMeetings", bare=json.loads, agenda=b'[]'),
)  # fmt: skip


class Site(httpx.AsyncBaseTransport):
    """Answers the list with the recording, and all else as if there were nothing."""

    def __init__(self, listing: Listing, body: bytes) -> None:
        self.listing = listing
        self.body = body
        self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if request.url.path.endswith(self.listing.path):
            return httpx.Response(200, content=self.body)
        page = (
            b'<div class="agenda-item" id="AgendaItem_1">Roll Call</div>' if "/Portal/Meeting" in request.url.path else self.listing.agenda
        )
        return httpx.Response(200, content=page)


def read(listing: Listing, body: bytes, marks: dict[str, str | None]) -> tuple[float, list[Record], int, int]:
    """Seconds of CPU, the records, how many were unchanged, and how many requests were sent."""
    source = registry.build(listing.platform, listing.options, timezone="America/New_York")
    site = Site(listing, body)

    async def run() -> list[object]:
        web = Web(hosts=source.hosts, transport=site, now=lambda: LATER)
        async with aclosing(source.records(web, EVER, marks.get)) as batches:
            return [item async for batch in batches for item in batch]

    begun = time.process_time()
    items = asyncio.run(run())
    return (
        time.process_time() - begun,
        [item for item in items if isinstance(item, Record)],
        sum(isinstance(item, Unchanged) for item in items),
        site.asked,
    )


def bare(listing: Listing, text: str) -> float:
    """Seconds of CPU of the library alone."""
    begun = time.process_time()
    listing.bare(text)
    return time.process_time() - begun


def main() -> None:
    """A line for each listing."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if not folder.is_dir():
        print(f"no recordings at {folder}: nothing is measured")
        return
    print(f"{'listing':44} {'kB':>6} {'meetings':>8} {'new':>9} {'unchanged':>10} {'bare parse':>10}   new/bare  same/bare  requests")
    for listing in LISTINGS:
        body = (folder / listing.file).read_bytes()
        text = re.sub(r"^\ufeff", "", body.decode("utf-8", "replace"))
        new = min((read(listing, body, {}) for _ in range(REPEATS)), key=lambda found: found[0])
        marks = {record.key: record.mark for record in new[1]}
        same = min((read(listing, body, marks) for _ in range(REPEATS)), key=lambda found: found[0])
        alone = min(bare(listing, text) for _ in range(REPEATS))
        times = f"{new[0] * 1000:6.0f} ms {same[0] * 1000:7.0f} ms {alone * 1000:7.1f} ms"
        ratios = f"{new[0] / alone:9.1f}× {same[0] / alone:9.1f}×  {new[3]:4} → {same[3]}"
        print(f"{listing.file:44.44} {len(body) / 1000:6.0f} {len(new[1]):8} {times} {ratios}  ({same[2]} unchanged)")


if __name__ == "__main__":
    main()
