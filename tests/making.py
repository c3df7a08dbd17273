"""Records, hits and watches for tests, with everything that a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model import Hit, Match, Passage, Place, Sense, Watch
from sources.model import Kind, Link, LinkKind, Part, Record, Stage

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def part(key: str, title: str, **more: Any) -> Part:
    return Part(key=key, title=title, number=more.pop("number", key), **more)


def meeting(key: str = "1", **more: Any) -> Record:
    given: dict[str, Any] = {
        "title": "Public Safety Committee, 2 December 2026",
        "url": f"https://springhaven.legistar.com/MeetingDetail.aspx?ID={key}",
        "body": "Public Safety Committee",
        "stage": Stage.SCHEDULED,
        "starts": NOW + timedelta(days=8),
        "parts": (part("1", "Roll call"), part("2", "Contract with NEC Corporation for a facial recognition system")),
        "links": (Link(url="https://springhaven.legistar1.com/agenda.pdf", title="Agenda", kind=LinkKind.AGENDA, stamp="1"),),
    }
    return replace(Record(key=key, kind=Kind.MEETING, **given), **more)


def hit(
    text: str = "facial recognition", *, rule: str = "topic:facial-recognition", story: str = "us-zz-springhaven record 1", **more: Any
) -> Hit:
    match = Match(rule=rule, start=0, end=len(text), text=text, term=text, sense=Sense.SUBJECT, why="topic facial recognition")
    place = more.pop("place", Place(part_key="2"))
    passage = Passage(text=text, start=0, end=len(text), digest=more.pop("digest", f"digest of {text}"))
    return Hit(match=match, passage=passage, place=place, story=story, **more)


def watch(identity: int = 1, **more: Any) -> Watch:
    given: dict[str, Any] = {"subscriber_id": 1, "name": f"watch {identity}", "topics": frozenset({"*"}), "channels": frozenset({1})}
    return Watch(id=identity, **{**given, **more})
