"""Fetches: what came from which address when, with which headers; and how long its bytes are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, insert, select, update

from monitor.store.insert import insert_new, upsert
from monitor.store.tables import blobs, fetches, hits, revisions, runs
from sources.errors import Outcome


class Keeping(StrEnum):
    """Whether the bytes of a hash are on the disk. LEAVING is between the two: nobody may rely on them."""

    KEPT = "kept"
    LEAVING = "leaving"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One answer. `sha256` is that of its body; of a 304, that of the body that it confirms. `headers` have lower-case names."""

    url: str
    sha256: str
    size: int
    status: int
    headers: Mapping[str, str]
    fetched_at: datetime


def save(
    connection: Connection,
    saved: Sequence[Fetch],
    *,
    keep_until: datetime | None,
    document_id: int | None = None,
    run_id: int | None = None,
) -> None:
    """Store what was fetched for a document or in a run. Its bytes are on the disk until at least then; None: they are not there."""
    if not saved:
        return
    state = Keeping.KEPT if keep_until else Keeping.GONE
    bodies = {one.sha256: {"sha256": one.sha256, "size": one.size, "state": state.value, "due_at": keep_until} for one in saved}
    in_order = [bodies[name] for name in sorted(bodies)]  # two that save the same bytes lock them in one order
    if keep_until:
        upsert(connection, blobs, in_order, ["sha256"], ["state", "due_at"])
    else:
        insert_new(connection, blobs, in_order)
    rows = [
        {
            "url": one.url,
            "sha256": one.sha256,
            "status": one.status,
            "headers": dict(one.headers),
            "fetched_at": one.fetched_at,
            "document_id": document_id,
            "run_id": run_id,
        }
        for one in saved
    ]
    connection.execute(insert(fetches), rows)


def confirm(connection: Connection, document_id: int, *, url: str, status: int, headers: Mapping[str, str], fetched_at: datetime) -> None:
    """The publisher said of a document that was fetched before that it is still the same (304), or gone (404)."""
    last = of_document(connection, document_id)
    if last:
        said = {"url": url, "sha256": last[-1].sha256, "status": status, "headers": dict(headers), "fetched_at": fetched_at}
        connection.execute(insert(fetches).values(**said, document_id=document_id))


def last_status(connection: Connection, document_id: int) -> int | None:
    """The status of the newest answer for a document; None where it was never fetched."""
    rows = select(fetches.c.status).where(fetches.c.document_id == document_id).order_by(fetches.c.id.desc())
    return connection.execute(rows.limit(1)).scalar()


def of_document(connection: Connection, document_id: int) -> list[Fetch]:
    """All fetches of a document, oldest first."""
    return _all(connection, _fetches().where(fetches.c.document_id == document_id))


def of_run(connection: Connection, run_id: int) -> list[Fetch]:
    """The listing pages of a run that were kept."""
    return _all(connection, _fetches().where(fetches.c.run_id == run_id))


BROKEN = (Outcome.LAYOUT_CHANGED.value, Outcome.INCONCLUSIVE.value, Outcome.FAILED.value)


def of_broken_run(connection: Connection, source_id: str) -> tuple[Any, list[Fetch]]:
    """The newest run of a source that broke over pages which are kept, and these pages; None and none where there is none."""
    last = select(runs).where(runs.c.source_id == source_id, runs.c.outcome.in_(BROKEN), exists().where(fetches.c.run_id == runs.c.id))
    run = connection.execute(last.order_by(runs.c.id.desc()).limit(1)).one_or_none()
    return run, of_run(connection, run.id) if run is not None else []


def _fetches() -> Select[Any]:
    return select(fetches, blobs.c.size).join(blobs, blobs.c.sha256 == fetches.c.sha256).order_by(fetches.c.id)


def _all(connection: Connection, rows: Select[Any]) -> list[Fetch]:
    names = ("url", "sha256", "size", "status", "headers", "fetched_at")
    return [Fetch(**{name: getattr(row, name) for name in names}) for row in connection.execute(rows)]


AGAIN = timedelta(days=30)


def name(connection: Connection, blob_id: int) -> str:
    """The hash of a blob."""
    return connection.execute(select(blobs.c.sha256).where(blobs.c.id == blob_id)).scalar_one()


def begin_leaving(connection: Connection, blob_id: int, now: datetime) -> bool:
    """Whether these bytes may leave now. Those with hits stay: they are looked at again in a month, when one may have gone."""
    row = connection.execute(select(blobs).where(blobs.c.id == blob_id).with_for_update()).one()
    if row.state == Keeping.GONE.value or row.due_at is None or row.due_at > now:
        connection.execute(update(blobs).where(blobs.c.id == blob_id).values(leased_until=None))
        return False
    if connection.execute(select(_has_hits(row.sha256))).scalar_one():
        connection.execute(update(blobs).where(blobs.c.id == blob_id).values(due_at=now + AGAIN, leased_until=None))
        return False
    connection.execute(update(blobs).where(blobs.c.id == blob_id).values(state=Keeping.LEAVING.value))
    return True


def still_leaving(connection: Connection, blob_id: int) -> bool:
    """Whether nobody fetched the same bytes meanwhile. The row is ours until the transaction ends."""
    row = connection.execute(select(blobs.c.state).where(blobs.c.id == blob_id).with_for_update()).one()
    return str(row.state) == Keeping.LEAVING.value


def end_leaving(connection: Connection, blob_id: int) -> None:
    """The bytes are gone; their hash, size, headers and text stay."""
    connection.execute(update(blobs).where(blobs.c.id == blob_id).values(state=Keeping.GONE.value, due_at=None, leased_until=None))


def _has_hits(sha256: str) -> ColumnElement[bool]:
    """Of the document that it is a version of, or in a record whose revision this listing gave."""
    of_documents = select(hits.c.id).join(fetches, fetches.c.document_id == hits.c.document_id).where(fetches.c.sha256 == sha256)
    of_listings = (
        select(hits.c.id)
        .join(revisions, (revisions.c.record_id == hits.c.record_id) & (revisions.c.number == hits.c.revision))
        .join(fetches, fetches.c.run_id == revisions.c.run_id)
        .where(fetches.c.sha256 == sha256)
    )
    return exists(of_documents) | exists(of_listings)


def unknown(connection: Connection, names: Sequence[str]) -> set[str]:
    """Which of these hashes no row knows."""
    known = connection.execute(select(blobs.c.sha256).where(blobs.c.sha256.in_(names))).scalars()
    return set(names) - set(known)
