"""Sources with their health, by place: a map and lists, and a page with feeds for each country, state and town."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from monitor.language import gettext, number
from monitor.store import clocks, followed, upcoming
from monitor.store.clocks import Clock
from monitor.store.database import Connection
from monitor.web import feeds, regions
from monitor.web.ledger_plots import Plot
from monitor.web.plots.tiles import STATES, Tile, tiles
from monitor.web.shown import Shown, page, titles, zones
from monitor.web.topics import each_once

LATEST = 10  # records on a page
HITS = 500  # that are looked through for a page or a feed
TOWNS = ("place:", "county:", "parish:", "csd:", "part:", "school_district:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A country, a state, or a town with all its sources. `filters` finds it in a search, `scope` in the form of a watch."""

    code: str
    name: str
    sources: tuple[str, ...]
    filters: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The sources of a state, or of a country without any."""

    code: str
    name: str
    on: Sequence[Clock]
    off: int


def place_of(code: str, service: Shown) -> Place:
    """The place that an id of a source, or its beginning, names. Raises HTTPException (404)."""
    if code in service.sources:
        return _town(code, service)
    inside = tuple(name for name in service.sources if name.startswith(f"{code}-"))
    depth = code.count("-")
    if not inside or depth > 1:
        raise HTTPException(404)
    field = "state" if depth else "country"
    return Place(code=code, name=regions.place(code), sources=inside, filters=f"{field}:{code}", scope=f"{code}-*")


def _town(code: str, service: Shown) -> Place:
    publisher = service.sources[code].publisher
    _, _, last = publisher.division.rpartition("/")
    if not last.startswith(TOWNS):
        return Place(code=code, name=publisher.title, sources=(code,), filters=f"source:{code}", scope=code)
    same = tuple(name for name, each in service.sources.items() if each.publisher.division == publisher.division)
    named = publisher.title if len(same) == 1 else last.partition(":")[2].replace("_", " ").title()
    return Place(code=code, name=named, sources=same, filters=" ".join(f"source:{name}" for name in same), scope=code)


def add(app: FastAPI, service: Shown) -> None:
    """Add the list, the pages and the feeds."""

    @app.get("/sources", response_class=HTMLResponse)
    async def sources(request: Request) -> Response:
        now = service.clock()
        seen = await service.database.ask(clocks.clocks, now.date())
        by_region = _regions(seen)
        unwell = [one for one in seen if one.source.enabled and one.source.outcome and not one.well]
        shown: dict[str, Any] = {"regions": by_region, "unwell": unwell, "plot": world(by_region), "now": now, "zones": zones(service)}
        counts = {"on": sum(one.source.enabled for one in seen), "off": sum(not one.source.enabled for one in seen)}
        return page(request, "sources.html", gettext("Sources"), **counts, **shown)

    @app.get("/places/{code}.{form}")
    async def feed(request: Request, code: str, form: str) -> Response:
        place = place_of(code, service)

        def entries(connection: Connection) -> Any:
            hits = followed.hits_in(connection, place.sources, HITS)
            return feeds.of_hits(hits, followed.changed_at(connection, {hit.record_id for hit in hits}))

        return feeds.answer(request, form, place.name, f"/places/{quote(code)}", await service.database.ask_within(feeds.SECONDS, entries))

    @app.get("/places/{code}", response_class=HTMLResponse)
    async def show(request: Request, code: str) -> Response:
        place, now = place_of(code, service), service.clock()
        seen = await service.database.ask(_portrait, place, now.date())
        coming = [one for one in await service.database.ask(upcoming.with_hits, now) if one.source_id in place.sources][:LATEST]
        told: dict[str, Any] = {"titles": titles(service), "zones": zones(service), "topics": service.lexicon.titles, "now": now}
        told |= {"follow": feeds.addresses(f"/places/{quote(code)}"), "coming": coming, "inside": _inside(place, service)}
        return page(request, "place.html", place.name, place=place, seen=seen, regional=regions.place, **told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What the page of a place shows."""

    clocks: Sequence[Clock]
    latest: Sequence[Any]
    topics: Mapping[str, int]

    @property
    def on(self) -> Sequence[Clock]:
        """The sources that are read."""
        return [one for one in self.clocks if one.source.enabled]

    @property
    def off(self) -> Sequence[Clock]:
        """Those that are known and not read."""
        return [one for one in self.clocks if not one.source.enabled]


def _portrait(connection: Connection, place: Place, today: date) -> Portrait:
    return Portrait(
        clocks=clocks.clocks(connection, today, place.sources),
        latest=each_once(followed.hits_in(connection, place.sources, HITS))[:LATEST],
        topics=followed.rules_in(connection, place.sources),
    )


def _inside(place: Place, service: Shown) -> Mapping[str, str]:
    """The states of a country, by their codes."""
    if "-" in place.code:
        return {}
    codes = {"-".join(name.split("-")[:2]) for name in place.sources if service.sources[name].publisher.enabled}
    return {code: regions.region(code) for code in sorted(codes, key=regions.region)}


def _regions(seen: Sequence[Clock]) -> list[Region]:
    """By country and state."""

    def code(one: Clock) -> str:
        return "-".join(one.source.id.split("-")[:2])

    grouped = {where: list(some) for where, some in groupby(sorted(seen, key=code), key=code)}
    made = [
        Region(
            code=where,
            name=regions.place(where),
            on=[one for one in some if one.source.enabled],
            off=sum(not one.source.enabled for one in some),
        )
        for where, some in grouped.items()
    ]
    return sorted(made, key=lambda one: (one.code.partition("-")[0] != "us", one.code.partition("-")[0], one.name))


def world(by_region: Sequence[Region]) -> Plot | None:
    """The United States: how many sources are read in each."""
    here = {one.code.removeprefix("us-"): one for one in by_region if one.code.startswith("us-") and one.on}
    drawn = {state: Tile(number=len(one.on), address=f"/places/us-{state}") for state, one in here.items() if state in STATES}
    if not drawn:
        return None
    title = gettext("Sources that are read, by state")
    return Plot(
        title=title,
        note=gettext("A state without a number has none: what its towns publish is not looked at here."),
        picture=tiles(title, gettext("{count} states have sources; the list below has the same numbers.").format(count=len(drawn)), drawn),
        heads=(gettext("State"), gettext("Sources")),
        rows=tuple(
            (regions.region(f"us-{state}"), number(tile.number)) for state, tile in sorted(drawn.items(), key=lambda pair: -pair[1].number)
        ),
    )
