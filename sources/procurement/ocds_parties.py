"""Buyers and suppliers of a release, with the ids that mean the same organisation elsewhere."""

from collections.abc import Iterator

from sources.model import Party, Role
from sources.procurement.fields import VOID, Fields, line, listed, section

LOCAL = {"GB-CFS", "GB-FTS"}
"""Schemes that number registrations, not organisations: one ministry has over 1,000 ids on Find a Tender."""
Ids = tuple[tuple[str, str], ...]


def parties(release: Fields) -> tuple[Party, ...]:
    """The buyers, then the suppliers, each once. Contact persons are left out.

    Suppliers are those of the awards; contracts have none of their own and share those of their award (OCDS 1.1.5).
    Who was awarded what is called off is none. Without awards they are the parties in that role.
    """
    known = {line(each.get("id")): each for each in listed(release, "parties")}
    buyers = [section(release, "buyer"), *_in_role(release, "buyer")]
    if not any(_name(each, known) for each in buyers):
        buyers = [section(section(release, "tender"), "procuringEntity"), *_in_role(release, "procuringEntity")]
    awards = listed(release, "awards")
    standing = [award for award in awards if line(award.get("status")) not in VOID]
    suppliers = [each for award in standing for each in listed(award, "suppliers")]
    if len(standing) == len(awards):
        suppliers = suppliers or _in_role(release, "supplier")
    found = [*_parties(buyers, Role.BUYER, known), *_parties(suppliers, Role.SUPPLIER, known)]
    return tuple(dict.fromkeys(found))


def _in_role(release: Fields, role: str) -> list[Fields]:
    return [each for each in listed(release, "parties") if role in (each.get("roles") or ())]


def _parties(named: list[Fields], role: Role, known: dict[str, Fields]) -> Iterator[Party]:
    for each in named:
        if name := _name(each, known):
            yield Party(name=name, role=role, ids=_ids(each) or _ids(known.get(line(each.get("id")), {})))


def _name(named: Fields, known: dict[str, Fields]) -> str:
    """The name in the reference, which may lack there and stand in `parties`."""
    if name := line(named.get("name")):
        return name
    party = known.get(line(named.get("id")), {}) if named.get("id") is not None else {}
    return line(party.get("name")) or line(section(party, "identifier").get("legalName"))


def _ids(party: Fields) -> Ids:
    """The registered ids (scheme, id). `parties[].id` is none: "org-1" is another company in the next release."""
    given = [section(party, "identifier"), *listed(party, "additionalIdentifiers")]
    pairs = [(line(each.get("scheme")), line(each.get("id"))) for each in given]
    return tuple(dict.fromkeys((scheme, id_) for scheme, id_ in pairs if scheme and id_ and scheme not in LOCAL))
