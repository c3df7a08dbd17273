"""Recorder: a transport that keeps what passes through it as a tape, and no secret with it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from sources import body
from sources.errors import SourceError
from sources.exchange import Exchange
from sources.redaction import over, over_bytes
from sources.warc_reader import LARGEST
from sources.warc_writer import append

NOT_KEPT = frozenset({"set-cookie", "authorization", "www-authenticate", "proxy-authenticate"})


def _now() -> datetime:
    return datetime.now(UTC)


class Recorder(httpx.AsyncBaseTransport):
    """Passes requests on to another transport, and writes each exchange to a tape as soon as its answer was read whole.

    Of a request, only method, address and body are kept, no header. The secrets that `Web` was given are taken out of
    addresses, and written over wherever else they stand.
    """

    live = True  # what is behind it is the network, so that a client paces itself and asks for robots.txt

    def __init__(self, inner: httpx.AsyncBaseTransport, path: Path, *, now: Callable[[], datetime] = _now) -> None:
        self.count = 0
        self._inner = inner
        self._compressed = path.suffix == ".gz"
        self._now = now
        self._secrets: set[str] = set()
        self._stream = path.open("wb")

    async def __aenter__(self) -> Self:
        return self

    async def aclose(self) -> None:
        """Close the tape and the transport behind it."""
        self._stream.close()
        await self._inner.aclose()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the other transport."""
        await request.aread()
        response = await self._inner.handle_async_request(request)
        stream = response.stream
        if not isinstance(stream, httpx.AsyncByteStream):
            raise TypeError("a transport for asyncio answers with a stream for asyncio")

        def keep(content: bytes) -> None:
            self._keep(request, response, content)

        return httpx.Response(response.status_code, headers=response.headers, stream=_Kept(stream, keep), extensions=response.extensions)

    def _keep(self, request: httpx.Request, response: httpx.Response, raw: bytes) -> None:
        self._secrets |= set(request.extensions.get("secrets", ()))
        secrets = frozenset(self._secrets)  # those of earlier requests too: a server may repeat one later
        try:
            content = body.inflate(raw, response.headers.get("content-encoding", ""), limit=LARGEST)
        except SourceError:
            return  # the client will say what is wrong with it
        exchange = Exchange(
            url=_without(str(request.url), secrets),
            status=response.status_code,
            headers=tuple((name, over(value, secrets)) for name, value in response.headers.multi_items() if name not in NOT_KEPT),
            body=over_bytes(content, secrets),
            at=self._now(),
            method=request.method,
            sent=over_bytes(request.content, secrets),
        )
        append(self._stream, exchange, compressed=self._compressed)
        self._stream.flush()
        self.count += 1


class _Kept(httpx.AsyncByteStream):
    """A body that is handed over once it has been read to its end."""

    def __init__(self, inner: httpx.AsyncByteStream, keep: Callable[[bytes], None]) -> None:
        self._inner = inner
        self._keep = keep

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = []
        async for part in self._inner:
            parts.append(part)
            yield part
        self._keep(b"".join(parts))

    async def aclose(self) -> None:
        await self._inner.aclose()


def _without(url: str, secrets: frozenset[str]) -> str:
    """The address without the parameters that are secret, so that a replay finds it by the others."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    open_ = [(name, value) for name, value in query if value not in secrets]
    if len(open_) < len(query):
        url = parts._replace(query=urlencode(open_)).geturl()
    return over(url, secrets)
