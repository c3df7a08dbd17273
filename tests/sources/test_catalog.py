"""The catalog that ships: how much is in it, that nothing is in it twice, and that each entry says where it is."""

import re
from collections import Counter
from dataclasses import fields
from datetime import timedelta
from functools import cache
from typing import Any

from sources import registry
from sources.model import Kind
from sources.source import Source

STATE = re.compile(r"country:us/(?:state|territory|district):(\w\w)\b")


@cache
def catalog() -> list[Source[Any]]:
    return list(registry.load().values())


def meetings() -> list[Source[Any]]:
    return [source for source in catalog() if source.kind is Kind.MEETING]


def options(source: Source[Any]) -> str:
    return repr([(field.name, getattr(source, field.name)) for field in fields(source) if field.name != "publisher"])


def test_it_holds_the_councils_of_more_than_1500_places_and_asks_some_of_them_by_default() -> None:
    assert len(meetings()) >= 1_500
    assert 50 <= sum(source.publisher.enabled for source in meetings()) <= 120


def test_no_source_is_in_it_twice() -> None:
    same = Counter((type(source).__module__, options(source)) for source in catalog())
    assert [each for each, times in same.items() if times > 1] == []


def test_an_id_and_a_division_name_the_same_state() -> None:
    told = {source.publisher.id: STATE.search(source.publisher.division) for source in meetings()}
    assert [id_ for id_, match in told.items() if match and not id_.startswith(f"us-{match[1]}-")] == []


def test_every_council_says_where_its_facts_come_from() -> None:
    assert [source.publisher.id for source in meetings() if not source.publisher.evidence] == []


def test_what_is_off_says_where_its_facts_come_from_or_why_it_is_off() -> None:
    off = [source.publisher for source in catalog() if not source.publisher.enabled]
    assert [each.id for each in off if not (each.evidence or each.note or each.needs_key)] == []


def test_every_window_of_notices_reaches_back_behind_the_last_one() -> None:
    """But for a file that holds everything, and a feed that goes on at the place that it gave."""
    short = {each.publisher.id for each in catalog() if each.kind is Kind.NOTICE and each.overlap < timedelta(days=2)}
    assert short == {"us-federal-opportunities", "ua-national-prozorro-tenders", "ua-national-prozorro-contracts"}


def test_what_is_on_needs_no_key_and_what_needs_one_says_where_it_is_given() -> None:
    keyed = [each.publisher for each in catalog() if each.publisher.needs_key]
    assert keyed
    assert [each.id for each in keyed if each.enabled or not each.register_at.startswith("https://")] == []
