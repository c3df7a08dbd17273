"""The items of agendas: what pages of clerks hold that a small tape cannot show."""

from dataclasses import replace

import httpx
import one_run
import pytest
from council_site import Site, answered, built, run, text
from tapes.civicweb import make as civicweb
from tapes.onbase import make as onbase

from sources.agendas import civicweb_items
from sources.errors import Unavailable
from sources.model import Problem, Record, Unchanged

PORTAL = "https://portalder.civicweb.net/"


def entry(words: str) -> list[tuple[str, str, str]]:
    return [(part.number, part.title, part.text) for part in civicweb_items.parts(civicweb.text(words), PORTAL)]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (civicweb.row("AgendaItem1", "(5)", "INVOCATION"), ("5", "INVOCATION", "")),
        (civicweb.row("AgendaItem1", "G.", "Consent"), ("G", "Consent", "")),
        (civicweb.row("AgendaItem1", "IV.", "Consent"), ("IV", "Consent", "")),
        (civicweb.row("AgendaHeading1", "", "CIVIL"), ("", "CIVIL", "")),
        (civicweb.row("AgendaItem1", "2.", "12", "Wharf Street"), ("2", "12", "Wharf Street")),
        ('<h3><a name="AgendaItem1"></a>1.2. Body cameras</h3>', ("1.2", "Body cameras", "")),
        ('<ol><li><a name="AgendaItem1"></a>Body cameras<ol><li>Phase 1</li></ol></li></ol>', ("", "Body cameras Phase 1", "Phase 1")),
        ('<a name="AgendaItem1"></a><p>Body cameras</p><p>$40,000</p>', ("", "Body cameras", "$40,000")),
    ],
)
def test_an_entry_of_civicweb_is_read_whatever_its_template(words: str, read: tuple[str, str, str]) -> None:
    assert entry(words) == [read]


def test_an_agenda_of_civicweb_without_anchors_or_words_has_no_items() -> None:
    assert [list(civicweb_items.parts(html, PORTAL)) for html in ("", "<p>Agenda</p>", "Agenda", "<a name='AgendaItemX'>")] == [[]] * 4


async def test_an_agenda_that_nests_without_end_is_a_problem_and_keeps_no_other_meeting_back() -> None:
    deep = civicweb.document(1, 1, "Agenda", html="<div>" * 30_000 + civicweb.row("AgendaItem1", "1.", "Cameras"))
    answers = {"/210/": civicweb.documents(210, [deep]), "/190/": civicweb.documents(190, [])}
    listed = text(civicweb.listing([civicweb.COUNCIL, civicweb.UNTYPED]))
    found, _ = await run(
        built("civicweb", host="portalder.civicweb.net"),
        lambda request: next((text(each) for part, each in answers.items() if part in request.url.path), listed),
    )
    assert [type(each) for each in found] == [Problem, Record]


async def test_an_agenda_of_civicweb_that_is_amended_under_the_same_listing_is_read_again_before_its_meeting() -> None:
    soon = civicweb.meeting(210, "Regular Council - 25 Nov 2026", "2026-11-25 17:30", "Regular Council")
    portal = built("civicweb", host="portalder.civicweb.net")

    async def read(words: str, marks: dict[str, str | None]) -> tuple[Record, ...]:
        agenda = civicweb.documents(210, [civicweb.document(1, 1, "Agenda", html=civicweb.text(civicweb.row("AgendaItem7", "1.", words)))])
        found, _ = await run(portal, lambda request: text(agenda if "Documents" in request.url.path else civicweb.listing([soon])), marks)
        return tuple(each for each in found if isinstance(each, Record))

    (before,) = await read("Paving", {})
    (after,) = await read("Body-worn cameras", {before.key: before.mark})
    assert [part.title for part in after.parts] == ["Body-worn cameras"]
    assert replace(after, parts=before.parts) == before


RIO_VERDE = built("onbase", base=onbase.SITE)
COUNCIL = onbase.link(5262, 1, "Agenda", "City Council", "11/25/2026 2:00:00 PM")


