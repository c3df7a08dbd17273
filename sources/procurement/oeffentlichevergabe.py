"""Germany's service for public procurement, a zip of all notices for each day: https://www.oeffentlichevergabe.de."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, ClassVar, Literal

from sources.errors import Gone, Inconclusive, LayoutChanged, SourceError
from sources.file import File
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement import eforms, ocds_release
from sources.procurement.eforms_tree import bare
from sources.procurement.ocds_package import Release, package
from sources.source import Known, Source
from sources.web import Web

EXPORTS = "https://www.oeffentlichevergabe.de/api/notice-exports"
NOTICE = "https://www.oeffentlichevergabe.de/ui/de/search/details?noticeId={id}"
AS_ZIP = {"Accept": "application/zip"}  # what is asked for in other words is answered with 406
AT_ONCE = 200  # notices read in one thread hop
LATE = timedelta(days=4)  # a day without an export is asked for again so long; later it had none, as most Sundays have


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One member of the archive, read as far as its id: a release of OCDS, or the root of an eForms notice with local names."""

    key: str
    mark: str
    form: Any


@dataclass(frozen=True, kw_only=True)
class Oeffentlichevergabe(Source[Notice | SourceError]):
    """All notices of each day, those below the thresholds of the European Union too.

    In the form `eforms` they are as the buyers wrote them; `ocds` is made of that, and leaves out what OCDS has no place for.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = LATE
    pace: ClassVar[float] = 5.0

    form: Literal["eforms", "ocds"] = "eforms"

    @property
    def hosts(self) -> frozenset[str]:
        """The service."""
        return frozenset({"www.oeffentlichevergabe.de"})

    def read(self, row: Notice | SourceError) -> Record:
        """The notice. LookupError, TypeError or ValueError where it is of another form."""
        if isinstance(row, SourceError):
            raise ValueError(str(row))  # noqa: TRY004  # what is wrong is its content
        if isinstance(row.form, Release):
            return ocds_release.record(row.form, self.publisher, NOTICE)
        return eforms.record(row.form, url=NOTICE.format(id=row.key), key=row.key)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Notice | SourceError | Unchanged, None]:
        """The notices of every day from then to yesterday: that of today is not made yet."""
        zone, seen = self.publisher.timezone, set[str]()
        day, end = since.astimezone(zone).date(), web.now().astimezone(zone).date()
        there = 0
        while day < end:
            try:
                async with web.file(EXPORTS, self._query(day), headers=AS_ZIP) as file, aclosing(self._notices(file)) as notices:
                    there += 1
                    async for notice in notices:
                        if isinstance(notice, SourceError):
                            yield notice
                        elif notice.key not in seen:
                            seen.add(notice.key)
                            yield Unchanged(key=notice.key) if known(notice.key) == notice.mark else notice
            except Gone:
                pass  # no export for this day: the overlap asks for it again
            day += timedelta(days=1)
        if not there:
            raise Inconclusive(f"no export for any day since {since:%Y-%m-%d}", url=EXPORTS)

    def _query(self, day: date) -> dict[str, str | int]:
        return {"pubDay": day.isoformat(), "format": f"{self.form}.zip"}

    async def _notices(self, file: File) -> AsyncGenerator[Notice | SourceError, None]:
        """The notices of one archive, some at a time. An archive without any is not believed."""
        given = False
        with closing(self._members(file)) as members:
            while notices := await asyncio.to_thread(lambda: list(islice(members, AT_ONCE))):
                given = True
                for notice in notices:
                    yield notice
        if not given:
            raise Inconclusive("an archive without notices", url=file.url)

    def _members(self, file: File) -> Generator[Notice | SourceError, None, None]:
        for name, body in file.members(".xml" if self.form == "eforms" else ".json"):
            page = Page(url=f"{file.url}#{name[:80]}", status=file.status, headers={}, body=body, fetched_at=file.fetched_at)
            try:
                if self.form == "eforms":
                    yield _eforms(page)
                else:
                    yield from _ocds(page)
            except SourceError as error:  # one notice that is damaged keeps none of the others back
                yield error


def _eforms(page: Page) -> Notice:
    root = bare(page.xml())
    own = eforms.identity(root)
    if not own.notice:
        raise LayoutChanged("a notice without id", url=page.url)
    return Notice(key=f"{own.notice}-{own.version}", mark=own.mark or "", form=root)


def _ocds(page: Page) -> list[Notice]:
    return [Notice(key=each.key or page.url, mark=each.mark, form=each) for each in package(page).releases]
