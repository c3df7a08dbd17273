"""What Granicus does that a small tape cannot show: ids that change, meetings in progress, agendas that lie elsewhere."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from corpus.served import Served, read, source

from sources.agendas.granicus_record import named
from sources.agendas.granicus_view import Viewer, ViewRow
from sources.errors import Blocked
from sources.model import Record, Stage
from sources.web import Web

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)  # the evening of the 20th in California
TODAY = date(2026, 11, 20)
CELL = '<tr><td headers="Name">{}</td><td headers="Date">{}</td><td>{}</td></tr>'
AGENDA = '<a href="//elm.granicus.com/AgendaViewer.php?view_id=1&event_id=7">Agenda</a>'


class View(Served):
    """A view of one table; its agendas answer as they are told to."""

    def __init__(self, *rows: str, agenda: httpx.Response | None = None) -> None:
        super().__init__(lambda _: b"")
        self.page = f"<html><head><link href='//elm.granicus.com/x.css'></head><table>{''.join(rows)}</table></html>"
        self.agenda = agenda or httpx.Response(404)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, html=self.page) if request.url.path == "/ViewPublisher.php" else self.agenda


async def meetings(view: View) -> list[Record]:
    return await read(source("granicus", {"tenant": "elm", "view": 1}, "America/Los_Angeles"), view, now=NOW)


def row(title: str, *ids: str, day: date = TODAY, when: str = "") -> ViewRow:
    viewers = tuple(Viewer(name="AgendaViewer", key=id_, url=f"https://elm.granicus.com/{id_}", text="Agenda") for id_ in ids)
    return ViewRow(title=title, when=when, day=day, viewers=viewers)


def keys(*rows: ViewRow) -> dict[tuple[str, ...], str]:
    return {each.row.ids: each.key for each in named(rows, TODAY)}


def test_a_meeting_keeps_its_key_while_its_id_appears_and_changes() -> None:
    stages = [row("City Council"), row("City Council - CANCELLED", "event-7"), row("City  Council", "clip-3")]
    assert [list(keys(each).values()) for each in stages] == [["2026-11-20-city-council"]] * 3


def test_two_meetings_of_one_day_and_name_keep_theirs_when_the_first_is_recorded() -> None:
    before = keys(row("Board", "event-9"), row("Board", "event-5"))
    after = keys(row("Board", "event-9"), row("Board", "clip-101"))
    assert (before["event-5",], before["event-9",]) == ("2026-11-20-board", "2026-11-20-board-2")
    assert (after["clip-101",], after["event-9",]) == ("2026-11-20-board", "2026-11-20-board-2")


async def test_a_meeting_in_progress_is_held_today_where_the_city_is() -> None:
    (record,) = await meetings(View(CELL.format("City Council", "In Progress", "")))
    assert (record.key, record.starts) == ("2026-11-20-city-council", TODAY)


@pytest.mark.parametrize(
    "agenda",
    [
        httpx.Response(302, headers={"location": "https://d3n9y02raazwpg.cloudfront.net/elm/7.pdf"}),
        httpx.Response(200, content=b"%PDF-1.7", headers={"content-type": "application/pdf"}),
        httpx.Response(200, content=b"<html>" + b"x" * 5_000_000, headers={"content-type": "text/html"}),
        httpx.Response(404),
    ],
    ids=["elsewhere", "a file", "too large for an agenda", "gone"],
)
async def test_an_agenda_that_is_no_page_of_granicus_is_left_to_the_reader_of_documents(agenda: httpx.Response) -> None:
    (record,) = await meetings(View(CELL.format("City Council", "Dec 1, 2026 - 6:00 PM", AGENDA), agenda=agenda))
    assert (record.parts, [link.url for link in record.links]) == ((), ["https://elm.granicus.com/AgendaViewer.php?view_id=1&event_id=7"])
    assert record.mark is not None


async def test_an_agenda_behind_a_login_keeps_no_other_meeting_back() -> None:
    login = httpx.Response(302, headers={"location": "https://elm.granicus.com/login?next=7"})
    rows = [CELL.format(title, "Dec 1, 2026", AGENDA) for title in ("City Council", "Zoning Board")]
    of, listed = source("granicus", {"tenant": "elm", "view": 1}, "America/Los_Angeles"), list[str]()
    web = Web(hosts=of.hosts, transport=View(*rows, agenda=login), now=lambda: NOW)

    async def run() -> None:
        async for batch in of.records(web, NOW - timedelta(days=90), lambda _: None):
            listed.extend(item.key for item in batch if isinstance(item, Record))

    with pytest.raises(Blocked, match="a page for signing in"):
        await run()
    assert listed == ["2026-12-01-city-council", "2026-12-01-zoning-board"]


@pytest.mark.parametrize(
    ("title", "expected"), [("Cancellation Notice", Stage.CANCELLED), ("Board of Library Trustees - Dark Meeting", Stage.CANCELLED)]
)
async def test_a_state_that_stands_in_the_title_is_seen(title: str, expected: Stage) -> None:
    (record,) = await meetings(View(CELL.format(title, "Dec 1, 2026", "")))
    assert record.stage is expected


async def test_a_day_in_the_title_is_not_the_day_of_the_meeting() -> None:
    cells: dict[str, Any] = {"title": "Annual Report of June 30, 2009", "when": "Nov 24, 2026"}
    (record,) = await meetings(View(f"<tr class=odd><td>{cells['title']}</td><td>{cells['when']}</td><td>{AGENDA}</td></tr>"))
    assert record.starts == date(2026, 11, 24)
