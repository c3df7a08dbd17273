"""A channel that takes nothing any more: whose it is, and who runs the monitor, are told once; and once it works, all is forgotten."""

from typing import Any

from walk.conftest import SOURCE, Monitor
from walk.inbox import inbox
from walk.neighbours import ELMTOWN, neighbours
from walk.test_silence import START, subscribe
from walk.town import FACE

from monitor.store import watches


def add_channel(monitor: Monitor, owner: str, name: str, url: str) -> None:
    def put(connection: Any) -> None:
        watches.put_channel(connection, owner, name, url, trusted=True, now=monitor.now)

    monitor.change(put)


async def test_the_owner_of_a_dead_channel_is_told_by_another_and_so_is_the_operator(monitor: Monitor) -> None:
    with inbox() as other, inbox() as operators:
        monitor = monitor.but(notify=None, now=START)
        subscribe(monitor, "desk")
        add_channel(monitor, "desk", "chat", other.url)
        add_channel(monitor, watches.OPERATOR, "ops", operators.url)
        monitor.inbox.status = 404
        monitor.town.meet(4101, FACE)
        for _ in range(4):
            await monitor.poll()
            monitor.wait(hours=2)
        assert other.subjects == ["Your channel hook does not take messages"]
        assert operators.subjects == ["Channel desk/hook does not take alerts"]
        assert "HTTP 404" in other.messages[0]["message"]
        assert "127.0.0.1/****" in other.messages[0]["message"]
        monitor.inbox.status = 200
        monitor.wait(hours=12)
        await monitor.poll()
        assert len(monitor.inbox.messages) == 1
        assert monitor.rows("SELECT told FROM channels WHERE name = 'hook'") == [(None,)]


async def test_an_outage_of_a_platform_is_one_message_to_the_operator(monitor: Monitor) -> None:
    both, towns = neighbours(monitor)
    for town in (towns.springhaven, towns.elmtown):
        town.meet(4101, "Roll call")
    await both.poll(SOURCE, ELMTOWN)
    for town in (towns.springhaven, towns.elmtown):
        town.weather = "refusing"
    for _ in range(3):
        both.wait(hours=13)
        await both.poll(SOURCE, ELMTOWN)
        both.wait(minutes=1)
        await both.poll(SOURCE, ELMTOWN)
    assert len(both.inbox.messages) == 1, both.inbox.subjects
    assert both.inbox.subjects[0].startswith("2 sources on legistar")
    assert all(source in both.inbox.messages[0]["message"] for source in (SOURCE, ELMTOWN))
