"""What `monitor extract FILE` shows: one line per page, and in words what is missing."""

import json
from asyncio import to_thread
from collections.abc import Iterator
from pathlib import Path

from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor
from monitor.extract.reading import NONE
from monitor.model import Extraction

MEANING = {
    "crash": "the reader fell over it, or it asked for more memory than a worker may have",
    "empty": "it has no bytes",
    "encrypted": "it needs a password",
    "malformed": "it is damaged, or not what its first bytes say",
    "memory": "it asked for more memory than a worker may have",
    "not-a-document": "it is a web page, perhaps a login page, where a document was promised",
    "timeout": "it took longer than a document may",
    "too-large": "it has more pages or text than a document may; the rest was not read",
    "unsupported": "no reader knows this format",
}


async def read_file(path: Path, limits: Limits | None = None) -> Extraction:
    """What a worker makes of this file. Raises OSError where it cannot be opened."""
    body = await to_thread(_read, path, (limits or Limits()).body + 1)
    async with Extractor(workers=1, limits=limits) as extractor:
        return await extractor.extract(body, None, path.name)


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:  # a device or a pipe has no end
        return file.read(most)


def json_lines(extraction: Extraction) -> Iterator[str]:
    """One JSON object per page: {"page", "text", "method"}."""
    for page in extraction.pages:
        yield json.dumps({"page": page.number, "text": page.text, "method": page.method}, ensure_ascii=False)


def gaps(extraction: Extraction) -> tuple[str, ...]:
    """What could not be read, a sentence each. Silence about these pages is not an answer."""
    found = [f"page {page.number} was not recognised; it is a picture" for page in extraction.pages if page.method == NONE]
    missing = extraction.total_pages - len(extraction.pages)
    if missing > 0:
        found.append(f"{missing} of {extraction.total_pages} pages were not read")
    if extraction.error:
        found.append(f"{extraction.error}: {MEANING.get(extraction.error, 'it could not be read')}")
    return tuple(found)
