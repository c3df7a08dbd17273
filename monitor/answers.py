"""An answer of the archive as JSON: the same from the commands and from the API."""

from typing import Any

from monitor.archive import Answer, Shown


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
