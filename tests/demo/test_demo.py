"""The demo: after two passes a visitor has seen hits, alerts with their page, an agenda that was revised and a source that broke."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from demo import make as documents
from extract.pdf_file import of_texts

from monitor.demo import sites
from monitor.demo.answers import FILES
from monitor.demo.inbox import inbox
from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings
from monitor.store.overview import Overview, overview

START = datetime(2026, 11, 24, 22, tzinfo=UTC)
Shown = list[tuple[str, str]]


async def visit(folder: Path, shown: Shown, passes: int) -> Overview:
    """So many passes of the demo, and what its page shows then."""
    network = sites.network(START)
    with inbox(lambda title, text: shown.append((title, text))) as address:
        settings = Settings(data=folder, config=folder / "config", notify=address)
        for number in range(passes):
            now = START + number * timedelta(seconds=20)
            async with opened(settings, catalog=sites.catalog(), transport=network, clock=lambda now=now: now) as service:
                await poll_with(service, [], lambda _: None)
                seen = await service.database.ask(overview, now)
    return seen


async def test_the_first_pass_tells_of_a_meeting_with_the_page_of_its_document(tmp_path: Path) -> None:
    shown: Shown = []
    seen = await visit(tmp_path, shown, 1)
    text = next(text for title, text in shown if "Public Safety Committee" in title)
    assert "902-agenda.pdf#page=2" in text
    assert "agreement.pdf#page=3" in text
    assert "iris scanners" not in "".join(text for _, text in shown)  # that meeting is over
    assert any("iris scanners" in hit.passage for hit in seen.hits)
    assert [source.id for source in seen.unhealthy] == []


async def test_later_passes_tell_of_the_new_item_and_of_the_source_that_broke(tmp_path: Path) -> None:
    shown: Shown = []
    await visit(tmp_path, shown, 1)
    first = list(shown)
    shown.clear()
    seen = await visit(tmp_path / "again", shown, 4)
    news = [message for message in shown if message[0] not in {title for title, _ in first}]
    assert len(news) == 3
    assert any("income USD 50,000.00" in text for _, text in news)
    assert any("license plate readers in item 5" in title for title, _ in news)
    assert any(title == "Brookfield County Board of Supervisors answers in a form that we do not know" for title, _ in news)
    assert [source.id for source in seen.unhealthy] == ["us-zz-brookfield-county"]


@pytest.mark.parametrize(
    ("name", "pages"), [("agenda", documents.AGENDA), ("revised-agenda", documents.REVISED), ("agreement", documents.AGREEMENT)]
)
def test_the_documents_are_those_that_the_script_writes(name: str, pages: tuple[str, ...]) -> None:
    assert (FILES / f"{name}.pdf").read_bytes() == of_texts(*pages)
