"""One pass of the whole service over real recordings of three platforms: what is stored, found and told."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from corpus.recordings import ROOT, Report
from walk.inbox import inbox

from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings
from monitor.store.overview import overview
from sources import registry
from sources.errors import Outcome
from sources.source import Source

NOW = datetime(2025, 4, 8, 12, tzinfo=UTC)
MEETINGS = sorted((ROOT / "agendas" / "nyc_legislation").glob("*_20[0-9][0-9]-*.json"))
FILINGS = ROOT / "lobbying" / "lda_api" / "vendors_2013_2023_rebuilt.json"
RELEASES = sorted((ROOT / "procurement" / "ocds_release" / "uk_contracts_finder").glob("Release1*.json"))
ITEM = (
    "Title AgendaSequence MinutesSequence AgendaNumber AgendaNote MinutesNote ActionText MatterId MatterFile MatterName MatterAttachments"
)
API_NAMES = {"ID": "Id", "BodyID": "BodyId", "MatterID": "MatterId", "GUID": "Guid"}


def catalog() -> dict[str, Source[Any]]:
    """New York on Legistar, the register of lobbyists, and Contracts Finder; each long enough back for its recordings."""
    sources = [
        registry.build("legistar", {"client": "nyc"}, id="us-ny-new-york", title="New York City Council",
                       site="https://legistar.council.nyc.gov/Calendar.aspx", timezone="America/New_York", backfill="400d"),
        registry.build("lda", {}, id="us-all-lobbying", title="Lobbying disclosures", timezone="America/New_York", backfill="5000d"),
        registry.build("ocds", {"url": "https://www.contractsfinder.service.gov.uk/Search?from={from}", "step": "400d"},
                       id="gb-eng-contracts-finder", title="Contracts Finder", timezone="Europe/London", backfill="400d"),
    ]  # fmt: skip
    return {source.publisher.id: source for source in sources}


def as_api(fields: dict[str, Any], prefix: str) -> dict[str, Any]:
    """A row under the names that the API gives; the recordings hold the same values under shorter ones."""
    return {f"{prefix}{API_NAMES.get(name, name)}": value for name, value in fields.items() if name != "Items"}


def event(recorded: dict[str, Any]) -> dict[str, Any]:
    moment = datetime.fromisoformat(recorded["Date"])
    blank = dict.fromkeys(("EventComment", "EventMinutesFile", "EventAgendaFile"))
    return {**blank, **as_api(recorded, "Event"), "EventTime": f"{moment:%I:%M %p}"}


def items(recorded: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in recorded.get("Items") or []:
        yield {**dict.fromkeys(f"EventItem{name}" for name in ITEM.split()), **as_api(item, "EventItem")}


class Recorded(httpx.AsyncBaseTransport):
    """The three publishers. Documents were not recorded, so they are gone."""

    def __init__(self) -> None:
        self.meetings = {meeting["ID"]: meeting for meeting in map(_json, MEETINGS)}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answers = {
            "webapi.legistar.com": self._legistar,
            "lda.gov": lambda _: _json(FILINGS),
            "www.contractsfinder.service.gov.uk": lambda _: {"releases": [_json(file) for file in RELEASES]},
        }
        answer = None if "/Notice/" in request.url.path else answers.get(request.url.host)
        return httpx.Response(200, json=answer(request.url.path)) if answer else httpx.Response(404)

    def _legistar(self, path: str) -> object:
        if not path.endswith("/EventItems"):
            return [event(meeting) for meeting in self.meetings.values()]
        return list(items(self.meetings[int(path.split("/")[-2])]))


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8-sig"))


async def test_a_pass_over_three_platforms_stores_all_and_tells_of_what_is_still_to_come(tmp_path: Path, report: Report) -> None:
    with inbox() as letters:
        settings = Settings(data=tmp_path, config=tmp_path / "config", notify=letters.url)
        async with opened(settings, catalog=catalog(), transport=Recorded(), clock=lambda: NOW) as service:
            results = await poll_with(service, [], lambda _: None)
            seen = await service.database.ask(overview, NOW, 10_000)
    assert {result.source_id: (result.outcome, result.count.problems) for result in results} == dict.fromkeys(catalog(), (Outcome.OK, 0))
    window = [m for m in map(_json, MEETINGS) if "2024-03-04" <= m["Date"][:10] <= "2025-05-23"]
    listed = {"us-ny-new-york": len(window), "us-all-lobbying": 239, "gb-eng-contracts-finder": len(RELEASES)}
    assert {result.source_id: result.count.new for result in results} == listed
    assert seen.records == sum(listed.values())
    told = [message["message"] for message in letters.messages]
    hearing = next(text for text in told if "Committee on Public Safety" in text)
    assert "«facial recognition» technology and regular audits" in hearing
    assert "Int 0233-2024" in hearing or "LEGID=21536" in hearing
    assert all("10 April 2025" in text or "Deadline:" in text for text in told)  # the rest is past, and was stored in silence
    report(f"{seen.records} records, {len(seen.hits)} hits, {len(told)} alerts; pass over three platforms", {"poll": ""}, 1)