def council(words: str, *files: str, shell: str | int = 404) -> Site:
    """A site with one meeting, whose agenda has one item with these files."""

    def answer(request: httpx.Request) -> str | int:
        if "DownloadFile" in request.url.path:
            return shell
        if "AgendaItem" in request.url.path:
            return text(onbase.item(5262, 1, *files))
        return text(onbase.agenda(5262, (1, "1.", words)) if "Agenda" in request.url.path.rpartition("/")[2] else onbase.home(COUNCIL))

    return answer


async def asked_for(site: Site, mark: str | None, back: int) -> tuple[object, int]:
    """The meeting, and how many pages of items were asked for."""
    (found,), asked = await run(RIO_VERDE, site, {"5262": mark}, back=back)
    return found, sum("ViewMeetingAgendaItem" in url for url in asked)


async def test_the_files_of_items_are_asked_for_when_the_agenda_is_another_one_and_else_once_a_day() -> None:
    first, asked = await asked_for(council("Paving"), None, 3)
    assert isinstance(first, Record)
    assert asked == 1
    same, asked = await asked_for(council("Paving"), first.mark, 3)
    assert (same, asked) == (Unchanged(key="5262"), 0)
    path = onbase.address(5262, 1, 7, "Quote")
    daily, asked = await asked_for(council("Paving", onbase.file(path, 9, "Quote")), first.mark, 90)
    assert isinstance(daily, Record)
    assert ([link.title for link in daily.parts[-1].links], asked) == (["Quote"], 1)
    amended, asked = await asked_for(council("Body-worn cameras"), first.mark, 3)
    assert isinstance(amended, Record)
    assert (amended.parts[-1].title, asked) == ("Body-worn cameras", 1)


SHELL = "<html><body><script>{}</script></body></html>"


@pytest.mark.parametrize(
    ("shell", "way"),
    [
        (SHELL.format("location.replace('DownloadFile', 'DownloadFileBytes')"), "DownloadFileBytes"),
        (SHELL.format("$.post('/Documents/InvokeDownloadAttachment/Quote.pdf')"), "ViewDocument"),
        ("%PDF-1.7", "DownloadFile"),
        (404, "DownloadFile"),
    ],
)
async def test_a_file_is_linked_where_its_bytes_are_whatever_the_version_of_the_site(shell: str | int, way: str) -> None:
    files = [onbase.file(onbase.address(5262, 1, 7, name), number, name) for number, name in enumerate(("Quote", "Plan"))]
    (found,), asked = await run(RIO_VERDE, council("Cameras", *files, shell=shell))
    assert isinstance(found, Record)
    assert [link.url.split("/")[5] for link in found.parts[-1].links] == [way] * 2
    assert sum("DownloadFile/" in url for url in asked) == 1


async def test_a_file_that_is_published_again_is_the_same_one_in_another_version() -> None:
    async def read(published: int) -> tuple[str | None, str | None]:
        (found,), _ = await run(RIO_VERDE, council("Cameras", onbase.file(onbase.address(5262, 1, published, "Quote"), 9, "Quote")))
        assert isinstance(found, Record)
        (link,) = found.parts[-1].links
        return link.key, link.stamp

    assert [await read(7), await read(8)] == [("9", "7"), ("9", "8")]


async def test_a_site_that_fails_for_an_outline_and_has_the_document_is_read_from_that() -> None:
    row = onbase.cells(onbase.called(1, "1. Cameras"))
    site = council("Paving")

    def answer(request: httpx.Request) -> str | int | None:
        if request.url.path.endswith("/ViewMeetingAgenda"):
            return 500
        return text(onbase.document(5262, row)) if request.url.path.endswith("/ViewAgenda") else site(request)

    (found,), _ = await run(RIO_VERDE, answer)
    assert isinstance(found, Record)
    assert [(part.key, part.number, part.title) for part in found.parts] == [("1", "1.", "Cameras")]


async def test_an_amended_agenda_is_told_though_the_page_of_an_item_cannot_be_had() -> None:
    def answer(request: httpx.Request) -> str | int | None:
        return 503 if "AgendaItem" in request.url.path else council("Body-worn cameras")(request)

    found, error = await one_run.run(RIO_VERDE, httpx.MockTransport(lambda request: answered(answer(request))), lambda _: "old-old")
    assert [(record.mark, record.parts[-1].title) for record in found] == [(None, "Body-worn cameras")]
    assert isinstance(error, Unavailable)
