"""A digest: the alerts of a time as one message, by what was looked for, by place, and by record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from monitor.links import Offer
from monitor.message.body import quoted, read_at
from monitor.message.clean import line, link
from monitor.message.compose import made, offered
from monitor.message.data import MOST, VERSION, data
from monitor.message.form import Message, Paragraph, Words
from monitor.message.subject import state, whose
from monitor.message.wording import count, moment
from monitor.model import Alert

RECORDS = 60  # shown at most
LARGEST = 95_000  # bytes of the mail; Gmail cuts one off at 102 kB, with the link by which it is ended
PASSAGES = 2  # of one record; the others are a click away
PASSAGES_IN_JSON = 1_000  # of all records together: 1 MB, the most that common web servers take
NAMED = 3  # topics in the subject


Deeds = Callable[[Alert], Sequence[Offer]]


def compose_digest(
    digest_id: int,
    alerts: Sequence[Alert],
    total: int,
    checked: Sequence[str],
    now: datetime,
    base_url: str | None,
    offers: Sequence[Offer] = (),
    whole: str = "",
    deeds: Deeds = lambda _: (),
) -> Message:
    """The alerts as one message. Same alerts and time, same message.

    `total` is how many there are, of which these were read; `checked` says in lines what was looked through for the reader.
    `whole` is the address at which all of them are listed, `deeds` what the reader may do about one of them.
    """
    ordered = sorted(alerts, key=_place)
    summary = _summary(ordered, total)
    form = _data(digest_id, ordered, total, base_url, whole)
    unsubscribe = offers[-1].url if offers else ""
    last = tuple(Paragraph(words=(Words(text=line(one, 600)),), small=True, apart=True) for one in checked)
    shown = RECORDS
    while True:
        records = _paragraphs(ordered[:shown], total, now, base_url, whole, deeds)
        said = (Paragraph(words=(Words(text=summary),), level=1), *records, *last, *offered(offers))
        message = made(summary, said, form, key=f"digest-{digest_id}", unsubscribe=unsubscribe, whole=link(whole))
        size = len(message.mail.encode())
        if size <= LARGEST or shown == 1:
            return message
        shown = max(1, min(shown - 1, shown * LARGEST // size))


def _data(digest_id: int, ordered: Sequence[Alert], total: int, base_url: str | None, whole: str) -> Mapping[str, object]:
    of_each = max(1, PASSAGES_IN_JSON // max(1, len(ordered)))
    return {
        "version": VERSION,
        "idempotency_key": f"digest-{digest_id}",
        "digest": digest_id,
        "alerts": [data(alert, base_url, of_each) for alert in ordered[:MOST]],
        "alerts_total": total,
        "url": link(whole),
    }


def _summary(ordered: Sequence[Alert], total: int) -> str:
    """ "5 records: Drones, Facial recognition"."""
    topics = list(dict.fromkeys(map(_topic, ordered)))
    more = f" and {len(topics) - NAMED} more" if len(topics) > NAMED else ""
    return line(f"{count(total, 'record', 'records')}: {', '.join(topics[:NAMED])}{more}", 150)


def _topic(alert: Alert) -> str:
    return line(next((about for found in alert.evidence for about in found.about), "Found"), 80)


def _place(alert: Alert) -> tuple[str, str, str]:
    return _topic(alert).casefold(), alert.source_title.casefold(), alert.record.thread or alert.record.key


def _paragraphs(shown: Sequence[Alert], total: int, now: datetime, base_url: str | None, whole: str, deeds: Deeds) -> Iterator[Paragraph]:
    for topic, of_topic in groupby(shown, key=_topic):
        yield Paragraph(words=(Words(text=topic),), level=2)
        for alert in of_topic:
            yield from _record(alert, now, base_url, deeds(alert))
    if total > len(shown):
        left = f"… and {count(total - len(shown), 'more record', 'more records')}"
        yield Paragraph(words=(Words(text=left, link=link(whole)),), apart=True)


def _record(alert: Alert, now: datetime, base_url: str | None, offers: Sequence[Offer]) -> Iterator[Paragraph]:
    record = alert.record
    title = line(f"{state(alert)}{whose(record, alert.source_title)}: {record.title}", 250)
    yield Paragraph(words=(Words(text=title, strong=True, link=link(record.url)),), apart=True)
    when = record.starts or record.deadline
    if when is not None:
        what = "Meeting" if record.starts is not None else "Deadline"
        yield Paragraph(words=(Words(text=f"{what}: {moment(when, alert.timezone, now)}"),))
    for found in alert.evidence[:PASSAGES]:
        yield Paragraph(words=quoted(found), quote=True)
        yield from read_at(found, None)
    if alert.passages > PASSAGES:
        more = f"… and {count(alert.passages - PASSAGES, 'more passage', 'more passages')} in it"
        where = link(f"{base_url.rstrip('/')}/alerts/{alert.id}") if base_url else ""
        yield Paragraph(words=(Words(text=more, link=where),), small=True)
    why = dict.fromkeys(words for found in alert.evidence for words in found.why)
    yield Paragraph(words=(Words(text=f"Why: {'; '.join(line(words, 150) for words in list(why)[:NAMED])}"),), small=True)
    ours = link(f"{base_url.rstrip('/')}/alerts/{alert.id}") if base_url else ""
    here = (Offer(words="In the monitor", url=ours),) if ours else ()
    for offer in (*here, *offers):
        yield Paragraph(words=(Words(text=offer.words, link=offer.url),), small=True, choice=True)
