"""Legistar (Granicus): the matters of a client, its legislation, with what was done about each and the files of it.

A matter is introduced weeks before it stands on an agenda. Its thread is the MatterId, which agenda items have too: both are told
once, because `threads` names the source whose agendas they are.
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
from sources.model import Kind, Part, Party, Record, Role
from sources.source import ODD
from sources.web import Web


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What was done about a matter, its files, who brought it in, and what the clerk filed it under."""

    histories: Sequence[Fields] = ()
    files: Sequence[Fields] = ()
    sponsors: Sequence[Fields] = ()
    indexes: Sequence[Fields] = ()


@dataclass(frozen=True, kw_only=True)
class LegistarMatters(LegistarApi, Calendar[Fields, Details]):
    """The matters that were changed in the window. One request lists them, three more read each that changed.

    Who brought a matter in is what a reporter asks first, and worth a request. What it is filed under is empty with most
    clients: `indexes` asks for that too. `meetings` is the source of the same client's agendas.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=7)
    rescan: ClassVar[timedelta | None] = None
    ahead: ClassVar[timedelta | None] = None
    tells_tenant: ClassVar[bool] = True

    indexes: bool = False
    meetings: str = ""

    @property
    def threads(self) -> str:
        """The source of the agendas on which the matters stand: `us-ca-oakland` for `us-ca-oakland-matters`, unless said otherwise."""
        return self.meetings or self.publisher.id.removesuffix("-matters")

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
        """What belongs to the matter, each list by itself."""
        key, _ = self.identity(event)
        return Details(
            histories=await self._of(web, key, "Histories"),
            files=await self._of(web, key, "Attachments"),
            sponsors=await self._of(web, key, "Sponsors"),
            indexes=await self._of(web, key, "Indexes") if self.indexes else (),
        )

    def read(self, row: Meeting[Fields, Details]) -> Record:
        """The matter; what was done about it are its parts, in the order of the days."""
        fields, key = row.event, str(row.event["MatterId"])
        more = row.items or Details()
        file, name, said = line(fields["MatterFile"]), line(fields["MatterName"]), lines(fields["MatterTitle"])
        title = name or line(said) or file
        return Record(
            key=key,
            kind=Kind.NOTICE,
            title=f"File {file}. {title}" if file and file != title else title,  # a sentence: what follows is said by its item too
            url=f"https://{self.client.lower()}.legistar.com/gateway.aspx?m=l&id={key}",
            text="\n\n".join(
                text for text in (said, lines(fields.get("MatterNotes")), _filed(more.indexes)) if text and line(text) != title
            ),
            thread=key,
            mark=None if row.missed else fields.get("MatterRowVersion"),
            type=", ".join(filter(None, (line(fields["MatterTypeName"]), line(fields["MatterStatusName"])))),
            body=line(fields["MatterBodyName"]),
            published=_day(fields["MatterIntroDate"]),
            updated=utc(fields.get("MatterLastModifiedUtc")),
            codes=(file,) if file else (),
            parts=tuple(_parts(more.histories, key)),
            links=tuple(attachments(more.files, self.publisher.site)),
            parties=tuple(_sponsors(more.sponsors)),
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


def _sponsors(rows: Sequence[Fields]) -> Iterator[Party]:
    """Who brought it in, the first one first, each once: the API has them again for each version of the matter."""
    seen = set()
    for row in sorted(rows, key=lambda row: int(row["MatterSponsorSequence"])):
        name = line(row["MatterSponsorName"])
        if name and name not in seen:
            seen.add(name)
            yield Party(name=name, role=Role.SPONSOR, ids=(("legistar", str(row["MatterSponsorNameId"])),))


def _filed(rows: Sequence[Fields]) -> str:
    names = ", ".join(dict.fromkeys(line(row["MatterIndexName"]) for row in rows))
    return f"Filed under: {names}" if names else ""


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
