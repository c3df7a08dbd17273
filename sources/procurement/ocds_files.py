"""Packages too large for memory: zip archives of packages, one large package, or a line for each release."""

from collections.abc import Generator

from sources import json_stream
from sources.errors import LayoutChanged, SourceError, Unavailable
from sources.file import File
from sources.page import Page
from sources.procurement.ocds_json import tamed
from sources.procurement.ocds_package import Ids, Release, releases_of

CUT_OFF = ("premature EOF", "unclosed", "Incomplete")  # as ijson's parsers say it
MEMBERS = (".json", ".jsonl")


def releases(file: File, ids: Ids) -> Generator[Release, None, None]:
    """The releases of a file, one after the other, to be read off the event loop.

    Raises LayoutChanged for what is neither package nor lines, Unavailable for a file that is cut off, and as `zipped.streams` does.
    """
    page = Page(url=file.url, status=file.status, headers=file.headers, body=file.head, fetched_at=file.fetched_at)
    if not file.head.startswith(b"PK"):
        page.parsed("a package", lambda: None)  # nothing at all, or a page for signing in, is named so
    try:
        for _, stream in file.streams(MEMBERS):
            for given in json_stream.objects(stream, "releases", "records"):
                yield from releases_of(tamed(given), ids)
    except LookupError as error:
        raise page.unlike(str(error)) from error
    except ValueError as error:
        raise _named(error, file) from error


def _named(error: ValueError, file: File) -> SourceError:
    words = " ".join(str(error).split())
    if any(each in words for each in CUT_OFF):
        return Unavailable(f"cut off: {words}", url=file.url)
    return LayoutChanged(f"not the packages that we know: {words}", url=file.url)
