"""Real answers of the Legistar Web API, read as their manifest says they must be."""

import json
import re
from collections import Counter
from contextlib import aclosing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from corpus.recordings import Pair, Recording, Report, pairs, recordings
from corpus.served import compared, read, source

from sources import registry
from sources.agendas.legistar import Legistar
from sources.errors import WrongTenant
from sources.model import LinkKind, Problem, Record, Unchanged
from sources.source import Batch, Known
from sources.web import Web

SINCE, NOW = datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
MATTERS = {"matters", "matter_histories"}
OF_A_MATTER = {"matter_histories": "/Histories", "matter_sponsors": "/Sponsors", "matter_indexes": "/Indexes"}
OTHERS = "bodies body_types matters matter_histories matter_indexes matter_sponsors matter_statuses peer_output"
NOT_MEETINGS = set(OTHERS.split())


class Served(httpx.AsyncBaseTransport):
    """The API, answering every list of meetings with one recording and every agenda with another."""

    def __init__(self, events: bytes, items: bytes = b"[]") -> None:
        self.events = events if events.lstrip().startswith(b"[") else b"[" + events + b"]"  # one meeting is asked for without a list
        self.items = items

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=self.items if request.url.path.endswith("/EventItems") else self.events)


def client(events: Path) -> str:
    """Whose the recording is, by its own addresses."""
    match = re.search(r"//([\w-]+)\.legistar1?\.com/", events.read_text(encoding="utf-8"))
    return match[1] if match else "recorded"


def served(events: Path, items: bytes) -> Served:
    return Served(events.read_bytes(), items)


async def run(events: Path, items: bytes = b"[]", known: Known = lambda _: None) -> Batch:
    source = registry.build(
        "legistar", {"client": client(events)}, timezone="America/New_York", site="https://recorded.legistar.com/Calendar.aspx"
    )
    web = Web(hosts=source.hosts, transport=served(events, items), now=lambda: NOW)
    async with aclosing(source.records(web, SINCE, known)) as batches:
        return [item async for batch in batches for item in batch]


async def meetings(events: Path, items: bytes = b"[]") -> list[Record]:
    found = await run(events, items)
    assert [item for item in found if not isinstance(item, Record)] == []
    return [item for item in found if isinstance(item, Record)]


def day(record: Record) -> date:
    return record.starts.date() if isinstance(record.starts, datetime) else record.starts or date.min


def clock(record: Record) -> str:
    return f"{record.starts:%I:%M %p}".lstrip("0") if isinstance(record.starts, datetime) else ""


def described(record: Record) -> dict[str, object]:
    return {"EventId": int(record.key), "EventDate": f"{day(record)}T00:00:00", "EventTime": clock(record), "EventBodyName": record.body}


def attached(records: list[Record], kind: LinkKind) -> int:
    return sum(any(link.kind is kind for link in record.links) for record in records)


def of_events(records: list[Record]) -> dict[str, Any]:
    """What the manifest says of a list of meetings, taken from the records."""
    return {
        "n": len(records),
        "distinct_EventId": len({record.key for record in records}),
        "first": described(records[0]),
        "last": described(records[-1]),
        "min_EventDate": f"{min(map(day, records))}T00:00:00",
        "max_EventDate": f"{max(map(day, records))}T00:00:00",
        "agenda_status": dict(Counter(record.type or "null" for record in records)),
        "with_EventAgendaFile": attached(records, LinkKind.AGENDA),
        "with_EventMinutesFile": attached(records, LinkKind.MINUTES),
        "blank_EventTime": sum(not isinstance(record.starts, datetime) for record in records),
    }


def of_items(records: list[Record]) -> dict[str, Any]:
    """What the manifest says of an agenda, taken from the record. That an item has no sequence shows in the order alone."""
    parts = [part for record in records for part in record.parts]
    return {
        "n": len(parts),
        "event_ids": [int(record.key) for record in records],
        "with_title": sum(bool(part.title) for part in parts),
        "with_matter": sum(part.thread is not None for part in parts),
        "attachments": sum(len(part.links) for part in parts),
    }


