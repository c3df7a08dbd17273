"""Real rows of Socrata, as pages about data sets and an export show them, read by the entries of the catalog."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
from corpus.reading import Reading, differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.generic.socrata import Socrata
from sources.model import Role

PAYMENTS = "s2fy-y3my"


def entries() -> dict[str, Socrata]:
    """The catalog's sources by the id of their data set."""
    return {source.dataset: source for source in registry.load().values() if isinstance(source, Socrata)}


def answering(rows: list[dict[str, Any]]) -> Callable[[httpx.Request], httpx.Response]:
    """The site, which has these rows and no others."""

    def answer(request: httpx.Request) -> httpx.Response:
        if "count(*)" in str(request.url.params.get("$select")):
            return httpx.Response(200, json=[{"n": str(len(rows))}])
        last = re.search(r":id > 'row-(\d+)'", request.url.params["$where"])
        start = int(last[1]) if last else 0
        return httpx.Response(200, content=json.dumps(rows[start : start + int(request.url.params["$limit"])]))

    return answer


def row(place: int, cells: dict[str, str]) -> dict[str, Any]:
    """A row as the API gives it: without what is empty."""
    return {":id": f"row-{place}", ":updated_at": "2026-01-01T00:00:00.000Z", **{name: cell for name, cell in cells.items() if cell}}


def sample(page: Path) -> Iterator[dict[str, str]]:
    """The first rows of a data set, from the last table of the page about it, whose cells may go on below."""
    tables = re.findall(r"```ls\n(.*?)```", page.read_text(), re.DOTALL)
    lines = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in tables[-1].splitlines() if line.startswith("|")]
    header, _, *rows = lines
    yield from (dict(zip(header, cells, strict=False)) for cells in rows if len(cells) == len(header))


async def of_page(recording: Recording, source: Socrata) -> str:
    listed = recording.expected["columns"]
    if unknown := sorted(set(source.columns.names) - set(listed)):
        return f"the catalog reads columns that are not there: {unknown}"
    rows = list(sample(recording.path))
    reading: Reading = await read(source, answering([row(place, cells) for place, cells in enumerate(rows, 1)]))
    if reading.problems or reading.error:
        return f"{reading.problems[:1]} {reading.error}"
    return differences({"sample_rows": len(reading.records)}, {"sample_rows": len(rows)})


async def of_payments(recording: Recording, source: Socrata) -> str:
    with recording.path.open(newline="", encoding="utf-8") as stream:
        rows = [{name.lower(): cell for name, cell in cells.items()} for cells in csv.DictReader(stream)]
    reading = await read(source, answering([row(place, cells) for place, cells in enumerate(rows, 1)]))
    if reading.problems or reading.error:
        return f"{reading.problems[:1]} {reading.error}"
    actual = {
        "rows_excl_header": len(reading.records),
        "exact_duplicate_rows": sum("#" in record.key for record in reading.records),
        "amount_sum": str(sum((a.value for r in reading.records for a in r.amounts if a.value is not None), Decimal())),
    }
    return differences(actual, recording.expected)


async def test_rows_of_the_data_sets_in_the_catalog_are_read(report: Report) -> None:
    known = entries()
    reasons = {}
    for each in recordings("lobbying", "socrata"):
        dataset = each.path.stem
        if dataset in known:
            reasons[each.file] = await of_page(each, known[dataset])
        elif dataset == "client_payments":
            reasons[each.file] = await of_payments(each, known[PAYMENTS])
        elif "metadata" in each.file:
            reasons[each.file] = "no source reads it"
    report("Socrata", reasons, len(reasons))


async def of_notices(recording: Recording, source: Socrata) -> str:
    """The notices of the City Record. Eleven of them have no title of their own: the agency is theirs."""
    rows = json.loads(recording.path.read_text())
    expected = recording.expected["notices"]
    reading = await read(source, answering([row(place, cells) for place, cells in enumerate(rows, 1)]))
    if reading.problems or reading.error:
        return f"{reading.problems[:1]} {reading.error}"
    actual = [
        {
            "agency_name": next(party.name for party in record.parties if party.role is Role.BUYER),
            "contract_amount": next((amount.value for amount in record.amounts), None),
            "due_date": f"{record.deadline:%Y-%m-%dT%H:%M:%S.000}" if record.deadline else None,
            "pin": next(iter(record.codes), None),
            "request_id": record.key,
            "short_title": record.title.removesuffix(f", {record.parties[0].name}"),
            "start_date": f"{record.published}T00:00:00.000",
            "type_of_notice_description": record.type,
            "vendor_name": next((party.name for party in record.parties if party.role is Role.SUPPLIER), None),
        }
        for record in reading.records
    ]
    for each in expected:
        money = each["contract_amount"]
        each |= {"contract_amount": Decimal(money) or None if money else None, "short_title": each["short_title"] or each["agency_name"]}
        each |= {name: " ".join(each[name].split()) for name in ("short_title", "pin", "vendor_name", "agency_name") if each[name]}
    unlike = [f"{ours} is not {theirs}" for ours, theirs in zip(actual, expected, strict=False) if ours != theirs]  # it names the first
    return "; ".join([*unlike[:2], differences({"n_notices": len(actual)}, recording.expected)]).strip("; ")


async def test_notices_of_the_city_record_are_read_as_expected(report: Report) -> None:
    source = entries()["dg92-zbpx"]
    report("NYC City Record", {each.file: await of_notices(each, source) for each in recordings("procurement", "socrata")}, 2)
