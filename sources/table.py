"""Publishers whose whole list is a table in a file: CSV, alone or in an archive, each row a record by a mapping of columns."""

import io
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sources import flat, flat_record, sheet
from sources.flat import Columns
from sources.model import Record
from sources.snapshot import Entry, Snapshot
from sources.web import File

Row = dict[str, str]
ODD = ":odd"


@dataclass(frozen=True, kw_only=True)
class Table(Snapshot[Row]):
    """A snapshot of tables. A subclass names the files, and the columns that a row is read by."""

    encoding: ClassVar[str] = "utf-8-sig"
    delimiter: ClassVar[str] = ","
    member: ClassVar[str] = ".csv"
    """How the names of those files of an archive end that are the table."""
    nulls: ClassVar[frozenset[str]] = frozenset()
    """What the publisher writes into a cell that is empty."""

    @property
    @abstractmethod
    def table(self) -> Columns:
        """Which columns make which field; those of them that are read must be there."""

    def entries(self, file: File) -> Iterator[Entry[Row]]:
        """The rows of all tables of the file. Bytes that fit nowhere in the encoding become U+FFFD.

        A row of another length than the head (FARA leaves quotes as they are, in one row of 1,300) is rejected by name.
        """
        names = self.table.names
        for _, stream in file.streams(self.member.lower()):
            lines = io.TextIOWrapper(stream, encoding=self.encoding, errors="replace", newline="")
            for cells in sheet.read((line.replace("\0", "") for line in lines), names, delimiter=self.delimiter, ragged=True):
                row = {name: "" if cell in self.nulls else cell for name, cell in cells.items()} if self.nulls else cells
                yield self._entry(row, names)
            lines.detach()  # so that the file is not closed with its reader

    def _entry(self, row: Row, names: tuple[str, ...]) -> Entry[Row]:
        """The row, or what `read` rejects it by: columns that are shifted, or nothing by which it is told from others."""
        mark = flat.digest(row, names)
        if sheet.SURPLUS in row or not row.keys() >= set(names):
            return Entry(key=f"odd row {mark}", mark=mark, row={ODD: f"a row of another length than the head: {row}"})
        try:
            return Entry(key=flat.key(row, self.table), mark=mark, row=row)
        except LookupError as error:
            return Entry(key=f"odd row {mark}", mark=mark, row={ODD: f"{error}: {row}"})

    def read(self, row: Entry[Row]) -> Record:
        """One row. ValueError for one whose columns are not where they should be, or that has no key."""
        if ODD in row.row:
            raise ValueError(row.row[ODD])
        return flat_record.record(row.row, self.table, self.publisher, self.kind)
