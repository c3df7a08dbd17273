"""One package of an OCDS publisher, with the releases that it only refers to."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urldefrag

from sources.errors import Refused
from sources.procurement import ocds_files
from sources.procurement.ocds_address import Ask, Listing
from sources.procurement.ocds_package import Ids, Package, Release, package
from sources.web import Web

AS_JSON = {"Accept": "application/json"}
AS_ANY = {"Accept": "application/zip, application/json, */*;q=0.5"}
AT_ONCE = 200  # releases of a file that are read together in a thread
MOST_LINKED = 500  # files of linked releases of one package: each is a request of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Asks for packages as this publisher writes them."""

    web: Web
    listing: Listing
    ids: Ids
    may_lack: bool
    inside: str = ""

    async def fetch(self, asked: Ask) -> Package:
        """A package with its linked releases, which are asked for where the server gives nothing else of a process."""
        url = asked.url
        found = await self._ask(asked)
        wanted: dict[str, set[str]] = {}
        for link in found.linked:
            place, fragment = urldefrag(link)
            wanted.setdefault(place, set()).add(fragment)
        if len(wanted) > MOST_LINKED:
            raise Refused(f"a package that refers to {len(wanted):,} other files", url=url)
        releases = list(found.releases)
        for place, fragments in wanted.items():
            linked = await self._ask(Ask(url=self.listing.following(url, place)))
            releases += [each for each in linked.releases if "" in fragments or each.id in fragments]
        return replace(found, releases=tuple(releases))

    async def _ask(self, asked: Ask) -> Package:
        if asked.body is None:
            page = await self.web.get(asked.url, headers=AS_JSON)
        else:
            page = await self.web.post(asked.url, asked.body, headers=AS_JSON)
        return await asyncio.to_thread(package, page, ids=self.ids, may_lack=self.may_lack, inside=self.inside)

    async def stream(self, url: str) -> AsyncGenerator[Release, None]:
        """The releases of a file that is too large for memory, in some hundreds at a time."""
        async with self.web.file(url, headers=AS_ANY) as file:
            with closing(ocds_files.releases(file, self.ids)) as found:
                while batch := await asyncio.to_thread(lambda: list(islice(found, AT_ONCE))):
                    for release in batch:
                        yield release
