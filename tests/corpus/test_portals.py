"""Real notices of portals that publish a page, a feed or a list, read as their manifest says they must be."""

import csv
import json
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.errors import Unavailable
from sources.model import Record, Role
from sources.procurement.maryland_item import COLUMNS, item, parents
from sources.source import Source
from sources.web import Web

NOW = datetime(2026, 8, 21, tzinfo=UTC)


def differing(**pairs: tuple[object, object]) -> str:
    """What is not as expected, each a pair of ours and theirs."""
    return "; ".join(f"{what} is {ours!r}, expected {theirs!r}" for what, (ours, theirs) in pairs.items() if ours != theirs)


async def records(source: Source, files: dict[str, Path], since: datetime = datetime(2010, 1, 1, tzinfo=UTC)) -> list[Record]:  # type: ignore[type-arg]
    """What a run gives that is answered with these files, by the end of the path that is asked for, and else with 503."""

    def answer(request: httpx.Request) -> httpx.Response:
        found = next((file for end, file in files.items() if request.url.path.endswith(end)), None)
        return httpx.Response(200, content=found.read_bytes()) if found else httpx.Response(503)

    web, items = Web(hosts=source.hosts, transport=httpx.MockTransport(answer), now=lambda: NOW), []
    with suppress(Unavailable):  # a page that no recording holds
        async with aclosing(source.records(web, since, lambda _: None)) as batches:
            async for batch in batches:
                items += batch
    assert [item for item in items if not isinstance(item, Record)] == []
    return [item for item in items if isinstance(item, Record)]


def local(record: Record) -> str:
    """The deadline as the clock of the place shows it."""
    assert isinstance(record.deadline, datetime)
    return f"{record.deadline:%-m/%-d/%Y} {record.deadline:%I:%M %p}".replace(" 0", " ")


async def of_civicplus(recording: Recording) -> str:
    """The bids of the listing; the pages of the bids were not recorded."""
    source = registry.build("civicplus_bids", {"host": "recorded.example.gov"}, timezone="America/Chicago")
    found = await records(source, {"/Bids.aspx": recording.path})
    expected = recording.expected["notices"]
    return differing(
        ids=([record.key for record in found], [str(each["bidID"]) for each in expected]),
        numbers=([record.thread for record in found], [each["no"] for each in expected]),
        titles=([record.title for record in found], [each["title"] for each in expected]),
        statuses=([record.type for record in found], [each["status"] for each in expected]),
        closes=([local(record) for record in found], [each["closes_local"] for each in expected]),
    )


async def of_bonfire(recording: Recording) -> str:
    form = "list" if recording.file.endswith(".json") else "feed"
    source = registry.build("bonfire", {"tenant": "recorded", "read_from": form}, timezone="America/New_York")
    (found,) = await records(source, {"SectionData" if form == "list" else "/rss": recording.path})
    expected = recording.expected["notices"][0] if form == "list" else recording.expected
    closes = found.deadline.astimezone(UTC) if isinstance(found.deadline, datetime) else None
    return differing(
        key=(found.key, "235543"),
        title=(found.title, expected["title"]),
        reference=(found.thread, expected["ref"]),
        closes=(closes, datetime(2026, 6, 1, 14, tzinfo=UTC)),
    )


async def of_sbir(recording: Recording) -> str:
    what = recording.expected["type"].removeprefix("sbir_")
    path = recording.path
    found = await records(registry.build("sbir", {"what": what}), {f"/{what}.json": path})
    if what == "solicitations":
        return differing(
            count=(len(found), recording.expected["n_notices"]),
            topics=(sum(len(record.parts) for record in found), recording.expected["n_topics"]),
            numbers=([record.thread for record in found], recording.expected["numbers"]),
        )
    first = [
        {
            "agency": record.parties[0].name.partition(",")[0],
            "amount": str(record.amounts[0].value),
            "date": str(record.published),
            "firm": next(party.name for party in record.parties if party.role is Role.SUPPLIER),
            "title": record.title,
            "track": record.key.partition("/")[0],
        }
        for record in found[:5]
    ]
    people = [
        name for row in json.loads(path.read_text()) for name in (row["poc_email"], row["pi_email"], row["poc_phone"]) if len(name) > 5
    ]
    told = [name for name in people if any(name in repr(record) for record in found)]
    return differing(count=(len(found), recording.expected["n_notices"]), first=(first, recording.expected["first5"]), persons=(told, []))


async def test_bids_on_civicplus_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("procurement", "html") if "civicplus" in each.file]
    report("CivicPlus bids", {each.file: await of_civicplus(each) for each in ours}, 1)


