"""Shortly before a meeting its documents are asked for again, though the list says that nothing changed."""

from walk.conftest import Monitor
from walk.town import FACE, PLATES, agenda_pdf

AGENDA = "/springhaven/meetings/2026/12/4101_A_Agenda.pdf"


async def days_before(monitor: Monitor) -> None:
    """The meeting of the second of December, read once; and now it is two days until then."""
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    monitor.wait(days=5)
    await monitor.poll()
    assert monitor.town.asked[AGENDA] == 1  # a week before, the list is believed
    monitor.wait(days=5)


async def test_what_was_replaced_in_place_is_read_and_told(monitor: Monitor) -> None:
    await days_before(monitor)
    monitor.town.files[AGENDA] = agenda_pdf("Roll call", FACE, PLATES)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 2
    assert "license plate readers" in monitor.inbox.messages[1]["message"]
    assert monitor.rows("SELECT state, due_at FROM documents") == [("read", None)]
    assert monitor.count("revisions") == 1


async def test_what_is_the_same_is_asked_for_every_six_hours_and_not_read_again(monitor: Monitor) -> None:
    await days_before(monitor)
    for _ in range(4):
        await monitor.poll()
        monitor.wait(hours=2)
    assert monitor.town.asked[AGENDA] == 3  # once at first, and twice in these eight hours
    assert (len(monitor.inbox.messages), monitor.count("contents")) == (1, 1)


async def test_what_cannot_be_had_stays_as_it_was_read(monitor: Monitor) -> None:
    await days_before(monitor)
    del monitor.town.files[AGENDA]
    await monitor.poll()
    assert monitor.town.asked[AGENDA] == 2
    assert monitor.rows("SELECT state, error FROM documents") == [("read", "")]


async def test_after_the_meeting_nothing_is_asked_for_again(monitor: Monitor) -> None:
    await days_before(monitor)
    monitor.wait(days=3)
    await monitor.poll()
    assert monitor.town.asked[AGENDA] == 1
