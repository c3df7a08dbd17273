"""E-mail messages (RFC 5322, MIME): the headers a reader sees, the text, and the attachments."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from monitor.extract.decode import decode
from monitor.extract.readers import inner
from monitor.extract.readers.html import main_text
from monitor.extract.reading import Job, Leaf, Reading, Unreadable

HEADERS = ("From", "To", "Cc", "Date", "Subject")


def read(job: Job) -> Reading:
    """The message as its first page, then the pages of its attachments. Raises Unreadable("malformed")."""
    message = message_from_bytes(job.body, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Unreadable("malformed")
    return Reading(total=0, leaves=_leaves(message, job))


def _leaves(message: EmailMessage, job: Job) -> Iterator[Leaf]:
    head = [f"{name}: {message[name]}" for name in HEADERS if message[name]]
    yield Leaf(text="\n".join([*head, "", _body(message)]))
    for part in message.iter_attachments():
        name = part.get_filename() or ""
        body = part.get_payload(decode=True)
        if part.get_content_type() == "message/rfc822":
            body = part.get_content().as_bytes()
        if isinstance(body, bytes) and body:
            yield from inner.leaves(job, body, part.get_content_type(), name)


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except LookupError:  # an encoding that nobody knows
        raw = part.get_payload(decode=True)
        text = decode(raw) if isinstance(raw, bytes) else ""
    return main_text(text) if part.get_content_subtype() == "html" else text
