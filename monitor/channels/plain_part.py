"""The plain part of a mail in our own words. Apprise takes one body, and makes the plain part from its HTML.

What it makes has no addresses of links, and says quoted lines twice. It has no place for another one; so the messages that its mail
service prepares are changed before they are sent, for which that service's own static method is wrapped, once. A mail that is signed
or encrypted stays as it is.
"""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string
from typing import Any

from apprise import NotifyBase

OURS = "X-Plain-Part"  # how the text travels to where it is needed; it is taken out before there is a mail


def give(service: NotifyBase, text: str) -> None:
    """Have the mails of this service say the text in their plain part."""
    plugin = next(one for one in type(service).__mro__ if "prepare_emails" in vars(one))
    if not hasattr(plugin.prepare_emails, "ours"):  # type: ignore[attr-defined]  # of the mail service, which cannot be imported by name
        _wrap(plugin)
    vars(service)["headers"][OURS] = text


def _wrap(plugin: Any) -> None:
    prepare = plugin.prepare_emails

    def prepared(*args: Any, headers: dict[str, str], **more: Any) -> Iterator[Any]:
        text = headers.pop(OURS, None)
        protected = more.get("pgp_mode") not in (None, "no")
        for one in prepare(*args, headers=headers, **more):
            yield one if text is None or protected else replace(one, body=_saying(one.body, text))

    prepared.ours = True  # type: ignore[attr-defined]  # how a second call knows
    plugin.prepare_emails = staticmethod(prepared)


def _saying(mail: str, text: str) -> str:
    read = message_from_string(mail)
    for part in read.walk():
        if part.get_content_type() == "text/plain":
            del part["Content-Transfer-Encoding"]
            part.set_payload(text, "utf-8")
            break
    return read.as_string()
