"""An archive to search in, filled without the loops."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from making import NOW
from sqlalchemy import Connection, select

from monitor import decide
from monitor.model import ExtractedPage, Extraction
from monitor.store import documents, records, runs, tables
from monitor.store import sources as states
from sources.model import Record

SOURCE = "us-zz-springhaven"


def register(connection: Connection) -> None:
    """A council, and a register of notices in another country."""
    council = states.Entry(id=SOURCE, platform="legistar", kind="meeting", title="Springhaven", enabled=True)
    notices = states.Entry(id="gb-eng-springhaven-2", platform="ocds", kind="notice", title="Springhaven upon Sea", enabled=True)
    states.register(connection, [council, notices], NOW)


def keep(connection: Connection, record: Record, *, source: str = SOURCE, notes: str = "") -> int:
    """Store a record as a run would; return its id."""
    known = records.known(connection, source, [record.key])
    revision = decide.revise(replace(record, text=record.text or notes), known.get(record.key))
    assert revision is not None
    run = runs.begin(connection, source, NOW)
    [record_id] = records.save(connection, source, ZoneInfo("America/Chicago"), run, [revision], NOW)
    documents.attach(connection, [(record_id, revision)], source, NOW)
    return record_id


def attach(connection: Connection, document_id: int, *pages: str) -> None:
    """The document was read, and has these pages."""
    read = tuple(ExtractedPage(number=number, text=text, method="text") for number, text in enumerate(pages, 1))
    extraction = Extraction(media_type="application/pdf", pages=read)
    content = documents.save_content(connection, f"sha256 of document {document_id}", 1, extraction)
    connection.execute(tables.documents.update().where(tables.documents.c.id == document_id).values(content_id=content))
    assert connection.execute(select(tables.documents.c.content_id).where(tables.documents.c.id == document_id)).scalar_one() == content
