"""A real list of NovusAGENDA, read as its manifest says it must be."""

from corpus.listings import differences, records, source
from corpus.recordings import Recording, Report, recordings

from sources.model import LinkKind, Record

TENANT = source("novusagenda", {"tenant": "recorded"}, "America/New_York")


def described(record: Record) -> dict[str, object]:
    body = f"{record.body} {record.body}"  # printed for phones and again for other screens
    minutes = [str(link.key).rpartition("-")[2] for link in record.links if link.kind is LinkKind.MINUTES]
    return {"date": f"{record.starts:%m/%d/%y}", "text": [body, record.location], "ids": [record.key], "minutes_ids": minutes}


async def read(recording: Recording) -> str:
    found = await records(TENANT, {"/agendapublic/": recording.path.read_bytes()})
    actual = {
        "meetings": len(found),
        "meeting_ids": [record.key for record in found],
        "with_agenda_pdf": sum(any(link.kind is LinkKind.AGENDA for link in record.links) for record in found),
        "with_online_view": sum("MeetingView" in record.url for record in found),
        "first": described(found[0]),
        "last": described(found[-1]),
    }
    return differences(actual, recording.expected)


async def test_recorded_lists_are_read_as_expected(report: Report) -> None:
    report("NovusAGENDA lists", {each.file: await read(each) for each in recordings("agendas", "novusagenda")}, 1)
