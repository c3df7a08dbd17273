"""A tender or a contract as Prozorro gives it, read into a record.

Its objects are those of the Open Contracting Data Standard, of which it was a model: a tender holds its awards and
contracts, and its buyer is the procuring entity. So sums, parties, lots and documents are read as those of a release.
"""

from collections.abc import Mapping
from typing import Any

from sources.model import Kind, Record, Stage
from sources.procurement.detailed import Detailed
from sources.procurement.fields import Fields, line, listed, section, when, wordings
from sources.procurement.ocds_money import amounts
from sources.procurement.ocds_parties import parties
from sources.procurement.ocds_parts import codes, links, parts
from sources.source import Publisher

PAGE = "https://prozorro.gov.ua/tender/{}"
STAGES = {
    "draft": Stage.PLANNING,
    "active.awarded": Stage.AWARD,
    "active.qualification": Stage.AWARD,
    "complete": Stage.CONTRACT,
    "cancelled": Stage.CANCELLED,
    "unsuccessful": Stage.CANCELLED,
    "pending": Stage.AWARD,
    "active": Stage.CONTRACT,
    "terminated": Stage.TERMINATION,
}
"""Of tenders and of contracts, whose words differ; all the others that begin with "active." are tenders that run."""


def record(notice: Detailed, publisher: Publisher) -> Record:
    """The notice; what the feed says of it where its detail could not be had. LookupError, TypeError or ValueError where it is odd.

    Contact persons, and those who sign, are left out.
    """
    fields = notice.fields if notice.detail is None else notice.detail
    if not (id_ := line(fields["id"])):
        raise ValueError("a notice without id")
    number = line(fields.get("tenderID")) or line(fields.get("contractID"))
    release = _release(fields)
    titles = [*wordings(fields, "title")]
    told = list(dict.fromkeys([*titles[1:], *wordings(fields, "description"), *_reasons(fields)]))
    text = "\n\n".join(each for each in told if each != (titles[:1] or [""])[0])
    status = line(fields.get("status"))
    return Record(
        key=id_,
        kind=Kind.NOTICE,
        title=line(titles[0]) if titles else number or id_,
        url=PAGE.format(_process(number)) if number else publisher.site,
        text=text,
        thread=_process(number) or None,
        mark=notice.mark,
        stage=STAGES.get(status) or (Stage.TENDER if status.startswith("active.") else None),
        type=line(fields.get("procurementMethodType")) or status,
        language="uk",
        published=when(fields.get("dateCreated") or fields.get("date"), publisher.timezone),
        updated=when(fields.get("dateModified"), publisher.timezone),
        deadline=when(section(fields, "tenderPeriod").get("endDate"), publisher.timezone),
        codes=codes(release),
        parts=parts(release, text),
        links=links(release),
        parties=parties(release),
        amounts=amounts(release),
    )


def _release(fields: Fields) -> Mapping[str, Any]:
    """The tender, or the contract, as a release of OCDS."""
    if "contractID" in fields:
        suppliers = [{**each, "roles": ["supplier"]} for each in listed(fields, "suppliers")]
        return {"buyer": fields.get("buyer"), "parties": suppliers, "contracts": [_contract(fields)]}
    tender = {name: value for name, value in fields.items() if name not in ("awards", "contracts", "title", "description")}
    made = {name: [each for each in listed(fields, name) if line(each.get("status")) != "pending"] for name in ("awards", "contracts")}
    return {"buyer": fields.get("procuringEntity"), "tender": tender, **made}  # what is pending is weighed, or drafted, and may change


def _contract(fields: Fields) -> Fields:
    """Without its title, which is that of the record."""
    return {name: value for name, value in fields.items() if name not in ("title", "description")}


def _process(number: str) -> str:
    """The tender of a contract: UA-2027-01-01-000001-a is the tender of UA-2027-01-01-000001-a-a1."""
    return "-".join(number.split("-")[:6])


def _reasons(fields: Fields) -> list[str]:
    """Why the contract was changed, or the tender cancelled."""
    changes = [*listed(fields, "changes"), *listed(fields, "cancellations")]
    return [each for change in changes for name in ("rationale", "reason") for each in wordings(change, name)]
