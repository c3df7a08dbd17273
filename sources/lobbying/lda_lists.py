"""What the LDA API lists beside filings: reports of contributions (LD-203), registrants, and clients."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sources.lobbying.lda_filing import PAGE, posted
from sources.lobbying.lda_parties import clean, client, name, person_name, registrant
from sources.lobbying.lda_types import filing_type, period
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role, Stage
from sources.money import money
from sources.paged import Fields

SEARCH = "https://lda.gov/filings/public/filing/search/"


def contribution(row: Fields) -> Record:
    """A half-yearly report of what a registrant or one of its lobbyists gave to campaigns, committees and honours.

    Each contribution is a part, and its sum an amount whose note says to whom: what was given is no spending on lobbying.
    """
    key, kind = row["filing_uuid"], filing_type(row["filing_type"])
    covers = period(int(row["filing_year"]), row["filing_period"])
    firm, person = registrant(row["registrant"]), row["lobbyist"]
    filer = f"{person_name(person)} of {firm.name}" if person else firm.name
    items = row["contribution_items"]
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"Contributions of {filer}, {covers}",
        url=PAGE.format(kind="contribution", id=key),
        text=_said(row),
        thread=f"contributions:{row['registrant']['id']}:{person['id'] if person else ''}:{covers}",
        stage=Stage.AMENDMENT if kind.stage is Stage.AMENDMENT else Stage.REPORT,
        type=f"Contributions - {kind.words}",
        period=covers,
        language="en",
        published=posted(row),
        codes=(kind.code,),
        parts=tuple(_part(place, item) for place, item in enumerate(items, 1)),
        parties=(firm, *_person(person)),
        amounts=tuple(_amount(item) for item in items),
    )


def _said(row: Fields) -> str:
    given = ["No contributions."] if row["no_contributions"] else []
    pacs = [f"Political action committees: {', '.join(row['pacs'])}."] if row["pacs"] else []
    return "\n".join([*given, *pacs, *filter(None, [clean(row["comments"])])])


def _part(place: int, item: Fields) -> Part:
    day = date.fromisoformat(item["date"])
    to = clean(item["payee_name"]) or "an unnamed payee"
    value = money(item["amount"])
    honour = f" for {clean(item['honoree_name'])}" if item["honoree_name"] else ""
    return Part(
        key=str(place),
        title=f"{clean(item['contribution_type_display'])} contribution to {to}{honour}",
        text=f"{'an unknown sum' if value is None else f'${value:,.2f}'} by {clean(item['contributor_name'])} on {day}",
        codes=(item["contribution_type"],),
    )


def _amount(item: Fields) -> Amount:
    return Amount(kind=AmountKind.CONTRIBUTION, value=money(item["amount"]), currency="USD", note=clean(item["payee_name"]))


def _person(person: Fields | None) -> Iterator[Party]:
    if person:
        yield Party(name=person_name(person), role=Role.LOBBYIST, ids=(("lda-lobbyist", str(person["id"])),))


def registrant_entry(row: Fields) -> Record:
    """A firm or an organisation as the register knows it today."""
    return _entry(f"registrant-{row['id']}", "Registrant", name(row), clean(row["description"]), [registrant(row)], row["dt_updated"])


def client_entry(row: Fields) -> Record:
    """A client of one registrant, as the register knows it today. A company has as many entries as it hired firms."""
    firm = row["registrant"]
    title = f"{name(row)}, client of {name(firm)}"
    return _entry(f"client-{row['id']}", "Client", title, clean(row["general_description"]), [registrant(firm), client(row, firm)], None)


def _entry(key: str, type_: str, title: str, text: str, parties: Iterable[Party], updated: str | None) -> Record:
    return Record(
        key=key,
        kind=Kind.FILING,
        title=title,
        url=SEARCH,
        text=text,
        stage=Stage.REGISTRATION,
        type=type_,
        language="en",
        updated=datetime.fromisoformat(updated) if updated else None,
        parties=tuple(parties),
    )
