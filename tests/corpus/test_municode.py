"""Real lists of Municode Meetings, read as their manifest says they must be."""

from collections import Counter

from corpus.listings import differences, records, source
from corpus.recordings import Recording, Report, recordings

from sources.model import Stage

PUBLISHED = source("municode", {"cid": "CLOVIS"}, "America/Los_Angeles")
OWN_PAGE = source("municode", {"page": "https://www.recorded.gov/meetings"}, "America/New_York")


AGENDA = b"<html><body><section class='agenda-section'></section></body></html>"  # none was recorded


async def read(recording: Recording) -> str:
    clovis = "clovis" in recording.file
    found = await records(PUBLISHED if clovis else OWN_PAGE, {"/adaHtmlDocument/": AGENDA, "": recording.path.read_bytes()})
    files = [str(link.key).partition("-") for record in found for link in record.links]
    first, last = found[0], found[-1]
    as_printed = "%-m/%-d/%Y" if clovis else "%m/%d/%Y - %-I:%M%p"
    actual = {
        "rows": len(found),
        "distinct_guids": len({number for _, _, number in files}),
        "docs_by_type": dict(Counter(kind.capitalize() for kind, _, _ in files)),
        "cancelled_rows": sum(record.stage is Stage.CANCELLED for record in found),
    }
    for name, record in (("first", first), ("last", last)):
        when = f"{record.starts:{as_printed}}".replace("AM", "am").replace("PM", "pm")
        place = 0 if not clovis else 1
        assert recording.expected[name][place] == when
        assert record.body in recording.expected[name][1 - place]
    return differences(actual, recording.expected)


async def test_recorded_lists_are_read_as_expected(report: Report) -> None:
    report("Municode lists", {each.file: await read(each) for each in recordings("agendas", "municode")}, 3)
