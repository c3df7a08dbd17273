"""Recorded answers of SAM.gov, read as their manifest says they must be."""

import httpx
from corpus.reading import differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.model import Record, Role
from sources.source import Source

PLATFORMS = {"csv": "sam", "sam_opportunities_v2": "sam_api"}
NOT_OURS = {
    "contract_awards": "of the Contract Awards API, which nobody asked for: USAspending gives its awards without a key",
    "entity": "of the Entity API, which lists companies, no notices: awards give their numbers",
    "sgs_hal": "of the search behind the site, which is not documented",
}


def source(platform: str) -> Source[object]:
    return registry.build(platform, {"key": "hush"} if platform == "sam_api" else {}, timezone="America/New_York")


def of_notice(record: Record) -> dict[str, object]:
    """What the manifest says of a notice, taken from the record."""
    buyer = next((party.name for party in record.parties if party.role is Role.BUYER), None)
    supplier = next((party.name for party in record.parties if party.role is Role.SUPPLIER), None)
    return {
        "id": record.key,
        "title": record.title,
        "type": record.type,
        "posted": str(record.published),
        "deadline": record.deadline.isoformat() if record.deadline else None,
        "solnum": (record.thread or "").split(" ")[0] or None,
        "buyer": buyer,
        "awardee": supplier,
        "amount": record.amounts[0].value if record.amounts else None,
        "n_resourceLinks": len(record.links),
    }


async def reading(recording: Recording) -> str:
    said = recording.expected
    found = await read(source(PLATFORMS[said["type"]]), lambda _: httpx.Response(200, content=recording.path.read_bytes()))
    if found.problems:
        return found.problems[0].error
    if said["type"] == "csv":
        return differences({"ids": [record.key for record in found.records], "n_notices": len(found.records)}, said)
    expected = [{**each, "title": " ".join(each["title"].split())} for each in said["notices"]]
    return "; ".join(differences(of_notice(record), each) for record, each in zip(found.records, expected, strict=True)).strip("; ")


async def test_recorded_opportunities_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("procurement", "sam_gov") if each.expected["type"] in PLATFORMS]
    report("SAM.gov opportunities", {each.file: await reading(each) for each in ours}, 2)


def test_the_other_recordings_are_those_that_we_know_not_to_read() -> None:
    others = {each.expected["type"] for each in recordings("procurement", "sam_gov")} - PLATFORMS.keys()
    assert others == NOT_OURS.keys()
