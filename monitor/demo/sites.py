"""The sample publishers: their catalog, and the sites that answer for them in place of the network."""

from datetime import datetime
from typing import Any

from monitor.demo import council
from sources import registry
from sources.source import Source
from sources.tape import Replay

EVERY = "20s"  # often enough that a visitor sees the second run


def catalog() -> dict[str, Source[Any]]:
    """The sources, by id."""
    sources = [
        registry.build(
            "legistar",
            {"client": "springhaven"},
            id="us-zz-springhaven",
            title="Springhaven City Council",
            site="https://springhaven.legistar.com/Calendar.aspx",
            division="ocd-division/country:us/state:zz/place:springhaven",
            timezone="America/Chicago",
            every=EVERY,
        ),
        registry.build(
            "legistar",
            {"client": "brookfield"},
            id="us-zz-brookfield-county",
            title="Brookfield County Board of Supervisors",
            site="https://brookfield.legistar.com/Calendar.aspx",
            division="ocd-division/country:us/state:zz/county:brookfield",
            timezone="America/Denver",
            every=EVERY,
        ),
    ]
    return {source.publisher.id: source for source in sources}


def network(now: datetime) -> Replay:
    """A transport that is all of the network that there is."""
    return Replay([*council.springhaven(now), *council.brookfield(now)])
