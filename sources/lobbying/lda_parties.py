"""Who is named in a filing of the LDA API: registrant, client, lobbyists, foreign entities and affiliates, with their ids."""

import re
from collections.abc import Iterable, Iterator

from sources.model import Party, Role
from sources.money import money
from sources.paged import Fields


def parties(row: Fields) -> Iterator[Party]:
    """All who are named in the filing, the registrant and the client first."""
    yield registrant(row["registrant"])
    yield client(row["client"], row["registrant"])
    yield from _lobbyists(row["lobbying_activities"])
    yield from _others(row)


def registrant(who: Fields) -> Party:
    """The firm that files, or the organisation that lobbies for itself."""
    house = who["house_registrant_id"]
    ids = (("lda-registrant", str(who["id"])), *((("house-registrant", str(house)),) if house is not None else ()))
    return Party(name=name(who), role=Role.REGISTRANT, ids=ids, note=clean(who["description"]))


def client(who: Fields, of: Fields) -> Party:
    """The client of a registrant. Its number within the registrant is what older papers and the House call it by."""
    ids = (("lda-client", str(who["id"])), ("senate-id", f"{of['id']}-{who['client_id']}"))
    return Party(name=name(who), role=Role.CLIENT, ids=ids, note=clean(who["general_description"]))


def in_house(row: Fields) -> bool:
    """Whether the registrant lobbies for itself: it reports expenses and no income.

    The flag is null on most rows. Where neither sum is given, a client of the registrant's name says so too.
    """
    if row["expenses"] is not None or row["income"] is not None:
        return row["expenses"] is not None
    client, registrant = row["client"], row["registrant"]
    return bool(client["client_self_select"]) or bare(client["name"]) == bare(registrant["name"])


def bare(text: str) -> str:
    """A name in capitals without anything but letters and digits."""
    return re.sub(r"\W", "", text.upper())


def name(who: Fields) -> str:
    """The name on one line. ValueError where there is none."""
    found = " ".join(who["name"].split())
    if not found:
        raise ValueError("a party without a name")
    return found


def _lobbyists(activities: Iterable[Fields]) -> Iterable[Party]:
    """The people, each once, with the office that they held where the filing says it."""
    found: dict[str, Party] = {}
    for activity in activities:
        for each in activity["lobbyists"]:
            person, office = each["lobbyist"], clean(each["covered_position"])
            id_ = str(person["id"])
            if id_ not in found or (office and not found[id_].note):
                found[id_] = Party(name=person_name(person), role=Role.LOBBYIST, ids=(("lda-lobbyist", id_),), note=office)
    return found.values()


def person_name(person: Fields) -> str:
    """A person's name as people say it. ValueError where there is none."""
    said = " ".join(clean(person[field]) for field in ("first_name", "middle_name", "last_name", "suffix_display"))
    if not said.strip():
        raise ValueError("a lobbyist without a name")
    return " ".join(said.split())


def _others(row: Fields) -> Iterable[Party]:
    for entity in row["foreign_entities"]:
        percent = money(entity["ownership_percentage"] or "")
        share = f", {percent.normalize():f} % owner" if percent is not None else ""
        yield Party(name=name(entity), role=Role.FOREIGN_ENTITY, note=f"{clean(entity['country_display'])}{share}".strip(" ,"))
    for organisation in row["affiliated_organizations"]:
        yield Party(name=name(organisation), role=Role.AFFILIATE)


def clean(text: str | None) -> str:
    """The text without blanks around it and at the ends of lines; nothing for null."""
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())
