"""What is watched for by everybody: the topics and the vendors, each with a page of its own, its feeds, and a way to be told of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from monitor.language import gettext
from monitor.lexicon import Lexicon
from monitor.query.nodes import Filter
from monitor.store import followed, hits
from monitor.store.database import Connection
from monitor.web import feeds, months
from monitor.web.shown import Shown, page, titles, zones

LATEST = 10  # records on a page
HITS = 10  # that are looked through for each of them; an agenda and its packet say the same in many places


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A topic or a vendor: what finds it in a search and in the store, and where its page is."""

    name: str
    query: str
    address: str
    rule: str = ""
    vendor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What a page shows of it."""

    latest: Sequence[Any]
    places: Sequence[Any]
    months: Mapping[tuple[int, int], int]
    written: Sequence[str]


def slug(name: str) -> str:
    """A vendor's name as a part of an address."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def each_once(hits: Sequence[Any]) -> Sequence[Any]:
    """The first hit of each record, in their order."""
    return list({hit.record_id: hit for hit in reversed(hits)}.values())[::-1]


def topic_of(lexicon: Lexicon, key: str) -> Followed:
    """The topic with this key. Raises HTTPException (404)."""
    title = lexicon.titles.get(key)
    if title is None:
        raise HTTPException(404)
    return Followed(name=gettext(title), query=f"topic:{key}", address=f"/topics/{quote(key)}", rule=f"topic:{key}")


def vendor_of(lexicon: Lexicon, wanted: str) -> Followed:
    """The vendor whose name makes this part of an address. Raises HTTPException (404)."""
    name = next((name for name in lexicon.vendors if slug(name) == wanted), None)
    if name is None:
        raise HTTPException(404)
    query = str(Filter(field="vendor", value=name.lower()))
    return Followed(name=name, query=query, address=f"/vendors/{quote(wanted)}", vendor=name)


def add(app: FastAPI, service: Shown) -> None:
    """Add the list, the pages and the feeds."""

    @app.get("/topics", response_class=HTMLResponse)
    async def listed(request: Request) -> Response:
        found = await service.database.ask(hits.count_by_rule)
        named = await service.database.ask(hits.count_by_vendor)
        vendors = {name: slug(name) for name in sorted(service.lexicon.vendors, key=str.casefold)}
        shown: dict[str, Any] = {"topics": service.lexicon.titles, "found": found, "vendors": vendors, "named": named}
        return page(request, "topics.html", gettext("Topics and vendors"), **shown)

    @app.get("/topics/{key}.{form}")
    async def topic_feed(request: Request, key: str, form: str) -> Response:
        one = topic_of(service.lexicon, key)
        return await feeds.of_search(request, form, one.query, one.name, service, one.address)

    @app.get("/topics/{key}", response_class=HTMLResponse)
    async def topic(request: Request, key: str) -> Response:
        one = topic_of(service.lexicon, key)
        sellers = [name for name, vendor in service.lexicon.vendors.items() if key in vendor.topics]
        told = {"topic": service.lexicon.topics.get(key), "sellers": {name: slug(name) for name in sellers}}
        return await _show(request, "topic.html", one, **told)

    @app.get("/vendors/{name}.{form}")
    async def vendor_feed(request: Request, name: str, form: str) -> Response:
        one = vendor_of(service.lexicon, name)
        return await feeds.of_search(request, form, one.query, one.name, service, one.address)

    @app.get("/vendors/{name}", response_class=HTMLResponse)
    async def vendor(request: Request, name: str) -> Response:
        one = vendor_of(service.lexicon, name)
        return await _show(request, "seller.html", one, vendor=service.lexicon.vendors[one.name], topics=service.lexicon.titles)

    async def _show(request: Request, template: str, one: Followed, **told: Any) -> Response:
        now = service.clock()
        seen = await service.database.ask(portrait, one, now)
        told |= {"follow": feeds.addresses(one.address), "titles": titles(service), "zones": zones(service), "now": now}
        return page(
            request, template, one.name, one=one, seen=seen, plot=months.plot(seen.months, now.date()) if seen.months else None, **told
        )


def portrait(connection: Connection, one: Followed, now: datetime) -> Portrait:
    """The newest hits, the places with most, and how many records there are by month."""
    some = LATEST * HITS
    latest = followed.hits_of(connection, one.rule, some) if one.rule else followed.hits_of_vendor(connection, one.vendor, some)
    return Portrait(
        latest=each_once(latest)[:LATEST],
        places=followed.places_of(connection, rule=one.rule, vendor=one.vendor),
        months=followed.by_month(connection, months.first(now.date()), rule=one.rule, vendor=one.vendor),
        written=followed.written(connection, one.vendor) if one.vendor else (),
    )
