"""An award as USAspending gives it, read into a record: contract, IDV, grant, loan."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from sources.model import Amount, AmountKind, Kind, Party, Record, Role, Stage
from sources.procurement.detailed import Detailed
from sources.procurement.fields import Fields, line, listed, number, plausible, section, short, text
from sources.procurement.places import us_region

PAGE = "https://www.usaspending.gov/award/{}/"
STAGES = {"contract": Stage.CONTRACT, "idv": Stage.CONTRACT}


def record(award: Detailed) -> Record:
    """The award. LookupError, TypeError or ValueError where a field is missing or odd.

    Without its detail it has what the list says of it. Officers of a recipient, whose pay is listed, are left out.
    """
    if not award.key:
        raise ValueError("an award without generated_internal_id")
    if award.detail is None:
        return _brief(award, award.key)
    detail = award.detail
    period, place = section(detail, "period_of_performance"), section(detail, "place_of_performance")
    return Record(
        key=award.key,
        kind=Kind.NOTICE,
        title=_title(detail.get("description"), detail["type_description"], detail.get("piid") or detail.get("fain") or detail.get("uri")),
        url=PAGE.format(quote(award.key, safe="")),
        text="\n".join(_texts(detail)),
        mark=award.mark,
        stage=STAGES.get(line(detail["category"]), Stage.AWARD),
        type=line(detail["type_description"]) or line(detail["category"]),
        language="en",
        published=_day(detail["date_signed"]),
        signed=_day(detail["date_signed"]),
        region=us_region(place.get("state_code"), place.get("location_country_code")),
        updated=_day(period.get("last_modified_date")),
        codes=tuple(dict.fromkeys(_codes(detail))),
        parties=tuple(_parties(detail)),
        amounts=tuple(_amounts(detail)),
    )


def _brief(award: Detailed, key: str) -> Record:
    fields = award.fields
    supplier = Party(name=line(fields["Recipient Name"]), role=Role.SUPPLIER, ids=_pairs(UEI=fields.get("Recipient UEI")))
    return Record(
        key=key,
        kind=Kind.NOTICE,
        title=_title(fields.get("Description"), "", fields["Award ID"]),
        url=PAGE.format(quote(key, safe="")),
        text=text(fields.get("Description")),
        stage=Stage.CONTRACT if key.startswith("CONT_") else Stage.AWARD,
        language="en",
        updated=_day(fields.get("Last Modified Date")),
        parties=tuple(party for party in (Party(name=line(fields.get("Awarding Agency")), role=Role.BUYER), supplier) if party.name),
        amounts=(Amount(kind=AmountKind.OBLIGATION, value=number(fields["Award Amount"]), currency="USD"),),
    )


def _title(description: object, type_: object, id_: object) -> str:
    return short(line(description)) or f"{line(type_) or 'Award'} {line(id_)}".strip()


def _texts(detail: Fields) -> Iterator[str]:
    """What it is for, under which contract, after which solicitation."""
    said = text(detail.get("description"))
    if said and line(said) != _title(said, "", ""):
        yield said
    contract, parent = section(detail, "latest_transaction_contract_data"), section(detail, "parent_award")
    facts = {
        "Award": detail.get("piid") or detail.get("fain") or detail.get("uri"),
        "Order under": parent.get("piid"),
        "Solicitation": contract.get("solicitation_identifier"),
        "Product or service": contract.get("product_or_service_description"),
        "Industry": contract.get("naics_description"),
        "Program": "; ".join(line(each.get("cfda_title")) for each in listed(detail, "cfda_info")),
    }
    yield from (f"{name}: {line(fact)}" for name, fact in facts.items() if line(fact))


def _codes(detail: Fields) -> Iterator[str]:
    contract = section(detail, "latest_transaction_contract_data")
    for scheme, name in (("NAICS", "naics"), ("PSC", "product_or_service_code")):
        code = contract.get(name) or section(section(detail, f"{scheme.lower()}_hierarchy"), "base_code").get("code")
        if code:
            yield f"{scheme}:{line(code)}"
    yield from (f"CFDA:{line(each['cfda_number'])}" for each in listed(detail, "cfda_info"))


def _parties(detail: Fields) -> Iterator[Party]:
    """The agency that buys, the recipient, and the company that owns it where that is another."""
    agency = section(detail, "awarding_agency")
    tiers = [section(agency, name) for name in ("subtier_agency", "toptier_agency")]
    names = list(dict.fromkeys(line(tier.get("name")) for tier in tiers if tier.get("name")))
    if names:
        yield Party(name=", ".join(names), role=Role.BUYER, ids=_pairs(**{"US-AGENCY": tiers[0].get("code")}))
    recipient = section(detail, "recipient")
    if name := line(recipient["recipient_name"]):
        ids = _pairs(UEI=recipient.get("recipient_uei"), DUNS=recipient.get("recipient_unique_id"))
        yield Party(name=name, role=Role.SUPPLIER, ids=ids)
    parent, ids = line(recipient.get("parent_recipient_name")), _pairs(UEI=recipient.get("parent_recipient_uei"))
    if parent and recipient.get("parent_recipient_uei") != recipient.get("recipient_uei"):
        yield Party(name=parent, role=Role.AFFILIATE, ids=ids, note="parent of the recipient")


def _pairs(**ids: object) -> tuple[tuple[str, str], ...]:
    return tuple((scheme, line(id_)) for scheme, id_ in ids.items() if line(id_))


def _amounts(detail: Fields) -> Iterator[Amount]:
    """What is obligated to date, where zero is a sum; what all options would come to; what a loan lends.

    The ceiling of an IDV is spent through its orders, which are awards of their own: it is never added to them.
    """
    if detail["category"] == "loans":
        yield Amount(kind=AmountKind.AWARD, value=number(detail["total_loan_value"]), currency="USD", note="face value of the loan")
        return
    yield Amount(kind=AmountKind.OBLIGATION, value=number(detail["total_obligation"]), currency="USD")
    if ceiling := number(detail.get("base_and_all_options")):
        yield Amount(kind=AmountKind.CEILING, value=ceiling, currency="USD", note="base and all options")


def _day(value: object) -> date | None:
    """The day; the time that follows it in some answers has no zone."""
    return plausible(date.fromisoformat(line(value)[:10])) if value else None
