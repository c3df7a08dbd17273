"""Communications of lobbyists with public office holders of Canada, from the archive of tables that people download.

https://lobbycanada.gc.ca/en/open-data/ refuses programs. The tables are joined by the number of the communication; as they are larger than
memory should be, those beside the primary one lie in a database on the disk while the archive is read.
"""

import codecs
import io
import re
import sqlite3
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from sources import dropped, flat, sheet
from sources.file import File
from sources.model import Kind, Part, Party, Record, Role, Stage, Unchanged
from sources.snapshot import Entry, Snapshot
from sources.source import Known
from sources.web import Web

EXPORTS = (".zip",)
PRIMARY, OFFICIALS, SUBJECTS, DETAILS, CODES = (
    "Communication_PrimaryExport", "Communication_DpohExport", "Communication_SubjectMattersExport",
    "Communication_SubjectMatterDetailsExport", "Codes_SubjectMatterTypesExport",
)  # fmt: skip
BESIDE = {  # the tables, and the columns that must be in them
    OFFICIALS: ("COMLOG_ID", "DPOH_LAST_NM_TCPD", "DPOH_FIRST_NM_PRENOM_TCPD", "INSTITUTION"),
    SUBJECTS: ("COMLOG_ID",),
    DETAILS: ("COMLOG_ID", "DESCRIPTION"),
}
NEEDED = ("COMLOG_ID", "COMM_DATE")
SHOWN = "https://lobbycanada.gc.ca/app/secure/ocl/lrs/do/cmmLgPblcVw?comlogId={}"
KINDS = {"1": "consultant", "2": "in-house, corporation", "3": "in-house, organization"}
CODE = re.compile(r"SMT-\d+")
AT_ONCE = 5_000
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    """A row of the primary table with what others say of it: rows of officials, of subjects, and of their details.

    `first` is the report that it amends, or that the one it amends does, and so on; itself where it amends none.
    """

    row: Row
    first: str
    officials: tuple[tuple[str, str, str], ...]
    subjects: tuple[str, ...]
    details: tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True, kw_only=True)
class CanadaLobbying(Snapshot[Communication]):
    """All communications of the newest archive in the folder. One that amends another replaces it, and is of the same thread.

    `folder` is where archives are put, `from_page` where they are downloaded, `catalog` the address of the data set at a CKAN portal, by
    which the operator is told of a newer one.
    """

    kind = Kind.FILING

    folder: Path
    from_page: str
    catalog: str = ""

    @property
    def hosts(self) -> frozenset[str]:
        """The portal alone, if there is one: the archives are not fetched."""
        return frozenset({urlsplit(self.catalog).hostname or ""} if self.catalog else ())

    def files(self, since: datetime, now: datetime) -> Iterable[str]:  # noqa: ARG002  # an archive holds everything
        """The newest archive. Raises Blocked where there is none, since only people can get it."""
        return dropped.addresses(self.folder, EXPORTS, self.from_page)[:1]

    def opened(self, web: Web, address: str) -> AbstractAsyncContextManager[File]:
        """An archive, as if it had been fetched."""
        return dropped.opened(address, web.now(), self.limit)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Entry[Communication] | Unchanged, None]:
        """All communications. In the end raises Inconclusive where a newer archive waits to be downloaded."""
        published = await dropped.published(web, self.catalog) if self.catalog else None
        async for row in super().rows(web, since, known):
            yield row
        dropped.newest(published, self.folder, EXPORTS, self.from_page)

    def entries(self, file: File) -> Iterator[Entry[Communication]]:
        """The communications, without those that a later one amends."""
        names = {row["SUBJECT_CODE_OBJET"]: row["SMT_EN_DESC"] for row in _rows(file, CODES, ("SUBJECT_CODE_OBJET", "SMT_EN_DESC"))}
        before = {row["COMLOG_ID"]: prior for row in _rows(file, PRIMARY, NEEDED) if (prior := row.get("PREV_COMLOG_ID_PRECEDNT"))}
        amended = set(before.values())
        with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "beside.db", check_same_thread=False)) as beside:
            _keep(beside, file)
            for row in _rows(file, PRIMARY, NEEDED):
                if row["COMLOG_ID"] and row["COMLOG_ID"] not in amended:
                    found = _joined(beside, row, names, _first(row["COMLOG_ID"], before))
                    said = {**row, "officials": found.officials, "subjects": found.subjects, "details": found.details}
                    yield Entry(key=row["COMLOG_ID"], mark=flat.digest(said, sorted(said)), row=found)

    def read(self, row: Entry[Communication]) -> Record:
        """One communication. LookupError or ValueError for one without a client or with an odd day."""
        return _record(row.key, row.mark, row.row)


