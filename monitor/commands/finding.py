"""`monitor sources detect` and `add`: from an address of a site to a source in the catalog of the config folder."""

import asyncio
from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from monitor.commands import console, opening, switching, trying
from monitor.commands.failures import FAILED, Stop
from monitor.settings import Settings
from sources import detect as detecting
from sources import registry
from sources.detect import Found
from sources.errors import SourceError
from sources.source import ID, Source
from sources.web import Web

Address = Annotated[str, typer.Argument(metavar="URL", help="Any address of the site: home page, calendar, an agenda")]


def detect(url: Address, *, as_json: Annotated[bool, typer.Option("--json", help="One JSON array")] = False) -> None:
    """Which platform a site is on, and with which options. Asks the site only where its address does not say it."""
    settings = opening.settings()
    found, known = _found(settings, url), opening.catalog(settings)
    if as_json:
        console.say_json([_described(each, known) for each in found])
    else:
        rows = [(each.platform, _words(each.options), each.links, _listed(each, known) or "") for each in found]
        console.show(("platform", "options", "links", "in the catalog as"), rows)
    if not found:
        raise Stop(f"{url}: no platform is recognised there; see docs for feeds, calendars and pages that need no platform", FAILED)


def add(
    url: Address,
    *,
    name: Annotated[str | None, typer.Option("--id", metavar="ID", help="country-region-place, us-ca-oakland")] = None,
    title: Annotated[str | None, typer.Option(metavar="T", help="Who publishes; default: from the id")] = None,
    timezone: Annotated[str | None, typer.Option(metavar="Z", help="Its time zone, America/Los_Angeles")] = None,
    division: Annotated[str | None, typer.Option(metavar="D", help="Its Open Civic Data id; default: from a US id")] = None,
    platform: Annotated[str | None, typer.Option(metavar="P", help="Which one, where several are found")] = None,
) -> None:
    """Find the source of a site, try it once, and write its entry into the config folder."""
    settings = opening.settings()
    found = _chosen(_found(settings, url), platform, url)
    catalog = opening.catalog(settings)
    if listed := _listed(found, catalog):
        raise Stop(f"that is {listed} of the catalog already: `monitor sources enable {listed}`")
    entry = _entry(found, url, name, title, timezone, division)
    if str(name) in catalog:
        raise Stop(f"--id {name} is another source of the catalog: see `monitor sources show {name}`")
    source = registry.build(found.platform, found.options, **{"id": name, **{key: entry[key] for key in PLACE}})
    outcome, count, detail = trying.tried(source, settings)
    if not outcome.complete:
        raise Stop(f"{outcome.value}: {detail}; nothing is written", FAILED)
    file = switching.write(settings, found.platform, {str(name): entry}, "added-")
    console.note(f"{file}: {name} is on, from the next start of the service; it gave {count.records} records")


PLACE = ("title", "site", "timezone", "division")


def _found(settings: Settings, url: str) -> list[Found]:
    address = url if "://" in url else f"https://{url}"
    if urlsplit(address).hostname is None:
        raise Stop(f"{url}: write an address, as https://www.example.org/")

    async def fetch(at: str) -> Any:
        web = Web(hosts=frozenset({urlsplit(at).hostname or ""}), manners=trying.manners(settings))
        return await web.document(at)

    try:
        return asyncio.run(detecting.detect(fetch, address))
    except SourceError as error:
        raise Stop(f"{error.outcome.value}: {error}", FAILED) from error


def _chosen(found: list[Found], platform: str | None, url: str) -> Found:
    fitting = [each for each in found if platform in (None, each.platform)]
    if not fitting:
        raise Stop(f"{url}: {f'nothing on {platform}' if platform else 'no platform'} is recognised there", FAILED)
    if len({each.platform for each in fitting}) > 1:
        raise Stop(f"{url} is on {', '.join(sorted({each.platform for each in fitting}))}: say which with --platform")
    return fitting[0]


def _entry(found: Found, url: str, name: str | None, title: str | None, timezone: str | None, division: str | None) -> dict[str, Any]:
    if name is None or timezone is None:
        raise Stop(f"found {found.platform} with {_words(found.options)}; add --id country-region-place and --timezone, America/Denver")
    if not ID.fullmatch(name):
        raise Stop(f"--id {name}: write country-region-place in small letters, as us-ca-oakland")
    place = division or _division(name)
    if place is None:
        raise Stop("add --division, the Open Civic Data id of the place: https://github.com/opencivicdata/ocd-division-ids")
    words = title or name.split("-", 2)[2].replace("-", " ").title()
    site = url if "://" in url else f"https://{url}"
    return {"title": words, "site": site, "division": place, "timezone": timezone, "enabled": True, "options": dict(found.options)}


def _division(name: str) -> str | None:
    """What a US id says: a county where it ends in one, else a place."""
    country, state, place = name.split("-", 2)
    if country != "us" or len(state) != 2:  # the two letters of a state
        return None
    kind, words = ("county", place.removesuffix("-county")) if place.endswith("-county") else ("place", place)
    return f"ocd-division/country:us/state:{state}/{kind}:{words.replace('-', '_')}"


def _listed(found: Found, catalog: Mapping[str, Source[Any]]) -> str | None:
    """The id of the source of the catalog that has this platform and these options."""
    wanted = registry.build(found.platform, found.options)
    names = [field.name for field in fields(wanted) if field.name in found.options]
    for identity, source in catalog.items():
        if type(source) is type(wanted) and all(getattr(source, name) == getattr(wanted, name) for name in names):
            return identity
    return None


def _described(found: Found, catalog: Mapping[str, Source[Any]]) -> dict[str, Any]:
    return {
        "platform": found.platform,
        "options": dict(found.options),
        "url": found.url,
        "links": found.links,
        "source": _listed(found, catalog),
    }


def _words(options: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in options.items()) or "no options"
