"""The Legistar Web API, whatever is asked of it: pages of a list, and what its refusals mean. https://webapi.legistar.com/Help"""

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from itertools import count
from typing import ClassVar

from sources.agendas.answer import Fields
from sources.agendas.legistar_answer import decoded
from sources.errors import Blocked, FilterIgnored, Inconclusive, LayoutChanged, SourceError
from sources.web import Query, Web

HOST = "webapi.legistar.com"
AS_JSON = {"Accept": "application/json"}  # the default is XML
PAGE = 1000  # the most that $top may be: 2000 is answered with 400


@dataclass(frozen=True, kw_only=True)
class LegistarApi:
    """One client of the API. `token` is for those that answer nobody else."""

    whose: ClassVar[re.Pattern[str] | None] = re.compile(r"/(?P<client>[\w-]+)\.legistar1?\.com", re.IGNORECASE)
    client: str
    token: str | None = field(default=None, repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        """The API of all clients is one host."""
        return frozenset({HOST})

    async def every(self, web: Web, name: str, key: str, query: Query) -> AsyncGenerator[Fields, None]:
        """All rows of a list, page by page, each once, in the order of their key: rows move between pages while we read.

        Inconclusive where there are none, and never were any: [] is also what a client answers that has moved on.
        """
        seen: set[str] = set()
        start: object = None
        for skip in count(0, PAGE):
            rows = await self.ask(web, name, {**query, "$orderby": key, "$top": PAGE, "$skip": skip})
            if skip and rows and rows[0].get(key) == start:
                raise FilterIgnored(f"{self.client} ignores $skip: of its {name} only the first {PAGE} can be seen")
            for row in rows:
                if str(row.get(key)) not in seen:
                    yield row
                seen.add(str(row.get(key)))
            if len(rows) != PAGE:
                break
            start = rows[0].get(key)
        if not seen and not await self.ask(web, name, {"$orderby": f"{key} desc", "$top": 1}):
            raise Inconclusive(f"{self.client} lists no {name} at all, {await self._in_use(web)}")

    async def bodies(self, web: Web) -> list[Fields]:
        """The bodies that are active: what a client has even before it lists a meeting, and after it lists none any more."""
        rows = await self.ask(web, "Bodies", {"$filter": "BodyActiveFlag eq 1", "$orderby": "BodyId"})
        return [row for row in rows if str(row.get("BodyActiveFlag")) == "1"]

    async def _in_use(self, web: Web) -> str:
        try:
            bodies = await self.bodies(web)
        except SourceError:
            bodies = []
        if not bodies:
            return "nor a body: a new client, or one that was never in use"
        return f"though it has {len(bodies)} active bodies, {bodies[0].get('BodyName')!r} first: it publishes elsewhere now"

    async def ask(self, web: Web, path: str, query: Query) -> list[Fields]:
        """The rows of one answer."""
        secret = {"token": self.token} if self.token else None
        try:
            page = await web.get(f"https://{HOST}/v1/{self.client}/{path}", query, headers=AS_JSON, secret=secret)
        except SourceError as error:
            raise self._explained(error) from error
        return await asyncio.to_thread(decoded, page)

    def _explained(self, error: SourceError) -> SourceError:
        """What the API means by its answers 403, 400 and 500."""
        said = f"{error} {getattr(error, 'body', '')}"
        if isinstance(error, Blocked) and self.token is None:
            return Blocked(f"{self.client} may answer only with a token: set the option 'token', or disable it; {error}")
        if "LegistarConnectionString" in said:
            return LayoutChanged(f"Legistar has no client {self.client!r}: correct the option 'client'", url=error.url)
        if "setup in settings" in said or "set up in settings" in said:
            return LayoutChanged(f"the meetings of {self.client} are misconfigured at Legistar: read its InSite calendar", url=error.url)
        return error
