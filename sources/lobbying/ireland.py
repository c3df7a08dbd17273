"""Returns of lobbying in Ireland, from the register's export: https://www.lobbying.ie/."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from sources.flat import Columns, PartColumns, PartyColumns
from sources.model import Kind, Role, Stage
from sources.table import Table

HOST = "api.lobbying.ie"
EXPORT = f"https://{HOST}/api/ExportReturns/Csv"
EMPTY = dict.fromkeys(  # all of them must be there, though they may be empty: else the answer is 404
    ("queryText", "subjectMatters", "subjectMatterAreas", "publicBodys", "jobTitles", "period", "dpo", "client", "responsible"), ""
) | {"lobbyist": "", "lobbyistId": ""}
LONGEST = timedelta(days=364)  # a longer window is refused
COLUMNS = Columns(
    key=("Id",),
    title="{Lobbyist Name}: {Subject Matter}",
    url="{Url}",
    type="{Relevant Matter}",
    period="{Period}",
    published="Date Published",
    day_first=True,
    stage=Stage.REPORT,
    parties=(PartyColumns(role=Role.REGISTRANT, name="{Lobbyist Name}"), PartyColumns(role=Role.CLIENT, name="{Client(s)}")),
    parts=(
        PartColumns(
            title="{Subject Matter}",
            text=("Specific Details", "Intended Results", "Lobbying Activities", "DPOs Lobbied"),
            codes=("Public Policy Area",),
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Ireland(Table):
    """The returns that were published in the window, whose deadlines are the 21st of January, May and September."""

    kind = Kind.FILING
    pace: ClassVar[float] = 30.0
    overlap: ClassVar[timedelta] = timedelta(days=30)
    """Returns are amended after they were published, and the window counts days of return."""

    @property
    def hosts(self) -> frozenset[str]:
        """The register's API."""
        return frozenset({HOST})

    @property
    def table(self) -> Columns:
        """Those of the export."""
        return COLUMNS

    def files(self, since: datetime, now: datetime) -> Iterable[str]:
        """The export, in windows of a year."""
        start = since
        while start < now:
            end = min(start + LONGEST, now)
            said = {"currentPage": 0, "pageSize": 10_000, "returnDateFrom": f"{start:%d-%m-%Y}", "returnDateTo": f"{end:%d-%m-%Y}"}
            yield f"{EXPORT}?{urlencode({**said, **EMPTY})}"
            start = end
