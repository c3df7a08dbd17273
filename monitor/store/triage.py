"""What members do with the hits of an inbox: judge, assign, note. Who did what and when is kept, and never changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from monitor.language import gettext
from monitor.store import sharing
from monitor.store.groups import Member, Refusal
from monitor.store.tables import inbox, inbox_hits, judgements, members, remarks
from monitor.verdicts import LONGEST_NOTE, LONGEST_WORDS, Reason, Verdict

A_MINUTE = 120  # of one member; with the keyboard a passage that needs no reading takes a second


class TooFast(Exception):
    """More in a minute than anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What is said of a hit."""

    verdict: Verdict
    reason: str = ""
    words: str = ""


def opinion(verdict: str, reason: str, words: str) -> Opinion:
    """What a form says. Raises Refusal."""
    try:
        said = Opinion(verdict=Verdict(verdict), reason=Reason(reason).value if verdict == Verdict.IRRELEVANT else "", words=words.strip())
    except ValueError:
        raise Refusal(gettext("Choose one of the reasons.")) from None
    if len(said.words) > LONGEST_WORDS:
        raise Refusal(gettext("This is too long"))
    if said.reason == Reason.OTHER and not said.words:
        raise Refusal(gettext("Say in words what the reason is."))
    return said


def judge(connection: Connection, member: Member, item_id: int, said: Opinion, now: datetime) -> bool:
    """Judge a hit for the group; whether there is one of that id. Saying what stands already is saying nothing. Raises TooFast."""
    _pace(connection, member, now)
    row = _item(connection, member.group_id, item_id)
    if row is None:
        return False
    if (row.verdict, row.reason) == (said.verdict.value, said.reason) and not said.words:
        return True
    conclude(connection, [row], said, now, by_id=member.id, by=member.name)
    return True


def conclude(connection: Connection, items: Sequence[Any], said: Opinion, now: datetime, **by: Any) -> None:
    """Write down what was said of these items, by whom (`by_id`, `by`), and by which alert's link if by one (`alert_id`)."""
    common = {"verdict": said.verdict.value, "reason": said.reason, "words": said.words, "at": now, "alert_id": None, **by}
    rows = [{"hit_id": item.hit_id, "subscriber_id": item.group_id, **common} for item in items]
    if rows:
        connection.execute(insert(judgements), rows)
        stand = {"verdict": said.verdict.value, "reason": said.reason, "changed_at": now}
        connection.execute(update(inbox).where(inbox.c.id.in_([item.id for item in items])).values(stand))


def of_hits(connection: Connection, group_ids: Collection[int], hit_ids: Collection[int]) -> Sequence[Any]:
    """The items of these groups in which these hits are, locked."""
    rows = select(inbox).where(inbox.c.id.in_(select(inbox_hits.c.item_id).where(inbox_hits.c.hit_id.in_(hit_ids))))
    return connection.execute(rows.where(inbox.c.group_id.in_(group_ids)).order_by(inbox.c.id).with_for_update()).all()


def assign(connection: Connection, member: Member, item_id: int, to: int | None, now: datetime) -> bool:
    """Give a hit to a member, or to nobody; whether there are both. Raises TooFast."""
    _pace(connection, member, now)
    row = _item(connection, member.group_id, item_id)
    here = (members.c.group_id == member.group_id) & (members.c.subscriber_id == to)
    name = connection.execute(select(members.c.name).where(here)).scalar() if to is not None else ""
    if row is None or name is None:
        return False
    if row.assignee_id != to:
        connection.execute(update(inbox).where(inbox.c.id == item_id).values(assignee_id=to, changed_at=now))
        _remark(connection, member, item_id, "assigned", name, now)
    return True


def note(connection: Connection, member: Member, item_id: int, text: str, now: datetime) -> bool:
    """Add a note to a hit; whether there is one of that id. Raises Refusal and TooFast."""
    _pace(connection, member, now)
    said = text.strip()
    if not said or len(said) > LONGEST_NOTE:
        raise Refusal(gettext("A note has at least a word, and at most {number} characters.").format(number=LONGEST_NOTE))
    if _item(connection, member.group_id, item_id) is None:
        return False
    _remark(connection, member, item_id, "note", said, now)
    return True


def mute(connection: Connection, member: Member, item_id: int, phrase: str, now: datetime) -> bool:
    """Mute a phrase of a hit's passage in the watches that found it; whether there are any left. Raises Refusal and TooFast."""
    _pace(connection, member, now)
    if not sharing.mute_of_item(connection, member.group_id, item_id, phrase, now):
        return False
    _remark(connection, member, item_id, "muted", " ".join(phrase.split()), now)
    return True


def _remark(connection: Connection, member: Member, item_id: int, kind: str, text: str, now: datetime) -> None:
    row = {"item_id": item_id, "kind": kind, "text": text, "by_id": member.id, "by": member.name, "at": now}
    connection.execute(insert(remarks).values(row))


def _item(connection: Connection, group_id: int, item_id: int) -> Any:
    here = (inbox.c.id == item_id) & (inbox.c.group_id == group_id)
    return connection.execute(select(inbox).where(here).with_for_update()).first()


def _pace(connection: Connection, member: Member, now: datetime) -> None:
    """Raises TooFast."""
    done = 0
    for table in (judgements, remarks):
        lately = (table.c.by_id == member.id) & (table.c.at > now - timedelta(minutes=1))
        done += connection.execute(select(func.count()).select_from(table).where(lately)).scalar_one()
    if done >= A_MINUTE:
        raise TooFast
