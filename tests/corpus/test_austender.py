"""The recorded feed of AusTender, read as its manifest says it must be."""

import httpx
from corpus.reading import differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry


async def reading(recording: Recording) -> str:
    source = registry.build("feed", {"url": "https://www.tenders.gov.au/public_data/rss/rss.xml"}, timezone="Australia/Sydney")
    found = await read(source, lambda _: httpx.Response(200, content=recording.path.read_bytes()))
    actual = {
        "n_notices": len(found.records),
        "guids": [record.key.rpartition("/")[2] for record in found.records],
        "atm_ids": [record.title.partition(":")[0] for record in found.records],
        "deadline": None if not any(record.deadline for record in found.records) else "some",
    }
    return differences(actual, recording.expected)


async def test_recorded_approaches_to_market_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("procurement", "rss") if "austender" in each.file]
    report("AusTender's feed", {each.file: await reading(each) for each in ours}, 1)
