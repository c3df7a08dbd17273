"""The whole way of a record, on both databases: what is in the tables, and what was sent."""

from datetime import timedelta

from walk.conftest import SOURCE, START, Monitor
from walk.town import FACE, PLATES, agenda_pdf

from sources.errors import Outcome


async def test_a_new_agenda_gives_one_alert_with_passage_page_and_link(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    result = await monitor.poll()
    assert (result.outcome, result.count.new, result.alerts) == (Outcome.OK, 1, 1)
    assert len(monitor.inbox.messages) == 1
    message = monitor.inbox.messages[0]
    assert "Springhaven" in message["title"]
    assert "facial recognition" in message["message"]
    assert "springhaven.legistar1.com/springhaven/meetings/2026/12/4101_A_Agenda.pdf#page=2" in message["message"]
    assert "page 2" in message["message"]
    assert monitor.rows("SELECT state, attempts FROM alerts") == [("sent", 1)]
    assert monitor.rows("SELECT state FROM documents") == [("read",)]
    assert monitor.rows("SELECT delivery FROM deliveries") == [("sent",)]


async def test_the_same_agenda_again_gives_nothing(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    monitor.wait(hours=2)
    result = await monitor.poll()
    assert (result.outcome, result.count.new, result.count.changed, result.count.unchanged) == (Outcome.OK, 0, 0, 1)
    assert len(monitor.inbox.messages) == 1
    assert (monitor.count("revisions"), monitor.count("alerts"), monitor.count("runs")) == (1, 1, 2)


async def test_an_agenda_published_again_with_a_new_item_gives_one_alert_for_the_item(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    monitor.wait(hours=2)
    monitor.town.meet(4101, "Roll call", FACE, PLATES)
    result = await monitor.poll()
    assert (result.count.changed, result.alerts, len(monitor.inbox.messages)) == (1, 1, 2)
    second = monitor.inbox.messages[1]
    assert "license plate readers" in second["message"]
    assert "NEC Corporation of America for a" not in second["message"]
    assert "#page=2" in second["message"]
    assert monitor.count("revisions") == 2


async def test_the_same_pdf_attached_twice_is_fetched_and_extracted_once(monitor: Monitor) -> None:
    contract = agenda_pdf("The vendor shall provide iris recognition cameras")
    monitor.town.meet(4101, "Roll call", "Approve the contract", "Approve it again")
    monitor.town.attach(4101, 2, 701, "contract.pdf", contract)
    monitor.town.attach(4101, 3, 702, "contract.pdf", contract)
    await monitor.poll()
    assert monitor.town.asked["/springhaven/attachments/contract.pdf"] == 1
    assert monitor.rows("SELECT count(*) FROM links l JOIN documents d ON d.id = l.document_id WHERE d.url LIKE '%contract.pdf'") == [(2,)]
    assert monitor.count("contents") == 2  # the agenda and the contract
    assert len(monitor.inbox.messages) == 1


async def test_the_same_bytes_at_two_addresses_are_extracted_once(monitor: Monitor) -> None:
    contract = agenda_pdf("The vendor shall provide iris recognition cameras")
    monitor.town.meet(4101, "Roll call", "Approve the contract", "Approve it again")
    monitor.town.attach(4101, 2, 701, "contract.pdf", contract)
    monitor.town.attach(4101, 3, 702, "copy.pdf", contract)
    await monitor.poll()
    assert monitor.rows("SELECT count(DISTINCT content_id) FROM documents") == [(2,)]
    assert monitor.count("contents") == 2
    assert len(monitor.inbox.messages) == 1


async def test_a_matter_that_moves_from_committee_to_council_is_told_once(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE, matters=(55,))
    await monitor.poll()
    monitor.wait(days=3)
    monitor.town.meet(4102, "Roll call", FACE, day="2026-12-16", matters=(None, 55))
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert monitor.rows("SELECT DISTINCT story FROM hits") == [(f"{SOURCE} thread 55",)]


async def test_a_failing_channel_keeps_its_alert_and_delivers_it_after_recovery_across_a_restart(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    monitor.inbox.closed = True
    await monitor.poll()
    assert (monitor.inbox.messages, monitor.inbox.tries) == ([], 1)
    assert monitor.rows("SELECT state, attempts FROM alerts") == [("queued", 1)]
    monitor.wait(minutes=1)
    await monitor.poll()
    assert monitor.inbox.tries == 1  # not due yet
    monitor.inbox.closed = False
    monitor.wait(minutes=3)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert monitor.rows("SELECT state, attempts FROM alerts") == [("sent", 2)]
    assert monitor.rows("SELECT delivery FROM deliveries ORDER BY id") == [("failed",), ("sent",)]


async def test_the_first_run_tells_nothing_of_the_past_and_keeps_it(monitor: Monitor) -> None:
    monitor.town.meet(4001, FACE, day="2026-10-06")
    monitor.town.meet(4101, PLATES)
    await monitor.poll()
    assert [("license plate" in message["message"]) for message in monitor.inbox.messages] == [True]
    assert monitor.rows("SELECT count(*) FROM hits h JOIN records r ON r.id = h.record_id WHERE r.key = '4001'")[0][0] > 0
    monitor.town.meet(4001, FACE, "Iris scanners for the jail", day="2026-10-06")
    monitor.wait(hours=2)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1  # so long ago is looked at once a day
    monitor.wait(hours=22)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 2  # what is added to the past later is news


async def test_a_document_that_is_gone_is_named_in_the_alert(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    monitor.town.files.clear()
    await monitor.poll()
    assert monitor.rows("SELECT state FROM documents") == [("gone",)]
    assert len(monitor.inbox.messages) == 1
    assert "Agenda: gone" in monitor.inbox.messages[0]["message"]


async def test_a_source_that_was_read_moves_its_watermark(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    assert monitor.rows("SELECT outcome, failures, told FROM sources WHERE enabled") != []
    states = monitor.rows(f"SELECT outcome, failures, told FROM sources WHERE id = '{SOURCE}'")
    assert states == [("ok", 0, None)]
    assert monitor.now - START == timedelta(0)


async def test_the_same_file_published_elsewhere_is_no_news(monitor: Monitor) -> None:
    contract = agenda_pdf("The vendor shall provide iris recognition cameras")
    monitor.town.meet(4101, "Roll call", "Approve the contract")
    monitor.town.attach(4101, 2, 701, "contract.pdf", contract)
    await monitor.poll()
    monitor.wait(days=2)
    monitor.town.meet(4102, "Roll call", "Adopt it", day="2026-12-16")
    monitor.town.attach(4102, 2, 702, "exhibit-a.pdf", contract)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert monitor.rows("SELECT count(DISTINCT record_id) FROM hits WHERE rule = 'topic:iris'") == [(2,)]


async def test_the_same_file_on_two_sites_is_one_alert_with_both_links(monitor: Monitor) -> None:
    contract = agenda_pdf("The vendor shall provide iris recognition cameras")
    monitor.inbox.closed = True
    monitor.town.meet(4101, "Roll call", "Approve the contract")
    monitor.town.attach(4101, 2, 701, "contract.pdf", contract)
    await monitor.poll()
    monitor.town.meet(4102, "Roll call", "Adopt it", day="2026-12-16")
    monitor.town.attach(4102, 2, 702, "exhibit-a.pdf", contract)
    await monitor.poll()
    monitor.inbox.closed = False
    monitor.wait(hours=1)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert "attachments/contract.pdf#page=2" in monitor.inbox.messages[0]["message"]
    assert (
        "Published as well at: https://springhaven.legistar1.com/springhaven/attachments/exhibit-a.pdf#page=2"
        in monitor.inbox.messages[0]["message"]
    )
