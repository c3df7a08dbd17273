"""One document on two sites is one story, told once with both links; what only looks alike is told."""

from walk.conftest import SOURCE, Monitor
from walk.neighbours import ELMTOWN, neighbours
from walk.test_deeds import browser
from walk.town import agenda_pdf

CAMERAS = "The vendor shall provide iris recognition cameras"
TERMS = [
    "This agreement is made between the Springhaven Valley Joint Powers Authority and the vendor named below",
    CAMERAS,
    "The term begins on May 7, 2026 and the total shall not exceed $450,000.00 for the first year of the term",
    "The vendor keeps all records for audit, and answers requests for public records within ten days",
    "Either party may end this agreement for convenience by written notice to the other party",
]
RESET = [" ".join(term.replace("shall", "shall ").split()).replace("vendor", "VENDOR") for term in TERMS]
ITEM = "Approve the joint contract"


async def told(monitor: Monitor, ours: list[str], theirs: list[str], day: str = "2026-12-02", *, closed: bool = False) -> list[str]:
    """The messages after Springhaven published a contract, and Elmtown another file two hours later."""
    monitor, towns = neighbours(monitor)
    monitor.inbox.closed = closed
    towns.springhaven.meet(4101, "Roll call", ITEM)
    towns.springhaven.attach(4101, 2, 701, "contract.pdf", agenda_pdf(*ours))
    await monitor.poll(SOURCE)
    monitor.wait(hours=2)
    towns.elmtown.meet(5101, "Roll call", ITEM, day=day)
    towns.elmtown.attach(5101, 2, 801, "exhibit.pdf", agenda_pdf(*theirs))
    await monitor.poll(ELMTOWN)
    monitor.inbox.closed = False
    monitor.wait(hours=1)
    await monitor.poll(SOURCE)
    assert monitor.rows("SELECT count(DISTINCT content_id) FROM documents WHERE url LIKE '%/attachments/%'") == [(2,)]
    return [message["message"] for message in monitor.inbox.messages]


async def test_one_document_set_anew_on_another_site_is_told_once(monitor: Monitor) -> None:
    messages = await told(monitor, TERMS, RESET)
    assert len(messages) == 1
    assert "springhaven/attachments/contract.pdf" in messages[0]


async def test_what_still_waits_gets_the_link_of_the_other_site(monitor: Monitor) -> None:
    messages = await told(monitor, TERMS, RESET, closed=True)
    assert len(messages) == 1
    assert "springhaven/attachments/contract.pdf#page=2" in messages[0]
    assert "Published as well at: https://elmtown.legistar1.com/elmtown/attachments/exhibit.pdf#page=2" in messages[0]


async def test_the_page_of_each_record_names_the_other_site(monitor: Monitor) -> None:
    await told(monitor, TERMS, RESET)
    there, _ = neighbours(monitor)
    async with browser(there) as client:
        pages = [(await client.get(f"/records/{number}")).text for number in (1, 2)]
    assert 'Published as well at <a href="https://elmtown.legistar1.com/elmtown/attachments/exhibit.pdf"' in pages[0]
    assert 'Published as well at <a href="https://springhaven.legistar1.com/springhaven/attachments/contract.pdf"' in pages[1]


async def test_another_sum_or_day_makes_it_another_document(monitor: Monitor) -> None:
    assert len(await told(monitor, TERMS, [term.replace("450,000.00", "540,000.00") for term in TERMS])) == 2


async def test_the_same_words_for_a_meeting_of_another_day_are_another_story(monitor: Monitor) -> None:
    assert len(await told(monitor, TERMS, RESET, day="2026-12-09")) == 2


async def test_a_passage_that_the_other_document_did_not_have_is_told(monitor: Monitor) -> None:
    ours = [*TERMS, *(f"The {word} clause of this agreement remains as it was agreed by both parties" for word in WORDS)]
    messages = await told(monitor, ours, [*ours, "Facial recognition is an option of the vendor"])
    assert len(messages) == 2
    assert "«Facial recognition»" in messages[1]
    assert "iris" not in messages[1]


WORDS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
