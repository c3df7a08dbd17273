"""The Australian Government's register of lobbyists, through the interface of its pages: https://lobbyists.ag.gov.au/."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sources.errors import Gone, Inconclusive, LayoutChanged
from sources.model import Kind, Part, Party, Record, Role, Stage, Unchanged
from sources.page import Page
from sources.paged import Fields
from sources.source import Known, Source
from sources.web import Web

API = "https://api.lobbyists.ag.gov.au"
SHOWN = "https://lobbyists.ag.gov.au/register/view-organisation?id={}"
WANTED = ("summary", "clients", "lobbyists")


@dataclass(frozen=True, kw_only=True)
class Australia(Source[Fields]):
    """The firms that are registered, 360, each with its clients and lobbyists of today: one question for each.

    A client that comes is a part that comes. Sums are not told. The interface is that of the register's own pages, not
    documented, and may change.
    """

    kind = Kind.FILING
    pace: ClassVar[float] = 1.0

    @property
    def hosts(self) -> frozenset[str]:
        """The interface."""
        return frozenset({"api.lobbyists.ag.gov.au"})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged, None]:  # noqa: ARG002  # no marks
        """The profiles of all firms on the list. One that was taken back meanwhile is passed over."""
        page = await web.get(f"{API}/statistics/lobbyists", headers={"Accept": "application/json"})
        ids = await asyncio.to_thread(_ids, page)
        if not ids:
            raise Inconclusive("a register without a lobbyist", url=page.url)
        for id_ in ids:
            try:
                profile = await web.get(f"{API}/search/organisations/{id_}/profile", headers={"Accept": "application/json"})
            except Gone:
                continue
            yield await asyncio.to_thread(_profile, profile)

    def read(self, row: Fields) -> Record:
        """One firm. Who was struck off is left out."""
        firm = row["summary"]
        name = " ".join(firm["displayName"].split())
        clients = [each for each in row["clients"] if not each.get("dateDeregistered")]
        number = "".join((firm.get("abn") or "").split())
        ids = (("au-lobbyists", firm["id"]), *((("abn", number),) if number else ()))
        return Record(
            key=firm["id"],
            kind=Kind.FILING,
            title=name,
            url=SHOWN.format(firm["id"]),
            stage=Stage.TERMINATION if firm.get("isDeregistered") else Stage.REGISTRATION,
            type="Lobbyist organisation",
            language="en",
            published=date.fromisoformat(firm["registeredOn"][:10]) if firm.get("registeredOn") else None,
            parts=tuple(_parts(clients)),
            parties=(Party(name=name, role=Role.REGISTRANT, ids=ids, note=firm.get("tradingName") or ""), *_people(row, clients)),
        )


def _ids(page: Page) -> list[str]:
    try:
        return [str(each["organisationId"]) for each in page.json(dict)["data"]]
    except (LookupError, TypeError) as error:
        raise LayoutChanged("no list of organisations", url=page.url) from error


def _profile(page: Page) -> Fields:
    profile: dict[str, Any] = page.json(dict)
    if not profile.keys() >= set(WANTED):
        raise LayoutChanged(f"no profile: it has {', '.join(sorted(profile))[:200] or 'nothing'}", url=page.url)
    return profile


def _parts(clients: list[Fields]) -> Iterator[Part]:
    """The clients, each once; they have no ids."""
    found = {" ".join(each["displayName"].split()): each for each in clients}
    for name, each in sorted(found.items()):
        yield Part(key=name.casefold(), title=f"Client: {name}", text=(each.get("clientNotes") or "").strip())


def _people(row: Fields, clients: list[Fields]) -> Iterator[Party]:
    for each in sorted(clients, key=lambda client: str(client["displayName"])):
        number = "".join((each.get("abn") or "").split())
        yield Party(name=" ".join(each["displayName"].split()), role=Role.CLIENT, ids=(("abn", number),) if number else ())
    for each in sorted(row["lobbyists"], key=lambda person: str(person["displayName"])):
        if not each.get("dateDeregistered"):
            office = each.get("previousPosition") or each.get("previousPositionOther") or ""
            yield Party(name=" ".join(each["displayName"].split()), role=Role.LOBBYIST, note=office.strip())
