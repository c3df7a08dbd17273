"""What others made of the same filings, held against our rules: how reports must not be added up, and whose number is whose."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.reading import read
from corpus.recordings import Recording, recordings
from corpus.test_tallies import ask  # noqa: F401  # a fixture
from ledger.reports import report

from monitor.ledger.identity import Identity
from monitor.ledger.known import Known, known
from monitor.ledger.spending import lines, totals
from monitor.lexicon import load
from sources import registry

LEXICON = load()
KNOWN = known(LEXICON.vendors.values())
NAMES = Identity(Known(names=KNOWN.names, ambiguous=KNOWN.ambiguous, others=KNOWN.others, ids={}))


def reference(name: str) -> Recording:
    (found,) = [each for each in recordings("lobbying", "reference") if each.file.endswith(f"/{name}.csv")]
    return found


def rows(recording: Recording) -> list[dict[str, str]]:
    with recording.path.open(newline="", encoding="utf-8") as stream:
        found = list(csv.DictReader(stream))
    assert len(found) == recording.expected["rows_excl_header"]
    return found


async def test_a_table_that_repeats_a_report_for_each_issue_counts_each_report_once_by_its_number(tmp_path: Path) -> None:
    table = reference("opensecrets_116_issues_fortune500")
    shutil.copy(table.path, tmp_path)
    columns = {"key": ["uniq_id"], "title": "{fortune_name} {year}", "amounts": [{"kind": "expense", "value": "amount"}]}
    given = {"folder": tmp_path, "from_page": "https://x.example/", "columns": columns}
    reading = await read(registry.build("drop", given), b"")
    assert (reading.problems, reading.error) == ([], None)
    once: dict[str, Decimal] = defaultdict(Decimal)
    for record in reading.records:
        once[record.title] += sum((amount.value for amount in record.amounts if amount.value is not None), Decimal())
    by_row: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows(table):
        by_row[f"{row['fortune_name']} {row['year']}"] += Decimal(row["amount"])
    said = table.expected
    assert once["AMAZON 2019"] == Decimal(said["AMAZON_2019_sum_unique_reports"])
    assert once["AMAZON 2020"] == Decimal(said["AMAZON_2020"])
    assert once["MICROSOFT 2019"] == Decimal(said["MICROSOFT_2019_sum_unique_reports"])
    assert by_row["AMAZON 2019"] == Decimal(said["AMAZON_2019_sum_rows_WRONG"])


def test_in_house_sums_are_not_added_to_those_of_the_firms_as_a_naive_table_does() -> None:
    table = reference("naive_quarter_sums_by_ticker")
    quarters = [row for row in rows(table) if (row["ticker"], row["year"]) == ("MSFT", "2019")]
    posted = datetime(2020, 1, 20, tzinfo=UTC)
    filings = []
    for row in quarters:
        period = f"2019 Q{row['quarter']}"
        own = {"registrant": "Microsoft Corporation", "client": "Microsoft Corporation", "period": period, "posted": posted}
        firms = {"registrant": "All its firms", "client": "MICROSOFT CORPORATION", "period": period, "posted": posted}
        filings += [report(f"own {period}", int(float(row["expenses"])), chain=f"own {period}", in_house=True, **own)]
        filings += [report(f"firms {period}", int(float(row["income"])), chain=f"firms {period}", **firms)]
    (total,) = totals(lines(filings))
    assert total.value == Decimal(table.expected["MSFT_2019_inhouse_expenses"])
    assert total.value + total.firms == Decimal(table.expected["MSFT_2019_total_naive"])


def test_an_amendment_counts_where_a_naive_table_has_the_sum_that_it_replaced(ask: Callable[..., Any]) -> None:  # noqa: F811  # the fixture
    table = reference("naive_quarter_sums_by_ticker")
    (naive,) = [row for row in rows(table) if (row["ticker"], row["year"], row["quarter"]) == ("MSFT", "2023", "1")]
    assert Decimal(naive["expenses"]) == Decimal(table.expected["MSFT_2023Q1_expenses_wrong"])
    listed = ask("--vendor", "Microsoft", "--registrant", "Microsoft", "--year", "2023", "--by", "period")["lines"]
    (figure,) = next(line["figures"] for line in listed if line["period"] == "2023 Q1")
    (replaced,) = figure["left_out"]
    assert (figure["total"], replaced["why"]) == ("2220000", "replaced")
    assert Decimal(replaced["total"]) == Decimal(naive["expenses"])


def test_the_numbers_of_clients_that_ship_are_those_that_the_register_gives_to_the_names_of_the_vendor() -> None:
    table = reference("lda_client_row_ids")
    listed = {row["c_id"]: row["c_name"] for row in rows(table)}
    ours = {number: vendor for (scheme, number), vendor in KNOWN.ids.items() if scheme == "lda-client"}
    assert {number: NAMES.identify(listed[number]).vendor for number in ours} == ours
    assert {number for number, vendor in ours.items() if vendor == "NEC"} == set(map(str, table.expected["nec_ids_in_filings"]))
    missed = {number for number, name in listed.items() if NAMES.identify(name).vendor in set(ours.values())} - ours.keys()
    assert missed == set()
