"""The recorded agendas in PDF, against what their manifest says of them, and their pages against pdftotext's."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest
from corpus.recordings import Recording, Report, recordings

from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor
from monitor.model import Extraction


def folded(text: str) -> str:
    return " ".join(text.split())


@cache
def by_poppler(file: Path) -> list[str]:
    """The pages as pdftotext reads them."""
    done = subprocess.run(["pdftotext", "-q", str(file), "-"], capture_output=True, check=True)  # noqa: S603, S607 -- our own recordings
    return [folded(page) for page in done.stdout.decode("utf-8", "replace").removesuffix("\f").split("\f")]


def differences(recording: Recording, found: Extraction) -> Iterator[str]:
    """What is not as the manifest says, in words."""
    expected = recording.expected
    texts = [folded(page.text) for page in found.pages]
    gaps = sum(page.method == "none" for page in found.pages)
    if found.error:
        yield found.error
    if (len(texts), found.total_pages) != (expected["pages"], expected["pages"]):
        yield f"{len(texts)} of {found.total_pages} pages, expected {expected['pages']}"
    if sum(map(len, texts)) < expected["text_chars_min"]:
        yield f"{sum(map(len, texts))} characters, expected {expected['text_chars_min']}"
    if gaps != expected["pages_without_text"]:
        yield f"{gaps} pages without text, expected {expected['pages_without_text']}"
    if not " ".join(texts).strip().startswith(folded(expected["first_words"])):
        yield f"begins {' '.join(texts)[:60]!r}"
    for passages in expected["contexts"].values():
        yield from (misplaced for passage in passages if (misplaced := _misplaced(recording, folded(passage), texts)))


def _misplaced(recording: Recording, passage: str, texts: list[str]) -> str:
    """How the pages with this passage differ from those on which pdftotext, where it is installed, has it; "" where they do not."""
    ours = [number for number, text in enumerate(texts, start=1) if passage in text]
    if not ours:
        return f"on no page: {passage!r}"
    if not shutil.which("pdftotext"):
        return ""
    theirs = [number for number, text in enumerate(by_poppler(recording.path), start=1) if passage in text]
    return f"on pages {ours}, for pdftotext on {theirs}: {passage!r}" if theirs and ours != theirs else ""


@pytest.fixture
async def extractor() -> AsyncIterator[Extractor]:
    async with Extractor(workers=1, limits=Limits(ocr_pages=0)) as extractor:
        yield extractor


async def test_every_recorded_agenda_is_read_as_its_manifest_says(extractor: Extractor, report: Report) -> None:
    reasons = {}
    for recording in recordings("agendas", "agenda_pdf"):
        found = await extractor.extract(recording.path.read_bytes(), None)
        reasons[recording.file] = "; ".join(differences(recording, found))
    report("agendas in PDF", reasons, 19)


async def test_the_texts_of_agendas_that_a_peer_kept_hold_what_their_manifest_says(extractor: Extractor, report: Report) -> None:
    reasons = {}
    for recording in recordings("agendas", "iqm2"):
        if recording.expected["record_type"] == "text":
            found = await extractor.extract(recording.path.read_bytes(), "text/plain", recording.path.name)
            text = folded(" ".join(page.text for page in found.pages))
            asked = [folded(passage) for passages in recording.expected["contexts"].values() for passage in passages]
            lost = [passage for passage in asked if passage not in text]
            whole = len(text) >= len(folded(recording.path.read_text(encoding="utf-8")))
            reasons[recording.file] = f"lost: {lost}" if lost else "" if whole else f"{len(text)} characters"
    report("agendas in text", reasons, 4)
