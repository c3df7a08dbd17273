"""A web server, a mail server and a message, all of this test's own, on the loopback interface."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiosmtpd.smtp import SMTP
from channels.servers import MailServer, Receiver

from monitor.channels import Channels
from monitor.message import Message


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver, tasks = Receiver(), set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.ensure_future(receiver.serve(reader, writer)))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    server = MailServer()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(server, hostname="mx.example.org"), "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    listening.close()


@pytest.fixture
async def channels() -> AsyncIterator[Channels]:
    channels = Channels(seconds=5)
    yield channels
    channels.close()


@pytest.fixture
def message() -> Message:
    return Message(
        subject="Oakland City Council: facial recognition in item 14",
        text="Staff recommends «facial recognition».\n",
        markdown="Staff recommends **facial recognition**.\n",
        html="<p>Staff recommends <mark>facial recognition</mark>.</p>\n",
        compact="Staff recommends «facial recognition».\n",
        brief="Staff recommends «facial recognition».\n",
        data={"version": 1, "idempotency_key": "alert-5-2"},
        key="alert-5-2",
    )
