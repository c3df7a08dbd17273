"""Exchanges recorded in the sandbox of Prozorro, read as their manifest says they must be."""

import json
import re
from typing import Any

import httpx
from corpus.reading import differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.model import AmountKind, Record, Role

WHOLE = re.compile(r"GET /api/2\.5/(tenders|contracts)(?:/([0-9a-f]{32}))?(?:\?\S*)? HTTP")
"""A page of a feed, or a notice."""
PIECE = re.compile(r"GET /api/2\.5/(?:tenders|contracts)/[0-9a-f]{32}/(documents|awards|contracts)\b(?:/[0-9a-f]{32})?(?:\?\S*)? HTTP")


def exchange(recording: Recording) -> tuple[str, bytes]:
    """The request line, and the body of the answer."""
    text = recording.path.read_text(encoding="utf-8")
    asked, _, answer = text.partition("\n")
    return asked, answer[answer.index("\n\n", answer.index("HTTP/1.0")) :].strip().encode()


def is_whole(recording: Recording) -> bool:
    return bool(WHOLE.match(exchange(recording)[0]))


async def run(feed: str, listing: bytes, detail: bytes) -> tuple[list[Record], list[str]]:
    """What a run gives, and the places in the feed that it asked for."""
    asked: list[str] = []
    end = json.dumps({"data": [], "next_page": {"offset": "end"}}).encode()

    def answering(request: httpx.Request) -> httpx.Response:
        if request.url.path.rstrip("/").count("/") > 3:
            return httpx.Response(200, content=detail)
        asked.append(request.url.params.get("offset", ""))
        return httpx.Response(200, content=listing if len(asked) == 1 else end)

    source = registry.build("prozorro", {"feed": feed}, timezone="Europe/Kyiv", site="https://prozorro.gov.ua/")
    found = await read(source, answering)
    assert found.problems == []
    return found.records, asked


async def of_page(recording: Recording, feed: str, body: bytes) -> str:
    said = json.loads(body)
    details = {row["id"]: json.dumps({"data": {**row, "title": "T"}}).encode() for row in said["data"]}
    records, asked = await run(feed, body, next(iter(details.values()), b""))
    following = asked[1] if said["data"] else recording.expected["next_offset"]  # an empty page is the end
    return differences({"ids": [record.key for record in records], "n_notices": len(records), "next_offset": following}, recording.expected)


async def of_notice(recording: Recording, feed: str, body: bytes) -> str:
    said = json.loads(body)["data"]
    row = {"data": [{"id": said["id"], "dateModified": said.get("dateModified")}], "next_page": {"offset": "x"}}
    (record,), _ = await run(feed, json.dumps(row).encode(), body)
    kind = AmountKind.ESTIMATE if feed == "tenders" else AmountKind.CONTRACT
    sums = [amount for amount in record.amounts if amount.kind is kind]
    buyers = [party.name for party in record.parties if party.role is Role.BUYER]
    suppliers = [party.name for party in record.parties if party.role is Role.SUPPLIER]
    expected: dict[str, Any] = {**recording.expected}
    process = "-".join(expected["tenderID"].split("-")[:6])
    actual = {
        "id": record.key,
        "title": record.title,
        "buyer": buyers[0],
        "value": float(sums[0].value or sums[0].note.removeprefix("cancelled: publisher says ")),  # a cancelled contract is worth nothing
        "currency": sums[0].currency,
        "suppliers": suppliers if feed == "contracts" else expected["suppliers"],
        "tenderID": record.thread,
        "dateModified": record.updated and record.updated.isoformat(),
    }
    return differences(actual, {**expected, "tenderID": process})


async def differs(recording: Recording) -> str:
    asked, body = exchange(recording)
    match = WHOLE.match(asked)
    assert match
    return await (of_notice if match[2] else of_page)(recording, match[1], body)


async def test_recorded_feeds_tenders_and_contracts_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("procurement", "prozorro_http") if is_whole(each)]
    report("Prozorro feeds and notices", {each.file: await differs(each) for each in ours}, len(ours))


async def test_recorded_pieces_are_read_where_a_notice_holds_them(report: Report) -> None:
    """Documents, awards and contracts are asked for one by one by nobody here; a tender has them in itself."""
    pieces = {each.file: (each, PIECE.match(exchange(each)[0])) for each in recordings("procurement", "prozorro_http")}
    reasons = {file: await of_piece(each, match[1]) for file, (each, match) in pieces.items() if match}
    report("Prozorro pieces of notices", reasons, len(reasons) - 1)


async def of_piece(recording: Recording, section: str) -> str:
    said = json.loads(exchange(recording)[1])["data"]
    held = said if isinstance(said, list) else [said]
    if section == "awards" and all(each["status"] == "pending" for each in held):
        return "an award that is pending is none yet: the bids are weighed"
    detail = {"data": {"id": "a", "tenderID": "UA-2027-01-01-000001-a", "title": "T", section: held}}
    row = {"data": [{"id": "a"}], "next_page": {"offset": "x"}}
    (record,), _ = await run("tenders", json.dumps(row).encode(), json.dumps(detail).encode())
    keys = [link.key for link in record.links] if section == "documents" else [part.key for part in record.parts]
    ids = [str(key).rpartition("/")[2] for key in keys]
    return differences({"ids": ids}, {"ids": recording.expected.get("ids") or [recording.expected["id"]]})


def test_the_other_recordings_are_what_only_bidders_see_or_what_a_notice_says_of_itself() -> None:
    every = recordings("procurement", "prozorro_http")
    others = [exchange(each)[0] for each in every if not is_whole(each) and not PIECE.match(exchange(each)[0])]
    assert {re.sub(r"[0-9a-f]{32}|\?.*| HTTP.*", "", asked) for asked in others} == {
        "GET /api/2.5/contracts//changes/",
        "GET /api/2.5/tenders//bids/",
        "GET /api/2.5/tenders//bids//documents",
        "GET /api/2.5/tenders//questions",
    }
