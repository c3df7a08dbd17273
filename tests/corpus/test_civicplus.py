"""Real agenda centers of CivicPlus, read as their manifest says they must be."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from corpus import served
from corpus.recordings import Recording, Report, recordings

from sources.errors import Moved
from sources.model import Record

SEARCH = b'<html><body><div id="AgendaCenterContent">No results found in All categories</div></body></html>'
AGENDA = b'<html><body><div id="divItems"></div></body></html>'  # none was recorded
AT = datetime(2023, 1, 1, tzinfo=UTC)


async def meetings(recording: Recording) -> list[Record]:
    """A list is read after a search that finds nothing; a search or a category as what the search finds."""
    center = served.source("civicplus", {"host": "recorded.example"})
    if recording.kind == "agendacenter":
        return await served.read(center, Listed(recording), now=AT)
    return await served.read(center, lambda request: AGENDA if "/ViewFile/" in request.url.path else whole(recording), now=AT)


class Listed(served.Served):
    """The list, whose other years are left as they are: each is answered with an empty category."""

    def __init__(self, recording: Recording) -> None:
        super().__init__(lambda _: b"")
        self.recording = recording

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(200, html='<span id="section1"><table></table></span>')
        if "/ViewFile/" in request.url.path:
            return httpx.Response(200, content=AGENDA)
        return httpx.Response(200, content=SEARCH if "/Search/" in request.url.path else self.recording.path.read_bytes())


class Redirecting(served.Served):
    """A site that has a host of its own."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": f"https://www.cityofcolumbuswi.com{request.url.path}"})


def whole(recording: Recording) -> bytes:
    """A fragment is put into a page."""
    body = recording.path.read_bytes()
    return body if b"</html" in body else b"<html><body>" + body + b"</body></html>"


def of_meetings(records: list[Record]) -> dict[str, Any]:
    """What the manifest says of a page, where it has meetings."""
    links = [link for record in records for link in record.links]
    return {
        "rows": len(records),
        "distinct_meeting_ids": len({record.key for record in records}),
        "documents": len(links),
        "by_type": dict(Counter(kind(link.url) for link in links)),
        "min_date": str(min(map(served.day, records))),
        "max_date": str(max(map(served.day, records))),
        "first_id": records[0].url.rpartition("#")[2],
        "last_id": records[-1].url.rpartition("#")[2],
    }


def kind(url: str) -> str:
    """ "Agenda ?packet=true", as the manifest writes it."""
    path, sign, query = url.partition("?")
    return path.partition("/ViewFile/")[2].partition("/")[0] + (f" {sign}{query}" if query else "")


async def differences(recording: Recording) -> str:
    if recording.kind == "redirect":
        return await of_redirect()
    if recording.expected["rows"] == 0:
        return await of_nothing(recording)
    return served.compared(recording.expected, of_meetings(await meetings(recording)))


async def of_redirect() -> str:
    with pytest.raises(Moved, match=r"www\.cityofcolumbuswi\.com"):
        await served.read(served.source("civicplus", {"host": "wi-columbus.civicplus.com"}), Redirecting(lambda _: b""), now=AT)
    return ""


async def of_nothing(recording: Recording) -> str:
    """A search without results is believed where the list has agendas of other days."""
    full = next(each for each in recordings("agendas", "civicplus") if each.path.name.startswith("liberal_ks_agendacenter"))

    def answer(request: httpx.Request) -> bytes:
        return (recording if "/Search/" in request.url.path else full).path.read_bytes()

    later = datetime(2024, 6, 1, tzinfo=UTC)
    found = await served.read(served.source("civicplus", {"host": "recorded.example"}), answer, now=later, since=later)
    return f"{len(found)} meetings" if found else ""


async def test_recorded_agenda_centers_are_read_as_expected(report: Report) -> None:
    reasons = {each.file: await differences(each) for each in recordings("agendas", "civicplus")}
    report("CivicPlus agenda centers", reasons, 13)