def _rows(file: File, table: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a table. ValueError where it is not there. "null" stands for nothing."""
    for name, stream in file.streams(f"{table}.csv".lower()):
        if name.rpartition("/")[2].lower() == f"{table}.csv".lower():
            lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors=WINDOWS, newline="")
            for cells in sheet.read((line.replace("\0", "") for line in lines), columns, ragged=True):
                yield {name: "" if cell == "null" else cell.strip() for name, cell in cells.items() if isinstance(cell, str)}
            lines.detach()


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Reads what is no UTF-8 as Windows-1252: some of the exports are written so."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


WINDOWS = "utf-8-or-windows-1252"
codecs.register_error(WINDOWS, _windows)


def _keep(beside: sqlite3.Connection, file: File) -> None:
    beside.execute("CREATE TABLE said (about TEXT, kind TEXT, one TEXT, two TEXT, three TEXT)")
    for table, columns in BESIDE.items():
        waiting: list[tuple[str, ...]] = []
        for row in _rows(file, table, columns):
            waiting.append((row["COMLOG_ID"], table, *_said(table, row)))
            if len(waiting) >= AT_ONCE:
                beside.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?)", waiting)
                waiting = []
        beside.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?)", waiting)
    beside.execute("CREATE INDEX by_about ON said (about)")


def _said(table: str, row: Row) -> tuple[str, str, str]:
    """What a row beside the primary one says. The columns of subjects had other names in older exports."""
    if table == OFFICIALS:
        name = f"{row['DPOH_FIRST_NM_PRENOM_TCPD']} {row['DPOH_LAST_NM_TCPD']}".strip()
        return name, row.get("DPOH_TITLE_TITRE_TCPD", ""), row["INSTITUTION"] or row.get("OTHER_INSTITUTION_AUTRE", "")
    if table == SUBJECTS:
        own = row.get("CUSTOM_SUBJ_OBJET_PERSO") or row.get("OTHER_SUBJ_MATTER_AUTRE_OBJET") or ""
        return row.get("SUBJECT_CODE_OBJET") or row.get("SUBJ_MATTER_OBJET") or "", own, ""
    return row.get("SUBJECT_CODE_OBJET", ""), row["DESCRIPTION"], ""


def _first(key: str, before: Mapping[str, str]) -> str:
    """The first report of those that amend each other; a ring, which would be none, ends where it begins."""
    seen = {key}
    while (prior := before.get(key)) and prior not in seen:
        key = prior
        seen.add(key)
    return key


def _joined(beside: sqlite3.Connection, row: Row, names: Mapping[str, str], first: str) -> Communication:
    found: dict[str, list[tuple[str, str, str]]] = {table: [] for table in BESIDE}
    for kind, *said in beside.execute("SELECT kind, one, two, three FROM said WHERE about = ? ORDER BY rowid", (row["COMLOG_ID"],)):
        found[kind].append((said[0], said[1], said[2]))
    subjects = [own or names.get(code, code) for code, own, _ in found[SUBJECTS]]
    details = [(tuple(names.get(code, code) for code in CODE.findall(codes)), text) for codes, text, _ in found[DETAILS]]
    return Communication(
        row=row,
        first=first,
        officials=tuple(dict.fromkeys(found[OFFICIALS])),
        subjects=tuple(dict.fromkeys(filter(None, subjects))),
        details=tuple(details),
    )


def _record(key: str, mark: str, found: Communication) -> Record:
    row = found.row
    client = row.get("EN_CLIENT_ORG_CORP_NM_AN") or row.get("EN_CLIENT_ORG_CRP_NM_AN") or row.get("FR_CLIENT_ORG_CORP_NM", "")
    if not client:
        raise LookupError("a communication without a client")
    person = " ".join(filter(None, (row.get("RGSTRNT_1ST_NM_PRENOM_DCLRNT"), row.get("RGSTRNT_LAST_NM_DCLRNT"))))
    day = row["COMM_DATE"][:10]
    posted = row.get("POSTED_DATE_PUBLICATION", "")[:10]
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"{client}{f' by {person}' if person else ''}, {day}",
        url=SHOWN.format(key),
        text="\n".join(_met(found)),
        thread=f"communication {found.first}",
        mark=mark,
        stage=Stage.AMENDMENT if found.first != key else Stage.REPORT,
        type=", ".join(filter(None, ("Communication report", KINDS.get(row.get("REG_TYPE_ENR", ""), "")))),
        language="en",
        published=date.fromisoformat(posted or day),
        parts=tuple(_parts(found)),
        parties=tuple(_parties(row, client, person)),
    )


def _met(found: Communication) -> Iterator[str]:
    for name, title, institution in found.officials:
        yield f"Communicated with {', '.join(filter(None, (name, title, institution)))}."


def _parts(found: Communication) -> Iterator[Part]:
    """What was spoken of: since October 2024 in words, before that by subjects alone."""
    bodies = tuple(dict.fromkeys(filter(None, (institution for _, _, institution in found.officials))))
    if found.subjects:
        yield Part(key="subjects", title="Subjects", text="; ".join(found.subjects), bodies=bodies)
    for place, (subjects, text) in enumerate(found.details, 1):
        yield Part(key=f"detail-{place}", title="; ".join(subjects) or "Subject", text=text, bodies=bodies)


def _parties(row: Row, client: str, person: str) -> Iterator[Party]:
    number, french = row.get("CLIENT_ORG_CORP_NUM", ""), row.get("FR_CLIENT_ORG_CORP_NM", "")
    ids = (("ca-lobbying-client", number),) if number else ()
    yield Party(name=client, role=Role.CLIENT, ids=ids, note="" if french == client else french)
    if person:
        id_ = row.get("REGISTRANT_NUM_DECLARANT", "")
        yield Party(name=person, role=Role.LOBBYIST, ids=(("ca-lobbying-registrant", id_),) if id_ else ())