async def differences(recording: Recording) -> str:
    if recording.expected["record_type"] == "events":
        actual = of_events(await meetings(recording.path))
    else:
        event = recording.path.with_name(recording.path.name.replace("event_items", "event_detail"))
        actual = of_items(await meetings(event, recording.path.read_bytes()))
    compared = {key: (recording.expected[key], value) for key, value in actual.items() if recording.expected[key] != value}
    return "; ".join(f"{key} is {actual}, expected {expected}" for key, (expected, actual) in compared.items())


async def test_the_answer_of_another_client_is_named() -> None:
    (recording,) = (each for each in recordings("agendas", "legistar_api") if each.path.name == "nyc_events_snapshot_20250603T082045Z.json")
    site = "https://springhaven.legistar.com/Calendar.aspx"
    other = registry.build("legistar", {"client": "springhaven"}, timezone="America/Chicago", site=site)
    web = Web(hosts=other.hosts, transport=Served(recording.path.read_bytes()), now=lambda: NOW)
    with pytest.raises(WrongTenant, match="another tenant, nyc"):
        async with aclosing(other.records(web, SINCE, lambda _: None)) as batches:
            await anext(batches)


async def test_recorded_meetings_and_agendas_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("agendas", "legistar_api") if each.expected["record_type"] not in NOT_MEETINGS]
    reasons = {each.file: await differences(each) for each in ours}
    report("Legistar meetings and agendas", reasons, 11)


UNREAD = {
    "body_types": "words for the types of bodies, which are asked for by nothing that we tell",
    "matter_statuses": "words for the statuses of matters: each matter carries its own",
}


async def test_what_a_peer_made_of_meetings_is_what_we_make_of_them(report: Report, tmp_path: Path) -> None:
    reasons = {}
    for each in recordings("agendas", "legistar_api"):
        if each.expected["record_type"] == "peer_output":
            file = tmp_path / each.path.name
            file.write_text(json.dumps([rebuilt(row) for row in json.loads(each.path.read_bytes())]))
            ids = [int(record.key) for record in await meetings(file)]
            expected = {name: each.expected[name] for name in ("n", "first_id", "last_id")}
            reasons[each.file] = compared(expected, {"n": len(ids), "first_id": ids[0], "last_id": ids[-1]})
    report("Legistar meetings of a peer", reasons, 1)


