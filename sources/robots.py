"""robots.txt (RFC 9309): what a host lets us ask, and how often."""

from dataclasses import dataclass

from protego import Protego

from sources.manners import PRODUCT

LARGEST = 512_000  # the RFC asks for at least 500 kibibytes; what lies beyond is not read
LONGEST_DELAY = 30.0  # seconds that a Crawl-delay is followed to: some say a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One robots.txt as it was read at `read_at`, on the pacer's clock. `parsed` is None where there is none."""

    read_at: float
    parsed: Protego | None = None

    def allow(self, url: str) -> bool:
        """Whether this address may be asked."""
        return self.parsed is None or self.parsed.can_fetch(url, PRODUCT)

    @property
    def delay(self) -> float:
        """Seconds that should lie between two requests."""
        said = self.parsed.crawl_delay(PRODUCT) if self.parsed else None
        return min(said or 0.0, LONGEST_DELAY)


def read(body: bytes, read_at: float) -> Rules:
    """The rules that a body states. What is not a rule says nothing, so a page of HTML allows everything."""
    return Rules(read_at=read_at, parsed=Protego.parse(body[:LARGEST].decode("utf-8", "replace")))
