"""Times on the clock of the place, and on the reader's where the reader says which; a day without a time stays a day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from walk.conftest import Monitor
from walk.test_deeds import browser
from walk.town import FACE

from monitor.web.clock import both
from monitor.web.shown import local


async def test_a_meeting_is_shown_at_the_place_and_on_the_clock_that_the_reader_asks_for(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        pages = [(await client.get(f"{path}?zone=Europe/Berlin")).text for path in ("/calendar", "/records/1")]
        there = (await client.get("/calendar")).text
        nonsense = await client.get("/calendar?zone=../../etc/passwd")
    assert all("2026-12-02 18:00 CST = 2026-12-03 01:00 CET" in page for page in pages)
    assert "2026-12-02 18:00 CST<br>" in there
    assert nonsense.status_code == 200
    assert "passwd" not in nonsense.text.partition("<main")[2].partition("</main")[0]


def test_a_day_without_a_time_stays_a_day_on_every_clock() -> None:
    last = datetime.combine(date(2026, 12, 2), time.max, tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)
    assert local(last, "America/Chicago") == "2026-12-02"
    assert both(date(2026, 12, 2), "America/Chicago", "Europe/Berlin") == "2026-12-02"
    assert both(datetime(2026, 12, 3, 0, 0, tzinfo=UTC), "America/Chicago", "America/Chicago") == "2026-12-02 18:00 CST"
