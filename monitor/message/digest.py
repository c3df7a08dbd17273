"""A digest: the alerts of a time as one message, by what was looked for, by place, and by record."""

from collections.abc import Iterator, Sequence
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

RECORDS = 60  # shown; the mail stays under the 100 kB at which programs cut it off
PASSAGES = 2  # of one record; the others are a click away
PASSAGES_IN_JSON = 1_000  # of all records together: 1 MB, the most that common web servers take
NAMED = 3  # topics in the subject


def compose_digest(
    digest_id: int,
    alerts: Sequence[Alert],
    total: int,
    checked: Sequence[str],
    now: datetime,
    base_url: str | None,
    offers: Sequence[Offer] = (),
    whole: str = "",
) -> Message:
    """The alerts as one message. Same alerts and time, same message.

    `total` is how many there are, of which these were read; `checked` says in lines what was looked through for the reader.
    `whole` is the address at which all of them are listed.
    """
    ordered = sorted(alerts, key=_place)
    summary = _summary(ordered, total)
    last = (Paragraph(words=(Words(text=line(one, 600)),), small=True, apart=True) for one in checked)
    said = (Paragraph(words=(Words(text=summary),), level=1), *_paragraphs(ordered, total, now, base_url, whole), *last, *offered(offers))
    key, of_each = f"digest-{digest_id}", max(1, PASSAGES_IN_JSON // max(1, len(ordered)))
    form = {"version": VERSION, "idempotency_key": key, "digest": digest_id, "alerts": [data(a, base_url, of_each) for a in ordered[:MOST]]}
    return made(summary, said, form | {"alerts_total": total, "url": link(whole)}, key=key, unsubscribe=offers[-1].url if offers else "")


def _summary(ordered: Sequence[Alert], total: int) -> str:
    """ "5 records: Drones, Facial recognition"."""
    topics = list(dict.fromkeys(map(_topic, ordered)))
    more = f" and {len(topics) - NAMED} more" if len(topics) > NAMED else ""
    return line(f"{count(total, 'record', 'records')}: {', '.join(topics[:NAMED])}{more}", 150)


def _topic(alert: Alert) -> str:
    return line(next((about for found in alert.evidence for about in found.about), "Found"), 80)


def _place(alert: Alert) -> tuple[str, str, str]:
    return _topic(alert).casefold(), alert.source_title.casefold(), alert.record.thread or alert.record.key


def _paragraphs(ordered: Sequence[Alert], total: int, now: datetime, base_url: str | None, whole: str) -> Iterator[Paragraph]:
    for topic, of_topic in groupby(ordered[:RECORDS], key=_topic):
        yield Paragraph(words=(Words(text=topic),), level=2)
        for alert in of_topic:
            yield from _record(alert, now, base_url)
    if total > min(len(ordered), RECORDS):
        left = f"… and {count(total - min(len(ordered), RECORDS), 'more record', 'more records')}"
        yield Paragraph(words=(Words(text=left, link=link(whole)),), apart=True)


def _record(alert: Alert, now: datetime, base_url: str | None) -> Iterator[Paragraph]:
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
