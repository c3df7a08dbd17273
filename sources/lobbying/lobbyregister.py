"""The lobbying register of the German Bundestag: https://www.lobbyregister.bundestag.de/informationen-und-hilfe/open-data-1049716."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role, Stage
from sources.money import band
from sources.paged import Asked, Fields, Leaf, Paged
from sources.web import Query

SEARCH = "https://www.lobbyregister.bundestag.de/sucheJson"
SHOWN = "https://www.lobbyregister.bundestag.de/suche/{}"


@dataclass(frozen=True, kw_only=True)
class Lobbyregister(Paged):
    """The entries that the register's search finds for the `terms`, all of them in one answer. A change makes a new version.

    The search looks into texts that the answer does not hold: what it finds is told as found by the register.
    """

    kind = Kind.FILING
    pace: ClassVar[float] = 5.0

    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        """ValueError without terms: the whole register is one answer of many hundred megabytes."""
        if not self.terms:
            raise ValueError("name the terms to ask for")

    @property
    def hosts(self) -> frozenset[str]:
        """The register."""
        return frozenset({"www.lobbyregister.bundestag.de"})

    def asks(self, since: datetime, now: datetime) -> Iterable[Asked]:  # noqa: ARG002  # the search knows no window
        """A list for each term."""
        for term in self.terms:
            yield Asked(url=SEARCH, query={"q": term, "sortierung": "AKTUALITAET"})

    def leaf(self, said: dict[str, Any]) -> Leaf:
        """The answer. Without entries it must say that it has none."""
        rows = said["results"]
        total = said["resultCount"] if not rows else said.get("resultCount", len(rows))
        return Leaf(rows=list(rows), total=int(total), more=False)

    def turned(self, query: Query, number: int) -> Query:  # noqa: ARG002  # there is one page
        """The same."""
        return query

    def identity(self, row: Fields) -> tuple[str, str | None]:
        """The number of the register, and the version of the entry."""
        return row["registerNumber"], str(row["registerEntryDetails"]["version"])

    def read(self, row: Fields) -> Record:
        """One entry."""
        key, mark = self.identity(row)
        details, account = row["registerEntryDetails"], row.get("accountDetails") or {}
        name = _name(row["lobbyistIdentity"])
        active = account.get("activeLobbyist")
        money = row.get("financialExpenses") or {}
        return Record(
            key=key,
            kind=Kind.FILING,
            title=name,
            url=details.get("detailsPageUrl") or SHOWN.format(key),
            mark=mark,
            stage=Stage.TERMINATION if active is False else Stage.REGISTRATION,
            type="Registereintrag",
            period=(money.get("relatedFiscalYearEnd") or "")[:10],
            language="de",
            published=_moment(account.get("firstPublicationDate")),
            updated=_moment(details.get("validFromDate") or account.get("lastUpdateDate")),
            parts=tuple(_parts(row)),
            parties=(Party(name=name, role=Role.REGISTRANT, ids=(("lobbyregister", key),)),),
            amounts=tuple(_amounts(money)),
        )


def _name(identity: Fields) -> str:
    """An organisation's name, or a person's."""
    person = (identity.get(part) for part in ("academicDegreeBefore", "commonFirstName", "lastName"))
    found = identity.get("name") or identity.get("companyName") or " ".join(filter(None, person))
    if not found:
        raise LookupError("an entry without a name")
    return " ".join(found.split())


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text and "T" in text else None


def _parts(row: Fields) -> Iterator[Part]:
    """What the entry says of its activity, and the projects of law that it wants to influence."""
    activity = row.get("activitiesAndInterests") or {}
    if text := (activity.get("activityDescription") or "").strip():
        yield Part(key="activity", title="Tätigkeit", text=text)
    projects = (row.get("regulatoryProjects") or {}).get("regulatoryProjects") or ()
    for place, project in enumerate(projects, 1):
        number = project.get("regulatoryProjectNumber") or str(place)
        if title := " ".join((project.get("title") or "").split()):
            yield Part(key=number, title=title, number=number, text=(project.get("description") or "").strip(), thread=number)


def _amounts(money: Fields) -> Iterator[Amount]:
    """The expenses of the year, in a band of 10,000 euros."""
    if bounds := money.get("financialExpensesEuro"):
        low, high = (str(bounds[end]) if bounds.get(end) is not None else "" for end in ("from", "to"))
        yield Amount(kind=AmountKind.EXPENSE, value=None, currency="EUR", note=band(low, high, "EUR"))
