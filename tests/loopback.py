"""A web server on loopback that answers what a test writes, byte by byte where it matters."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came in. Header names are in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


Handler = Callable[[Asked, asyncio.StreamWriter], Awaitable[bytes | None]]


@dataclass(slots=True, kw_only=True)
class Site:
    """A server that runs; `asked` are the requests it has had, `connections` how many came."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    @property
    def place(self) -> str:
        """The host and the port."""
        return f"127.0.0.1:{self.port}"

    def url(self, target: str = "/") -> str:
        """The address of a page."""
        return f"http://{self.place}{target}"

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order."""
        return [each.target for each in self.asked]


def answer(body: object = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A whole answer; what is neither bytes nor text is written as JSON."""
    content = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    fields = {"Content-Length": str(len(content)), **(headers or {})}
    return "\r\n".join([f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in fields.items()), "", ""]).encode() + content


@asynccontextmanager
async def serving(handler: Handler | bytes) -> AsyncIterator[Site]:
    """A site that answers so. A handler that returns None has written by itself, and the connection is closed."""
    site = Site()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site.connections += 1
        tasks.add(asyncio.current_task())  # type: ignore[arg-type]
        try:
            while True:
                asked = await _asked(reader)
                site.asked.append(asked)
                said = handler if isinstance(handler, bytes) else await handler(asked, writer)
                if said is None:
                    return
                writer.write(said)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _asked(reader: asyncio.StreamReader) -> Asked:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
    return Asked(method=method, target=target, headers=headers, body=await reader.readexactly(int(headers.get("content-length", "0"))))
