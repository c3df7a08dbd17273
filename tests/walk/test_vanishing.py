"""A meeting to come that leaves the list is withdrawn, told so once, and comes back when it is listed again."""

import json

from walk.conftest import Monitor
from walk.town import FACE, PLATES

from sources.errors import Outcome

WITHDRAWN = "Withdrawn: Springhaven City Council Public Safety Committee, 2 Dec: facial recognition in item 2"
ON_AGAIN = WITHDRAWN.replace("Withdrawn", "On again")


def revisions(monitor: Monitor, key: int) -> list[bool]:
    """Whether it was withdrawn, revision by revision."""
    of = f"SELECT v.body FROM revisions v JOIN records r ON r.id = v.record_id WHERE r.key = '{key}' ORDER BY v.number"
    return [json.loads(body)["withdrawn"] for (body,) in monitor.rows(of)]


async def two_meetings(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    monitor.town.meet(4102, "Roll call", day="2026-12-09")
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1


async def test_it_is_told_once_to_whoever_was_told_of_the_meeting(monitor: Monitor) -> None:
    await two_meetings(monitor)
    monitor.town.unlist(4101)
    for _ in range(3):
        monitor.wait(hours=2)
        assert (await monitor.poll()).outcome is Outcome.OK
    assert monitor.inbox.subjects[1:] == [f"{WITHDRAWN}."]
    assert "no longer lists it" in monitor.inbox.messages[1]["message"]
    assert revisions(monitor, 4101) == [False, True]


async def test_it_comes_back_and_that_is_told_as_well(monitor: Monitor) -> None:
    await two_meetings(monitor)
    monitor.town.unlist(4101)
    monitor.wait(hours=2)
    await monitor.poll()
    monitor.town.list_again(4101)
    for _ in range(2):
        monitor.wait(hours=2)
        await monitor.poll()
    assert monitor.inbox.subjects[1:] == [f"{WITHDRAWN}.", f"{ON_AGAIN}."]
    assert revisions(monitor, 4101) == [False, True, False]


async def test_a_meeting_of_which_nobody_was_told_is_withdrawn_quietly(monitor: Monitor) -> None:
    await two_meetings(monitor)
    monitor.town.unlist(4102)
    monitor.wait(hours=2)
    result = await monitor.poll()
    assert (result.count.changed, result.alerts, len(monitor.inbox.messages)) == (1, 0, 1)
    assert revisions(monitor, 4102) == [False, True]


async def test_a_run_that_was_not_whole_withdraws_nothing(monitor: Monitor) -> None:
    await two_meetings(monitor)
    for weather in ("down", "redesigned", "empty", "refusing"):
        monitor.town.weather = weather
        monitor.wait(hours=13)
        assert not (await monitor.poll()).outcome.complete
    monitor.town.weather = "fine"
    monitor.town.unlist(4101)
    monitor.town.break_agenda(4102, PLATES)
    monitor.wait(hours=13)
    assert (await monitor.poll()).outcome is Outcome.UNAVAILABLE
    assert revisions(monitor, 4101) == [False]


async def test_what_was_held_and_leaves_the_list_was_held(monitor: Monitor) -> None:
    await two_meetings(monitor)
    monitor.wait(days=13)  # to the third of December
    monitor.town.unlist(4101)
    await monitor.poll()
    assert revisions(monitor, 4101) == [False]


async def test_what_lies_beyond_the_window_is_not_missed(monitor: Monitor) -> None:
    await two_meetings(monitor)
    monitor.town.meet(4109, "Roll call", day="2027-01-04")
    monitor.wait(hours=1)
    await monitor.poll()
    monitor.town.unlist(4109)
    monitor.wait(hours=1)
    await monitor.poll()
    assert revisions(monitor, 4109) == [False]


async def test_a_list_that_forgets_most_of_its_meetings_is_doubted_and_not_believed(monitor: Monitor) -> None:
    for number in range(6):
        monitor.town.meet(4101 + number, "Roll call", day=f"2026-12-{number + 2:02}")
    await monitor.poll()
    for number in range(5):
        monitor.town.unlist(4101 + number)
    monitor.wait(hours=2)
    result = await monitor.poll()
    assert (result.outcome, "5 of 6 meetings to come are no longer listed" in result.detail) == (Outcome.INCONCLUSIVE, True)
    assert [revisions(monitor, 4101 + number) for number in range(6)] == [[False]] * 6


async def test_a_cancellation_is_told_to_whoever_was_told_of_the_meeting(monitor: Monitor) -> None:
    await two_meetings(monitor)
    monitor.town.say(4101, AgendaStatusName="Cancelled")
    for _ in range(2):
        monitor.wait(hours=2)
        await monitor.poll()
    monitor.town.say(4101, AgendaStatusName="Final")
    monitor.wait(hours=2)
    await monitor.poll()
    assert monitor.inbox.subjects[1:] == [f"{WITHDRAWN.replace('Withdrawn', 'Cancelled')}.", f"{ON_AGAIN}."]
