"""Files that people put into a folder, read as if they had been fetched: for publishers who refuse programs, and archives that are gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sources.errors import Blocked
from sources.file import File, on_disk


def there(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The files of these kinds in the folder, the newest first; what a browser is still writing has another name."""
    found = [path for path in folder.glob("*") if path.suffix.lower() in suffixes and path.is_file()]
    return sorted(found, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)


def addresses(folder: Path, suffixes: tuple[str, ...], from_page: str) -> list[str]:
    """Their addresses on this machine. Raises Blocked where there are none, since only people can get them."""
    if not (found := there(folder, suffixes)):
        raise Blocked(f"no export in {folder}: download one from {from_page} and put it there", url=from_page)
    return [path.absolute().as_uri() for path in found]


@asynccontextmanager
async def opened(address: str, now: datetime, limit: int) -> AsyncIterator[File]:
    """One of them, while it is read."""
    with on_disk(Path(url2pathname(urlsplit(address).path)), now, limit) as file:
        yield file
