"""Real answers of the LDA API, read as their manifest says they must be."""

import ast
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
from corpus.reading import Reading, differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.errors import Blocked, FilterIgnored, LayoutChanged, Unavailable
from sources.lobbying.lda_issues import GIFTS, ISSUES
from sources.lobbying.lda_types import TYPES
from sources.lobbying.lda_xml_house import entities
from sources.model import AmountKind, Record, Role

KEYWORDS = re.compile(r"facial recogn|face recogn|bio-?metric|S\.? ?847", re.IGNORECASE)
NESTED = ("registrant", "client", "lobbying_activities", "conviction_disclosures", "foreign_entities", "affiliated_organizations")
PROSE = {"check", "next", "count", "header", "bom", "rows_excl_header", "records_by_quote_parity_excl_header", "source_files", "note"}
"""Of the file and not of what a reading yields."""


def source(**options: Any) -> Any:
    return registry.build("lda", options, timezone="America/New_York", site="https://lda.gov/")


def page(rows: list[Any]) -> bytes:
    """The rows as the last page of a list, so that nothing more is asked for."""
    return json.dumps({"count": len(rows), "next": None, "previous": None, "results": rows}).encode()


async def records(rows: list[Any], **options: Any) -> list[Record]:
    reading: Reading = await read(source(**options), page(rows))
    assert (reading.problems, reading.error) == ([], None)
    return reading.records


def total(found: Iterable[Record], kind: AmountKind) -> str:
    return f"{sum((a.value for r in found for a in r.amounts if a.kind is kind and a.value is not None), Decimal()):.2f}"


def known(record: Record, kind: AmountKind) -> bool:
    return any(amount.kind is kind and amount.value is not None for amount in record.amounts)


def party(record: Record, role: Role) -> str:
    return next(party.name for party in record.parties if party.role is role)


def stamps(found: list[Record]) -> list[str]:
    return sorted(record.published.isoformat(timespec="seconds") for record in found if record.published)  # type: ignore[call-arg]


def of_filings(found: list[Record]) -> dict[str, Any]:
    """What the manifest may say of a list of filings, taken from the records."""
    first = found[0]
    ids = {dict(p.ids)["lda-client"] for record in found for p in record.parties if p.role is Role.CLIENT}
    return {
        "n_results": len(found),
        "n_filings": len(found),
        "distinct_uuid": len({record.key for record in found}),
        "types": dict(Counter(record.codes[0] for record in found)),
        "dt_posted_min": stamps(found)[0],
        "dt_posted_max": stamps(found)[-1],
        "income_sum": total(found, AmountKind.INCOME),
        "expenses_sum": total(found, AmountKind.EXPENSE),
        "n_income_null": sum(not known(record, AmountKind.INCOME) for record in found),
        "n_expenses_null": sum(not known(record, AmountKind.EXPENSE) for record in found),
        "n_activities": sum(len(record.parts) for record in found),
        "first": {
            "uuid": first.key,
            "type": first.codes[0],
            "registrant": party(first, Role.REGISTRANT),
            "client": party(first, Role.CLIENT),
        },
        "distinct_clients": len(ids),
        "no_activity_with_amount": sum(
            not TYPES[r.codes[0]].active and (known(r, AmountKind.INCOME) or known(r, AmountKind.EXPENSE)) for r in found
        ),
        "n_keyword_hits(facial recogn*|face recogn*|bio-?metric|S.847 in any activity description)": sum(
            any(KEYWORDS.search(part.text) for part in record.parts) for record in found
        ),
    }


def of_contributions(found: list[Record]) -> dict[str, Any]:
    people = sum(any(p.role is Role.LOBBYIST for p in record.parties) for record in found)
    return {
        "n_results": len(found),
        "filer_types": {"lobbyist": people, "organization": len(found) - people},
        "n_contribution_items": sum(len(record.parts) for record in found),
        "sum_amount": total(found, AmountKind.CONTRIBUTION),
        "no_contributions_true": sum("No contributions." in record.text for record in found),
    }


def of_detail(record: Record) -> dict[str, Any]:
    posted = record.published.isoformat() if record.published else None
    return {"filing_uuid": record.key, "filing_type": record.codes[0], "filing_year": int(record.period[:4]), "dt_posted": posted}


def of_client(record: Record) -> dict[str, Any]:
    (firm, client) = record.parties
    number = dict(client.ids)["senate-id"].removeprefix(f"{dict(firm.ids)['lda-registrant']}-")
    return {"id": int(record.key.removeprefix("client-")), "name": client.name, "client_id": int(number)}


async def of_rows(recording: Recording) -> dict[str, Any]:
    """What is read of a list or of one object."""
    data = json.loads(recording.path.read_bytes())
    name = recording.path.name
    if name.startswith("filing_detail"):
        return of_detail(*await records([data]))
    if name.startswith("client_detail"):
        return of_client(*await records([data], lists="clients", clients=[data["name"]]))
    if name.startswith("clients"):
        rows = data["results"]
        return {"n_results": len(await records(rows, lists="clients", clients=sorted({row["name"] for row in rows})))}
    if name.startswith(("contributions", "ld203")):
        return of_contributions(await records(data["results"], lists="contributions"))
    return of_filings(await records(data["results"]))


