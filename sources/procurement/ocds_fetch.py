"""One package of an OCDS publisher, with the releases that it only refers to."""

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urldefrag

from sources.errors import Refused
from sources.procurement.ocds_address import Listing
from sources.procurement.ocds_package import Ids, Package, package
from sources.web import Web

AS_JSON = {"Accept": "application/json"}
MOST_LINKED = 500  # files of linked releases of one package: each is a request of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Asks for packages as this publisher writes them."""

    web: Web
    listing: Listing
    ids: Ids
    may_lack: bool

    async def fetch(self, url: str) -> Package:
        """A package with its linked releases, which are asked for where the server gives nothing else of a process."""
        found = await self._ask(url)
        wanted: dict[str, set[str]] = {}
        for link in found.linked:
            place, fragment = urldefrag(link)
            wanted.setdefault(place, set()).add(fragment)
        if len(wanted) > MOST_LINKED:
            raise Refused(f"a package that refers to {len(wanted):,} other files", url=url)
        releases = list(found.releases)
        for place, fragments in wanted.items():
            linked = await self._ask(self.listing.following(url, place))
            releases += [each for each in linked.releases if "" in fragments or each.id in fragments]
        return replace(found, releases=tuple(releases))

    async def _ask(self, url: str) -> Package:
        page = await self.web.get(url, headers=AS_JSON)
        return await asyncio.to_thread(package, page, ids=self.ids, may_lack=self.may_lack)
