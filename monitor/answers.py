"""Answers of the archive and watches as JSON: the same from the commands and from the API."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from monitor.archive import Answer, Shown
from monitor.model import Watch
from monitor.store.inbox_pages import Item


def data(answer: Answer) -> dict[str, Any]:
    """A record with all its passages, as JSON."""
    record = answer.record
    return {
        "source": answer.source_id,
        "key": record.key,
        "kind": record.kind.value,
        "title": record.title,
        "url": record.url,
        "happens_at": answer.happens_at.isoformat() if answer.happens_at else None,
        "hits": [_hit(shown) for shown in answer.passages],
    }


def _hit(shown: Shown) -> dict[str, Any]:
    return {
        "text": shown.match.text,
        "passage": shown.passage.text,
        "start": shown.passage.start,
        "end": shown.passage.end,
        "in": shown.title,
        "page": shown.page,
        "method": shown.method,
        "url": shown.url,
    }


def watch_data(watch: Watch, names: Mapping[int, str], found: Mapping[str, int]) -> dict[str, Any]:
    """A watch as JSON, given the names of channels and how many hits each rule has."""
    return {
        "name": watch.name,
        "query": watch.query,
        "topics": sorted(watch.topics),
        "kinds": sorted(watch.scope.kinds),
        "sources": sorted(watch.scope.sources),
        "channels": sorted(names[channel] for channel in watch.channels if channel in names),
        "paused": watch.paused,
        "hits": found.get(f"watch:{watch.id}", 0) if watch.query else None,
        "created_at": watch.created_at.isoformat() if watch.created_at else None,
    }


def item_data(item: Item) -> dict[str, Any]:
    """A hit of an inbox as JSON, with what was done with it."""
    row, printed = item.row, item.printed
    return {
        "id": item.id,
        "verdict": row.verdict,
        "reason": row.reason,
        "assignee": row.assignee_id,
        "found_at": row.found_at.isoformat(),
        "passage": row.passage,
        "start": row.start,
        "end": row.end,
        "why": row.why,
        "watches": list(item.watches),
        "source": row.source_id,
        "kind": row.kind,
        "title": row.title,
        "happens_at": row.happens_at.isoformat() if row.happens_at else None,
        "url": row.url,
        "document": printed.url if printed else None,
        "page": printed.page if printed else None,
        "places": item.places,
        "acts": [asdict(act) | {"at": act.at.isoformat()} for act in item.acts],
    }
