"""The meetings of the Board of Public Works of Maryland, each with its agenda and its summary: https://bpw.maryland.gov."""

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from sources import days
from sources.agendas import meeting_words
from sources.agendas.window import Window
from sources.errors import Inconclusive
from sources.model import Kind, Link, LinkKind, Record, Stage, Unchanged
from sources.page import Page
from sources.source import Known, Source
from sources.web import Web

YEAR = "https://bpw.maryland.gov/Pages/meetingDocuments_year.aspx"
FILES = "a[href*='MeetingDocs' i]"
NAME = re.compile(r"(\d{4})-([A-Za-z]{3,9})-(\d{1,2})-(Agenda|Summary)\b", re.IGNORECASE)
KINDS = {"agenda": LinkKind.AGENDA, "summary": LinkKind.MINUTES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting with its files; `day` is None for a file whose name does not say it."""

    day: date | None
    files: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class MarylandBpwMeetings(Source[Meeting]):
    """The meetings of the years that the window touches. A summary comes days after its meeting, under a name of its own."""

    kind = Kind.MEETING
    overlap: ClassVar[timedelta] = timedelta(days=60)

    @property
    def hosts(self) -> frozenset[str]:
        """The Board's website."""
        return frozenset({"bpw.maryland.gov"})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Meeting | Unchanged, None]:  # noqa: ARG002
        """The meetings since then. One request for each year lists them."""
        window, given = Window.of(since, web.now(), self.publisher.timezone), False
        for year in range(window.first.year, window.last.year + 1):
            page = await web.get(YEAR, {"year": year})
            for meeting in await asyncio.to_thread(_meetings, page):
                given = True
                if meeting.day is None or meeting.day in window:
                    yield meeting
        if not given:
            raise Inconclusive(f"no meeting at all since {window.first.year}", url=YEAR)

    def read(self, row: Meeting) -> Record:
        """The meeting. ValueError where its files do not say when it is."""
        if row.day is None:
            raise ValueError(f"{row.files[0].url} names no day")
        return Record(
            key=row.day.isoformat(),
            kind=Kind.MEETING,
            title=meeting_words.title(self.publisher.title, row.day),
            url=f"{YEAR}?year={row.day.year}",
            stage=Stage.SCHEDULED,
            body=self.publisher.title,
            language="en",
            starts=row.day,
            links=row.files,
        )


def _meetings(page: Page) -> list[Meeting]:
    """The meetings of a year. Their files are where the page says: their names follow no rule that one could build them by."""
    root = page.html()
    if "MeetingDocs" not in page.text and "meetingDocuments" not in page.text:
        raise page.unlike("neither files of meetings nor the list of years")
    found: dict[date, dict[str, Link]] = {}
    odd: list[Meeting] = []
    for each in root.all(FILES):
        url = each.link().replace(" ", "%20")
        name = unquote(urlsplit(url).path.rpartition("/")[2])
        match = NAME.match(name)
        day = days.find(f"{match[2]} {match[3]}, {match[1]}") if match else None
        kind = KINDS[match[4].lower()] if match else LinkKind.OTHER
        link = Link(url=url, title=each.text or name, kind=kind, key=name)
        if day is not None:
            found.setdefault(day, {}).setdefault(url, link)
        elif "agenda" in name.lower() or "summary" in name.lower():
            odd.append(Meeting(day=None, files=(link,)))
    return [*(Meeting(day=day, files=tuple(files.values())) for day, files in sorted(found.items())), *odd]
