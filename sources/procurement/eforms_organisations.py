"""Who buys and who wins in an eForms notice. Organisations stand in one list and are named elsewhere by ORG-0001."""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from sources.model import Party, Role
from sources.procurement.eforms_tree import EXTENSION, said, told

RESULT = f"{EXTENSION}/NoticeResult"
NAMED = "PartyIdentification/ID"


def parties(root: ET.Element) -> tuple[Party, ...]:
    """The buyers, and the winners where the notice has a result. Contact persons are left where they are."""
    known = organisations(root)
    buyers = [said(party, NAMED) for party in root.findall("ContractingParty/Party")]
    found = [*_parties(buyers, known, Role.BUYER), *_parties(winners(root), known, Role.SUPPLIER)]
    return tuple(dict.fromkeys(found))


def organisations(root: ET.Element) -> dict[str, ET.Element]:
    """The companies by their number in this notice, which is another company in the next one."""
    companies = root.findall(f"{EXTENSION}/Organizations/Organization/Company")
    return {said(company, NAMED): company for company in companies}


def winners(root: ET.Element) -> list[str]:
    """The organisations of the winning tenders, in order, each once."""
    return list(dict.fromkeys(each for tender in winning(root) for each in tenderers(root, tender)))


def winning(root: ET.Element) -> list[ET.Element]:
    """The tenders that won: those that a contract was signed for; failing that, those of the lots with a winner."""
    result = root.find(RESULT)
    if result is None:
        return []
    signed = {each.text for each in result.findall("SettledContract/LotTender/ID")}
    chosen = {
        each.text
        for lot in result.findall("LotResult")
        if said(lot, "TenderResultCode") in ("selec-w", "")
        for each in lot.findall("LotTender/ID")
    }
    tenders = result.findall("LotTender")
    return [each for each in tenders if said(each, "ID") and said(each, "ID") in (signed or chosen)]


def tenderers(root: ET.Element, tender: ET.Element) -> list[str]:
    """The organisations that made a tender, alone or as a group."""
    party = said(tender, "TenderingParty/ID")
    groups = [each for each in root.findall(f"{RESULT}/TenderingParty") if said(each, "ID") == party]
    return [org for group in groups for each in group.findall("Tenderer") if (org := said(each, "ID"))]


def name(company: ET.Element | None) -> str:
    """The name of a company, in the first language that has one."""
    return next(told(company, "PartyName/Name"), "")


def _parties(numbers: Iterable[str], known: dict[str, ET.Element], role: Role) -> Iterator[Party]:
    for number in numbers:
        company = known.get(number)
        if company is not None and (called := " ".join(name(company).split())):
            yield Party(name=called, role=role, ids=tuple(dict.fromkeys(_ids(company))))


def _ids(company: ET.Element) -> Iterator[tuple[str, str]]:
    """Its registered numbers. Which register is hardly ever said, so that the country has to stand for it."""
    country = said(company, "PostalAddress/Country/IdentificationCode")
    for each in company.findall("PartyLegalEntity/CompanyID"):
        number = " ".join((each.text or "").split())
        if number:
            yield (f"national-{country}" if country else "national", number)
