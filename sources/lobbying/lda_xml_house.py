"""A filing as the House's files have it: LD-1 and LD-2 with a field in each element, or, as some say, in each attribute."""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from sources.lobbying.bills import bills
from sources.lobbying.lda_filing import chain
from sources.lobbying.lda_issues import issue as issue_name
from sources.lobbying.lda_types import filing_type
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role
from sources.money import money

DOCUMENT = "document"  # the name of the file, which we put on the root: it is in no field
PAGE = "https://disclosurespreview.house.gov/ld/ldxmlrelease/{year}/{code}/{document}.xml"
ACTIVITIES = "alis/ali_info"
PERIODS = {"1": "Q1", "2": "Q2", "3": "Q3", "4": "Q4", "M": "mid-year", "Y": "year-end"}
AGENCIES = re.compile(r";|,(?!\s*Dept\b|\s*Department\b)(?![^(]*\))")
"""Of 257 names that the register lists, 19 have a comma, and all of them before "Dept of": "Defense, Dept of (DOD)" is one."""
SIGNED = "%m/%d/%Y %I:%M:%S %p"


def record(filing: ET.Element, key: str, zone: ZoneInfo) -> Record:
    """The filing. LookupError or ValueError where a mandatory field is missing or odd."""
    ld1 = filing.tag.endswith("1")
    code = "RR" if ld1 else needed(filing, "reportType")
    kind = filing_type(code)
    posted = signed(field(filing, "signedDate"), zone)
    year = int(field(filing, "reportYear") or (posted.year if posted else 0))
    covers = f"{year} {PERIODS[code.strip('Q')[0]]}" if kind.reports else str(year)
    client, firm = needed(filing, "clientName"), needed(filing, "organizationName")
    own = field(filing, "selfSelect").lower() in ("y", "true", "1") or client == firm
    registrant, _, number = field(filing, "senateID").partition("-")
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"{client}, in-house: {covers} {kind.form}" if own else f"{client} by {firm}: {covers} {kind.form}",
        url=PAGE.format(year=year, code=code, document=key),
        text=f"Terminated on {field(filing, 'terminationDate')}." if field(filing, "terminationDate") else "",
        thread=chain(registrant, f"number-{number}", covers) if number else None,
        stage=kind.stage,
        type=kind.words,
        period=covers,
        language="en",
        published=posted,
        codes=(kind.code,),
        parts=tuple(_parts(filing, year)),
        parties=tuple(_parties(filing, firm, client, registrant, number)),
        amounts=tuple(_amounts(filing, own=own)) if kind.reports else (),
    )


def field(element: ET.Element, name: str) -> str:
    """A field, which is an element or an attribute; nothing where there is none."""
    return (element.findtext(name) or element.get(name) or "").strip()


def needed(element: ET.Element, name: str) -> str:
    """A field on one line. LookupError where there is none."""
    if not (found := field(element, name)):
        raise LookupError(f"no {name}")
    return " ".join(found.split())


def signed(text: str, zone: ZoneInfo) -> datetime | None:
    """When it was signed. ValueError for another form."""
    return datetime.strptime(text, SIGNED).replace(tzinfo=zone) if text else None


def entities(listed: str) -> tuple[str, ...]:
    """The government entities in a list, whose names have commas too."""
    return tuple(filter(None, (name.strip() for name in AGENCIES.split(listed))))


def _amounts(filing: ET.Element, *, own: bool) -> Iterator[Amount]:
    said = field(filing, "expenses" if own else "income")
    kind = AmountKind.EXPENSE if own else AmountKind.INCOME
    yield Amount(kind=kind, value=money(said), currency="USD", note=field(filing, "expensesMethod") if own else "")


def _parts(filing: ET.Element, year: int) -> Iterator[Part]:
    for place, each in enumerate(filing.iterfind(ACTIVITIES), 1):
        if code := field(each, "issueAreaCode"):
            texts = [(text.text or "").strip() for text in each.iterfind("specific_issues/description")]
            text = "\n\n".join(filter(None, [*texts, field(each, "foreign_entity_issues")]))
            bodies = entities(field(each, "federal_agencies"))
            yield Part(key=f"{code}-{place}", title=issue_name(code), text=text, codes=(code,), bodies=bodies, bills=bills(text, year))
    for place, issue in enumerate(filing.iterfind("alis/ali_Code"), 1):
        if code := (issue.text or "").strip():
            yield Part(key=f"{code}-{place}", title=issue_name(code), text=field(filing, "specific_issues"), codes=(code,))


def _parties(filing: ET.Element, firm: str, client: str, registrant: str, number: str) -> Iterator[Party]:
    house = field(filing, "houseID")
    ids = (("lda-registrant", registrant), ("house-registrant", house[:5] if house else ""))
    yield Party(name=firm, role=Role.REGISTRANT, ids=tuple(pair for pair in ids if pair[1]))
    yield Party(name=client, role=Role.CLIENT, ids=(("senate-id", f"{registrant}-{number}"),) if number else ())
    people: dict[str, str] = {}
    for each in [*filing.iterfind(f"{ACTIVITIES}/lobbyists/lobbyist"), *filing.iterfind("lobbyists/lobbyist")]:
        parts = [field(each, f"lobbyist{name}") for name in ("FirstName", "LastName", "Suffix")]
        if name := " ".join(filter(None, parts)):
            people[name] = people.get(name) or field(each, "coveredPosition")
    for name, office in people.items():
        yield Party(name=name, role=Role.LOBBYIST, note="" if office.upper() in ("N/A", "NONE") else office)
