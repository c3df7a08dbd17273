"""Agents of foreign principals in the US, from the daily files of the Department of Justice: https://efile.fara.gov/."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from sources.flat import Columns, PartyColumns
from sources.model import Kind, Role, Stage
from sources.table import Table

HOST = "efile.fara.gov"
SHOWN = "https://efile.fara.gov/ords/fara/f?p=1381:200:::NO:RP,200:P200_REG_NUMBER:{Registration_Number}"

Lists = Literal["registrants", "foreign_principals"]
FILES = {"registrants": "Registrants", "foreign_principals": "ForeignPrincipals"}

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


@dataclass(frozen=True, kw_only=True)
class Fara(Table):
    """All registrants, or all foreign principals, since 1942; a termination changes an entry.

    A principal has no id: its number of registration, its name and its day of registration stand for one. Sums are in
    scanned statements only, which the files do not hold.
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
        """Those of the list."""
        return REGISTRANTS if self.lists == "registrants" else PRINCIPALS

    def files(self, since: datetime, now: datetime) -> Iterable[str]:  # noqa: ARG002  # each file holds everything
        """The one file of the list."""
        return [f"https://{HOST}/bulk/zip/FARA_All_{FILES[self.lists]}.csv.zip"]
