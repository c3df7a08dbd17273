"""Messages to a web server, through Apprise."""

import asyncio
import dataclasses
import io
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from channels.servers import Receiver

from monitor.channels import Channels, key_of
from monitor.message import Message
from monitor.model import Delivery, Receipt

DOCS = Path(__file__).parents[2] / "docs" / "channels.md"
SENT = (Receipt(delivery=Delivery.SENT, service="json"),)


async def test_a_webhook_gets_the_text_the_data_and_the_key_of_the_message(
    channels: Channels, receiver: Receiver, message: Message
) -> None:
    receipts = await channels.send(f"json://127.0.0.1:{receiver.port}/in/200", message, trusted=True)

    ((path, headers, body),) = receiver.calls
    assert receipts == SENT
    assert (path, headers["idempotency-key"]) == ("/in/200", "alert-5-2")
    assert body == {
        "version": "1.0",
        "title": "Oakland City Council: facial recognition in item 14",
        "message": "Staff recommends «facial recognition».",
        "attachments": [],
        "type": "info",
        "alert": {"version": 1, "idempotency_key": "alert-5-2"},
    }


async def test_each_of_three_messages_arrives_once(channels: Channels, receiver: Receiver, message: Message) -> None:
    messages = [dataclasses.replace(message, key=f"alert-{number}") for number in (1, 2, 3)]

    await asyncio.gather(*(channels.send(f"json://127.0.0.1:{receiver.port}/200", one, trusted=True) for one in messages))

    assert sorted(headers["idempotency-key"] for _, headers, _ in receiver.calls) == ["alert-1", "alert-2", "alert-3"]


@pytest.mark.parametrize(
    ("status", "delivery", "detail"),
    [
        (204, Delivery.SENT, ""),
        (400, Delivery.FAILED, "json://127.0.0.1/****: HTTP 400"),
        (401, Delivery.REFUSED, "json://127.0.0.1/****: HTTP 401"),
        (403, Delivery.REFUSED, "json://127.0.0.1/****: HTTP 403"),
        (404, Delivery.REFUSED, "json://127.0.0.1/****: HTTP 404"),
        (410, Delivery.REFUSED, "json://127.0.0.1/****: HTTP 410"),
        (429, Delivery.FAILED, "json://127.0.0.1/****: HTTP 429"),
        (500, Delivery.FAILED, "json://127.0.0.1/****: HTTP 500"),
        (503, Delivery.FAILED, "json://127.0.0.1/****: HTTP 503"),
    ],
)
async def test_what_the_server_answers_decides_whether_to_try_again(
    channels: Channels, receiver: Receiver, message: Message, status: int, delivery: Delivery, detail: str
) -> None:
    receipts = await channels.send(f"json://127.0.0.1:{receiver.port}/{status}", message, trusted=True)

    assert receipts == (Receipt(delivery=delivery, service="json", detail=detail),)


async def test_a_redirect_is_not_followed(channels: Channels, receiver: Receiver, message: Message) -> None:
    (receipt,) = await channels.send(f"json://127.0.0.1:{receiver.port}/302", message, trusted=True)

    assert [path for path, _, _ in receiver.calls] == ["/302"]
    assert receipt.detail == "json://127.0.0.1/****: HTTP 302: redirects are not followed, give the final address"
    assert receipt.delivery == Delivery.FAILED


async def test_a_failure_that_the_address_calls_optional_is_a_failure(channels: Channels, receiver: Receiver, message: Message) -> None:
    (receipt,) = await channels.send(f"json://127.0.0.1:{receiver.port}/500?optional=yes", message, trusted=True)

    assert receipt.delivery == Delivery.FAILED


