"""Servers that take messages: real sockets on the loopback interface, and an answer of the test's choice."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope


@dataclass
class Receiver:
    """A webhook. The last piece of the path says what it answers: a status, "hang" or "drip"."""

    port: int = 0
    calls: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._take(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the sender's time was up
        finally:
            writer.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path = head[0].split()[1]
        self.calls.append((path, headers, json.loads(body)))
        await self._answer(path.partition("?")[0].rpartition("/")[2], writer)

    async def _answer(self, wanted: str, writer: asyncio.StreamWriter) -> None:
        if wanted == "hang":
            await asyncio.sleep(20)
        elif wanted == "drip":
            writer.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(2000):
                writer.write(b"X-%d: y\r\n" % number)
                await writer.drain()
                await asyncio.sleep(0.01)
        else:
            writer.write(f"HTTP/1.1 {wanted} Said\r\nLocation: /200\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".encode())
            await writer.drain()


@dataclass
class MailServer:
    """A mail server. The recipient's name says what it answers: nosuch 550, later 451, full 552, else 250."""

    port: int = 0
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)

    # The names and arguments of handlers are aiosmtpd's.
    async def handle_RCPT(self, _server: SMTP, _session: object, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802
        answers = {"nosuch": "550 5.1.1 No such user", "later": "451 4.7.1 Greylisted, come back", "full": "552 5.2.2 Over quota"}
        answer = answers.get(address.partition("@")[0], "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
            return answer
        return f"{answer} <{address}>"

    async def handle_DATA(self, _server: SMTP, _session: object, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"
