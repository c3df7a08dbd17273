"""Real answers of CivicClerk, read as their manifest says they must be."""

import json
import re
from collections import Counter
from datetime import datetime
from typing import Any

import httpx
from corpus import served
from corpus.recordings import Recording, Report, recordings

from sources.model import Record


def answer_of(events: bytes) -> served.Answer:
    return lambda request: events if request.url.path.endswith("/Events") else b'{"items": []}'


async def meetings(events: bytes) -> list[Record]:
    return await served.read(served.source("civicclerk", {"tenant": tenant(events)}), answer_of(events))


def tenant(events: bytes) -> str:
    """Whose the recording is, where it says so."""
    match = re.search(rb"//([\w-]+)\.(?:api|portal)\.civicclerk\.com", events)
    return match[1].decode() if match else "recorded"


def described(record: Record) -> dict[str, object]:
    clock = record.starts.replace(tzinfo=None).isoformat() if isinstance(record.starts, datetime) else ""
    return {"id": int(record.key), "startDateTime": f"{clock}Z", "name": record.title.rpartition(",")[0]}


def of_meetings(recording: Recording, records: list[Record]) -> dict[str, Any]:
    """What the manifest says of a list. The type of a file shows in its kind."""
    types = {
        str(file["fileId"]): file["type"] for event in json.loads(recording.path.read_bytes())["value"] for file in event["publishedFiles"]
    }
    return {
        "n": len(records),
        "first": described(records[0]),
        "last": described(records[-1]),
        "published_files": sum(len(record.links) for record in records),
        "by_type": dict(Counter(types[link.key or ""] for record in records for link in record.links)),
        "events_with_files": sum(bool(record.links) for record in records),
    }


async def differences(recording: Recording) -> str:
    if recording.expected["record_type"] == "civicclerk_events":
        return served.compared(recording.expected, of_meetings(recording, await meetings(recording.path.read_bytes())))
    records = await meetings(json.dumps({"value": rebuilt(recording)}).encode())
    return "" if len({record.key for record in records}) == recording.expected["n"] else f"{len(records)} meetings"


def rebuilt(recording: Recording) -> list[dict[str, Any]]:
    """A peer kept the files of the API as they were, and gave other names to what is around them."""
    return [
        {
            "id": row["meeting_id"],
            "eventName": row["meeting_name"],
            "startDateTime": f"{row['meeting_date'].replace(' ', 'T')}Z",
            "publishedFiles": row["assets"],
        }
        for row in json.loads(recording.path.read_bytes())
    ]


async def test_recorded_meetings_are_read_as_expected(report: Report) -> None:
    reasons = {each.file: await differences(each) for each in recordings("agendas", "civicclerk")}
    report("CivicClerk meetings", reasons, 2)


async def test_a_false_z_is_told_from_the_list_itself() -> None:
    (recording,) = (each for each in recordings("agendas", "civicclerk") if each.expected["record_type"] == "civicclerk_events")
    records = await meetings(recording.path.read_bytes())
    assert records[0].starts == datetime.fromisoformat("2026-04-15T17:00:00-04:00")
    assert httpx.URL(records[0].url).host == "southfultonga.portal.civicclerk.com"
