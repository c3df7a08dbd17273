"""Real answers of USAspending, read as their manifest says they must be."""

import json
from decimal import Decimal

import httpx
from corpus.reading import differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.errors import Inconclusive, LayoutChanged
from sources.model import AmountKind, Record, Role
from sources.procurement.usaspending import UsaSpending


def source() -> UsaSpending:
    found = registry.build("usaspending", {"keywords": ["recorded"], "groups": ["contracts"]})
    assert isinstance(found, UsaSpending)
    return found


def is_award(recording: Recording) -> bool:
    return "generated_unique_award_id" in json.loads(recording.path.read_text())


async def run(listing: object, detail: bytes) -> list[Record]:
    def answering(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=detail) if "/awards/" in request.url.path else httpx.Response(200, json=listing)

    found = await read(source(), answering)
    if found.error:
        raise found.error
    return found.records


async def of_award(recording: Recording) -> str:
    """The award, listed and then read from its recorded detail."""
    said = json.loads(recording.path.read_text())
    row = {"generated_internal_id": said["generated_unique_award_id"], "Last Modified Date": "2026-01-01", "Award Amount": 1}
    (record,) = await run({"results": [row], "page_metadata": {"hasNext": False}}, recording.path.read_bytes())
    supplier = next(party for party in record.parties if party.role is Role.SUPPLIER)
    parent = next((dict(party.ids).get("UEI") for party in record.parties if party.role is Role.AFFILIATE), None)
    obligation = next((amount.value for amount in record.amounts if amount.kind is AmountKind.OBLIGATION), Decimal(0))
    expected = {"parent_uei": None, **recording.expected, "total_obligation": Decimal(str(recording.expected["total_obligation"]))}
    actual = {
        "id": record.key,
        "date_signed": str(record.published),
        "recipient": supplier.name,
        "uei": dict(supplier.ids)["UEI"],
        "total_obligation": obligation,
    }
    return differences(actual | ({"parent_uei": parent} if expected["parent_uei"] else {}), expected)


async def of_something_else(recording: Recording) -> str:
    """Other pages of the API are no lists of awards: they are refused, or their rows are."""
    try:
        records = await run(json.loads(recording.path.read_text()), b"{}")
    except (LayoutChanged, Inconclusive):
        return ""
    return f"read as {len(records)} awards" if records else ""


async def test_recorded_awards_are_read_as_expected_and_other_pages_are_refused(report: Report) -> None:
    every = recordings("procurement", "usaspending")
    reasons = {each.file: await (of_award(each) if is_award(each) else of_something_else(each)) for each in every}
    report("USAspending answers", reasons, len(every))


def test_the_awards_among_them_are_the_four_we_know_of() -> None:
    assert sum(is_award(each) for each in recordings("procurement", "usaspending")) == 4
