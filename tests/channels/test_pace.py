"""Messages to one chat leave one after the other; a mail, a webhook and another chat wait for none of them."""

from channels.servers import MailServer, Receiver

from monitor.channels import Channels
from monitor.channels.pace import GAP
from monitor.message import Message

CHAT, OTHER = "ntfy://127.0.0.1:1/watchdogs", "ntfy://127.0.0.1:1/reporters"  # nobody listens there, and that is no matter here


async def waits(message: Message, *urls: str) -> list[float]:
    """How long the messages to these addresses waited for their turns, where they did."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    channels = Channels(seconds=5, sleep=sleep)
    for url in urls:
        await channels.send(url, message, trusted=True)
    channels.close()
    return slept


async def test_a_chat_gets_messages_one_after_the_other(message: Message) -> None:
    slept = await waits(message, CHAT, CHAT, CHAT)
    assert [0 < seconds <= number * GAP for number, seconds in enumerate(slept, start=1)] == [True, True]
    assert slept[1] > slept[0]


async def test_another_chat_does_not_wait_for_it(message: Message) -> None:
    assert await waits(message, CHAT, OTHER) == []


async def test_webhooks_and_mails_get_all_at_once(message: Message, receiver: Receiver, mail_server: MailServer) -> None:
    hook, mail = f"json://127.0.0.1:{receiver.port}/200", f"mailto://127.0.0.1:{mail_server.port}?from=a@example.org&to=b@paper.example"
    assert await waits(message, hook, hook, mail, mail) == []
    assert (len(receiver.calls), len(mail_server.mails)) == (2, 2)
