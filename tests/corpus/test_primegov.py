"""Real answers of PrimeGov, read as their manifest says they must be."""

from collections import Counter
from typing import Any

import httpx
from corpus import served
from corpus.recordings import Recording, Report, recordings

from sources.model import LinkKind, Record, Stage

PAGE = b'<html><body><div class="agenda-item" id="AgendaItem_1">Roll Call</div></body></html>'


async def meetings(recording: Recording) -> list[Record]:
    def answer(request: httpx.Request) -> bytes:
        if request.url.path.endswith("ListUpcomingMeetings"):
            return recording.path.read_bytes()
        return PAGE if request.url.path.endswith("/Portal/Meeting") else b"[]"

    return await served.read(served.source("primegov", {"tenant": "recorded"}), answer)


def of_meetings(records: list[Record]) -> dict[str, Any]:
    """What the manifest says of a list; of a template, name and output, and so of each document."""
    links = [link for record in records for link in record.links]
    return {
        "n": len(records),
        "ids": [int(record.key) for record in records],
        "first": described(records[0]),
        "last": described(records[-1]),
        "documents": len(links),
        "by_template": dict(Counter(f"{link.title}/{(link.key or '').rpartition('-')[2]}" for link in links)),
        "cancelled_by_title_or_template": sum(record.stage is Stage.CANCELLED for record in records),
    }


def described(record: Record) -> dict[str, object]:
    return {"id": int(record.key), "dateTime": f"{record.starts:%Y-%m-%dT%H:%M:%S}", "title": record.body}


async def test_recorded_meetings_are_read_as_expected(report: Report) -> None:
    reasons = {each.file: served.compared(each.expected, of_meetings(await meetings(each))) for each in recordings("agendas", "primegov")}
    report("PrimeGov meetings", reasons, 2)


async def test_every_meeting_with_an_agenda_that_is_a_page_has_its_items() -> None:
    for recording in recordings("agendas", "primegov"):
        for record in await meetings(recording):
            pages = [link for link in record.links if link.kind is LinkKind.AGENDA and (link.key or "").endswith("-3")]
            assert bool(record.parts) == bool(pages), record.key