@pytest.mark.parametrize("behaviour", ["hang", "drip"])
async def test_a_target_that_never_ends_gives_its_thread_back_when_its_time_is_up(
    receiver: Receiver, message: Message, behaviour: str
) -> None:
    channels = Channels(seconds=0.5, threads=1)
    started = time.monotonic()
    stuck = await channels.send(f"json://127.0.0.1:{receiver.port}/{behaviour}", message, trusted=True)
    after = await channels.send(f"json://127.0.0.1:{receiver.port}/200", message, trusted=True)
    channels.close()

    assert stuck == (Receipt(delivery=Delivery.FAILED, service="json", detail="json://127.0.0.1/****: no answer within 0.5 seconds"),)
    assert after == SENT
    assert time.monotonic() - started < 4


async def test_twenty_targets_that_hang_do_not_delay_one_that_answers(receiver: Receiver, message: Message) -> None:
    channels = Channels(seconds=2, threads=21)
    hanging = [asyncio.ensure_future(channels.send(f"json://127.0.0.1:{receiver.port}/hang", message, trusted=True)) for _ in range(20)]
    await asyncio.sleep(0)
    started = time.monotonic()
    answered = await channels.send(f"json://127.0.0.1:{receiver.port}/200", message, trusted=True)
    took = time.monotonic() - started
    outcomes = {receipt.delivery for receipts in await asyncio.gather(*hanging) for receipt in receipts}
    channels.close()

    assert (answered, outcomes) == (SENT, {Delivery.FAILED})
    assert took < 1.5


async def test_a_server_that_is_not_there_is_tried_again(channels: Channels, message: Message, unused_tcp_port: int) -> None:
    receipts = await channels.send(f"json://127.0.0.1:{unused_tcp_port}/", message, trusted=True)

    assert receipts == (
        Receipt(delivery=Delivery.FAILED, service="json", detail="json://127.0.0.1/****: the server does not take connections"),
    )


async def test_an_address_that_no_service_knows_is_refused_for_good(channels: Channels, message: Message) -> None:
    (receipt,) = await channels.send("carrier-pigeon://loft/7", message, trusted=True)

    assert (receipt.delivery, receipt.service) == (Delivery.REFUSED, "carrier-pigeon")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What a service that logs everything would write."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.parametrize("answer", ["200", "404", "500", "hang"])
async def test_no_secret_of_the_address_is_in_receipts_or_logs(
    receiver: Receiver, message: Message, logged: io.StringIO, capfd: pytest.CaptureFixture[str], answer: str
) -> None:
    channels = Channels(seconds=0.5)
    url = f"json://watcher:pass%20w0rd@127.0.0.1:{receiver.port}/T0KENPATH/{answer}?+X-Key=HEADERKEY&-sig=SIGNATURE"

    receipts = await channels.send(url, message, trusted=True)

    channels.close()
    written = f"{receipts} {logged.getvalue()} {capfd.readouterr()}"
    spoken = ("watcher", "pass w0rd", "pass%20w0rd", "T0KENPATH", "HEADERKEY", "SIGNATURE", "d2F0Y2hlcjpwYXNzIHcwcmQ=")
    assert [secret for secret in spoken if secret in written] == []
    assert receiver.calls[0][1]["x-key"] == "HEADERKEY"


async def test_a_receiver_can_tell_with_the_code_of_the_docs_that_a_webhook_is_ours(receiver: Receiver, message: Message) -> None:
    code = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102  # the example itself
    channels = Channels(seconds=5, secret=b"of this installation")
    url = f"json://127.0.0.1:{receiver.port}/in/200"
    odd = dataclasses.replace(message, data={"version": 1, "passage": "Caf\u00e9 \u201cface\u201d \u2028\U0001f600", "page": None})

    await channels.send(url, odd, trusted=True)
    channels.close()

    ((_, headers, body),) = receiver.calls
    signed, raw = headers["x-monitor-signature"], json.dumps(body).encode()
    assert names["ours"](key_of(b"of this installation", url), signed, raw)
    assert not names["ours"](key_of(b"of another", url), signed, raw)
    assert not names["ours"](key_of(b"of this installation", url), signed, raw.replace(b"face", b"fake"))
