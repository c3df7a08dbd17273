"""A solicitation with its topics, or an award, as the API of sbir.gov gives it, read into a Record."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sources.model import AmountKind, Kind, Part, Party, Record, Role, Stage
from sources.procurement.fields import Fields, line, listed, text
from sources.procurement.ocds_money import amount

SITE = "https://www.sbir.gov/"
CARRIAGE = re.compile(r"_x000D_\r?\n?")  # what a spreadsheet makes of a line feed


def key(fields: Any) -> str:
    """The key of a row. Numbers repeat ("24.1" of SBIR and of STTR), so that the page counts. TypeError where it is of another form."""
    if not isinstance(fields, dict):
        raise TypeError(f"a row of type {type(fields).__name__}")
    if "agency_tracking_number" in fields:
        return "/".join(filter(None, (line(fields.get("agency_tracking_number")), line(fields.get("contract")), line(fields.get("phase")))))
    page = line(fields.get("sbir_solicitation_link")).rpartition("/")[2]
    return "/".join(filter(None, (line(fields.get("solicitation_number")), page)))


def awarded(fields: Fields) -> date | None:
    """When an award was made, as far as that is said. TypeError or ValueError where it is no date."""
    return _day(fields.get("proposal_award_date"))


def solicitation(fields: Fields, own: str, mark: str) -> Record:
    """The solicitation, its topics as parts. LookupError, TypeError or ValueError where a field is missing or odd."""
    dates = [each for each in map(_day, _several(fields["application_due_date"])) if each]
    return Record(
        key=_named(own),
        kind=Kind.NOTICE,
        title=line(fields["solicitation_title"]),
        url=line(fields["sbir_solicitation_link"]) or SITE,
        thread=line(fields["solicitation_number"]) or None,
        mark=mark,
        stage=Stage.TENDER,
        type=" ".join(filter(None, (line(fields["program"]), line(fields["phase"])))),
        language="en",
        published=_day(fields["release_date"]),
        deadline=_day(fields["close_date"]) or max(dates, default=None),
        parts=tuple({part.key: part for part in _topics(listed(fields, "solicitation_topics"))}.values()),
        parties=(_buyer(fields),),
    )


def award(fields: Fields, own: str, mark: str) -> Record:
    """The award. An empty sum is unknown. LookupError, TypeError or ValueError where a field is missing or odd."""
    ids = [(scheme, line(fields[name])) for scheme, name in (("UEI", "uei"), ("DUNS", "duns")) if line(fields[name])]
    worth = amount({"amount": line(fields["award_amount"]).replace(",", "") or None, "currency": "USD"}, AmountKind.AWARD)
    topic = line(fields["topic_code"])
    return Record(
        key=_named(own),
        kind=Kind.NOTICE,
        title=line(fields["award_title"]),
        url=line(fields["award_link"]) or SITE,
        text=_body(fields["abstract"]),
        thread=line(fields["contract"]) or None,
        mark=mark,
        stage=Stage.AWARD,
        type=" ".join(filter(None, (line(fields["program"]), line(fields["phase"])))),
        language="en",
        published=awarded(fields),
        codes=(f"topic:{topic}",) if topic else (),
        parties=(_buyer(fields), Party(name=line(fields["firm"]), role=Role.SUPPLIER, ids=tuple(ids))),
        amounts=(worth,) if worth else (),
    )


def _topics(topics: list[Fields]) -> Iterator[Part]:
    for place, topic in enumerate(topics, 1):
        number = line(topic["topic_number"])
        subtopics = [_body(each.get(name)) for each in listed(topic, "subtopics") for name in ("subtopic_title", "subtopic_description")]
        page = line(topic["sbir_topic_link"]).rpartition("/")[2]
        yield Part(
            key=page or f"{number or 'topic'}/{place}",
            number=number,
            title=line(topic["topic_title"]) or f"Topic {number}",
            text="\n\n".join(filter(None, (_body(topic["topic_description"]), *subtopics))),
        )


def _buyer(fields: Fields) -> Party:
    return Party(name=", ".join(filter(None, (line(fields["agency"]), line(fields["branch"])))), role=Role.BUYER)


def _body(value: object) -> str:
    return text(CARRIAGE.sub("\n", value) if isinstance(value, str) else value)


def _named(own: str) -> str:
    if not own:
        raise ValueError("a row without number")
    return own


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _day(value: object) -> date | None:
    said = line(value)
    return date.fromisoformat(said[:10]) if said else None
