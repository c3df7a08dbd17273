"""The JSON form of an alert, for webhooks. Field names are an interface."""

from collections.abc import Mapping
from datetime import date

from monitor.message.clean import line, link
from monitor.model import Alert, Evidence
from sources.model import Record

VERSION = 1
AROUND = 2000  # characters on each side of a term
MOST = 100  # passages in one message; a receiver that wants all reads them from the API


def data(alert: Alert, base_url: str | None, most: int = MOST) -> Mapping[str, object]:
    """The alert as JSON knows it: times in ISO 8601, sums as strings of digits, and what was cut counted. At most so many passages."""
    return {
        "version": VERSION,
        "idempotency_key": f"alert-{alert.id}-{alert.revision}",
        "alert": alert.id,
        "revision": alert.revision,
        "source": {"id": alert.source_id, "title": line(alert.source_title, 200), "timezone": alert.timezone},
        "record": _record(alert.record),
        "passages": [_passage(found, base_url) for found in alert.evidence[: min(most, MOST)]],
        "passages_total": alert.passages,
        "changes": [line(change, 500) for change in alert.changes[:MOST]],
        "changes_total": len(alert.changes),
        "gaps": [line(gap, 200) for gap in alert.gaps[:MOST]],
        "url": link(f"{base_url.rstrip('/')}/alerts/{alert.id}") if base_url else "",
    }


def _record(record: Record) -> Mapping[str, object]:
    return {
        "key": record.key,
        "kind": record.kind.value,
        "title": line(record.title, 500),
        "url": link(record.url),
        "body": line(record.body, 200),
        "stage": record.stage.value if record.stage else None,
        "starts": _iso(record.starts),
        "deadline": _iso(record.deadline),
        "published": _iso(record.published),
        "withdrawn": record.withdrawn,
        "amounts": [
            {"kind": one.kind.value, "value": None if one.value is None else str(one.value), "currency": one.currency}
            for one in record.amounts[:MOST]
        ],
        "parties": [{"name": line(one.name, 200), "role": one.role.value} for one in record.parties[:MOST]],
    }


def _passage(found: Evidence, base_url: str | None) -> Mapping[str, object]:
    return {
        "before": found.passage[: found.start][-AROUND:],
        "term": found.passage[found.start : found.end][:AROUND],
        "after": found.passage[found.end :][:AROUND],
        "sentence_before": line(found.before, 500),
        "sentence_after": line(found.after, 500),
        "why": list(found.why),
        "part": line(found.part, 300),
        "document": line(found.document, 300),
        "page": found.page,
        "url": link(found.link),
        "also": [link(other) for other in found.also[:10] if link(other)],
        "copy": link(f"{base_url.rstrip('/')}/{found.copy}") if base_url and found.copy else "",
        "method": found.method,
    }


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when is not None else None