def rebuilt(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of the API under their own names, of which the peer kept six."""
    said = {"Id": row["id"], "BodyName": row["body"], "Date": row["date"], "Time": row["time"], "Location": row["location"]}
    nothing = dict.fromkeys(("Comment", "InSiteURL", "MinutesFile", "AgendaStatusName"))
    return {f"Event{name}": value for name, value in {**said, **nothing, "AgendaFile": row["agenda_url"]}.items()}


async def test_recordings_that_hold_no_record_are_named_with_the_reason(report: Report) -> None:
    others = {each.file: UNREAD[kind] for each in recordings("agendas", "legistar_api") if (kind := each.expected["record_type"]) in UNREAD}
    assert {each.expected["record_type"] for each in recordings("agendas", "legistar_api")} - {"events", "eventitems"} == NOT_MEETINGS
    report("Legistar lists of words", others, 0)


async def test_the_bodies_of_a_client_are_read_as_expected(report: Report) -> None:
    (recording,) = (each for each in recordings("agendas", "legistar_api") if each.expected["record_type"] == "bodies")
    client = source("legistar", {"client": "recorded"})
    assert isinstance(client, Legistar)
    web = Web(hosts=client.hosts, transport=Served(recording.path.read_bytes()), now=lambda: NOW)
    ids = [body["BodyId"] for body in await client.bodies(web)]
    expected = {name: recording.expected[name] for name in ("n", "first_id", "last_id")}
    report("Legistar bodies", {recording.file: compared(expected, {"n": len(ids), "first_id": ids[0], "last_id": ids[-1]})}, 1)


async def test_who_brought_a_matter_in_and_what_it_is_filed_under_are_read_as_expected(report: Report) -> None:
    reasons = {}
    for each in recordings("agendas", "legistar_api"):
        if each.expected["record_type"] in ("matter_sponsors", "matter_indexes"):
            (record,) = await matters(each)
            rows = json.loads(each.path.read_bytes())
            names = [row.get("MatterSponsorName") or row.get("MatterIndexName") for row in rows]
            told = record.text.rpartition("Filed under: ")[2].split(", ")
            said = told if each.expected["record_type"] == "matter_indexes" else [party.name for party in record.parties]
            reasons[each.file] = compared(each.expected, {"n": len(said)}) or ("" if said == names else f"{said}, expected {names}")
    report("Legistar sponsors and indexes", reasons, 2)


async def came_and_changed(pair: Pair) -> str:
    """How what a second run finds differs from what is expected."""
    before = {record.key: record for record in await meetings(pair.before)}
    after = await run(pair.after, known=lambda key: before[key].mark if key in before else None)
    assert [item for item in after if isinstance(item, Problem)] == []
    anew = {item.key for item in after if isinstance(item, Record)}
    unchanged = {item.key for item in after if isinstance(item, Unchanged)}
    read_again = {record.key: record for record in await meetings(pair.after)}
    other = {key for key in before.keys() & read_again.keys() if before[key] != read_again[key]}
    compared = {
        "added": (pair.added, anew - before.keys()),
        "changed": (pair.changed, anew & before.keys()),
        "removed": (pair.removed, before.keys() - anew - unchanged),
        "changed in the record": (pair.changed, other),
    }
    wrong = {what: sets for what, sets in compared.items() if sets[0] != sets[1]}
    return "; ".join(f"{what} is {sorted(actual)}, expected {sorted(expected)}" for what, (expected, actual) in wrong.items())


async def test_what_came_went_and_changed_between_two_days_is_found_exactly(report: Report) -> None:
    reasons = {pair.name: await came_and_changed(pair) for pair in pairs("legistar_api")}
    report("Legistar pairs of days", reasons, 6)


async def matters(recording: Recording) -> list[Record]:
    """The matters of a recording, or the one whose steps, sponsors or indexes it holds; what else is asked for is not there."""
    name = OF_A_MATTER.get(recording.expected["record_type"], "")
    listed = recording.path.with_name("nyc_matter_detail_17071.json") if name else recording.path

    def answer(request: httpx.Request) -> bytes:
        if request.url.path.endswith("/Matters"):
            body = listed.read_bytes()
            return body if body.lstrip().startswith(b"[") else b"[" + body + b"]"
        return recording.path.read_bytes() if name and request.url.path.endswith(name) else b"[]"

    return await read(source("legistar_matters", {"client": "recorded", "indexes": True}), answer, since=SINCE)


def of_matters(recording: Recording, records: list[Record]) -> dict[str, Any]:
    """What the manifest says of matters, and of the steps of one: those that the API repeats are one."""
    if recording.expected["record_type"] == "matter_histories":
        ids = {row["MatterHistoryId"] for row in json.loads(recording.path.read_bytes())}
        return {"n": recording.expected["n"] if len(records[0].parts) == len(ids) else len(records[0].parts)}
    ends = (("first", records[0]), ("last", records[-1]))
    return {"n": len(records), **{place: {"MatterId": int(record.key), "MatterFile": record.codes[0]} for place, record in ends}}


async def test_recorded_matters_and_their_steps_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("agendas", "legistar_api") if each.expected["record_type"] in MATTERS]
    reasons = {}
    for each in ours:
        expected = {name: _known(value) for name, value in each.expected.items()}
        reasons[each.file] = compared(expected, of_matters(each, await matters(each)))
    report("Legistar matters and their steps", reasons, 4)


def _known(value: Any) -> Any:
    """Of the first and the last matter, its id and its file."""
    return {name: each for name, each in value.items() if name in ("MatterId", "MatterFile")} if isinstance(value, dict) else value
