"""Mails that somebody asked for from a page: to confirm a watch, to enter one's own watches, to join a group."""

import re
from collections.abc import Sequence

from monitor.links import Offer
from monitor.message.clean import line
from monitor.message.compose import made, offered
from monitor.message.form import Message, Paragraph, Words

JOINED = re.compile(r"(?<=\S)[.:/@\\]+(?=\S)|/{2,}")


def confirm(watch: str, link: str, refuse: str) -> Message:
    """Asks whoever has the mail whether they want this watch. `refuse` ends such mails."""
    said = (
        Paragraph(words=(Words(text="Be told of this?"),), level=1),
        Paragraph(words=(Words(text=_harmless(watch), strong=True),)),
        _said("Somebody, you perhaps, asked that this address be told when public records say it."),
        Paragraph(words=(Words(text="Yes, confirm the watch", link=link),), apart=True),
        _said("The link works for three days. Without it nothing is sent to you."),
    )
    ending = (Offer(words="It was not me: no more such mails", url=refuse),)
    return _made("Please confirm your watch", said, ending, refuse)


def enter(link: str, refuse: str) -> Message:
    """Leads to the subscriber's watches."""
    said = (
        Paragraph(words=(Words(text="Your watches"),), level=1),
        Paragraph(words=(Words(text="Open my watches", link=link),), apart=True),
        _said("The link works for an hour, for whoever has it: do not pass this mail on."),
    )
    return _made("Your watches", said, (Offer(words="It was not me: no more such mails", url=refuse),), refuse)


def stranger(link: str, refuse: str) -> Message:
    """Says that there are no watches at this address."""
    said = (
        Paragraph(words=(Words(text="No watches at this address"),), level=1),
        _said("Somebody asked for the watches of this address. There are none."),
        Paragraph(words=(Words(text="Make a watch", link=link),), apart=True),
    )
    return _made("No watches at this address", said, (Offer(words="It was not me: no more such mails", url=refuse),), refuse)


def join(group: str, inviter: str, link: str, refuse: str) -> Message:
    """Asks whoever has the mail whether they want to belong to a group. `refuse` ends such mails."""
    named = (Words(text=_harmless(inviter)), Words(text=" invites you to the group "), Words(text=_harmless(group), strong=True))
    said = (
        Paragraph(words=(Words(text="Work through public records together?"),), level=1),
        Paragraph(words=named),
        _said("A group shares watches on public records, and an inbox of what they find."),
        Paragraph(words=(Words(text="Yes, join the group", link=link),), apart=True),
        _said("The link works for seven days. Without it you belong to nothing, and nothing is sent to you."),
    )
    ending = (Offer(words="I do not know them: no more such mails", url=refuse),)
    return _made("An invitation to a group", said, ending, refuse)


def _made(subject: str, said: Sequence[Paragraph], ending: Sequence[Offer], refuse: str) -> Message:
    return made(subject, (*said, *offered(ending)), {"subject": subject}, key="", unsubscribe=refuse)


def _harmless(name: str) -> str:
    """What a stranger typed, so that no mail program makes a link of it: else this would be a way to send advertisements to anybody."""
    return line(JOINED.sub(" ", name), 100)


def _said(text: str) -> Paragraph:
    return Paragraph(words=(Words(text=text),))
