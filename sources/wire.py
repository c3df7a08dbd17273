"""One request on the wire and its answer, within the limits of our manners."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import IO, Any

import httpx

from sources import body
from sources.errors import Refused, SourceError, Unavailable
from sources.manners import Manners
from sources.pace import Pacer
from sources.replay import NotOnTape
from sources.verdict import Answer, hidden


class Interrupted(Unavailable):
    """No answer, but the next try may bring one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request. `url` may be shown; `secret` joins its query on the wire, `secrets` are all texts that no message may hold.

    With a `sink`, a body that is no failure goes into that file, and the answer holds how it begins.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    json: Any = None
    form: Mapping[str, str] | None = None
    sink: IO[bytes] | None = field(default=None, repr=False)

    @property
    def conditional(self) -> bool:
        """Whether "not modified" is an answer."""
        return any(name.lower().startswith("if-") for name in self.headers)

    def request(self, manners: Manners) -> httpx.Request:
        """As it goes on the wire."""
        url = httpx.URL(self.url)
        headers = httpx.Headers({"User-Agent": manners.user_agent, "Accept": "*/*", "Accept-Encoding": body.ACCEPTED})
        headers.update(self.headers)
        return httpx.Request(
            self.method,
            url.copy_merge_params(dict(self.secret)) if self.secret else url,
            headers=headers,
            json=self.json,
            data=dict(self.form) if self.form is not None else None,
            extensions={
                "timeout": {"connect": manners.connect, "read": manners.timeout, "write": manners.timeout, "pool": manners.timeout},
                "secrets": self.secrets,  # for a recorder, which must not write them down
            },
        )


@dataclass(slots=True)
class Tally:
    """What was asked and how much came."""

    requests: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """The way of a request: through a connection of the pacer's, or through a transport that stands in for the network."""

    manners: Manners
    pacer: Pacer
    transport: httpx.AsyncBaseTransport | None
    cookies: httpx.Cookies
    tally: Tally

    async def send(self, ask: Ask, place: str, *, limit: int) -> Answer:
        """The answer. Raises Interrupted where there is none, and Refused for one that is too large."""
        request = self._request(ask)
        if "cookie" not in request.headers:
            self.cookies.set_cookie_header(request)
        self.tally.requests += 1
        deadline = self.manners.deadline if ask.sink is None else self.manners.deadline_of_file
        try:
            async with asyncio.timeout(deadline), self._transport(place) as transport:
                return await self._answer(await transport.handle_async_request(request), request, limit, ask.sink)
        except TimeoutError:
            raise Unavailable(f"no whole answer within {deadline:.0f} s", url=ask.url) from None
        except NotOnTape as error:
            raise Unavailable(hidden(str(error), ask.secrets), url=ask.url) from None
        except httpx.TransportError as error:  # from None: its request holds the secrets
            raise Interrupted(f"{type(error).__name__}: {hidden(str(error), ask.secrets)}", url=ask.url) from None
        except SourceError as error:
            raise (error if error.url else type(error)(str(error), url=ask.url, retry_after=error.retry_after)) from None

    def _request(self, ask: Ask) -> httpx.Request:
        try:
            return ask.request(self.manners)
        except (httpx.InvalidURL, ValueError, TypeError) as error:  # from None: it may hold the value
            raise Refused(f"this cannot be asked: {hidden(str(error), ask.secrets)}", url=ask.url) from None

    async def _answer(self, response: httpx.Response, request: httpx.Request, limit: int, sink: IO[bytes] | None) -> Answer:
        response.request = request
        try:
            if len(response.headers.raw) > self.manners.most_headers:
                raise Refused(f"an answer with {len(response.headers.raw)} header fields")
            length = response.headers.get("content-length", "")
            if length.isdecimal() and int(length[:18]) > limit:
                raise Refused(f"a body of {int(length):,} bytes, over the limit of {limit:,}")
            self.cookies.extract_cookies(response)
            stream = response.stream
            if not isinstance(stream, httpx.AsyncByteStream):
                raise TypeError("a transport for asyncio answers with a stream for asyncio")
            encoding = response.headers.get("content-encoding", "")
            if sink is None or not response.is_success:
                content = await body.read(stream, encoding, limit=limit)
                self.tally.bytes += len(content)
            else:
                content = await body.save(stream, encoding, sink, limit=limit)
                self.tally.bytes += _whole(sink, "" if encoding else length)
            return Answer(status=response.status_code, headers=dict(response.headers), body=content)
        finally:
            await response.aclose()

    @asynccontextmanager
    async def _transport(self, place: str) -> AsyncIterator[httpx.AsyncBaseTransport]:
        if self.transport is not None:
            yield self.transport
            return
        async with self.pacer.connections.to(place, self.manners) as transport:
            yield transport


def _whole(sink: IO[bytes], length: str) -> int:
    """The size of the file. Raises Interrupted where it is not that which was announced: half a table reads as a whole one."""
    size = sink.tell()
    if length.isdecimal() and int(length[:18]) != size:
        raise Interrupted(f"{size:,} bytes of the {int(length[:18]):,} that were announced")
    return size
