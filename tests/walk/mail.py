"""A real mail server on loopback, and the mails that arrive there as a reader sees them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP
from channels.servers import MailServer
from pydantic import SecretStr
from walk.conftest import Monitor
from walk.test_deeds import BASE


class Post:
    """What arrived."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    @property
    def mails(self) -> list[EmailMessage]:
        """All of it, in order of arrival."""
        parsed = [message_from_bytes(content, policy=policy.default) for _, content in self._server.mails]
        return [mail for mail in parsed if isinstance(mail, EmailMessage)]

    @property
    def subjects(self) -> list[str]:
        """The subject of each."""
        return [str(mail["Subject"]) for mail in self.mails]

    @property
    def receivers(self) -> list[list[str]]:
        """To whom each went."""
        return [to for to, _ in self._server.mails]

    def text(self, number: int = -1) -> str:
        """The plain text of a mail."""
        body = self.mails[number].get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def link(self, page: str, number: int = -1) -> str:
        """The path of the first link to this page in a mail."""
        found = re.search(rf"{re.escape(BASE)}(/{page}[/.]\S+)", self.text(number))
        assert found, self.text(number)
        return found[1]


@asynccontextmanager
async def mailing(monitor: Monitor) -> AsyncIterator[tuple[Monitor, Post]]:
    """The monitor with pages and a mail server, and what arrives at the server."""
    server = MailServer()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(server, hostname="mx.example.org"), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        url = SecretStr(f"mailto://127.0.0.1:{port}?from=monitor@example.org")
        yield monitor.but(now=monitor.now, mail=url, base_url=BASE, notify=None), Post(server)
    finally:
        listening.close()
