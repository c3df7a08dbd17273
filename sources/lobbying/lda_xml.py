"""US federal lobbying disclosures as the files of the House (a document each) and of the Senate (until 2020, in UTF-16).

A second reader of the filings that the LDA API lists, to check it by and for the years before it. The form of the
Senate's files is known from the files, that of the House's from readers of others: no real one was at hand. Archives that
are gone from the sites are read from a folder, and so are forms that other programs read field by field (JSON).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, ClassVar
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from sources import dropped, strict_json, tree_stream
from sources.lobbying import lda_forms, lda_xml_gifts, lda_xml_house, lda_xml_senate
from sources.model import Kind, Record
from sources.snapshot import Entry, Snapshot
from sources.web import File, Web

READERS = {
    "Filing": lda_xml_senate.record,
    "LOBBYINGDISCLOSURE1": lda_xml_house.record,
    "LOBBYINGDISCLOSURE2": lda_xml_house.record,
    "CONTRIBUTIONDISCLOSURE": lda_xml_gifts.record,
}
ORDINALS = ("1st", "2nd", "3rd", "4th")
HALVES = ("MidYear", "YearEnd")
KINDS = (".xml", ".json", ".zip")
LONGEST_FORM = 2_000_000  # bytes: the longest of those at hand has 10,000
Row = ET.Element | dict[str, Any]
PLACES = {"year": "", "quarter": "", "ordinal": "", "half": ""}


@dataclass(frozen=True, kw_only=True)
class LdaXml(Snapshot[Row]):
    """The filings in files, one for each quarter since the window began; all that are in a `folder`, where one is named.

    `urls` are addresses with {year}, {quarter} (1 to 4), {ordinal} ("1st") or {half} ("MidYear"); one without any is read as it is.
    The file of a quarter grows until long after its end, and that of the next one is not there yet.
    """

    kind = Kind.FILING
    pace: ClassVar[float] = 5.0

    urls: tuple[str, ...] = ()
    folder: Path | None = None
    may_lack: bool = True

    def __post_init__(self) -> None:
        """ValueError where the addresses cannot be filled in."""
        try:
            places = [urlsplit(url.format(**PLACES)).hostname for url in self.urls]
        except (LookupError, ValueError) as error:
            raise ValueError("in an address only {year}, {quarter}, {ordinal} and {half}") from error
        if not all(places) or not (places or self.folder):
            raise ValueError("urls are absolute addresses, at least one, or else there is a folder")

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the files."""
        return frozenset(urlsplit(url.format(**PLACES)).hostname or "" for url in self.urls)

    def opened(self, web: Web, address: str) -> AbstractAsyncContextManager[File]:
        """A file of the folder, or one that is fetched."""
        return dropped.opened(address, web.now(), self.limit) if address.startswith("file:") else super().opened(web, address)

    def files(self, since: datetime, now: datetime) -> Iterable[str]:
        """The files of the quarters from the one before the window to this one: its reports are due after its end."""
        last = now.year * 4 + (now.month - 1) // 3
        first = since.year * 4 + (since.month - 1) // 3 - 1
        found = (
            url.format(year=place // 4, quarter=place % 4 + 1, ordinal=ORDINALS[place % 4], half=HALVES[place % 4 // 2])
            for place in range(first, last + 1)
            for url in self.urls
        )
        in_folder = dropped.addresses(self.folder, KINDS, self.publisher.site) if self.folder else []
        return dict.fromkeys([*in_folder, *found])

    def entries(self, file: File) -> Iterator[Entry[Row]]:
        """The filings of all members of an archive, or of one file."""
        for name, stream in file.streams((".xml", ".json")):
            if name.lower().endswith(".json"):
                yield _form(stream)
                continue
            document = re.sub(r"\.xml$", "", name.rpartition("/")[2], flags=re.IGNORECASE)
            for element in tree_stream.elements(stream, *READERS):
                if element.tag != "Filing":
                    element.set(lda_xml_house.DOCUMENT, document)
                mark = _mark(element)
                yield Entry(key=_key(element, document) or mark, mark=mark, row=element)

    def read(self, row: Entry[Row]) -> Record:
        """One filing. LookupError for one without an id."""
        if row.key == row.mark:
            raise LookupError("a filing without an id")
        if isinstance(row.row, dict):
            return lda_forms.record(row.row, row.key, self.publisher.timezone)
        return READERS[row.row.tag](row.row, row.key, self.publisher.timezone)


def _key(element: ET.Element, document: str) -> str:
    """The Senate's id, which the API writes in small letters, or the House's number of the document."""
    return element.get("ID", "").lower() if element.tag == "Filing" else document


def _form(stream: IO[bytes]) -> Entry[Row]:
    """A form, by its number. ValueError for what is none, or too long to be one."""
    content = stream.read(LONGEST_FORM + 1)
    if len(content) > LONGEST_FORM:
        raise ValueError(f"a form of more than {LONGEST_FORM:,} bytes")
    try:
        said = strict_json.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("JSON that is nested too deeply") from error
    if not isinstance(said, dict) or "signature" not in said:
        raise ValueError("JSON that is no form LD-1 or LD-2")
    mark = hashlib.sha256(content).hexdigest()[:32]
    return Entry(key=str(said.get("document_id") or mark), mark=mark, row=said)


def _mark(element: ET.Element) -> str:
    return hashlib.sha256(ET.tostring(element)).hexdigest()[:32]
