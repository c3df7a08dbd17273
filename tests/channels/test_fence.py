"""What a stranger's address may not reach, however it is written and whatever its name resolves to."""

import socket
from typing import Any

import pytest
from channels.servers import MailServer, Receiver

from monitor.channels import Channels
from monitor.channels.fence import public
from monitor.message import Message
from monitor.model import Delivery, Receipt


@pytest.fixture
def rebound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name leads to this machine, as an attacker's own name server may say at any time."""
    look_up = socket.getaddrinfo

    def elsewhere(host: Any, *rest: Any, **options: Any) -> Any:
        return look_up("127.0.0.1", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", elsewhere)


async def test_a_stranger_does_not_reach_this_machine(channels: Channels, receiver: Receiver, message: Message) -> None:
    (receipt,) = await channels.send(f"json://127.0.0.1:{receiver.port}/200", message)

    assert (receipt.delivery, receiver.connections) == (Delivery.REFUSED, 0)


@pytest.mark.usefixtures("rebound")
@pytest.mark.parametrize("scheme", ["json", "jsons", "mmost", "matrix", "gotify"])
async def test_a_name_that_leads_inside_when_the_message_leaves_is_refused_before_it_connects(
    channels: Channels, receiver: Receiver, message: Message, scheme: str
) -> None:
    token = "AbCdEfGhIjKlMnO"
    url = f"{scheme}://user:pass@hooks.example.org:{receiver.port}/{token}"
    if scheme == "matrix":
        url = f"{scheme}://user:pass@hooks.example.org:{receiver.port}/%23room?version=3"

    receipts = await channels.send(url, message)

    detail = f"{scheme}://hooks.example.org/****: the host lies in a private network"
    assert receipts == (Receipt(delivery=Delivery.REFUSED, service=scheme, detail=detail),)
    assert receiver.connections == 0


@pytest.mark.usefixtures("rebound")
async def test_a_mail_server_that_leads_inside_is_refused(channels: Channels, mail_server: MailServer, message: Message) -> None:
    url = f"mailto://smtp.example.org:{mail_server.port}?from=me@example.org&to=me@example.org"

    (receipt,) = await channels.send(url, message)

    assert (receipt.delivery, mail_server.mails) == (Delivery.REFUSED, [])


@pytest.mark.usefixtures("rebound")
async def test_the_operators_own_address_may_lead_inside(channels: Channels, receiver: Receiver, message: Message) -> None:
    (receipt,) = await channels.send(f"json://hooks.example.org:{receiver.port}/200", message, trusted=True)

    assert (receipt.delivery, receiver.connections) == (Delivery.SENT, 1)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert public(address) is True


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",  # noqa: S104
        "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "localhost", "/var/run/docker.sock", "",
    ],
)  # fmt: skip
def test_an_address_that_may_lead_inside_is_not(address: str) -> None:
    assert public(address) is False
