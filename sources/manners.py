"""How we behave towards publishers: who we say we are, how long we wait, how much we take."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

PRODUCT = "PublicRecordsMonitor"  # also the name that robots.txt may address

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """The limits of every request. Times are seconds, sizes bytes.

    `contact` is an address for publishers who want to talk to us. `allow` names hosts ("host", any port of it, or
    "host:port") whose addresses may be private and whose port may be any: for tests and for an operator's own network.
    `timeout` is the longest silence, `deadline` the time for a whole answer,
    `deadline_of_file` for one that goes to the disk. `patience` is the longest wait that is
    sat out when a host asks for one; a longer one ends the run. `largest` bounds a body on the wire and inflated.
    """

    contact: str = ""
    allow: frozenset[str] = frozenset()
    connect: float = 15
    timeout: float = 60  # self-hosted ModernGov answers in up to 60 s, NovusAGENDA coversheets in 45
    deadline: float = 300
    deadline_of_file: float = 3600
    patience: float = 30
    tries: int = 3
    largest: int = 64 * MEGABYTE
    largest_document: int = 128 * MEGABYTE
    largest_file: int = 2000 * MEGABYTE  # the opportunities of SAM.gov are 242 MB, the EU register 150
    most_headers: int = 200
    robots_age: float = 24 * 3600  # RFC 9309 2.4

    @property
    def user_agent(self) -> str:
        """Who asks, as the User-Agent header says it."""
        contact = self.contact.encode("ascii", "replace").decode()
        return f"{PRODUCT}/{_version()}" + (f" (+{contact})" if contact else "")


@cache
def _version() -> str:
    try:
        return version("public-records-monitor")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0"
