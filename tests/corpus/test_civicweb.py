"""Real lists of CivicWeb, read as their manifest says they must be."""

from corpus.listings import came_and_changed, differences, records, source
from corpus.recordings import Recording, Report, pairs, recordings

from sources.model import Record

PORTAL = source("civicweb", {"host": "recorded.diligent.community"}, "America/Chicago")
LIST = "MeetingsService.svc/meetings?"


def described(record: Record, expected: dict[str, object]) -> dict[str, object]:
    """As the manifest does; names are not kept whole, so what is kept of one is compared."""
    name = str(expected["Name"])
    return {
        "Id": int(record.key),
        "MeetingDateTime": f"{record.starts:%Y-%m-%d %H:%M}",
        "Name": name if name.startswith(record.body) else "",
    }


async def read(recording: Recording) -> str:
    found = await records(PORTAL, {LIST: recording.path.read_bytes()})
    expected = recording.expected
    actual = {
        "n": len(found),
        "distinct_ids": len({record.key for record in found}),
        "first": described(found[0], expected["first"]),
        "last": described(found[-1], expected["last"]),
    }
    return differences(actual, expected)


async def test_recorded_lists_are_read_as_expected(report: Report) -> None:
    report("CivicWeb lists", {each.file: await read(each) for each in recordings("agendas", "civicweb")}, 3)


async def test_what_came_went_and_changed_between_two_days_is_found_exactly(report: Report) -> None:
    report("CivicWeb pairs of days", {pair.name: await came_and_changed(PORTAL, pair, LIST) for pair in pairs("civicweb")}, 2)
