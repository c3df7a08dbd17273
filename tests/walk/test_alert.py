"""What an alert has: what was found and around it, the facts of the record, every way to read it, why, and what to do about it."""

import re

from extract.pdf_file import of_texts
from walk.conftest import Monitor
from walk.test_deeds import BASE, browser, link
from walk.test_silence import START, subscribe
from walk.town import FACE

from monitor.model import Cadence

CONTRACT = (
    "The city manager presented three offers.\nThe vendor shall provide iris recognition cameras for the cells.\n"
    "The total shall not exceed $450,000.00 over five years. More follows."
)


async def told(monitor: Monitor) -> Monitor:
    """A monitor with pages, whose desk was told of a contract attached to an item, and of what changed in the meeting."""
    monitor = monitor.but(notify=None, base_url=BASE, now=START)
    subscribe(monitor, "desk")
    monitor.town.meet(4101, "Roll call", "Approve the contract with the vendor")
    await monitor.poll()
    monitor.wait(hours=2)
    monitor.town.meet(4101, "Roll call", "Approve the contract with the vendor", FACE)
    monitor.town.attach(4101, 2, 701, "contract.pdf", of_texts("Agreement", CONTRACT))
    await monitor.poll()
    return monitor


async def test_an_alert_says_everything_that_a_reader_needs(monitor: Monitor) -> None:
    monitor = await told(monitor)
    assert len(monitor.inbox.messages) == 1
    text = monitor.inbox.messages[0]["message"]
    around = (
        "    The city manager presented three offers. The vendor shall provide «iris» recognition cameras for the cells. "
        "The total shall not exceed $450,000.00 over five years.\n"
    )
    assert around in text
    expected = (
        r"^Meeting: Wednesday 2 December 2026, 18:00 CST \(in 12 days\)",
        r"^2\. Approve the contract with the vendor$",
        r"^contract\.pdf, page 2: https://springhaven\.legistar1\.com/springhaven/attachments/contract\.pdf#page=2$",
        r"^Our copy of it: https://monitor\.example/copies/\d+#page=2$",
        r"^Why: Iris and retina recognition: .*\(watch “desk's watch”\)$",
        r"^New in revision 2 of this record\.$",
        r"^What changed since last time: .*Contract with NEC Corporation",
        r"^The record at its publisher: https://springhaven\.legistar\.com/",
        r"^This alert in the monitor: https://monitor\.example/alerts/1$",
        r"^For your calendar: https://monitor\.example/alerts/1\.ics$",
        r"^Your watches: https://monitor\.example/mine$",
    )
    assert [pattern for pattern in expected if not re.search(pattern, text, re.MULTILINE)] == [], text
    for words in ("Not relevant", "Mute this matter", "Pause the watch", "Unsubscribe"):
        assert link(monitor, words).startswith(f"{BASE}/do/")


async def test_our_copy_is_the_file_in_which_it_was_found(monitor: Monitor) -> None:
    monitor = await told(monitor)
    async with browser(monitor) as client:
        copied = await client.get(link(monitor, "Our copy of it"))
        missing = await client.get("/copies/999")
        calendar = await client.get(link(monitor, "For your calendar"))
        record = await client.get(link(monitor, "This alert in the monitor"), follow_redirects=True)
    assert copied.content in (of_texts("Agreement", CONTRACT), monitor.town.files["/springhaven/meetings/2026/12/4101_A_Agenda.pdf"])
    assert (copied.headers["content-type"], copied.headers["x-content-type-options"]) == ("application/pdf", "nosniff")
    assert copied.headers["content-disposition"].startswith("inline")
    assert missing.status_code == 404
    assert ("DTSTART:20261203T000000Z" in calendar.text, calendar.text.count("BEGIN:VEVENT")) == (True, 1)
    assert "<mark>iris</mark>" in record.text


async def test_a_strangers_page_does_not_run_under_our_address(monitor: Monitor) -> None:
    monitor = monitor.but(notify=None, base_url=BASE, now=START)
    subscribe(monitor, "desk")
    page = b"<html><script>alert(1)</script><p>The vendor provides iris recognition cameras.</p></html>"
    monitor.town.meet(4101, "Roll call", "Approve the contract with the vendor")
    monitor.town.attach(4101, 2, 701, "contract.html", page)
    await monitor.poll()
    async with browser(monitor) as client:
        copied = await client.get(link(monitor, "Our copy of it"))
    assert (copied.content, copied.headers["content-type"]) == (page, "application/octet-stream")
    assert copied.headers["content-disposition"].startswith("attachment")


async def test_a_copy_that_is_kept_no_longer_says_so(monitor: Monitor) -> None:
    monitor = await told(monitor)
    address = link(monitor, "Our copy of it")
    monitor.change(lambda connection: connection.exec_driver_sql("UPDATE blobs SET state = 'gone'"))
    async with browser(monitor) as client:
        gone = await client.get(address)
    assert (gone.status_code, "kept no longer" in gone.text) == (410, True)


async def test_a_digest_names_what_is_said_before_what_a_named_vendor_sells(monitor: Monitor) -> None:
    monitor = monitor.but(notify=None, base_url=BASE, now=START)
    subscribe(monitor, "desk", cadence=Cadence.DAILY)
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    monitor.wait(days=1)
    await monitor.poll()
    assert monitor.inbox.subjects == ["1 record: Facial recognition"]
    assert "for a «facial recognition» system" in monitor.inbox.messages[0]["message"]
