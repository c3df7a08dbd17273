"""Replay: a tape that stands in for the network."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from sources.exchange import LEFT_OUT, Exchange


class NotOnTape(httpx.ConnectError):
    """The tape has no exchange for this request: it fails as an unreachable site would."""


@dataclass(frozen=True, slots=True)
class _Address:
    """A request in the parts by which it is told from others."""

    place: tuple[str, str, str]  # method, host, path
    details: frozenset[tuple[str, str]]  # parameters of the query, and leaves of the body


class Replay(httpx.AsyncBaseTransport):
    """Stands in for the network: answers a request with its exchange.

    The same method, URL and body is taken first; failing that, the one of the same method, host and path whose query
    and body agree best; else the request fails. Exchanges of one request are played in turn, the last one again.
    """

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self.exchanges = list(exchanges)
        self.asked: list[str] = []
        self._places: dict[tuple[str, str, str], dict[_Address, list[Exchange]]] = {}
        self._played: dict[_Address, int] = {}
        for exchange in self.exchanges:
            address = _address(exchange.method, exchange.url, exchange.sent)
            self._places.setdefault(address.place, {}).setdefault(address, []).append(exchange)

    @property
    def recorded_at(self) -> datetime:
        """When the last exchange was recorded: the clock of a replay."""
        return max(exchange.at for exchange in self.exchanges)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer that was recorded. Raises NotOnTape."""
        url = str(request.url)
        self.asked.append(url)
        exchange = self._find(_address(request.method, url, await request.aread()))
        if exchange is None:
            raise NotOnTape(f"no exchange on the tape for {request.method} {url}", request=request)
        headers = [(name, value) for name, value in exchange.headers if name not in LEFT_OUT]
        return httpx.Response(exchange.status, headers=headers, content=exchange.body, request=request)

    def _find(self, wanted: _Address) -> Exchange | None:
        there = self._places.get(wanted.place, {})
        # Parameters in common count first; of two with as many, the one with fewer of its own: secrets are not on a tape.
        best = max(there, key=lambda a: (len(a.details & wanted.details), -len(a.details ^ wanted.details)), default=None)
        if best is None:
            return None
        turn = self._played.get(best, 0)
        self._played[best] = turn + 1
        return there[best][min(turn, len(there[best]) - 1)]


def _address(method: str, url: str, sent: bytes) -> _Address:
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80")
    details = frozenset([*parse_qsl(parts.query, keep_blank_values=True), *_details(sent)])
    return _Address((method, host, unquote(parts.path) or "/"), details)


def _details(sent: bytes) -> Iterator[tuple[str, str]]:
    """The leaves of a JSON body with their paths, or the fields of a form."""
    if not sent:
        return
    try:
        data = json.loads(sent)
    except (ValueError, RecursionError):
        yield from parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True) or [("", sent.decode("latin-1"))]
        return
    waiting: list[tuple[str, object]] = [("$", data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}.{name}", each) for name, each in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{place}]", each) for place, each in enumerate(value)]
        else:
            yield path, json.dumps(value)
