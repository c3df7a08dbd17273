"""Activities of interest representatives in France, from the nightly tables of the HATVP: https://www.hatvp.fr/open-data-repertoire/."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from sources import flat, sheet
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role, Stage
from sources.money import band
from sources.snapshot import Entry, Snapshot
from sources.web import File

HOST = "www.hatvp.fr"
FILE = f"https://{HOST}/agora/opendata/csv/Vues_Separees_CSV.zip"
SHOWN = "https://www.hatvp.fr/fiche-organisation/?organisation={}##"
WHO, YEARS, ACTIVITIES, ACTIONS, BODIES = (
    "1_informations_generales", "15_exercices", "8_objets_activites", "14_observations", "13_ministeres_aai_api",
)  # fmt: skip
READ = {  # the tables, and the columns that must be in them
    WHO: ("representants_id", "denomination", "identifiant_national"),
    YEARS: ("exercices_id", "representants_id"),
    ACTIONS: ("action_representation_interet_id", "activite_id"),
    BODIES: ("action_representation_interet_id", "responsable_public", "departement_ministeriel"),
    ACTIVITIES: ("activite_id", "exercices_id", "identifiant_fiche", "date_publication_activite", "objet_activite"),
}
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A row of the table of activities, with what other tables say of it."""

    row: Row
    who: Row
    year: Row
    observations: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(slots=True)
class Others:
    """The tables that the activities point into, by the ids of this night: in the next export they are others."""

    who: dict[str, Row] = field(default_factory=dict)
    years: dict[str, Row] = field(default_factory=dict)
    actions: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, table: str, row: Row) -> None:
        """Remember a row."""
        if table == WHO:
            self.who[row["representants_id"]] = row
        elif table == YEARS:
            self.years[row["exercices_id"]] = row
        elif table == ACTIONS:
            self.actions[row["activite_id"]].append((row["action_representation_interet_id"], row.get("observation", "")))
        else:
            self.bodies[row["action_representation_interet_id"]].append(row["departement_ministeriel"] or row["responsable_public"])

    def activity(self, row: Row) -> Activity:
        """A row with all that belongs to it."""
        year = self.years.get(row["exercices_id"], {})
        actions = self.actions.get(row["activite_id"], [])
        bodies = [body.strip() for id_, _ in actions for body in self.bodies.get(id_, [])]
        notes = tuple(dict.fromkeys(text.strip() for _, text in actions if text.strip()))
        who = self.who.get(year.get("representants_id", ""), {})
        return Activity(row=row, who=who, year=year, observations=notes, bodies=tuple(dict.fromkeys(filter(None, bodies))))


@dataclass(frozen=True, kw_only=True)
class Hatvp(Snapshot[Activity]):
    """All activities that were ever published. Who is behind one is known by its SIREN or RNA, never by a number of the export."""

    kind = Kind.FILING
    pace: ClassVar[float] = 5.0

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the tables."""
        return frozenset({HOST})

    def files(self, since: datetime, now: datetime) -> Iterable[str]:  # noqa: ARG002  # the archive holds everything
        """The one archive."""
        return [FILE]

    def entries(self, file: File) -> Iterator[Entry[Activity]]:
        """The activities. The archive is read twice: what they point to must be known first."""
        others = Others()
        for table in (WHO, YEARS, ACTIONS, BODIES):
            for row in _rows(file, table):
                others.take(table, row)
        for row in _rows(file, ACTIVITIES):
            found = others.activity(row)
            said = {**row, "who": found.who.get("identifiant_national", ""), "notes": found.observations, "bodies": found.bodies}
            said |= {name: value for name, value in found.year.items() if name.startswith(("montant", "annee", "nombre"))}
            marked = {name: value for name, value in said.items() if name not in ("activite_id", "exercices_id")}
            yield Entry(key=row["identifiant_fiche"] or row["activite_id"], mark=flat.digest(marked, sorted(marked)), row=found)

    def read(self, row: Entry[Activity]) -> Record:
        """One activity. What was spent is a band for the whole year, which stands in the note."""
        return _record(row.key, row.mark, row.row)


def _rows(file: File, table: str) -> Iterator[Row]:
    for name, stream in file.streams(f"{table}.csv"):
        if name.rpartition("/")[2] == f"{table}.csv":
            lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
            yield from sheet.read(lines, READ[table], delimiter=";")
            lines.detach()


def _record(key: str, mark: str, activity: Activity) -> Record:
    row, who, year = activity.row, activity.who, activity.year
    name = " ".join(who.get("denomination", "").split())
    number = who.get("identifiant_national", "")
    subject = " ".join(row["objet_activite"].split())
    if not subject:
        raise ValueError("an activity without a subject")
    covers = (year.get("annee_fin") or year.get("date_fin") or "")[-4:]
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"{name}: {subject}" if name else subject,
        url=SHOWN.format(number) if number else "https://www.hatvp.fr/le-repertoire/",
        mark=mark,
        stage=Stage.REPORT,
        type="Activité de représentation d'intérêts",
        period=covers if covers.isdigit() else "",
        language="fr",
        published=date.fromisoformat(row["date_publication_activite"][:10]) if row["date_publication_activite"] else None,
        parts=(Part(key="1", title=subject, text="\n".join(activity.observations), bodies=activity.bodies),),
        parties=(Party(name=name, role=Role.REGISTRANT, ids=(("siren-rna", number),) if number else ()),) if name else (),
        amounts=tuple(_amounts(year)),
    )


def _amounts(year: Row) -> Iterator[Amount]:
    low, high = (year.get(f"montant_depense_{bound}", "").strip() for bound in ("inf", "sup"))
    if bounds := band(low, high, "EUR"):
        yield Amount(kind=AmountKind.ESTIMATE, value=None, currency="EUR", note=f"{bounds} in the year")
