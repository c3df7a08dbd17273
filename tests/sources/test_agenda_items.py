"""The items of agendas: what pages of clerks hold that a small tape cannot show."""

from dataclasses import replace

import pytest
from council_site import built, run, text
from tapes.civicweb import make as civicweb

from sources.agendas import civicweb_items
from sources.model import Problem, Record

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
