"""Real answers of eSCRIBE, read as their manifest says they must be."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

import httpx
from corpus import served
from corpus.recordings import Recording, Report, recordings

from sources.model import Record

PAGE = b'<div class="AgendaItemContainer AgendaItem1"><div class="AgendaItemTitle">Call to Order</div></div>'


async def meetings(recording: Recording) -> list[Record]:
    def answer(request: httpx.Request) -> bytes:
        return recording.path.read_bytes() if request.method == "POST" else PAGE

    tenant = {"chula": "pub-chulavista", "haines": "pub-hainescity"}.get(recording.path.name.split("_")[0], "pub-recorded")
    return await served.read(served.source("escribe", {"tenant": tenant}), answer)


def of_meetings(recording: Recording, records: list[Record]) -> dict[str, Any]:
    """What the manifest says of a list; the type and the form of a document are looked up by its key."""
    events = json.loads(recording.path.read_bytes())["d"]
    kinds = {file["Url"]: f"{file['Type']} {file.get('Format')}" for event in events for file in event["MeetingDocumentLink"]}
    links = [link for record in records for link in record.links]
    return {
        "n": len(records),
        "documents": len(links),
        "by_type": dict(Counter(kind for url, kind in kinds.items() if any(link.url.endswith(url) for link in links))),
    }


async def differences(recording: Recording) -> str:
    records = await meetings(recording)
    first = recording.expected["first"]
    starts = datetime.strptime(first["StartDate"], "%Y/%m/%d %H:%M:%S").replace(second=0)  # noqa: DTZ007  # a local clock
    found = records[0].starts
    assert isinstance(found, datetime)
    assert (records[0].key, found.replace(tzinfo=None)) == (first["ID"], starts)
    return served.compared(recording.expected, of_meetings(recording, records))


async def test_recorded_meetings_are_read_as_expected(report: Report) -> None:
    reasons = {each.file: await differences(each) for each in recordings("agendas", "escribe")}
    report("eSCRIBE meetings", reasons, 3)
