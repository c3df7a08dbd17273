"""Real files of the Senate, read as their manifest says they must be."""

from collections import Counter
from decimal import Decimal
from typing import Any

from corpus.reading import differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.lobbying.lda_xml_senate import filing_type
from sources.model import Record, Role

URL = "https://files.example/filings.zip"
PROSE = {"filings_by_text_regex", "members", "encoding", "note", "filings_detail", "distinct_clients"}


def of(records: list[Record], types: list[str]) -> dict[str, Any]:
    """What the manifest may say of a file, taken from the records. `types` are the words of the publisher for those we have no code for."""
    amounts = [amount.value for record in records for amount in record.amounts]
    return {
        "filings": len(records),
        "distinct_ids": len({record.key for record in records}),
        "types": dict(Counter(types)),
        "n_amount_present": sum(value is not None for value in amounts),
        "amount_sum": float(sum((value for value in amounts if value is not None), Decimal())),
        "issues": sum(len(record.parts) for record in records),
    }


def detail(record: Record) -> list[str]:
    """A filing as the manifest lists those of the slice."""
    names = {party.role: party.name for party in record.parties}
    (value,) = [amount.value for amount in record.amounts] or [None]
    day = str(record.published)[:10]
    said = ["" if value is None else str(value), day, names[Role.REGISTRANT], names[Role.CLIENT]]
    return [record.key[:8].upper(), *said]


def words(record: Record, said: dict[str, int]) -> str:
    """The publisher's words for the type of a record."""
    return next(word for word in said if ((kind := filing_type(word)) and (kind.code,) == record.codes) or word.capitalize() == record.type)


async def compared(recording: Recording) -> str:
    source: Any = registry.build("lda_xml", {"urls": [URL]}, timezone="America/New_York")
    reading = await read(source, recording.path.read_bytes())
    if reading.problems or reading.error:
        return f"{len(reading.problems)} problems, {reading.problems[:1]} {reading.error}"
    expected = recording.expected
    actual = of(reading.records, [words(record, expected["types"]) for record in reading.records])
    wanted = {key: value for key, value in expected.items() if key not in PROSE}
    found = differences({key: actual[key] for key in wanted}, wanted)
    if "filings_detail" in expected and not found:
        rows = [[row[0], *row[3:]] for row in expected["filings_detail"]]
        found = differences({"detail": [detail(record) for record in reading.records]}, {"detail": rows})
    return found


async def test_recorded_files_of_the_senate_are_read_as_expected(report: Report) -> None:
    reasons = {each.file: await compared(each) for each in recordings("lobbying", "senate_xml")}
    report("Senate files", reasons, len(reasons))
