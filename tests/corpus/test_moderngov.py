"""Real answers and pages of ModernGov, read as their manifest says they must be."""

import re

from corpus.listings import NOW, SINCE, Served, day, differences, records, source
from corpus.recordings import Recording, Report, recordings

from sources.model import Record, Stage
from sources.web import Web

SERVICE = source("moderngov", {"base": "https://democracy.recorded.gov.uk"}, "Europe/London")
PAGES = source("moderngov_pages", {"base": "https://moderngov.recorded.gov.uk"}, "Europe/London")
ALL = {each.path.name: each for each in recordings("agendas", "moderngov")}
NOTHING_HELD = b"<getmeetings><meetingscount> 0</meetingscount></getmeetings>"


def recorded(name: str) -> bytes:
    return ALL[name].path.read_bytes()


async def pages(browse: str, agenda: str) -> list[Record]:
    """The meetings of the one list that was recorded, each with this agenda."""
    committees = b"<html><body id=modgov><a href='mgCommitteeDetails.aspx?ID=711'>Kingston and North Kingston</a></body></html>"
    return await records(PAGES, {"mgListCommittees": committees, "ieListMeetings": recorded(browse), "ieListDocuments": recorded(agenda)})


async def service(recording: Recording) -> dict[str, object]:
    """What the manifest says of an answer of the service."""
    if recording.expected["record_type"] == "GetCommittees":
        site = Served({"GetCommittees": recording.path.read_bytes(), "GetMeetings": NOTHING_HELD})
        web = Web(hosts=SERVICE.hosts, transport=site, now=lambda: NOW)
        assert [item async for item in SERVICE.rows(web, SINCE, lambda _: None)] == []
        asked = {int(number) for url in site.asked for number in re.findall(r"lCommitteeId=(\d+)", url)}
        return {"expired": sorted(set(recording.expected["ids"]) - asked)}
    committees = b"<committees><committee><committeeid>144</committeeid></committee></committees>"
    found = await records(SERVICE, {"GetCommittees": committees, "GetMeetings": recording.path.read_bytes()})
    held = [{"id": int(r.key), "date": f"{day(r)}", "time": f"{r.starts:%H:%M}", "status": r.type} for r in found]
    assert [record.stage for record in found] == [Stage.CANCELLED, Stage.SCHEDULED]
    return {"n": len(found), "meetings": held, "tz": str(found[0].starts.tzinfo)}  # type: ignore[union-attr]


async def page(recording: Recording) -> dict[str, object]:
    """What the manifest says of a page."""
    name = recording.path.name
    if "Agenda" in name:
        (found, *_) = await pages("kingston_BrowseMeetings.html", name)
        return {"documents": len({link.key for part in found.parts for link in part.links})}
    if "Browse" in name:
        found_all = await pages(name, "kingston_Agenda_151.html")
        return {"distinct_MId": len({r.key for r in found_all}), "cancelled_mentions": sum(r.stage is Stage.CANCELLED for r in found_all)}
    if "Structure" in name:
        lists = {"mgListCommittees": recording.path.read_bytes(), "ieListMeetings": recorded("kingston_BrowseMeetings.html")}
        found_all = await records(PAGES, lists)
        return {"mgCommitteeDetails": len({record.body for record in found_all})}
    return {"documents": 0}  # what a committee is for: nothing is read from it


async def test_recorded_answers_and_pages_are_read_as_expected(report: Report) -> None:
    reasons = {
        each.file: differences(await (page if each.expected["record_type"] == "moderngov_html" else service)(each), each.expected)
        for each in ALL.values()
    }
    report("ModernGov", reasons, 7)
