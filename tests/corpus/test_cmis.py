"""Real pages of CMIS, read as their manifest says they must be."""

from datetime import UTC, datetime

from corpus.listings import day, differences, records, source
from corpus.recordings import Recording, Report, recordings

from sources.model import Record

COUNCIL = source("cmis", {"base": "https://birmingham.cmis.uk.com/birmingham", "tab": 70, "module": 397}, "Europe/London")
OTHER_MONTHS = (
    b"<html><body class=ModCMISMeetingsC><table><tr class=rgRow><td class=SimpleCalendarDate>Monday, 1</td></tr></table></body></html>"
)
ALL = {each.expected["record_type"]: each for each in recordings("agendas", "cmis")}


def described(record: Record) -> dict[str, str]:
    return {"date": f"{day(record)}", "time": f"{record.starts:%H:%M}", "name": record.body}


async def read(recording: Recording) -> str:
    pages = {
        "Date/2026-06-01/": ALL["cmis_month"].path.read_bytes(),
        "Date/": OTHER_MONTHS,
        "/Meeting/": ALL["cmis_detail"].path.read_bytes(),
    }
    found = await records(COUNCIL, pages, since=datetime(2026, 6, 1, tzinfo=UTC))
    if recording.expected["record_type"] == "cmis_month":
        ids = [int(record.key) for record in found]
        return differences({"n": len(found), "ids": ids, "first": described(found[0]), "last": described(found[-1])}, recording.expected)
    links = found[0].links
    hrefs = [link.url.removeprefix("https://birmingham.cmis.uk.com") for link in links]
    return differences({"documents": len(links), "titles": [link.title for link in links], "hrefs": hrefs}, recording.expected)


async def test_recorded_pages_are_read_as_expected(report: Report) -> None:
    report("CMIS", {each.file: await read(each) for each in ALL.values()}, 2)
