"""Messages as Outlook saves them (MS-OXMSG): the headers a reader sees, the text, and the attachments."""

from collections.abc import Iterator

from monitor.extract.compound import Compound
from monitor.extract.decode import decode
from monitor.extract.readers import inner
from monitor.extract.readers.html import main_text
from monitor.extract.reading import Job, Leaf, Reading

# Properties by number (MS-OXPROPS); the last four digits of a stream's name are the type: 001F UTF-16, 001E bytes of a code page.
SENDER, TO, CC, SUBJECT, BODY, HTML = "0C1A", "0E04", "0E03", "0037", "1000", "10130102"
LONG_NAME, SHORT_NAME, CONTENT = "3707", "3704", "37010102"
HEADERS = (("From", SENDER), ("To", TO), ("Cc", CC), ("Subject", SUBJECT))
ATTACHMENT = "__attach_version1.0_#"


def read(job: Job) -> Reading:
    """The message as its first page, then the pages of its attachments. Raises Unreadable: "malformed" or "encrypted"."""
    return Reading(total=0, leaves=_leaves(Compound(job.body, job.limits.unpacked), job))


def _leaves(message: Compound, job: Job) -> Iterator[Leaf]:
    said = [(name, _words(message, "", number)) for name, number in HEADERS]
    text = _words(message, "", BODY) or main_text(decode(message.stream(f"__substg1.0_{HTML}")))
    yield Leaf(text="\n".join([*(f"{name}: {words}" for name, words in said if words), "", text]))
    for folder in dict.fromkeys(name.partition("/")[0] for name in message.names if name.startswith(ATTACHMENT)):
        body = message.stream(f"{folder}/__substg1.0_{CONTENT}")
        name = _words(message, f"{folder}/", LONG_NAME) or _words(message, f"{folder}/", SHORT_NAME)
        if body:
            yield from inner.leaves(job, body, "", name)
        elif f"{folder}/__substg1.0_3701000D/__properties_version1.0" in message.names:
            yield inner.gap(name or "a message in the message", "unsupported")


def _words(message: Compound, folder: str, number: str) -> str:
    wide = message.stream(f"{folder}__substg1.0_{number}001F")
    text = wide.decode("utf-16-le", "replace") if wide else decode(message.stream(f"{folder}__substg1.0_{number}001E"))
    return text.strip("\x00")
