"""Messages to a mail server, through Apprise."""

import dataclasses
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from channels.servers import MailServer

from monitor.channels import Channels
from monitor.message import Message
from monitor.model import Delivery, Receipt


def _address(server: MailServer, *to: str) -> str:
    return f"mailto://127.0.0.1:{server.port}?from=monitor@example.org&to={','.join(to)}"


async def test_a_mail_arrives_once_in_html_and_in_plain_text(channels: Channels, mail_server: MailServer, message: Message) -> None:
    receipts = await channels.send(_address(mail_server, "desk@paper.example"), message, trusted=True)

    ((recipients, content),) = mail_server.mails
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert receipts == (Receipt(delivery=Delivery.SENT, service="mailto"),)
    assert (recipients, mail["Subject"]) == (["desk@paper.example"], "Oakland City Council: facial recognition in item 14")
    assert plain.get_content().strip() == "Staff recommends «facial recognition»."
    assert html.get_content().strip() == "<p>Staff recommends <mark>facial recognition</mark>.</p>"


@pytest.mark.parametrize(
    ("to", "delivery", "detail"),
    [
        ("nosuch", Delivery.REFUSED, "SMTP 550 5.1.1 No such user <****@****>"),
        ("later", Delivery.FAILED, "SMTP 451 4.7.1 Greylisted, come back <****@****>"),
        ("full", Delivery.FAILED, "SMTP 552 5.2.2 Over quota <****@****>"),
    ],
)
async def test_the_servers_reply_decides_whether_to_try_again(
    channels: Channels, mail_server: MailServer, message: Message, to: str, delivery: Delivery, detail: str
) -> None:
    receipts = await channels.send(_address(mail_server, f"{to}@paper.example"), message, trusted=True)

    assert receipts == (Receipt(delivery=delivery, service="mailto", detail=f"mailto://127.0.0.1/****: {detail}"),)
    assert mail_server.mails == []


async def test_of_two_receivers_one_that_may_take_it_later_keeps_the_message_waiting(
    channels: Channels, mail_server: MailServer, message: Message
) -> None:
    url = _address(mail_server, "nosuch@paper.example", "later@paper.example")

    (receipt,) = await channels.send(url, message, trusted=True)

    assert receipt.delivery == Delivery.FAILED


async def test_a_subject_cannot_add_a_header(channels: Channels, mail_server: MailServer, message: Message) -> None:
    evil = dataclasses.replace(message, subject="Agenda\r\nBcc: everyone@example.org\n\nBuy now")

    receipts = await channels.send(_address(mail_server, "desk@paper.example"), evil, trusted=True)

    mails = [message_from_bytes(content, policy=policy.default) for _, content in mail_server.mails]
    assert [mail["Bcc"] for mail in mails] == [None] * len(mails)
    assert len(mails) == sum(receipt.delivery is Delivery.SENT for receipt in receipts)


async def test_a_mail_can_be_ended_with_one_click(channels: Channels, mail_server: MailServer, message: Message) -> None:
    """RFC 8058: both headers, and an address with a token that cannot be guessed."""
    address = "https://monitor.example/do/unsubscribe.1.c2lnbmF0dXJl"

    await channels.send(_address(mail_server, "desk@paper.example"), dataclasses.replace(message, unsubscribe=address), trusted=True)

    mail = message_from_bytes(mail_server.mails[0][1], policy=policy.default)
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (f"<{address}>", "List-Unsubscribe=One-Click")


async def test_the_plain_part_is_in_our_own_words(channels: Channels, mail_server: MailServer, message: Message) -> None:
    """With the addresses of links, and each quoted line once."""
    text = "Found:\n\n    Staff recommends «facial recognition» – “now”.\nRead it: https://records.example/a?b=1&c=2#page=7\n"
    said = dataclasses.replace(message, text=text, mail="<h1>Found</h1><blockquote>Staff recommends it.</blockquote>")

    for _ in range(2):  # the second time nothing is wrapped again
        await channels.send(_address(mail_server, "desk@paper.example"), said, trusted=True)

    for _, content in mail_server.mails:
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert plain is not None
        assert html is not None
        assert plain.get_content().replace("\r\n", "\n").strip() == text.strip()
        assert html.get_content().strip() == said.mail
        assert mail["X-Plain-Part"] is None


async def test_a_long_mail_arrives_in_one_piece(channels: Channels, mail_server: MailServer, message: Message) -> None:
    long = dataclasses.replace(message, text="A line.\n" * 10_000, mail="<p>A line.</p>\n" * 6_000)

    await channels.send(_address(mail_server, "desk@paper.example"), long, trusted=True)

    assert len(mail_server.mails) == 1
