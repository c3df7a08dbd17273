"""Files that people put into a folder, read as if they had been fetched: for publishers who refuse programs, and archives that are gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sources.errors import Blocked, Inconclusive, LayoutChanged
from sources.file import File, on_disk
from sources.web import Web


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


async def published(web: Web, catalog: str) -> date:
    """When the data set was changed last, by the portal that lists it (CKAN's package_show). Raises LayoutChanged for another answer."""
    page = await web.get(catalog)
    said = await asyncio.to_thread(page.json, dict)
    try:
        return date.fromisoformat(said["result"]["metadata_modified"][:10])
    except (LookupError, TypeError, ValueError) as error:
        raise LayoutChanged("no data set of CKAN", url=page.url) from error


def newest(changed: date | None, folder: Path, suffixes: tuple[str, ...], from_page: str) -> None:
    """Raises Inconclusive where the data set was changed after the newest file in the folder was put there."""
    ours = max(datetime.fromtimestamp(path.stat().st_mtime, UTC).date() for path in there(folder, suffixes))
    if changed and changed > ours:
        raise Inconclusive(f"an export of {changed} is there: download it from {from_page} into {folder}", url=from_page)
