"""A portal that publishes thousands of notices within an hour, each of which says something."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sources.model import Kind, Record, Unchanged
from sources.source import Known, Publisher, Source
from sources.web import Web

PORTAL = "us-zz-portal"


@dataclass(frozen=True, kw_only=True)
class Portal(Source[tuple[int, datetime]]):
    """Each run lists so many notices that were not there before. It asks nobody."""

    kind = Kind.NOTICE
    of_each_run: int = 0

    @property
    def hosts(self) -> frozenset[str]:
        """None: nothing goes out to the network."""
        return frozenset()

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[tuple[int, datetime] | Unchanged, None]:  # noqa: ARG002  # the base names them
        """The notices of this run."""
        for number in range(self.of_each_run):
            yield number, web.now()

    def read(self, row: tuple[int, datetime]) -> Record:
        """A notice that is open for a month."""
        number, now = row
        return Record(
            key=f"{now:%H%M}-{number}",
            kind=Kind.NOTICE,
            title=f"Lot {number} of {now:%H:%M}: a facial recognition system for precinct {number}",
            url=f"https://portal.example/{now:%H%M}/{number}",
            deadline=now + timedelta(days=30),
        )


def portal(of_each_run: int) -> Portal:
    """The portal, polled at every quarter of an hour."""
    publisher = Publisher(
        id=PORTAL,
        title="Portal of Springhaven",
        site="https://portal.example/",
        division="ocd-division/country:us",
        timezone=ZoneInfo("UTC"),
        every=timedelta(minutes=15),
    )
    return Portal(publisher=publisher, of_each_run=of_each_run)
