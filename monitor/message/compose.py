"""An alert becomes a message: what was found, in which record, where to read it, and why it is told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from monitor.links import Offer
from monitor.message import letterhead, render
from monitor.message.body import paragraphs
from monitor.message.clean import cut, line, link
from monitor.message.data import data
from monitor.message.form import Message, Paragraph, Words
from monitor.message.subject import subject
from monitor.model import Alert

COMPACT = 1_900  # characters; Discord takes 2,000 with the subject beside it, Telegram 4,096, and more comes in pieces
BRIEF = 900  # characters; Pushover takes 1,024, Rocket.Chat and Workflows 1,000, each with the subject in it
PLAIN_LINES = 200  # a report of the service itself; more is a log, and belongs there


def compose(alert: Alert, now: datetime, base_url: str | None, offers: Sequence[Offer] = ()) -> Message:
    """The alert as a message. Same alert and time, same message.

    `base_url` is where readers reach the pages, if anywhere; `offers` is what they may do about it, the last of which ends it all.
    """
    return made(
        subject(alert),
        (*paragraphs(alert, now, base_url), *offered(offers)),
        data(alert, base_url),
        key=f"alert-{alert.id}-{alert.revision}",
        unsubscribe=offers[-1].url if offers else "",
        whole=link(f"{base_url.rstrip('/')}/alerts/{alert.id}") if base_url else "",
    )


def offered(offers: Sequence[Offer]) -> Iterator[Paragraph]:
    """What a reader may do, at the end of a message."""
    for number, offer in enumerate(offers):
        yield Paragraph(words=(Words(text=offer.words, link=offer.url),), small=True, apart=number == 0, choice=True)


def plain(subject: str, text: str, offers: Sequence[Offer] = ()) -> Message:
    """A message of the service itself, such as a report to the operator: a subject and lines of text. `offers` as in `compose`."""
    lines = [line(one, 1000) for one in text.splitlines()[:PLAIN_LINES]]
    said = tuple(Paragraph(words=(Words(text=one),)) for one in lines)
    title = line(subject, 150)
    form = {"subject": title, "text": "\n".join(lines)}
    return made(title, (*said, *offered(offers)), form, key="", unsubscribe=offers[-1].url if offers else "")


def made(
    title: str, said: tuple[Paragraph, ...], form: Mapping[str, object], *, key: str, unsubscribe: str = "", whole: str = ""
) -> Message:
    """A message in every form. `form` is its JSON, `whole` the address of a page that leaves nothing out."""
    text = render.text(said)
    return Message(
        subject=render.plain(title),
        text=text,
        markdown=render.markdown(said),
        html=render.page(said),
        mail=letterhead.mail(title, said),
        compact=_compact(said, whole),
        brief=cut(text, BRIEF),
        data=form,
        key=key,
        unsubscribe=unsubscribe,
    )


def _compact(said: Sequence[Paragraph], whole: str) -> str:
    """The text where long messages are cut to pieces: its beginning, where the rest is, and what ends it all."""
    text = render.text(said)
    if len(text) <= COMPACT:
        return text
    ending = tuple(one for one in said[-1:] if one.choice)
    rest = Paragraph(words=(Words(text="… the rest is left out here", link=whole),), apart=True)
    kept = list(said[: len(said) - len(ending)])
    while kept and len(render.text((*kept, rest, *ending))) > COMPACT:
        kept.pop()
    return render.text((*kept, rest, *ending))
