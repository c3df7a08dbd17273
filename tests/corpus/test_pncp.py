"""The recorded page of PNCP, read as its manifest says it must be."""

import httpx
from corpus.reading import differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.model import Record, Role


def of_purchase(record: Record) -> dict[str, object]:
    (amount,) = record.amounts
    return {
        "id": record.key,
        "title": record.text or record.title,  # the whole object, where it is too long for a title
        "buyer": next(party.name for party in record.parties if party.role is Role.BUYER),
        "currency": amount.currency,
        "value": amount.value,
        "deadline_local": record.deadline and record.deadline.isoformat()[:19],
    }


async def reading(recording: Recording) -> str:
    source = registry.build("pncp", {"modalities": [6]}, timezone="America/Sao_Paulo")
    found = await read(source, lambda _: httpx.Response(200, content=recording.path.read_bytes()))
    if found.problems or found.error or len(found.records) != recording.expected["n_notices"]:
        return f"{found.problems} {found.error} {len(found.records)} records"
    pairs = zip(found.records, recording.expected["notices"], strict=True)
    return "; ".join(filter(None, (differences(of_purchase(record), said) for record, said in pairs)))


async def test_recorded_purchases_are_read_as_expected(report: Report) -> None:
    report("PNCP purchases", {each.file: await reading(each) for each in recordings("procurement", "br_pncp")}, 1)
