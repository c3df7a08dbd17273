"""A report of contributions (LD-203) as the House's files have it. The fields are those that readers of others name."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from sources.lobbying.lda_issues import gift
from sources.lobbying.lda_types import filing_type
from sources.lobbying.lda_xml_house import PERIODS, field, needed, signed
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role, Stage
from sources.money import money

PAGE = "https://disclosurespreview.house.gov/lc/lcxmlrelease/{year}/{code}/{document}.xml"
NAME = ("lobbyistFirstName", "lobbyistMiddleName", "lobbyistLastName", "lobbyistSuffix")
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def record(report: ET.Element, key: str, zone: ZoneInfo) -> Record:
    """The report. LookupError or ValueError where a mandatory field is missing or odd.

    The numbers of House and Senate are those of the organisation, also where one of its lobbyists reports.
    """
    code, year = needed(report, "reportType"), int(needed(report, "reportYear"))
    kind = filing_type(code)
    covers = f"{year} {PERIODS[code[0]]}"
    firm, person = needed(report, "organizationName"), " ".join(filter(None, (field(report, each) for each in NAME)))
    number = field(report, "senateRegID")
    amends = kind.stage is Stage.AMENDMENT or field(report, "amendment").lower() in ("y", "true")
    gifts = list(report.iterfind("contributions/contribution"))
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"Contributions of {f'{person} of {firm}' if person else firm}, {covers}",
        url=PAGE.format(year=year, code=code, document=key),
        text="\n".join(_said(report)),
        thread=f"contributions:{number or firm}:{person}:{covers}",
        stage=Stage.AMENDMENT if amends else Stage.REPORT,
        type=f"Contributions - {kind.words}",
        period=covers,
        language="en",
        published=signed(field(report, "signedDate"), zone),
        codes=(kind.code,),
        parts=tuple(_part(place, each) for place, each in enumerate(gifts, 1)),
        parties=tuple(_parties(report, firm, person, number)),
        amounts=tuple(_amount(each) for each in gifts),
    )


def _said(report: ET.Element) -> Iterator[str]:
    if field(report, "noContributions").lower() in ("y", "true"):
        yield "No contributions."
    if pacs := [name for each in report.iterfind("pacs/pac") if (name := field(each, "name"))]:
        yield f"Political action committees: {', '.join(pacs)}."
    if comments := field(report, "comments"):
        yield comments


def _part(place: int, given: ET.Element) -> Part:
    words, day = field(given, "type"), _day(field(given, "date"))
    honour = f" for {field(given, 'recipientName')}" if field(given, "recipientName") else ""
    value = money(field(given, "amount"))
    return Part(
        key=str(place),
        title=f"{words} contribution to {field(given, 'payeeName') or 'an unnamed payee'}{honour}",
        text=f"{'an unknown sum' if value is None else f'${value:,.2f}'} by {field(given, 'contributorName')} on {day or 'an unknown day'}",
        codes=(gift(words),) if words else (),
    )


def _amount(given: ET.Element) -> Amount:
    return Amount(kind=AmountKind.CONTRIBUTION, value=money(field(given, "amount")), currency="USD", note=field(given, "payeeName"))


def _day(said: str) -> date | None:
    """The day; nothing for one that is none: people report the 31st of February."""
    found = DAY.match(said)
    try:
        return date(int(found[3]), int(found[1]), int(found[2])) if found else datetime.fromisoformat(said).date()
    except ValueError:
        return None


def _parties(report: ET.Element, firm: str, person: str, number: str) -> Iterator[Party]:
    ids = (("lda-registrant", number), ("house-registrant", field(report, "houseRegID")))
    yield Party(name=firm, role=Role.REGISTRANT, ids=tuple(pair for pair in ids if pair[1]))
    if person:
        id_ = field(report, "lobbyistID")
        yield Party(name=person, role=Role.LOBBYIST, ids=(("house-lobbyist", id_),) if id_ else ())
