"""A filing as the Senate's files have it (1999 to 2020): all in attributes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from sources.lobbying.bills import bills
from sources.lobbying.lda_filing import PAGE, chain
from sources.lobbying.lda_types import PERIOD_WORDS, TYPES, FilingType
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role, Stage
from sources.money import money

WORDS: Mapping[str, FilingType] = {" ".join(each.words.replace("-", " ").casefold().split()): each for each in TYPES.values()}
ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th"}


def record(filing: ET.Element, key: str, zone: ZoneInfo) -> Record:
    """The filing. LookupError or ValueError where what every filing has is missing or odd.

    An amount says neither income nor expenses: it is what the registrant spent where it files for itself. Government
    entities are those of the whole filing, so that none of them can be said to have been lobbied on one issue.
    """
    year, words = int(filing.attrib["Year"]), filing.attrib["Type"]
    kind = filing_type(words)
    covers = period(year, filing.attrib["Period"])
    registrant, client = filing.find("Registrant"), filing.find("Client")
    named = ((client, "ClientName"), (registrant, "RegistrantName"))
    who = " by ".join(" ".join(each.attrib[name].split()) for each, name in named if each is not None)
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"{who or 'Unnamed'}: {covers} {kind.form if kind else words.lower()}",
        url=PAGE.format(kind="filing", id=key),
        text=_text(filing),
        thread=_thread(registrant, client, covers, key),
        stage=kind.stage if kind else Stage.TERMINATION if "TERM" in words else None,
        type=kind.words if kind else words.capitalize(),
        period=covers,
        language="en",
        published=_received(filing.attrib["Received"], zone),
        codes=(kind.code,) if kind else (),
        parts=tuple(_parts(filing, year)),
        parties=tuple(_parties(filing)),
        amounts=tuple(_amounts(filing, client, kind)),
    )


def filing_type(words: str) -> FilingType | None:
    """The type by its words: "MID-YEAR (NO ACTIVITY)", "FIRST QUARTER AMENDMENT"; None for letters and odd documents."""
    plain = " ".join(words.replace("-", " ").casefold().split())
    for name, ordinal in ORDINALS.items():
        plain = plain.replace(f"{name} quarter", f"{ordinal} quarter")
    return WORDS.get(plain) or WORDS.get(plain.replace(" (no activity)", " report (no activity)"))


def period(year: int, words: str) -> str:
    """ "2003 year-end" for "Year-End (July 1 - Dec 31)"; the year alone where the file says UNDETERMINED."""
    name = PERIOD_WORDS.get(words.partition(" (")[0].casefold())
    return f"{year} {name}" if name else str(year)


def _thread(registrant: ET.Element | None, client: ET.Element | None, covers: str, key: str) -> str:
    """The client's number is one within the registrant, and not the one that the API calls its id."""
    if registrant is None or client is None:
        return key
    return chain(registrant.attrib["RegistrantID"], f"number-{client.attrib['ClientID']}", covers)


def _received(text: str, zone: ZoneInfo) -> datetime | date:
    moment = datetime.fromisoformat(text)
    return moment.date() if moment.time() == time(0) else moment.replace(tzinfo=zone)


def _amounts(filing: ET.Element, client: ET.Element | None, kind: FilingType | None) -> Iterator[Amount]:
    said = filing.get("Amount", "").strip()
    if said or (kind is not None and kind.reports):
        own = client is not None and client.get("SelfFiler") == "TRUE"
        yield Amount(kind=AmountKind.EXPENSE if own else AmountKind.INCOME, value=money(said), currency="USD")


def _parts(filing: ET.Element, year: int) -> Iterator[Part]:
    for place, issue in enumerate(filing.iterfind("Issues/Issue"), 1):
        text = issue.get("SpecificIssue", "").strip()
        yield Part(key=str(place), title=issue.attrib["Code"].strip() or "Issue", text=text, bills=bills(text, year))


def _parties(filing: ET.Element) -> Iterator[Party]:
    registrant, client = filing.find("Registrant"), filing.find("Client")
    if registrant is not None:
        ids = (("lda-registrant", registrant.attrib["RegistrantID"]),)
        yield _party(registrant, "RegistrantName", Role.REGISTRANT, registrant.get("GeneralDescription", ""), ids)
    if client is not None:
        number = f"{registrant.attrib['RegistrantID'] if registrant is not None else ''}-{client.attrib['ClientID']}"
        yield _party(client, "ClientName", Role.CLIENT, client.get("GeneralDescription", ""), (("senate-id", number),))
    for lobbyist in filing.iterfind("Lobbyists/Lobbyist"):
        office = lobbyist.get("OfficialPosition", "").strip()
        yield _party(lobbyist, "LobbyistName", Role.LOBBYIST, "" if office in ("N/A", "NONE") else office)
    for entity in filing.iterfind("ForeignEntities/Entity"):
        yield _party(entity, "ForeignEntityName", Role.FOREIGN_ENTITY, entity.get("ForeignEntityCountry", ""))
    for organisation in filing.iterfind("AffiliatedOrgs/Org"):
        yield _party(organisation, "AffiliatedOrgName", Role.AFFILIATE, organisation.get("AffiliatedOrgCountry", ""))


def _party(element: ET.Element, name: str, role: Role, note: str, ids: tuple[tuple[str, str], ...] = ()) -> Party:
    return Party(name=" ".join(element.attrib[name].split()), role=role, ids=ids, note=" ".join(note.split()))


def _text(filing: ET.Element) -> str:
    entities = [entity.attrib["GovEntityName"] for entity in filing.iterfind("GovernmentEntities/GovernmentEntity")]
    return f"Government entities: {', '.join(entities)}." if entities else ""
