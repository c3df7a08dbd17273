"""A world on loopback that several processes ask at once: towns that publish while it runs, and that can be down."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import httpx
from walk.town import Town, agenda_pdf

from sources import registry
from sources.source import Source

OURS = b"springhaven"  # what a town calls itself, wherever its platform writes its name
THINGS = ("iris scanners", "facial recognition cameras", "license plate readers", "fingerprint readers")


@dataclass(frozen=True, slots=True)
class Detour(httpx.AsyncBaseTransport):
    """Has every host answered by the world. Each process has its own."""

    port: int

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The world's answer, read to its end."""
        url = f"http://127.0.0.1:{self.port}/{request.url.host}{request.url.raw_path.decode()}"
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.get(url)
        headers = {name: answer.headers[name] for name in ("content-type", "location") if name in answer.headers}
        return httpx.Response(answer.status_code, content=answer.content, headers=headers, request=request)


@dataclass(kw_only=True)
class World:
    """Towns by name. `lots` are what must be told, by the town that publishes them."""

    towns: dict[str, Town]
    lots: dict[str, list[int]] = field(default_factory=dict)
    port: int = 0
    _lock: Lock = field(default_factory=Lock)

    def publish(self, name: str) -> None:
        """One more meeting that owes one alert, every second time only because of its document."""
        town, lots = self.towns[name], self.lots.setdefault(name, [])
        number = 1000 * (1 + list(self.towns).index(name)) + len(lots)
        said = f"lot {number} of {THINGS[number % len(THINGS)]}"
        with self._lock:
            if number % 2:
                town.meet(number, "Roll call", f"Purchase of {said}")
            else:
                town.meet(number, "Roll call", "Approve the contract")
                town.attach(number, 2, number, f"contract-{number}.pdf", agenda_pdf(f"The vendor delivers {said}"))
        lots.append(number)

    def say(self, name: str, weather: str) -> None:
        """How the site of a town is from now on."""
        self.towns[name].weather = weather

    def files(self) -> int:
        """How many files there are to read."""
        return sum(len(town.files) for town in self.towns.values())

    def sources(self, every: str) -> dict[str, Source[Any]]:
        """The towns as sources, polled so often."""
        return dict(_source(name, every) for name in self.towns)

    def answer(self, target: str) -> httpx.Response:
        """What "/host/path" answers."""
        name = next(name for name in self.towns if name in target)
        host, _, path = target.removeprefix("/").replace(name, OURS.decode()).partition("/")
        with self._lock:
            answer = self.towns[name].answer(httpx.Request("GET", f"https://{host}/{path}"))
        if "json" not in answer.headers.get("content-type", ""):
            return answer
        return httpx.Response(
            answer.status_code, content=answer.content.replace(OURS, name.encode()), headers={"content-type": "application/json"}
        )


def _source(name: str, every: str) -> tuple[str, Source[Any]]:
    publisher = {
        "id": f"us-zz-{name}",
        "title": f"{name.capitalize()} City Council",
        "site": f"https://{name}.legistar.com/Calendar.aspx",
        "division": f"ocd-division/country:us/state:zz/place:{name}",
        "timezone": "America/Chicago",
        "every": every,
    }
    return publisher["id"], registry.build("legistar", {"client": name}, **publisher)


@contextmanager
def world(*names: str) -> Iterator[World]:
    """Towns of these names, served while inside."""
    made = World(towns={name: Town() for name in names})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = made.answer(self.path)
            self.send_response(answer.status_code)
            for name in ("content-type", "location"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
