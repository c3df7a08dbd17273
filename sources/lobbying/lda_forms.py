"""A filing LD-1 or LD-2 as programs that read the printed forms field by field leave it: JSON with the form's own boxes.

The forms of before the API are kept by others in this shape (Sunlight Foundation and who came after). They say what the API does not: a box
"less than $5,000", where the API gives null.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sources.lobbying.bills import bills
from sources.lobbying.lda_filing import METHODS, PAGE, chain
from sources.lobbying.lda_issues import issue
from sources.lobbying.lda_types import FilingType, filing_type
from sources.lobbying.lda_xml_house import entities
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role
from sources.money import money

Fields = Mapping[str, Any]
SEARCH = "https://lda.gov/filings/public/filing/search/"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
QUARTERS = ("one", "two", "three", "four")
UNDER = "less than $5,000, as its box says"


def record(form: Fields, key: str, zone: ZoneInfo) -> Record:
    """The filing. LookupError, TypeError or ValueError where a mandatory field is missing or odd."""
    registers = "registration_type" in form
    day = _day(_said(form, "datetimes", "effective_date") if registers else _said(form, "signature", "signature_date"))
    kind = _registration(form) if registers else _report(form)
    year = day.year if registers and day else int(_needed(form, ("report", "report_type"), "year"))
    covers = f"{year} Q{kind.code.strip('Q')[0]}" if kind.reports else str(year)
    firm, client = _firm(form), _needed(form, ("client",), "client_name")
    own = bool(form["client"]["client_self"])
    registrant, _, number = _said(form, "identifiers", "registrant_senate_id", "client_registrant_senate_id").partition("-")
    return Record(
        key=key,
        kind=Kind.FILING,
        title=f"{client}, in-house: {covers} {kind.form}" if own else f"{client} by {firm}: {covers} {kind.form}",
        url=PAGE.format(kind="filing", id=key) if UUID.fullmatch(key) else SEARCH,
        text="\n".join(_texts(form)),
        thread=chain(registrant, f"number-{number}", covers) if number else None,
        stage=kind.stage,
        type=kind.words,
        period=covers,
        language="en",
        published=_moment(_said(form, "signature", "signature_date"), zone),
        codes=(kind.code,),
        parts=tuple(_parts(form, year)),
        parties=tuple(_parties(form, firm, client, registrant, number)),
        amounts=tuple(_amounts(form, own=own)) if kind.reports else (),
    )


def _registration(form: Fields) -> FilingType:
    return filing_type("RA" if form["registration_type"]["is_amendment"] else "RR")


def _report(form: Fields) -> FilingType:
    """By its boxes: the quarter, whether it amends, ends, or tells of no activity."""
    boxes = {name.removeprefix("report_"): value for name, value in _section(form, "report", "report_type").items()}
    (quarter,) = [place for place, name in enumerate(QUARTERS, 1) if boxes[f"quarter_{name}"]]
    amends, ends = boxes["is_amendment"], boxes["is_termination"]
    code = f"{quarter}{'@' if amends and ends else 'A' if amends else 'T'}" if amends or ends else f"Q{quarter}"
    return filing_type(f"{code}Y" if boxes["no_activity"] else code)


def _section(form: Fields, *names: str) -> Fields:
    for name in names:
        if isinstance(found := form.get(name), dict):
            return found
    raise LookupError(f"no {' or '.join(names)}")


def _said(form: Fields, section: str, *names: str) -> str:
    """The first of these fields that says something."""
    found = form.get(section) or {}
    return next((" ".join(str(found[name]).split()) for name in names if found.get(name)), "")


def _needed(form: Fields, sections: tuple[str, ...], name: str) -> str:
    section = _section(form, *sections)
    said = section.get(name) or section.get(f"report_{name}")
    if not said:
        raise LookupError(f"no {name}")
    return " ".join(str(said).split())


def _firm(form: Fields) -> str:
    """The organisation, or the person who lobbies alone."""
    person = " ".join(filter(None, (_said(form, "registrant", f"registrant_individual_{part}") for part in ("firstname", "lastname"))))
    if not (found := _said(form, "registrant", "registrant_org_name", "registrant_name") or person):
        raise LookupError("no registrant")
    return found


def _day(said: str) -> date | None:
    return date.fromisoformat(said[:10]) if said else None


def _moment(said: str, zone: ZoneInfo) -> datetime | date | None:
    """When it was signed. Midnight is a day without a time."""
    if not said or "T00:00:00" in said or "T" not in said:
        return _day(said)
    return datetime.fromisoformat(said.removesuffix("Z")).replace(tzinfo=zone)


def _amounts(form: Fields, *, own: bool) -> Iterator[Amount]:
    """Income or expenses. Less than $5,000 is a box: the sum is not told."""
    if own or form["expenses"]["expense_amount"] is not None:
        method = next((letter for letter in "abc" if form["expenses"][f"expense_method_{letter}"]), "")
        yield _amount(AmountKind.EXPENSE, form["expenses"], "expense", METHODS.get(method.upper(), ""))
    if not own or form["income"]["income_amount"] is not None:
        yield _amount(AmountKind.INCOME, form["income"], "income", "")


def _amount(kind: AmountKind, boxes: Fields, name: str, note: str) -> Amount:
    said = boxes[f"{name}_amount"]
    under = UNDER if boxes[f"{name}_less_than_five_thousand"] else ""
    value = None if said is None else money(str(said))
    return Amount(kind=kind, value=value, currency="USD", note="; ".join(filter(None, (note, under))))


def _parts(form: Fields, year: int) -> Iterator[Part]:
    """The activities of a report; the issues of a registration, of which the text tells."""
    listed = (form.get("lobbying_activities") or {}).get("lobbying_activities") or []
    for place, each in enumerate(listed, 1):
        code = str(each["general_issue_area"])
        text = "\n\n".join(filter(None, ((each.get(name) or "").strip() for name in ("specific_issues", "foreign_entity_interest"))))
        bodies = entities(each.get("houses_and_agencies") or "")
        yield Part(key=f"{code}-{place}", title=issue(code), text=text, codes=(code,), bodies=bodies, bills=bills(text, year))
    listed = (form.get("lobbying_issues") or {}).get("lobbying_issues") or []
    detail = _said(form, "lobbying_issues_detail", "lobbying_issues_detail")
    for place, each in enumerate(listed, 1):
        code = str(each["general_issue_area"])
        yield Part(key=f"{code}-{place}", title=issue(code), text=detail, codes=(code,), bills=bills(detail, year))


def _texts(form: Fields) -> Iterator[str]:
    ended = _said(form, "report", "report_termination_date") or _said(form, "report_type", "termination_date")
    if ended:
        yield f"Terminated on {_day(ended)}."
    update = form.get("registration_update") or {}
    gone = [name for each in update.get("removed_foreign_entities") or [] if (name := each.get("foreign_entity_name"))]
    if gone:
        yield f"No longer a foreign entity of it: {'; '.join(gone)}."


def _parties(form: Fields, firm: str, client: str, registrant: str, number: str) -> Iterator[Party]:
    house = _said(form, "identifiers", "registrant_house_id", "client_registrant_house_id")
    ids = (("lda-registrant", registrant), ("house-registrant", house[:5]))
    business = [_said(form, "registrant", "registrant_general_description"), _said(form, "client", "client_general_description")]
    yield Party(name=firm, role=Role.REGISTRANT, ids=tuple(pair for pair in ids if pair[1]), note=business[0])
    yield Party(name=client, role=Role.CLIENT, ids=(("senate-id", f"{registrant}-{number}"),) if number else (), note=business[1])
    yield from _people(form)
    sections = [form.get("foreign_entities") or {}, form.get("affiliated_organizations") or {}, form.get("registration_update") or {}]
    for section in sections:
        for each in [*(section.get("foreign_entities") or []), *(section.get("added_foreign_entities") or [])]:
            yield from _other(each, "foreign_entity", Role.FOREIGN_ENTITY)
        for each in [*(section.get("affiliated_organizations") or []), *(section.get("added_affiliated_organizations") or [])]:
            yield from _other(each, "affiliated_organization", Role.AFFILIATE)


def _people(form: Fields) -> Iterator[Party]:
    """Those who lobby, each once, with the office that they held where the form says it."""
    activities = (form.get("lobbying_activities") or {}).get("lobbying_activities") or []
    found: dict[str, str] = {}
    for section in [form.get("lobbyists") or {}, *activities]:
        for each in section.get("lobbyists") or []:
            name = " ".join(filter(None, ((each.get(f"lobbyist_{part}") or "").strip() for part in ("first_name", "last_name", "suffix"))))
            office = each.get("lobbyist_covered_official_position") or each.get("lobbyist_covered_position") or ""
            if name:
                found[name] = found.get(name) or office.strip()
    for name, office in found.items():
        yield Party(name=name, role=Role.LOBBYIST, note="" if office.upper() in ("N/A", "NONE") else office)


def _other(each: Fields, prefix: str, role: Role) -> Iterator[Party]:
    if name := " ".join((each.get(f"{prefix}_name") or "").split()):
        percent = money(str(each.get(f"{prefix}_ownership_percentage") or ""))
        share = f", {percent.normalize():f} % owner" if percent else ""
        yield Party(name=name, role=role, note=f"{each.get(f'{prefix}_country') or ''}{share}".strip(" ,"))