async def of_table(recording: Recording) -> dict[str, Any]:
    """What is read of a table in which somebody kept the rows, nested values as literals of Python."""
    with recording.path.open(newline="", encoding="utf-8") as stream:
        rows = [{name: value or None for name, value in row.items()} for row in csv.DictReader(stream)]
    for row in rows:
        row.update({name: ast.literal_eval(row[name] or "[]") for name in NESTED})
    return of_filings(await records(rows))


async def compared(recording: Recording) -> str:
    actual = await (of_table if recording.path.suffix == ".csv" else of_rows)(recording)
    wanted = {key: value for key, value in recording.expected.items() if key not in PROSE}
    missing = sorted(wanted.keys() - actual.keys())
    return f"not compared: {missing}" if missing else differences({key: actual[key] for key in wanted}, wanted)


async def refused(recording: Recording) -> str:
    """Whether a recorded refusal is named as what it is."""
    head, _, body = recording.path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")
    first, *fields = head.decode().splitlines()
    said = {name: value for name, _, value in (line.partition(": ") for line in fields) if name != "Content-Length"}
    answer = httpx.Response(int(first.split()[1]), headers=said, content=body)
    error = (await read(source(token="made-up"), lambda _: answer)).error
    wanted = {429: Unavailable, 401: Blocked, 200: LayoutChanged}[recording.expected["status"]]
    if type(error) is not wanted:
        return f"ends with {error!r}, expected {wanted.__name__}"
    rest = recording.expected["retry_after"]
    return "" if rest is None or error.retry_after == timedelta(seconds=int(rest)) else f"rests for {error.retry_after}, expected {rest} s"


async def test_recorded_filings_contributions_and_clients_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("lobbying", "lda_api") + recordings("lobbying", "lda_csv") if not each.file.endswith("_index.csv")]
    reasons = {each.file: await compared(each) for each in ours if not re.search("constants|errors|diagnostic", each.file)}
    reasons |= {each.file: await refused(each) for each in ours if "errors/" in each.file}
    report("LDA API", reasons, len(reasons))


def test_every_type_of_filing_that_the_register_lists_is_in_our_table_by_its_name() -> None:
    (listed,) = [each for each in recordings("lobbying", "lda_api") if each.file.endswith("filingtypes.json")]
    assert {row["value"]: row["name"] for row in json.loads(listed.path.read_bytes())} == {code: kind.words for code, kind in TYPES.items()}


def constants(name: str) -> list[dict[str, Any]]:
    (listed,) = [each for each in recordings("lobbying", "lda_api") if each.file.endswith(f"constants/{name}.json")]
    rows: list[dict[str, Any]] = json.loads(listed.path.read_bytes())
    assert (len(rows), rows[0], rows[-1]) == (listed.expected["n"], listed.expected["first"], listed.expected["last"])
    return rows


def test_every_issue_and_kind_of_contribution_that_the_register_lists_is_in_our_tables_by_its_name() -> None:
    assert {row["value"]: row["name"] for row in constants("lobbyingactivityissues")} == ISSUES
    assert {row["value"]: row["name"] for row in constants("contribution_itemtypes")} == GIFTS


def test_a_list_of_all_government_entities_as_the_house_writes_it_falls_into_their_names() -> None:
    names = [row["name"] for row in constants("governmententities")]
    for sign in (", ", ",", "; "):
        assert entities(sign.join(names)) == tuple(names)


async def test_what_was_found_by_trying_the_api_out_is_named(report: Report) -> None:
    (tried,) = [each for each in recordings("lobbying", "lda_api") if "diagnostic" in each.file]
    results = json.loads(tried.path.read_bytes())["results"]
    reasons = {}
    bad = await read(source(clients=["microsoft"]), lambda _: httpx.Response(400, text=results[0]["error"]))
    reasons["a filter that the server does not know, with a page"] = "" if type(bad.error) is LayoutChanged else repr(bad.error)
    preview = {"count": results[7]["result_count"], "next": "x", "results": results[7]["results_preview"]}
    ignored = await read(source(clients=["no such client"]), json.dumps(preview).encode())
    reasons["a parameter that is ignored"] = "" if type(ignored.error) is FilterIgnored else repr(ignored.error)
    found = await records(results[10]["results_preview"], registrants=["microsoft"])
    said = [[r.key[:8], r.codes[0], total([r], AmountKind.EXPENSE), r.published.isoformat()] for r in found if r.published]
    reasons["expenses in-house"] = differences({"inhouse_2023": said}, tried.expected)
    report("LDA API, tried out", reasons, len(reasons))
