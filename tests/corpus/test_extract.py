"""The recorded agendas in PDF, against what their manifest says of them."""

import csv
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.extract import Extractor, Limits
from monitor.model import Extraction

CORPUS = Path(os.environ.get("MONITOR_CORPUS", Path(__file__).parents[2].parent / "shared" / "corpus")) / "agendas"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the recordings are not here: {CORPUS} (set MONITOR_CORPUS)"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One row of the manifest. `contexts` are passages that hold a keyword."""

    file: str
    pages: int
    characters: int
    pages_without_text: int
    first_words: str
    contexts: tuple[str, ...]


def manifest() -> Iterator[Expected]:
    csv.field_size_limit(sys.maxsize)
    with (CORPUS / "MANIFEST.tsv").open(newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["file"].startswith("agenda_pdf/"):
                expected = json.loads(row["expected"])
                yield Expected(
                    file=row["file"],
                    pages=expected["pages"],
                    characters=expected["text_chars_min"],
                    pages_without_text=expected["pages_without_text"],
                    first_words=folded(expected["first_words"]),
                    contexts=tuple(folded(text) for texts in expected["contexts"].values() for text in texts),
                )


def folded(text: str) -> str:
    return " ".join(text.split())


def differences(expected: Expected, found: Extraction) -> Iterator[str]:
    """What is not as the manifest says, in words."""
    texts = [folded(page.text) for page in found.pages]
    gaps = sum(page.method == "none" for page in found.pages)
    if found.error:
        yield found.error
    if (len(texts), found.total_pages) != (expected.pages, expected.pages):
        yield f"{len(texts)} of {found.total_pages} pages, expected {expected.pages}"
    if sum(map(len, texts)) < expected.characters:
        yield f"{sum(map(len, texts))} characters, expected {expected.characters}"
    if gaps != expected.pages_without_text:
        yield f"{gaps} pages without text, expected {expected.pages_without_text}"
    if not " ".join(texts).strip().startswith(expected.first_words):
        yield f"begins {' '.join(texts)[:60]!r}"
    for context in expected.contexts:
        if not any(context in text for text in texts):
            yield f"on no page: {context!r}"


@pytest.fixture
async def extractor() -> AsyncIterator[Extractor]:
    async with Extractor(workers=1, limits=Limits(ocr_pages=0)) as extractor:
        yield extractor


async def test_every_recorded_agenda_is_read_as_its_manifest_says(extractor: Extractor, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(manifest())
    odd = {}
    for row in rows:
        if reasons := list(differences(row, await extractor.extract((CORPUS / row.file).read_bytes(), None))):
            odd[row.file] = reasons
    with capsys.disabled():
        print(f"\n{len(rows) - len(odd)} of {len(rows)} recorded agendas match", *(f"\n  {file}: {why}" for file, why in odd.items()))  # noqa: T201 -- the figure is asked for
    assert odd == {}
    assert len(rows) > 0
