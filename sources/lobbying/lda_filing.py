"""A filing LD-1 or LD-2 as the LDA API gives it, read into a Record."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from sources.lobbying.bills import bills
from sources.lobbying.lda_parties import clean, in_house, name, parties
from sources.lobbying.lda_types import FilingType, filing_type, period
from sources.model import Amount, AmountKind, Kind, Link, LinkKind, Part, Record
from sources.money import money
from sources.paged import Fields

PAGE = "https://lda.gov/filings/public/{kind}/{id}/print/"
EARLIEST = 1995  # the Act; a few rows say that they were posted in 1905
METHODS = {
    "A": "method A: by the LDA's definitions",
    "B": "method B: by the tax code for charities (IRC 6033), which may count lobbying of states",
    "C": "method C: by the tax code for businesses (IRC 162), which may count lobbying of states",
}


def filing(row: Fields) -> Record:
    """The filing. LookupError, TypeError or ValueError where a field is missing or odd.

    `thread` is the chain of one registrant, client and period: amendments have no pointer to what they amend. Names are
    those of today, put on old filings by the register: they stand in the title and the parties, and identify nothing.
    """
    key, kind, year = row["filing_uuid"], filing_type(row["filing_type"]), int(row["filing_year"])
    registrant, client = row["registrant"], row["client"]
    covers = period(year, row["filing_period"])
    who = f"{name(client)}, in-house" if in_house(row) else f"{name(client)} by {name(registrant)}"
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"{who}: {covers} {kind.form}",
        url=PAGE.format(kind="filing", id=key),
        text=_text(row),
        thread=chain(registrant["id"], client["id"], covers),
        stage=kind.stage,
        type=kind.words,
        period=covers,
        language="en",
        published=posted(row),
        codes=(kind.code,),
        parts=tuple(_parts(row["lobbying_activities"], year)),
        links=tuple(_paper(row, key)),
        parties=tuple(parties(row)),
        amounts=tuple(_amounts(row, kind)),
    )


def chain(registrant: object, client: object, covers: str) -> str:
    """What joins a report with its amendments."""
    return f"{registrant}:{client}:{covers}"


def posted(row: Fields) -> datetime | None:
    """When it was posted; None where the stamp is one of the few that cannot be."""
    moment = datetime.fromisoformat(row["dt_posted"])
    if moment.utcoffset() is None:
        raise ValueError(f"{row['dt_posted']!r} has no offset")
    return moment if moment.year >= EARLIEST else None


def _amounts(row: Fields, kind: FilingType) -> Iterable[Amount]:
    """Income of a hired firm or expenses of an in-house filer. None is unknown: under $5,000, nothing, or not filled in."""
    if not kind.reports:
        return
    own = in_house(row)
    if own:
        note = METHODS.get((row["expenses_method"] or "").upper(), "")
        yield Amount(kind=AmountKind.EXPENSE, value=money(row["expenses"] or ""), currency="USD", note=note)
    if not own or row["income"] is not None:  # no row had both of 163,651
        yield Amount(kind=AmountKind.INCOME, value=money(row["income"] or ""), currency="USD")


def _parts(activities: Iterable[Fields], year: int) -> Iterable[Part]:
    """The activities. They have no ids; a filing never changes, so the place among those of one issue will do."""
    places: Counter[str] = Counter()
    for activity in activities:
        code = activity["general_issue_code"]
        places[code] += 1
        said = [clean(activity[field]) for field in ("description", "foreign_entity_issues")]
        text = "\n\n".join(filter(None, said))
        yield Part(
            key=f"{code}-{places[code]}",
            title=clean(activity["general_issue_code_display"]) or code,
            text=text,
            codes=(code,),
            bodies=tuple(entity["name"] for entity in activity["government_entities"]),
            bills=bills(text, year),
        )


def _text(row: Fields) -> str:
    """What the filing says beside its activities."""
    said = []
    if row["termination_date"]:
        said.append(f"Terminated on {date.fromisoformat(row['termination_date'])}.")
    said += [f"Convicted: {clean(each.get('description'))}" for each in row["conviction_disclosures"]]
    return "\n".join(said)


def _paper(row: Fields, key: str) -> Iterable[Link]:
    """The scan of a paper filing. The page of an electronic one says no more than its row."""
    if row["filing_document_url"] and row["filing_document_content_type"] == "application/pdf":
        yield Link(url=PAGE.format(kind="filing", id=key), title="Filing on paper", kind=LinkKind.ATTACHMENT, key=key)
