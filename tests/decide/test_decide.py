"""Deciding: what is a change, what is past, what is told once, and to whom."""

import json
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from making import NOW, hit, meeting, part, watch
from tapes.lda.make import REPORTED

from monitor import decide
from monitor.model import Known, Scope
from sources.lobbying.lda_filing import filing as read_filing
from sources.model import Amount, AmountKind, Bill, Kind, Link, LinkKind, Party, Record, Role, Stage

ZONE = ZoneInfo("America/Chicago")


def filing(**more: object) -> Record:
    base = Record(
        key="0b7c",
        kind=Kind.FILING,
        title="Example Corp, Q1 2023 report by Example Partners",
        url="https://lda.gov/filings/public/filing/0b7c/print/",
        type="Q1",
        stage=Stage.REPORT,
        amounts=(Amount(kind=AmountKind.INCOME, value=None, currency="USD"),),
        parties=(Party(name="EXAMPLE CORP", role=Role.CLIENT, ids=(("lda-client", "7"),)),),
        parts=(part("0-HOM", "Homeland Security", text="Facial recognition at airports"),),
    )
    return replace(base, **more)  # type: ignore[arg-type]


def known(record: Record) -> Known:
    parts = frozenset((p.key, decide.part_digest(p)) for p in record.parts)
    return Known(record_id=5, fingerprint=decide.fingerprint(record), revision=3, parts=parts)


def test_a_record_never_seen_is_its_first_revision_and_all_of_it_is_fresh() -> None:
    revision = decide.revise(meeting(), None)
    assert revision is not None
    assert (revision.number, revision.record_id, revision.fresh) == (1, None, {"1", "2"})


def test_a_record_that_stands_as_we_knew_it_is_no_revision() -> None:
    assert decide.revise(meeting(), known(meeting())) is None


def test_a_new_item_makes_a_revision_in_which_only_the_item_is_fresh() -> None:
    amended = meeting(parts=(*meeting().parts, part("3", "Automated license plate readers")))
    revision = decide.revise(amended, known(meeting()))
    assert revision is not None
    assert (revision.number, revision.record_id, revision.fresh) == (4, 5, {"3"})


def test_an_item_that_moved_is_a_revision_without_anything_fresh() -> None:
    moved = meeting(parts=tuple(replace(p, number=f"9.{p.key}") for p in meeting().parts))
    revision = decide.revise(moved, known(meeting()))
    assert revision is not None
    assert revision.fresh == frozenset()


def test_the_same_agenda_at_another_address_is_no_change_where_the_publisher_has_an_id_for_it() -> None:
    here = meeting(links=(Link(url="https://a.example/x?s=1", title="Agenda", kind=LinkKind.AGENDA, key="A1"),))
    there = meeting(links=(Link(url="https://a.example/x?s=2", title="Agenda", kind=LinkKind.AGENDA, key="A1"),))
    assert decide.fingerprint(here) == decide.fingerprint(there)


def test_an_agenda_replaced_under_its_address_is_a_change() -> None:
    again = meeting(links=(replace(meeting().links[0], stamp="2"),))
    assert decide.fingerprint(again) != decide.fingerprint(meeting())


def test_a_company_renamed_in_the_register_changes_no_old_filing() -> None:
    renamed = filing(title="New Name, Q1 2023 report", parties=(Party(name="NEW NAME", role=Role.CLIENT, ids=(("lda-client", "7"),)),))
    assert decide.fingerprint(renamed) == decide.fingerprint(filing())


def test_a_filing_of_the_register_is_the_same_whatever_its_parties_are_called_today() -> None:
    row = json.loads(json.dumps(REPORTED))
    before = decide.fingerprint(read_filing(row))
    row["registrant"] |= {"name": "HARTWELL GLOBAL", "description": "Everything", "dt_updated": "2027-01-01T00:00:00-05:00"}
    row["client"] |= {"name": "ARGOS WORLD (FORMERLY ARGOS IMAGING)", "general_description": "Clouds"}
    for activity in row["lobbying_activities"]:
        activity["lobbyists"][0]["lobbyist"]["last_name"] = "MERRIWEATHER-LIND"
    renamed = read_filing(row)
    assert renamed.title.startswith("ARGOS WORLD")
    assert decide.fingerprint(renamed) == before
    row["income"] = "60000.00"
    assert decide.fingerprint(read_filing(row)) != before


def test_bills_that_we_learn_to_read_in_an_old_filing_change_it_not() -> None:
    parts = tuple(replace(each, bills=(Bill(congress=116, type="s", number=847),)) for each in filing().parts)
    assert decide.fingerprint(filing(parts=parts)) == decide.fingerprint(filing())


