"""What changed since last time: revisions of records and versions of documents, told and kept, on both databases."""

import asyncio
import json
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from walk.conftest import SOURCE, Monitor
from walk.town import FACE, PLATES, agenda_pdf

BIDS = "Contract with NEC for facial recognition, not to exceed {}"


def agenda(monitor: Monitor) -> str:
    return urlsplit(str(monitor.town.meetings[4101]["EventAgendaFile"])).path


def messages(monitor: Monitor) -> list[str]:
    return [message["message"] for message in monitor.inbox.messages]


async def said(monitor: Monitor, monkeypatch: pytest.MonkeyPatch, *command: str) -> str:
    """What `monitor records` prints of the meeting."""
    monkeypatch.setenv("MONITOR_DATA", str(monitor.settings.data))
    monkeypatch.setenv("MONITOR_CONFIG", str(monitor.settings.config))
    monkeypatch.setenv("MONITOR_DATABASE", monitor.settings.database_url)
    whole = (sys.executable, "-m", "monitor", "records", command[0], SOURCE, "4101", *command[1:])
    return (await asyncio.to_thread(subprocess.run, whole, capture_output=True, text=True, check=True)).stdout


async def history(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The changes, step by step."""
    lines = (await said(monitor, monkeypatch, "history", "--json")).splitlines()
    return [[change["text"] for change in json.loads(line)["changes"]] for line in lines]


async def test_an_amended_agenda_tells_what_appeared_and_what_went(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    monitor.wait(hours=2)
    monitor.town.meet(4101, "Roll call", PLATES)
    await monitor.poll()
    told = messages(monitor)[-1]
    assert "What changed since last time: " in told
    assert "in the meeting the term “license plate readers” appeared" in told
    assert "from the meeting the term “facial recognition” removed" in told
    first, *later = await history(monitor, monkeypatch)
    assert first == []
    assert f"item 2. {FACE} changed from “{FACE}” to “{PLATES}”" in later[0] or f"item 2. {PLATES} appeared: “{PLATES}”" in later[0]


async def test_a_sum_that_grew_is_told_from_one_to_the_other(monitor: Monitor) -> None:
    monitor.town.meet(4101, BIDS.format("$90,000"))
    await monitor.poll()
    monitor.wait(hours=2)
    monitor.town.meet(4101, BIDS.format("$1.2 million"))
    await monitor.poll()
    assert "changed from “$90,000” to “$1.2 million”" in messages(monitor)[-1]


async def test_a_file_that_was_replaced_at_its_address_says_what_is_new(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    assert messages(monitor) == []
    monitor.town.files[agenda(monitor)] = agenda_pdf("Roll call", FACE)
    monitor.wait(days=11)
    await monitor.poll()
    (told,) = messages(monitor)
    assert "the document Agenda replaced" in told
    assert "in the document Agenda the term “facial recognition” appeared" in told
    assert "page 2" in told
    assert monitor.count("contents") == 2  # what it said before is kept
    steps = await history(monitor, monkeypatch)
    assert steps[0] == []
    assert any("appeared: “Contract with NEC Corporation of America" in change for change in steps[1])


async def test_a_file_that_is_gone_is_part_of_the_history_once(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.town.files.clear()
    monitor.wait(days=11)
    for _ in range(2):
        await monitor.poll()
        monitor.wait(hours=7)
    assert (await history(monitor, monkeypatch))[1:] == [["the document Agenda at its address removed"]]


async def test_a_file_made_anew_for_every_visitor_is_stored_once_and_reported(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.wait(days=9, hours=13)
    for visitor in range(7):
        monitor.town.files[agenda(monitor)] = agenda_pdf("Roll call") + b"%% visitor %d\n" % visitor
        await monitor.poll()
        monitor.wait(hours=7)
    assert monitor.count("contents") == 1
    assert monitor.rows("SELECT count(DISTINCT sha256) FROM fetches WHERE document_id IS NOT NULL") == [(5,)]
    assert "A document of us-zz-springhaven is another one at every visit" in monitor.inbox.subjects


async def test_a_record_that_flaps_is_capped_and_reported_and_what_is_new_in_it_is_told(monitor: Monitor) -> None:
    for turn in range(9):
        monitor.town.meet(4101, "Roll call")
        monitor.town.meetings[4101]["EventLocation"] = f"Room {turn % 2}"
        await monitor.poll()
        monitor.wait(hours=1)
    assert monitor.count("revisions") == 6
    assert "Springhaven City Council: records that change at every poll" in monitor.inbox.subjects
    assert len([subject for subject in monitor.inbox.subjects if "change at every poll" in subject]) == 1
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    assert any("facial recognition" in told for told in messages(monitor))


async def test_a_record_is_shown_as_it_stood(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    monitor.wait(hours=2)
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    assert FACE in await said(monitor, monkeypatch, "show", "--revision", "1")
    assert FACE not in await said(monitor, monkeypatch, "show")