async def test_opportunities_on_bonfire_are_read_as_expected(report: Report) -> None:
    report("Bonfire", {each.file: await of_bonfire(each) for each in recordings("procurement", "bonfire")}, 2)


async def test_solicitations_and_awards_of_sbir_are_read_as_expected(report: Report) -> None:
    report("SBIR", {each.file: await of_sbir(each) for each in recordings("procurement", "sbir")}, 2)


async def of_canadabuys(recording: Recording) -> str:
    source = registry.build("canadabuys", {"what": "tenders"}, timezone="America/Toronto")
    found = await records(source, {".csv": recording.path})
    expected = recording.expected["notices"]
    closes = [each["deadline_local"] for each in expected]
    return differing(
        keys=([record.key for record in found], [each["id"] for each in expected]),
        buyers=([record.parties[0].name for record in found], [each["buyer"] for each in expected]),
        threads=([record.thread for record in found], [each["solnum"].strip() for each in expected]),
        days=([str(record.deadline) for record in found], [each[:10] for each in closes]),
        times=([each.replace("T", " ") in record.text for each, record in zip(closes, found, strict=True)], [True] * len(found)),
        attachments=([len(record.links) for record in found], [each["n_attachments"] for each in expected]),
        codes=(list(found[1].codes), [f"UNSPSC:{each}" for each in expected[1]["unspsc"]]),
    )


async def test_tender_notices_of_canadabuys_are_read_as_expected(report: Report) -> None:
    ours = recordings("procurement", "ca_canadabuys")
    report("CanadaBuys", {each.file: await of_canadabuys(each) for each in ours}, 1)


def sum_of(record: Record) -> str:
    """The sum that the publisher gave; one that is told as unknown stands in the note."""
    (found,) = record.amounts
    return str(found.value) if found.value is not None else found.note.removeprefix("publisher says ")


async def of_comptroller(recording: Recording) -> str:
    source = registry.build("maryland_bpw", {"url": "https://recorded.example.gov/export.csv"}, timezone="America/New_York")
    found = await records(source, {".csv": recording.path})
    expected = recording.expected["notices"]
    suppliers = [next((party.name for party in record.parties if party.role is Role.SUPPLIER), None) for record in found]
    return differing(
        items=([record.key.partition("/")[2] for record in found], [each["item"] for each in expected]),
        agencies=([record.parties[0].name for record in found], [each["agency"] for each in expected]),
        recipients=(suppliers, [each["recipient"] for each in expected]),
        sums=([sum_of(record) for record in found], [each["amount"] for each in expected]),
        contracts=(["; ".join(record.codes) or None for record in found], [each["contract"] for each in expected]),
        categories=([record.type.partition(",")[0] for record in found], [each["category"] for each in expected]),
        days=({str(record.published) for record in found}, {"2026-08-05"}),
    )


def of_parsed(recording: Recording) -> str:
    """Items that somebody else parsed from summaries: of 30-IT and its six parts the sums count once."""
    with recording.path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    columns = dict.fromkeys(COLUMNS, "Not applicable")
    said = [
        {
            **columns,
            "Agency": row["agency"],
            "Agenda Link": f"https://bpw.example.gov/{row['source_pdf']}",
            "Agenda Item Number": row["doc_number"],
            "Description": row["description"],
            "Amount": row["amount_usd"],
            "Recipient": row["vendor_raw"],
            "Contract": row["contract_id"],
        }
        for row in rows
    ]
    source = registry.build("maryland_bpw", {"url": "https://recorded.example.gov/export.csv"}, timezone="America/New_York")
    found = [source.read(item(row, parents(said))) for row in said]
    expected = recording.expected["notices"]
    whole = {each["id"].partition("|")[2]: Decimal(each["amount"]) for each in expected}
    parts = sum((record.amounts[0].value or 0 for record in found if "/30-IT" in record.key), Decimal(0))
    return differing(
        count=(len(found), recording.expected["n_rows"]),
        days=([str(record.published) for record in found], [each["id"].partition("|")[0] for each in expected]),
        contracts=(["".join(record.codes) for record in found], [each["contract_id"] or "" for each in expected]),
        counted_once=(parts, whole["30-IT"]),
    )


async def test_items_of_the_board_of_public_works_are_read_as_expected(report: Report) -> None:
    reasons = {}
    for each in recordings("procurement", "us_md_bpw"):
        reasons[each.file] = await of_comptroller(each) if "comptroller" in each.file else of_parsed(each)
    report("Maryland Board of Public Works", reasons, 2)