def test_an_amount_that_becomes_known_changes_a_filing() -> None:
    from decimal import Decimal

    told = filing(amounts=(Amount(kind=AmountKind.INCOME, value=Decimal(0), currency="USD"),))
    assert decide.fingerprint(told) != decide.fingerprint(filing())


@pytest.mark.parametrize(
    ("starts", "past"),
    [
        (NOW + timedelta(hours=1), False),
        (NOW - timedelta(hours=1), True),
        (date(2026, 11, 24), False),  # today, at a time unknown
        (date(2026, 11, 23), True),
        (None, True),
    ],
)
def test_a_meeting_is_past_when_it_has_begun(starts: object, past: bool) -> None:
    assert decide.is_past(meeting(starts=starts), ZONE, NOW) is past


def test_a_tender_is_past_after_its_deadline_whenever_it_was_published() -> None:
    tender = replace(meeting(), kind=Kind.NOTICE, starts=None, published=NOW - timedelta(days=9), deadline=NOW + timedelta(days=1))
    assert decide.is_past(tender, ZONE, NOW) is False
    assert decide.is_past(replace(tender, deadline=NOW - timedelta(days=1)), ZONE, NOW) is True


def test_a_matter_is_one_story_in_committee_and_council() -> None:
    assert decide.story("us-zz-springhaven", "1", "26-0017") == decide.story("us-zz-springhaven", "2", "26-0017")


@pytest.mark.parametrize("thread", ["9b2c4d00-0000-4000-8000-000000000002", "ocds-h6vhtk-04a1b2"])
def test_a_process_that_has_one_name_everywhere_is_one_story_on_two_portals(thread: str) -> None:
    assert decide.story("eu-all-ted", "781377-2026", thread) == decide.story("de-all-oeffentlichevergabe", "x-01", thread)


def test_a_thread_of_one_publishers_own_is_not_that_of_another() -> None:
    assert decide.story("us-zz-elm", "1", "26-0017") != decide.story("us-zz-oak", "1", "26-0017")


def test_without_a_thread_each_record_is_its_own_story() -> None:
    assert decide.story("us-zz-springhaven", "1", None) != decide.story("us-zz-springhaven", "2", None)


def told(watches: list[object], rule: str = "topic:facial-recognition", source: str = "us-ca-oakland") -> list[tuple[int, int]]:
    owed = decide.owed([hit(rule=rule)], watches, source, Kind.MEETING)  # type: ignore[arg-type]
    return [(o.watch_id, o.channel_id) for o in owed]


def test_every_channel_of_every_watch_that_asked_is_owed_a_hit() -> None:
    watches = [watch(1, channels=frozenset({1, 2})), watch(2, topics=frozenset({"facial-recognition"}), channels=frozenset({3}))]
    assert told(watches) == [(1, 1), (1, 2), (2, 3)]


def test_a_watch_hears_neither_of_other_topics_nor_of_other_watches() -> None:
    watches = [watch(1, topics=frozenset({"drones"})), watch(2, topics=frozenset(), query="NEC")]
    assert told(watches) == []
    assert told(watches, rule="watch:1") == []
    assert told(watches, rule="watch:2") == [(2, 1)]


def test_a_paused_watch_is_owed_nothing() -> None:
    assert told([watch(1, paused=True)]) == []


@pytest.mark.parametrize(
    ("scope", "heard"),
    [
        (Scope(sources=frozenset({"us-ca-oakland"})), True),
        (Scope(sources=frozenset({"us-ca-*"})), True),
        (Scope(sources=frozenset({"us-c-*"})), False),
        (Scope(sources=frozenset({"us-ca-oak"})), False),
        (Scope(kinds=frozenset({Kind.FILING})), False),
        (Scope(kinds=frozenset({Kind.MEETING}), sources=frozenset({"us-*"})), True),
    ],
)
def test_a_watch_looks_where_its_scope_says(scope: Scope, heard: bool) -> None:
    assert bool(told([watch(1, scope=scope)])) is heard


def test_waits_between_attempts_grow_to_twelve_hours() -> None:
    waits = [decide.retry_in(attempts) for attempts in (1, 2, 3, 50)]
    assert waits == [timedelta(minutes=3), timedelta(minutes=9), timedelta(minutes=27), timedelta(hours=12)]


def test_a_notice_that_is_stamped_anew_is_no_other_and_one_whose_deadline_moved_is() -> None:
    notice = replace(filing(parties=()), kind=Kind.NOTICE, deadline=NOW + timedelta(days=9), published=NOW, updated=NOW, mark="1")
    stamped = replace(notice, published=NOW + timedelta(hours=1), updated=NOW + timedelta(hours=1), mark="2")
    assert decide.revise(stamped, known(notice)) is None
    assert decide.revise(replace(notice, deadline=NOW + timedelta(days=10)), known(notice)) is not None
