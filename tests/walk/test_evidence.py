"""What was fetched is kept: on both databases, from the poll to the file that holds the evidence of a hit."""

import asyncio
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from walk.conftest import SOURCE, Monitor
from walk.town import FACE, agenda_pdf

from monitor.evidence import Blobs

KEPT = "SELECT f.status, b.state, b.size, f.sha256 FROM fetches f JOIN blobs b ON b.sha256 = f.sha256 WHERE {} ORDER BY f.id"
DOCUMENTS, LISTINGS = KEPT.format("f.document_id IS NOT NULL"), KEPT.format("f.run_id IS NOT NULL")


def blobs(monitor: Monitor) -> Blobs:
    return Blobs(monitor.settings.data / "blobs")


async def said(monitor: Monitor, monkeypatch: pytest.MonkeyPatch, *command: str) -> "subprocess.CompletedProcess[str]":
    """What a command of the monitor prints."""
    monkeypatch.setenv("MONITOR_DATA", str(monitor.settings.data))
    monkeypatch.setenv("MONITOR_CONFIG", str(monitor.settings.config))
    monkeypatch.setenv("MONITOR_DATABASE", monitor.settings.database_url)
    return await asyncio.to_thread(subprocess.run, (sys.executable, "-m", "monitor", *command), capture_output=True, text=True, check=False)


def agenda(monitor: Monitor) -> str:
    return urlsplit(str(monitor.town.meetings[4101]["EventAgendaFile"])).path


async def test_a_document_is_kept_with_its_hash_and_headers(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    ((status, state, size, name),) = monitor.rows(DOCUMENTS)
    body = monitor.town.files[agenda(monitor)]
    assert (status, state, size, blobs(monitor).get(name)) == (200, "kept", len(body), body)
    assert "application/pdf" in str(monitor.rows("SELECT headers FROM fetches")[0][0])


async def test_the_same_bytes_at_two_addresses_are_kept_once(monitor: Monitor) -> None:
    contract = agenda_pdf("The vendor shall provide iris recognition cameras")
    monitor.town.meet(4101, "Approve the contract", "Approve it again")
    monitor.town.attach(4101, 1, 701, "contract.pdf", contract)
    monitor.town.attach(4101, 2, 702, "copy.pdf", contract)
    await monitor.poll()
    assert len(monitor.rows(DOCUMENTS)) == 3
    assert len({name for *_, name in monitor.rows(DOCUMENTS)}) == 2


async def test_the_listing_is_kept_where_a_hit_stands_in_it_and_not_else(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    assert monitor.rows(LISTINGS) == []
    monitor.wait(hours=2)
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    kept = [blobs(monitor).get(name) or b"" for *_, name in monitor.rows(LISTINGS)]
    assert any(FACE.encode() in body for body in kept)


async def test_the_page_that_broke_a_run_is_kept_as_it_was_once(monitor: Monitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.town.weather = "redesigned"
    for _ in range(2):
        monitor.wait(hours=7)
        await monitor.poll()
    assert [b"Our new portal" in (blobs(monitor).get(name) or b"") for *_, name in monitor.rows(LISTINGS)] == [True]
    tape = tmp_path / "broken.warc"
    done = await said(monitor, monkeypatch, "sources", "broken", SOURCE, "--tape", str(tape))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Our new portal" in tape.read_text()
    assert "layout-changed" in done.stderr


async def test_bytes_without_hits_leave_after_their_time_and_their_text_and_hash_stay(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.wait(days=91)
    await monitor.poll()
    ((_, state, _, name),) = monitor.rows(DOCUMENTS)
    assert (state, blobs(monitor).has(name)) == ("gone", False)
    assert monitor.count("pages") == 2


async def test_bytes_with_hits_stay(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    for _ in range(5):
        monitor.wait(days=91)
        await monitor.poll()
    every = monitor.rows(DOCUMENTS) + monitor.rows(LISTINGS)
    assert {state for _, state, *_ in every} == {"kept"}
    assert all(blobs(monitor).has(name) for *_, name in every)


async def test_bytes_that_left_are_kept_again_when_they_are_fetched_again(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.wait(days=91)
    await monitor.poll()
    body = monitor.town.files[agenda(monitor)]
    monitor.town.meet(4102, "Roll call", day="2027-03-02")  # the same agenda
    await monitor.poll()
    states = {(state, blobs(monitor).get(name) == body) for _, state, _, name in monitor.rows(DOCUMENTS)}
    assert states == {("kept", True)}


async def test_a_disk_that_takes_nothing_costs_no_alert_and_the_operator_hears_of_it_once(monitor: Monitor) -> None:
    monitor.settings.data.mkdir(parents=True)
    (monitor.settings.data / "blobs").write_text("a file where a folder should be")
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    reports = [subject for subject in monitor.inbox.subjects if subject == "What is fetched is read, but not kept"]
    assert len(reports) == 1
    assert any("facial recognition" in subject for subject in monitor.inbox.subjects)
    assert {state for _, state, *_ in monitor.rows(DOCUMENTS)} == {"gone"}


async def test_a_file_that_no_row_knows_is_removed_a_day_later(monitor: Monitor) -> None:
    orphan = blobs(monitor).put(b"fetched, and then the power went")
    for path in (monitor.settings.data / "blobs").rglob("*"):
        os.utime(path, (0, 0))
    await monitor.poll()
    monitor.wait(days=1)
    await monitor.poll()
    assert not blobs(monitor).has(orphan)


async def test_a_file_whose_row_is_on_its_way_stays_whatever_the_clock_of_the_service_says(monitor: Monitor) -> None:
    await monitor.poll()
    fetched = blobs(monitor).put(b"fetched a moment ago")
    monitor.wait(days=11)
    await monitor.poll()
    assert blobs(monitor).has(fetched)


async def test_the_evidence_of_a_hit_is_exported_with_its_document_and_listing(
    monitor: Monitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    ((hit,), *_) = monitor.rows("SELECT id FROM hits WHERE document_id IS NOT NULL ORDER BY id")
    target = tmp_path / "evidence.wacz"
    done = await said(monitor, monkeypatch, "export", "evidence", str(hit), "--output", str(target))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    with zipfile.ZipFile(target) as archive:
        summary, index = archive.read("evidence/summary.md").decode(), archive.read("indexes/index.cdx").decode()
    assert "page 2" in summary
    assert "Springhaven City Council" in summary
    assert "4101_A_Agenda.pdf" in index
    assert "webapi.legistar.com" in index


async def test_addresses_of_documents_with_hits_are_handed_to_the_wayback_machine_once_where_that_is_wanted(monitor: Monitor) -> None:
    monitor.settings = monitor.settings.model_copy(update={"wayback": True})
    monitor.town.meet(4101, "Roll call", FACE)
    for _ in range(4):
        await monitor.poll()
        monitor.wait(hours=1)
    saved = [path for path in monitor.town.asked if path.startswith("/save/")]
    assert [path.rpartition("/")[2] for path in saved] == ["4101_A_Agenda.pdf"]
    assert monitor.town.asked[saved[0]] == 1
    assert [bool(kept) for (kept,) in monitor.rows("SELECT kept FROM submissions")] == [True]


async def test_nothing_is_handed_to_anybody_where_it_is_not_wanted(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    for _ in range(3):
        await monitor.poll()
        monitor.wait(hours=1)
    assert [path for path in monitor.town.asked if path.startswith("/save/")] == []
