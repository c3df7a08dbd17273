"""What can be followed as a feed: searches, topics, vendors, places and threads, each with conditional GET."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.archive import Answer, Search
from monitor.language import gettext
from monitor.query.errors import QueryError
from monitor.store import followed
from monitor.store.database import Connection, TookTooLong
from monitor.web import feed_forms
from monitor.web.feed_forms import Entry, Feed
from monitor.web.shown import Shown, shortened

FED = 50  # entries of a feed
SECONDS = 10.0  # of one statement
LOOKED = 5_000  # records that a feed costs at most
FORMS = {
    "atom": (feed_forms.atom, "application/atom+xml; charset=utf-8"),
    "json": (feed_forms.json_feed, "application/feed+json; charset=utf-8"),
    "ics": (feed_forms.calendar, "text/calendar; charset=utf-8"),
}


def addresses(path: str, **asked: str) -> dict[str, str]:
    """The addresses of a page's feeds, by form. `asked`: what the page is asked for besides its path."""
    query = f"?{urlencode(asked)}" if asked else ""
    return {form: f"{path}.{form}{query}" for form in FORMS}


async def of_search(request: Request, form: str, query: str, title: str, service: Shown, page: str = "") -> Response:
    """The newest answers of a search. Raises HTTPException (404) for a form that there is not."""
    _known(form)

    def found(connection: Connection) -> list[Entry]:
        answers = Search(query, lexicon=service.lexicon).portion(connection, limit=FED, most=LOOKED).answers
        changed = followed.changed_at(connection, [one.record_id for one in answers])
        return [_entry(one, changed[one.record_id]) for one in answers]

    try:
        entries = await service.database.ask_within(SECONDS, found)
    except (QueryError, ValueError) as error:
        return Response(str(error), 400, media_type="text/plain; charset=utf-8")
    except TookTooLong:
        words = gettext("This search took too long and was stopped.")
        return Response(words, 503, {"Retry-After": "3600"}, media_type="text/plain; charset=utf-8")
    return answer(request, form, title, page or f"/search?{urlencode({'q': query})}", entries)


def answer(request: Request, form: str, title: str, page: str, entries: Sequence[Entry]) -> Response:
    """The entries in this form. Raises HTTPException (404) for a form that there is not."""
    write, media_type = _known(form)
    base = str(request.base_url).rstrip("/")
    feed = Feed(title=title, base=base, page=f"{base}{page}", address=str(request.url), entries=entries)
    return conditional(request, write(feed), media_type, feed.changed if entries else None)


def conditional(request: Request, body: bytes, media_type: str, changed: datetime | None = None) -> Response:
    """The body with its tag and when it changed last; without the body where the reader has it already (RFC 9110, 13.2.2)."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff", "Vary": "Accept-Language"}
    if changed:
        headers["Last-Modified"] = format_datetime(changed.astimezone(UTC), usegmt=True)
    if _has(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def of_hits(hits: Sequence[Any], changed: dict[int, datetime]) -> list[Entry]:
    """An entry for each record that has some of these hits, in their order."""
    passages: dict[int, dict[str, None]] = {}
    for hit in hits:
        passages.setdefault(hit.record_id, {})[hit.passage] = None
    first = {hit.record_id: hit for hit in reversed(hits)}
    return [
        Entry(
            record_id=record_id,
            key=f"{first[record_id].source_id}/{first[record_id].key}",
            title=first[record_id].title,
            summary=_summary(list(said)),
            original=first[record_id].url,
            changed=changed[record_id],
            published=None,
            at=first[record_id].happens_at,
        )
        for record_id, said in islice(passages.items(), FED)
    ]


def _known(form: str) -> Any:
    if form not in FORMS:
        raise HTTPException(404)
    return FORMS[form]


def _has(request: Request, tag: str, changed: datetime | None) -> bool:
    """Whether the reader has it. A tag says more than a date, so the date is looked at only where there is no tag."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return tag in known or known.strip() == "*"
    since = request.headers.get("if-modified-since")
    if since is None or changed is None:
        return False
    try:
        return changed.astimezone(UTC) <= parsedate_to_datetime(since).astimezone(UTC)
    except (ValueError, OverflowError):
        return False


def _entry(one: Answer, changed: datetime) -> Entry:
    record = one.record
    return Entry(
        record_id=one.record_id,
        key=f"{one.source_id}/{record.key}",
        title=record.title,
        summary=_summary([shown.passage.text for shown in one.passages]),
        original=record.url,
        changed=changed,
        published=record.published,
        at=record.starts or record.deadline,
    )


def _summary(passages: Sequence[str]) -> str:
    return "\n\n".join(shortened(" ".join(passage.split())) for passage in passages[:3])
