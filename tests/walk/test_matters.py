"""A matter, and the agenda on which it stands: two sources of one city, and one story."""

from dataclasses import dataclass, field, replace

import httpx
from tapes.legistar_matters.make import attachment, matter
from walk.conftest import SOURCE, Monitor
from walk.town import FACE, Town, agenda_pdf

from sources import registry

MATTERS = f"{SOURCE}-matters"
NUMBER = 23011
CONTRACT = "springhaven/attachments/contract.pdf"


@dataclass(kw_only=True)
class City:
    """The town's site, with its legislation."""

    town: Town
    listed: list[object] = field(default_factory=list)

    def transport(self) -> httpx.MockTransport:
        """The site, in place of the network."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/Matters"):
            return httpx.Response(200, json=[matter(11001, "26-0001", "Budget", "Budget"), *self.listed])
        if "/Matters/" in path:
            files = [{**attachment(700, "Contract"), "MatterAttachmentHyperlink": f"https://springhaven.legistar1.com/{CONTRACT}"}]
            return httpx.Response(200, json=files if path.endswith("/Attachments") else [])
        return self.town.answer(request)


def city(monitor: Monitor) -> Monitor:
    """The monitor with both sources of the city, on whose agenda the matter stands."""
    town = monitor.town
    town.meet(4101, "Roll call", FACE, matters=(None, NUMBER))
    town.files[f"/{CONTRACT}"] = agenda_pdf("The vendor shall provide iris recognition cameras")
    given = {
        "id": MATTERS,
        "title": "Legislation of Springhaven",
        "site": "https://springhaven.legistar.com/Legislation.aspx",
        "division": "ocd-division/country:us/state:zz/place:springhaven",
        "timezone": "America/Chicago",
    }
    both = {**monitor.sources, MATTERS: registry.build("legistar_matters", {"client": "springhaven"}, **given)}
    return replace(monitor, town=City(town=town), sources=both)  # type: ignore[arg-type]  # what publishes


def quotes(message: str) -> bool:
    """Whether the contract is a passage of the message, whichever of its terms is marked, and not only the title of the record."""
    return any("«" in line and line.replace("«", "").replace("»", "").endswith(FACE) for line in message.splitlines())


async def told(monitor: Monitor, *order: str) -> list[str]:
    """The messages after a matter came in at a city that was known, whose sources were polled in this order, and again a day later."""
    monitor = city(monitor)
    await monitor.poll(MATTERS)
    monitor.wait(hours=7)
    came = matter(NUMBER, "26-0871", None, FACE, LastModifiedUtc="2026-11-20T13:11:04.513", IntroDate="2026-11-20T00:00:00")
    monitor.town.listed.append(came)  # type: ignore[attr-defined]  # the city
    for wait in (2, 24):
        for source in order:
            await monitor.poll(source)
            monitor.wait(hours=wait)
    return [message["message"] for message in monitor.inbox.messages]


async def test_a_matter_that_was_told_is_not_told_again_when_it_stands_on_an_agenda(monitor: Monitor) -> None:
    (once,) = [message for message in await told(monitor, MATTERS, SOURCE) if quotes(message)]
    assert "26-0871" in once


async def test_an_item_that_was_told_is_not_told_again_as_the_matter_that_it_is(monitor: Monitor) -> None:
    (once,) = [message for message in await told(monitor, SOURCE, MATTERS) if quotes(message)]
    assert "Public Safety Committee" in once


async def test_a_file_of_the_matter_belongs_to_the_same_story(monitor: Monitor) -> None:
    await told(monitor, MATTERS, SOURCE)
    found = monitor.rows("SELECT DISTINCT story FROM hits WHERE document_id IS NOT NULL AND passage LIKE '%iris recognition%'")
    assert found == [(f"{SOURCE} thread {NUMBER}",)]
