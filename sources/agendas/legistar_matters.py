"""Legistar (Granicus): the matters of a client, its legislation, with what was done about each and the files of it.

A matter is introduced weeks before it stands on an agenda. Its thread is the MatterId, which agenda items have too.
"""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from sources.agendas import meeting_words
from sources.agendas.answer import Fields
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.legistar_api import LegistarApi
from sources.agendas.legistar_record import attachments, utc
from sources.agendas.meeting_words import line, lines
from sources.errors import Gone
from sources.model import Kind, Part, Record
from sources.source import ODD
from sources.web import Web

Details = tuple[list[Fields], list[Fields]]
"""What was done about a matter, and its files."""


@dataclass(frozen=True, kw_only=True)
class LegistarMatters(LegistarApi, Calendar[Fields, Details]):
    """The matters that were changed in the window. One request lists them, two more read each that changed."""

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=7)
    rescan: ClassVar[timedelta | None] = None
    ahead: ClassVar[timedelta | None] = None

    def identity(self, event: Fields) -> tuple[str, str | None]:
        """MatterId and MatterRowVersion."""
        return str(event.get("MatterId")), event.get("MatterRowVersion")

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Fields, None]:
        """The matters. Some tenants ignore $filter, so that what was changed before the window is left out here."""
        first = since.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        changed = {"$filter": f"MatterLastModifiedUtc gt datetime'{first.isoformat()}'"}
        async with aclosing(self.every(web, "Matters", "MatterId", changed)) as matters:
            async for matter in matters:
                if _changed_since(matter, first):
                    yield matter

    async def agenda(self, web: Web, event: Fields) -> Details:
        """What was done about the matter, and its files."""
        key, _ = self.identity(event)
        return await self._of(web, key, "Histories"), await self._of(web, key, "Attachments")

    def read(self, row: Meeting[Fields, Details]) -> Record:
        """The matter; what was done about it are its parts, in the order of the days."""
        fields, key = row.event, str(row.event["MatterId"])
        histories, files = row.items or ([], [])
        file, name, said = line(fields["MatterFile"]), line(fields["MatterName"]), lines(fields["MatterTitle"])
        title = name or line(said) or file
        return Record(
            key=key,
            kind=Kind.NOTICE,
            title=f"{file}: {title}" if file and file != title else title,
            url=f"https://{self.client.lower()}.legistar.com/gateway.aspx?m=l&id={key}",
            text="\n\n".join(text for text in (said, lines(fields.get("MatterNotes"))) if text and line(text) != title),
            thread=key,
            mark=None if row.missed else fields.get("MatterRowVersion"),
            type=", ".join(filter(None, (line(fields["MatterTypeName"]), line(fields["MatterStatusName"])))),
            body=line(fields["MatterBodyName"]),
            published=_day(fields["MatterIntroDate"]),
            updated=utc(fields.get("MatterLastModifiedUtc")),
            codes=(file,) if file else (),
            parts=tuple(_parts(histories, key)),
            links=tuple(attachments(files, self.publisher.site)),
            withdrawn=bool(fields.get("MatterRestrictViewViaWeb")),
        )

    async def _of(self, web: Web, key: str, name: str) -> list[Fields]:
        try:
            return await self.ask(web, f"Matters/{key}/{name}", {})
        except Gone:
            return []


def _changed_since(fields: Fields, first: datetime) -> bool:
    try:
        return datetime.fromisoformat(fields["MatterLastModifiedUtc"]) >= first
    except ODD:
        return True  # so that read() rejects it by name


def _parts(histories: Sequence[Fields], thread: str) -> Iterator[Part]:
    """The steps, each once: the API repeats those that two meetings share."""
    once = {str(each["MatterHistoryId"]): each for each in histories}
    for key, step in sorted(once.items(), key=lambda item: (item[1]["MatterHistoryActionDate"] or "", item[0])):
        done, who, day = (
            line(step["MatterHistoryActionName"]),
            line(step["MatterHistoryActionBodyName"]),
            _day(step["MatterHistoryActionDate"]),
        )
        title = ", ".join(filter(None, (done, who)))
        if title:
            yield Part(
                key=key,
                title=meeting_words.title(title, day) if day else title,
                number=line(step.get("MatterHistoryAgendaNumber")),
                text=lines(step.get("MatterHistoryActionText")),
                thread=thread,
            )


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None
