"""With little room on the disk nothing more is taken in, what is known is told all the same, and it goes on by itself."""

from pathlib import Path

from walk.conftest import Monitor
from walk.test_scans import service_of
from walk.town import FACE, PLATES

from monitor.room import CHORE, MEBIBYTE, Room
from monitor.store import chores, sources
from monitor.store.database import Connection
from monitor.work import InProcess


class Disk:
    """A disk with as many bytes free as a test says."""

    def __init__(self, free: int) -> None:
        self.left = free

    def free(self, _folder: Path) -> int:
        return self.left

    def room(self) -> Room:
        return Room(folder=Path("/data"), least=200, free=self.free)


async def test_a_full_disk_stops_the_taking_in_and_not_the_telling_and_it_goes_on_when_there_is_room(monitor: Monitor) -> None:
    disk = Disk(10_000 * MEBIBYTE)
    monitor.town.meet(4101, FACE)
    async with service_of(monitor) as service:
        executor = InProcess(queues=service.queues(), database=service.database, clock=service.clock, short=disk.room().short)
        monitor.inbox.closed = True
        await executor.idle()
        monitor.wait(hours=3)
        monitor.inbox.closed, disk.left = False, 199 * MEBIBYTE
        monitor.town.meet(4102, PLATES)
        await service.database.run(sources.make_due, list(monitor.sources), monitor.now)
        await executor.idle()
        assert [message["title"] for message in monitor.inbox.messages if "facial" in message["message"].lower()] != []
        assert monitor.count("records") == 1
        disk.left = 200 * MEBIBYTE
        await executor.idle()
        assert monitor.count("records") == 2
        assert "license plate readers" in monitor.inbox.messages[-1]["message"]


def test_the_operator_hears_of_it_once_and_when_it_is_over(monitor: Monitor) -> None:
    disk = Disk(199 * MEBIBYTE)

    def look(connection: Connection) -> str:
        state = disk.room().check(connection, monitor.now)
        chores.settle(connection, CHORE, state, monitor.now, monitor.now)
        return state

    monitor.change(lambda connection: chores.register(connection, {CHORE: monitor.now}))
    seen = [monitor.change(look), monitor.change(look)]
    disk.left = 200 * MEBIBYTE
    assert [*seen, monitor.change(look), monitor.change(look)] == ["short", "short", "enough", "enough"]
    subjects = [subject for (subject,) in monitor.rows("SELECT subject FROM reports ORDER BY id")]
    assert subjects == ["The disk is nearly full: nothing more is taken in", "There is room on the disk again"]
