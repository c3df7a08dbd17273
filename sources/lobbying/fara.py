"""Agents of foreign principals in the US, from the daily files of the Department of Justice: https://efile.fara.gov/."""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from sources import days
from sources.flat import Columns, PartyColumns
from sources.model import Kind, Role, Stage, Unchanged
from sources.snapshot import Entry
from sources.source import Known
from sources.table import Row, Table
from sources.web import Web

HOST = "efile.fara.gov"
SHOWN = "https://efile.fara.gov/ords/fara/f?p=1381:200:::NO:RP,200:P200_REG_NUMBER:{Registration_Number}"

Lists = Literal["registrants", "foreign_principals", "short_forms", "documents"]
FILES = {
    "registrants": "Registrants",
    "foreign_principals": "ForeignPrincipals",
    "short_forms": "ShortForms",
    "documents": "RegistrantDocs",
}

REGISTRANTS = Columns(
    key=("Registration_Number",),
    title="{Name}",
    url=SHOWN,
    text=("Business_Name",),
    type="Registrant",
    ended="Termination_Date",
    published="Registration_Date",
    stage=Stage.REGISTRATION,
    parties=(PartyColumns(role=Role.REGISTRANT, name="Name", id="Registration_Number", scheme="fara", note="{City}, {State}"),),
)
PRINCIPALS = Columns(
    key=("Registration_Number", "Foreign_Principal", "Foreign_Principal_Registration_Date"),
    title="{Foreign_Principal} ({Country/Location_Represented}) by {Registrant_Name}",
    url=SHOWN,
    type="Foreign principal",
    ended="Foreign_Principal_Termination_Date",
    published="Foreign_Principal_Registration_Date",
    thread="{Registration_Number}",
    stage=Stage.REGISTRATION,
    parties=(
        PartyColumns(role=Role.REGISTRANT, name="Registrant_Name", id="Registration_Number", scheme="fara"),
        PartyColumns(role=Role.FOREIGN_ENTITY, name="Foreign_Principal", note="{Country/Location_Represented}"),
    ),
)
SHORT_FORMS = Columns(
    key=("Registration_Number", "Short_Form_Last_Name", "Short_Form_First_Name", "Short_Form_Date"),
    title="{Short_Form_First_Name} {Short_Form_Last_Name} of {Registrant_Name}",
    url=SHOWN,
    type="Short form: a person who acts for a registrant",
    ended="Short_Form_Termination_Date",
    published="Short_Form_Date",
    thread="{Registration_Number}",
    stage=Stage.REGISTRATION,
    parties=(
        PartyColumns(role=Role.REGISTRANT, name="Registrant_Name", id="Registration_Number", scheme="fara"),
        PartyColumns(role=Role.LOBBYIST, name="{Short_Form_First_Name} {Short_Form_Last_Name}"),
    ),
)
DOCUMENTS = Columns(
    key=("URL",),
    title="{Document_Type} of {Registrant_Name}: {Foreign_Principal_Name} {Short_Form_Name}",
    url="{URL}",
    type="{Document_Type}",
    published="Date_Stamped",
    thread="{Registration_Number}",
    stage=Stage.REPORT,
    links=("URL",),
    parties=(
        PartyColumns(role=Role.REGISTRANT, name="Registrant_Name", id="Registration_Number", scheme="fara"),
        PartyColumns(role=Role.FOREIGN_ENTITY, name="Foreign_Principal_Name", note="{Foreign_Principal_Country}"),
    ),
)
COLUMNS: dict[str, Columns] = {
    "registrants": REGISTRANTS,
    "foreign_principals": PRINCIPALS,
    "short_forms": SHORT_FORMS,
    "documents": DOCUMENTS,
}


@dataclass(frozen=True, kw_only=True)
class Fara(Table):
    """One of the four files, which hold everything since 1942; a termination changes an entry.

    A principal has no id: its number of registration, its name and its day of registration stand for one, and a document
    has none but its address. Sums are in the documents alone, which are scans: of those only the ones that were stamped in
    the window are told.
    """

    kind = Kind.FILING
    encoding: ClassVar[str] = "latin-1"

    lists: Lists = "foreign_principals"

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the files."""
        return frozenset({HOST})

    @property
    def table(self) -> Columns:
        """The columns of the list."""
        return COLUMNS[self.lists]

    def files(self, since: datetime, now: datetime) -> Iterable[str]:  # noqa: ARG002  # each file holds everything
        """The one file of the list."""
        return [f"https://{HOST}/bulk/zip/FARA_All_{FILES[self.lists]}.csv.zip"]

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Entry[Row] | Unchanged, None]:
        """The entries; of 150,000 documents those of the window, since each is a file to fetch."""
        first = since.astimezone(self.publisher.timezone).date()
        async for row in super().rows(web, since, known):
            if self.lists != "documents" or isinstance(row, Unchanged) or _stamped(row.row) >= first:
                yield row


def _stamped(row: Row) -> date:
    """The day of a document; the last of all where it has none, so that it is rejected by name or told."""
    try:
        return days.read(row["Date_Stamped"])
    except (LookupError, ValueError):
        return date.max
