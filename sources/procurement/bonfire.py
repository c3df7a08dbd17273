"""Bonfire (Euna): the open opportunities of a buyer's portal, from its feed or from the list behind its page."""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, ClassVar, Literal
from urllib.parse import SplitResult, urlsplit

from sources import clock, days
from sources.errors import Inconclusive, LayoutChanged
from sources.model import Kind, Party, Record, Role, Stage, Unchanged
from sources.procurement import marks
from sources.procurement.fields import Fields, line, text
from sources.source import Known, Source
from sources.web import Web

TITLE = re.compile(r"Reference #: *(?P<reference>.*?)\. *Name: *(?P<name>.+)", re.DOTALL)
CLOSES = re.compile(r"Project closes (?P<when>[A-Z][a-z]{2} \d{1,2}, \d{4}) *(?P<clock>\d{1,2}:\d{2} [AP]M)? *(?P<zone>[A-Z]{2,4})?")
HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AST": -4, "ADT": -3, "UTC": 0, "GMT": 0}
OPEN = "2"  # ProjectStatusID of all that portals list as open


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One project, whichever list it came from. `closes` is aware where its zone is known."""

    id: str
    name: str
    reference: str
    text: str = ""
    published: datetime | None = None
    closes: datetime | date | None = None
    open: bool = True

    @property
    def mark(self) -> str:
        """What changes where the project does."""
        return marks.of(self.name, self.reference, self.text, self.closes, self.open)


@dataclass(frozen=True, kw_only=True)
class Bonfire(Source[Opportunity | Fields]):
    """The open projects of one organisation; `tenant` is the name in https://TENANT.bonfirehub.com.

    Its robots.txt is said to forbid everything: the client asks, and a source here is switched on by an operator who may.
    Projects have pages behind a challenge and files behind a login, neither of which is asked for.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=400)
    """Both lists are always whole."""
    pace: ClassVar[float] = 10.0

    tenant: str
    read_from: Literal["feed", "list"] = "feed"

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """Any page of a portal."""
        tenant, _, domain = (url.hostname or "").partition(".")
        return {"tenant": tenant} if domain == "bonfirehub.com" and tenant not in ("", "www", "vendor") else None

    @property
    def hosts(self) -> frozenset[str]:
        """The portal."""
        return frozenset({f"{self.tenant}.bonfirehub.com"})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Opportunity | Fields | Unchanged, None]:  # noqa: ARG002
        """The open projects. An empty feed proves nothing; the list says that it succeeded."""
        for each in await (self._feed(web) if self.read_from == "feed" else self._list(web)):
            if isinstance(each, Opportunity) and known(each.id) == each.mark:
                yield Unchanged(key=each.id)
            else:
                yield each

    def read(self, row: Opportunity | Fields) -> Record:
        """The project. TypeError or ValueError where it has no id or no name, or is of another form."""
        if not isinstance(row, Opportunity):
            row = _project(row)
        if not row.id or not row.name:
            raise ValueError("a project without id or name")
        return Record(
            key=row.id,
            kind=Kind.NOTICE,
            title=row.name,
            url=f"https://{self.tenant}.bonfirehub.com/opportunities/{row.id}",
            text=row.text,
            thread=row.reference or row.id,
            mark=row.mark,
            stage=Stage.TENDER if row.open else None,
            published=row.published,
            deadline=row.closes,
            codes=(row.reference,) if row.reference else (),
            parties=(Party(name=self.publisher.title, role=Role.BUYER),),
        )

    async def _feed(self, web: Web) -> Sequence[Opportunity]:
        """The feed. Its items have no guid: the id is in their address."""
        page = await web.get(f"https://{self.tenant}.bonfirehub.com/opportunities/rss")
        entries = await asyncio.to_thread(page.feed)
        if not entries:
            raise Inconclusive("a feed without a single project", url=page.url)
        found = []
        for entry in entries:
            match, said = TITLE.match(entry.title), text(entry.summary)
            found.append(
                Opportunity(
                    id=urlsplit(entry.link).path.rstrip("/").rpartition("/")[2],
                    name=line(match["name"] if match else entry.title),
                    reference=line(match["reference"]) if match else "",
                    text=said,
                    published=entry.published,
                    closes=self._closes(said),
                )
            )
        return found

    async def _list(self, web: Web) -> Sequence[Opportunity | Fields]:
        """The list as JSON: projects by their id, or an empty array where there are none (PHP)."""
        url = f"https://{self.tenant}.bonfirehub.com/PublicPortal/getOpenPublicOpportunitiesSectionData"
        answer = await web.json(url, shape=dict)
        payload = answer.get("payload")
        projects = payload.get("projects") if isinstance(payload, dict) and answer.get("success") else None
        if not isinstance(projects, dict) and projects != []:
            raise LayoutChanged(f"no projects, but {', '.join(sorted(answer)[:8]) or 'nothing'}", url=url)
        return [_readable(each) for each in (projects.values() if isinstance(projects, dict) else ())]

    def _closes(self, said: str) -> datetime | date | None:
        """When it closes. Of a zone that is not known only the day is certain; without one, the time is the buyer's."""
        match = CLOSES.search(said)
        if match is None:
            return None
        zone = timezone(timedelta(hours=HOURS[match["zone"]])) if match["zone"] in HOURS else None
        day = days.read(match["when"])
        found = clock.starts(day, match["clock"] if zone or not match["zone"] else "", self.publisher.timezone)
        return found.replace(tzinfo=zone) if zone and isinstance(found, datetime) else found


def _readable(fields: Any) -> Opportunity | Fields:
    """The project; as it came where it is of another form, so that `read` rejects it by name."""
    try:
        return _project(fields)
    except (TypeError, ValueError):
        return fields  # type: ignore[no-any-return]


def _project(fields: Any) -> Opportunity:
    """A project of the list. `DateClose` is UTC: 14:00 there is 10:00 AM EDT in the feed of the same project."""
    if not isinstance(fields, dict):
        raise TypeError(f"a project of type {type(fields).__name__}")
    closes = line(fields.get("DateClose"))
    return Opportunity(
        id=line(fields.get("ProjectID")),
        name=line(fields.get("ProjectName")),
        reference=line(fields.get("ReferenceID")),
        closes=datetime.fromisoformat(closes).replace(tzinfo=UTC) if closes else None,
        open=line(fields.get("ProjectStatusID")) in (OPEN, ""),
    )
