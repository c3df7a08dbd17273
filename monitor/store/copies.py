"""Our copies of documents: the bytes in which something was found, as long as they are kept."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from monitor.store.fetches import Keeping
from monitor.store.tables import blobs, contents, documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One of them, by the hash of its bytes. `size` is in bytes; `kept` says whether they are still here."""

    sha256: str
    size: int
    media_type: str
    kept: bool


def copy(connection: Connection, content_id: int) -> Copy | None:
    """That of a content which some document has; None where there is none."""
    joined = contents.join(documents, documents.c.content_id == contents.c.id).outerjoin(blobs, blobs.c.sha256 == contents.c.sha256)
    columns = (contents.c.sha256, contents.c.size, contents.c.media_type, blobs.c.state)
    row = connection.execute(select(*columns).select_from(joined).where(contents.c.id == content_id).limit(1)).first()
    if row is None:
        return None
    return Copy(sha256=row.sha256, size=row.size, media_type=row.media_type, kept=row.state == Keeping.KEPT.value)
