"""The sample publishers: their catalog, and the sites that answer for them in place of the network."""

from datetime import datetime
from typing import Any

from monitor.demo import council, register, tenders
from sources import registry
from sources.source import Source
from sources.tape import Replay

EVERY = "20s"  # often enough that a visitor sees the second run

SOURCES: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
    (
        "legistar",
        {"client": "springhaven"},
        {
            "id": "us-zz-springhaven",
            "title": "Springhaven City Council",
            "site": "https://springhaven.legistar.com/Calendar.aspx",
            "division": "ocd-division/country:us/state:zz/place:springhaven",
            "timezone": "America/Chicago",
        },
    ),
    (
        "legistar",
        {"client": "brookfield"},
        {
            "id": "us-zz-brookfield-county",
            "title": "Brookfield County Board of Supervisors",
            "site": "https://brookfield.legistar.com/Calendar.aspx",
            "division": "ocd-division/country:us/state:zz/county:brookfield",
            "timezone": "America/Denver",
        },
    ),
    (
        "lda",
        {},
        {
            "id": "us-zz-lobbying",
            "title": "Lobbying disclosures (sample)",
            "site": "https://lda.gov/",
            "division": "ocd-division/country:us",
            "timezone": "America/New_York",
        },
    ),
    (
        "ocds",
        {"url": f"{tenders.LISTING}?from={{from}}&to={{to}}", "step": "7d", "page_url": "https://tenders.example/notice/{id}"},
        {
            "id": "zz-zetland-tenders",
            "title": "Zetland Tenders",
            "site": "https://tenders.example/",
            "division": "ocd-division/country:zz",
            "timezone": "Europe/London",
            "backfill": "7d",
        },
    ),
)


def catalog() -> dict[str, Source[Any]]:
    """The sources, by id."""
    sources = [registry.build(platform, options, **publisher, every=EVERY) for platform, options, publisher in SOURCES]
    return {source.publisher.id: source for source in sources}


def network(now: datetime) -> Replay:
    """A transport that is all of the network that there is."""
    return Replay([*council.springhaven(now), *council.brookfield(now), *register.filings(now), *tenders.releases(now)])
