"""Real pages of OnBase Agenda Online, read as their manifest says they must be."""

from corpus.listings import differences, records, source
from corpus.recordings import Recording, Report, recordings

AGENDA = b"<html><body><h1>Agenda</h1></body></html>"  # none was recorded
SITE = source("onbase", {"base": "https://recorded.hylandcloud.com/211agendaonlinecouncil"}, "America/Los_Angeles")
CITY = source(
    "webpage",
    {
        "url": "https://www.recorded.gov/calendar",
        "row": "li.calendar-view-day__row:has(a[href*='ViewMeeting'])",
        "columns": {"title": "a", "key": r"ViewMeeting\?id=(\d+)"},
    },
    "America/Los_Angeles",
)
"""The calendar of the city's own site, which links to one meeting of OnBase: nothing that the platform would read."""


async def read(recording: Recording) -> str:
    if "council_2025" in recording.file:
        linked = await records(CITY, {"": recording.path.read_bytes()})
        keys = {"first_id": linked[0].key, "last_id": linked[-1].key, "distinct_meeting_ids": len(linked)}
        return differences(keys, recording.expected)
    found = await records(SITE, {"/ViewMeetingAgenda": AGENDA, "/211agendaonlinecouncil": recording.path.read_bytes()})
    links = [str(link.key).split("-") for record in found for link in record.links]
    actual = {
        "ViewMeeting_refs": len(links),
        "distinct_meeting_ids": len(found),
        "first_id": found[0].key,
        "last_id": found[-1].key,
        "doctypes": sorted({doctype for _, doctype in links}),
    }
    assert {record.body for record in found} >= {"Adjourned Agenda City Council"}
    return differences(actual, recording.expected)


async def test_recorded_pages_are_read_as_expected(report: Report) -> None:
    report("OnBase", {each.file: await read(each) for each in recordings("agendas", "onbase")}, 2)
