"""Towns that do not exist, and what each publishes: meetings on one of five platforms."""

import json
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sources import registry
from sources.source import Source

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from extract.pdf_file import of_texts
from tapes.civicweb import make as civicweb
from tapes.ical import make as ical
from tapes.legistar import make as legistar
from tapes.municode import make as municode

PAGE_BYTES = 50_000
PLATFORMS = ("legistar", "civicweb", "municode", "ical", "feed")
DAYS = (3, 10, 17, 24, -4, -11, -18, -25)  # meetings of a town, from today; all within the window of a poll
NEWS = 99  # the number of the meeting that is published while the world runs
ITEMS = ("Call to order", "Approval of the minutes", "Resurfacing of {} Street", "Renewal of the library lease", "Adjournment")
WATCHED = "Purchase of a facial recognition system for the police of Town {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a town; `number` counts within it."""

    number: int
    day: date
    items: tuple[str, ...]


def sources(towns: int) -> dict[str, Source[Any]]:
    """The catalog of the world, by id."""
    return {f"us-zz-town-{town}": _source(town) for town in range(towns)}


def _source(town: int) -> Source[Any]:
    platform, host = platform_of(town), f"www.town{town}.example"
    options: dict[str, dict[str, Any]] = {
        "legistar": {"client": f"town{town}"},
        "civicweb": {"host": f"town{town}.civicweb.net"},
        "municode": {"page": f"https://{host}/meetings"},
        "ical": {"url": f"https://{host}/calendar.ics"},
        "feed": {"url": f"https://{host}/agendas.rss"},
    }
    division = f"ocd-division/country:us/state:zz/place:town_{town}"
    who = {"id": f"us-zz-town-{town}", "title": f"Town {town}", "site": f"https://{host}/", "division": division}
    return registry.build(platform, options[platform], timezone="America/Chicago", **who)


def pages(number: int) -> dict[str, Source[Any]]:
    """A catalog of so many web pages, by id, of which each lists the meetings of a town."""
    return {f"us-zz-page-{page}": _page_source(page) for page in range(number)}


def _page_source(page: int) -> Source[Any]:
    columns = {"title": ".what a", "day": ".when", "key": r"/meeting/(\d+)"}
    given = {"url": f"https://www.town{page}.example/page/{page}", "row": "table.list tr", "columns": columns}
    who = {"id": f"us-zz-page-{page}", "title": f"Page {page}", "division": f"ocd-division/country:us/state:zz/place:page_{page}"}
    return registry.build("webpage", given, timezone="America/Chicago", **who)


@cache
def page(number: int, today: date) -> bytes:
    """A page of 50 kB with the meetings of a town among much else."""
    rows = "".join(
        f"<tr><td class='when'>{m.day:%B %-d, %Y}</td><td class='what'><a href='/meeting/{m.number}'>{_said(number, m)}</a></td></tr>"
        for m in meetings(number, today, news=False)
    )
    head = f"<!DOCTYPE html><html><head><title>Town {number}</title></head><body><table class='list'>{rows}</table>"
    paragraph = "<p>The council meets in the <a href='/hall'>hall</a> at six; minutes are kept by the clerk of the town.</p>\n"
    return (head + paragraph * ((PAGE_BYTES - len(head)) // len(paragraph)) + "</body></html>").encode()


def platform_of(town: int) -> str:
    """Which system the town uses."""
    return PLATFORMS[town % len(PLATFORMS)]


def meetings(town: int, today: date, *, news: bool) -> list[Meeting]:
    """What the town lists. `news`: with the meeting whose item is watched for."""
    listed = [_meeting(town, number, today + timedelta(days=days)) for number, days in enumerate(DAYS)]
    if news:
        listed.append(Meeting(number=NEWS, day=today + timedelta(days=12), items=(*ITEMS[:2], WATCHED.format(town))))
    return listed


def _meeting(town: int, number: int, day: date) -> Meeting:
    return Meeting(number=number, day=day, items=tuple(item.format(town * 100 + number) for item in ITEMS))


def listing(town: int, listed: list[Meeting]) -> tuple[bytes, str]:
    """The list as the town's platform gives it, and its media type."""
    return {"legistar": _legistar, "civicweb": _civicweb, "municode": _municode, "ical": _ical, "feed": _feed}[platform_of(town)](
        town, listed
    )


def _said(town: int, meeting: Meeting) -> str:
    """What a platform without items says of a meeting in its title."""
    return meeting.items[-1] if meeting.number == NEWS else f"City Council of Town {town}"


def _legistar(town: int, listed: list[Meeting]) -> tuple[bytes, str]:
    events = [legistar.event(town * 100 + m.number, "City Council", f"{m.day}", "6:00 PM") for m in listed]
    return json.dumps(events).replace("springhaven", f"town{town}").encode(), "application/json"


def agenda_items(town: int, meeting: Meeting) -> bytes:
    """The items of a meeting, as Legistar gives them."""
    event = town * 100 + meeting.number
    rows = [legistar.item(event * 10 + place, event, place, title) for place, title in enumerate(meeting.items, start=1)]
    return json.dumps(rows).encode()


@cache
def agenda_file(meeting: Meeting) -> bytes:
    """The agenda as a PDF of two pages."""
    return of_texts("AGENDA\nCity Council", "\n".join(meeting.items))


def _civicweb(town: int, listed: list[Meeting]) -> tuple[bytes, str]:
    rows = [civicweb.meeting(town * 100 + m.number, "Council", f"{m.day} 17:30", _said(town, m), published=False) for m in listed]
    return json.dumps(rows).encode(), "application/json"


def _municode(town: int, listed: list[Meeting]) -> tuple[bytes, str]:
    files = [municode.file("Agenda", f"{town * 100 + m.number:08x}") for m in listed]
    rows = [municode.row(_said(town, m), f"{m.day:%-m/%-d/%Y}", "6:00 PM", file) for m, file in zip(listed, files, strict=True)]
    return municode.published(1, *rows).payload(), "text/html; charset=utf-8"


def _ical(town: int, listed: list[Meeting]) -> tuple[bytes, str]:
    events = [ical.event(f"UID:{town}-{m.number}", f"DTSTART:{m.day:%Y%m%d}T233000Z", f"SUMMARY:{_said(town, m)}") for m in listed]
    return ical.calendar(*events, zones=()).payload(), "text/calendar; charset=utf-8"


def _feed(town: int, listed: list[Meeting]) -> tuple[bytes, str]:
    items = "".join(
        f"<item><guid isPermaLink='false'>{town}-{m.number}</guid><title>{_said(town, m)}, {m.day}</title>"
        f"<link>https://www.town{town}.example/{m.number}</link><description>{'; '.join(m.items)}</description></item>"
        for m in listed
    )
    body = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Town {town}</title>{items}</channel></rss>'
    return body.encode(), "application/rss+xml; charset=utf-8"
