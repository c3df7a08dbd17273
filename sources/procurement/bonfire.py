"""Bonfire (Euna): the open opportunities of a buyer's portal, from its feed or from the list behind its page."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from urllib.parse import SplitResult

from sources.errors import Inconclusive, LayoutChanged
from sources.model import Kind, Party, Record, Role, Stage, Unchanged
from sources.procurement.bonfire_opportunity import Opportunity, fed, listed, readable
from sources.procurement.fields import Fields
from sources.source import Known, Source
from sources.web import Web


@dataclass(frozen=True, kw_only=True)
class Bonfire(Source[Opportunity | Fields]):
    """The open projects of one organisation; `tenant` is the name in https://TENANT.bonfirehub.com.

    Its robots.txt forbids everything, and the client obeys; `robots: false` is for an operator to whom the buyer gave leave.
    Projects have pages behind a challenge and files behind a login, neither of which is asked for.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=400)
    """Both lists are always whole."""
    pace: ClassVar[float] = 10.0

    tenant: str
    read_from: Literal["feed", "list"] = "feed"
    robots: bool = True

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
            row = listed(row)
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
        return [fed(entry, self.publisher.timezone) for entry in entries]

    async def _list(self, web: Web) -> Sequence[Opportunity | Fields]:
        """The list as JSON: projects by their id, or an empty array where there are none (PHP)."""
        url = f"https://{self.tenant}.bonfirehub.com/PublicPortal/getOpenPublicOpportunitiesSectionData"
        answer = await web.json(url, shape=dict)
        payload = answer.get("payload")
        projects = payload.get("projects") if isinstance(payload, dict) and answer.get("success") else None
        if not isinstance(projects, dict) and projects != []:
            raise LayoutChanged(f"no projects, but {', '.join(sorted(answer)[:8]) or 'nothing'}", url=url)
        return [readable(each) for each in (projects.values() if isinstance(projects, dict) else ())]
