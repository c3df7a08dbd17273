"""What CivicPlus does that a small tape cannot show: what is asked for which year, and what stands in titles."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import httpx
import pytest
from corpus.served import Served, read, source

from sources.model import Record, Stage

NOW = datetime(2027, 1, 20, 18, tzinfo=UTC)
SEARCH = '<html><body><div id="AgendaCenterContent">No results found in All categories</div></body></html>'
TOKEN = "0iij_qIdNucMZbUz5yNZZTEfNfdYhX7uiq98"
ROW = """<tr class="catAgendaRow"><td><p><a href="/AgendaCenter/ViewFile/Agenda/_{day}-{id}">{title}</a></p></td></tr>"""


class Center(Served):
    """A center whose search finds nothing; it keeps what is posted to it."""

    def __init__(self, *titles: str) -> None:
        super().__init__(lambda _: b"")
        self.titles = titles or ("Regular Meeting",)
        self.posted: list[dict[str, list[str]]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.posted.append(parse_qs((await request.aread()).decode(), keep_blank_values=True))
            return httpx.Response(200, html=f"<table>{ROW.format(day='12152026', id=7, title='Last of the year')}</table>")
        return httpx.Response(200, html=SEARCH if "/Search/" in request.url.path else self.listing())

    def listing(self) -> str:
        years = "".join(f"<li><a href=\"javascript:changeYear({year}, 4, 'a')\">{year}</a></li>" for year in (2026, 2025, 2024))
        rows = "".join(ROW.format(day="01262027", id=20 + place, title=title) for place, title in enumerate(self.titles))
        script = f'<script>form("<input name=\\"__RequestVerificationToken\\" type=\\"hidden\\" value=\\"{TOKEN}\\">")</script>'
        shown = f'<ul class="years"><li class="current"><a href="javascript:changeYear(2027, 4, 0)">2027</a></li>{years}</ul>'
        listing = f'<div class="listing"><h2><span>&#9660;</span>City Council</h2>{shown}<table>{rows}</table></div>'
        return f'<html><body><div id="AgendaCenterContent">{listing}</div>{script}</body></html>'


async def meetings(center: Center, days: int = 90) -> list[Record]:
    return await read(source("civicplus", {"host": "elm.example"}, "America/Chicago"), center, now=NOW, since=NOW - timedelta(days=days))


async def test_only_the_years_of_the_window_that_are_not_shown_are_asked_for_with_the_token_of_the_page() -> None:
    center = Center()
    assert sorted(record.key for record in await meetings(center)) == ["20", "7"]
    (form,) = center.posted
    assert (form["year"], form["catID"], form["__RequestVerificationToken"]) == (["2026"], ["4"], [TOKEN])


async def test_no_other_year_is_asked_for_where_the_window_lies_in_the_one_that_is_shown() -> None:
    center = Center()
    assert [record.key for record in await meetings(center, days=3)] == ["20"]
    assert center.posted == []


@pytest.mark.parametrize(
    ("title", "starts", "stage"),
    [
        ("Regular Meeting 6:30 p.m.", "2027-01-26T18:30:00-06:00", Stage.SCHEDULED),
        ("Work Session 530pm", "2027-01-26", Stage.SCHEDULED),
        ("Regular Meeting of the City Council-Cancellation", "2027-01-26", Stage.CANCELLED),
    ],
)
async def test_a_clock_time_and_a_state_are_read_where_a_title_has_them(title: str, starts: str, stage: Stage) -> None:
    (record,) = await meetings(Center(title), days=3)
    assert (record.body, record.starts and record.starts.isoformat(), record.stage) == ("City Council", starts, stage)
