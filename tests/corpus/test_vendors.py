"""Pairs of vendor names that a tally of a state decided by hand: none that is two may be merged."""

import csv

from corpus.recordings import ROOT, Report

from monitor.ledger.resemblance import Verdict, compare

FOLDER = ROOT / "procurement" / "vendor_identity"


def pairs() -> list[dict[str, str]]:
    return [row for file in sorted(FOLDER.glob("*.csv")) for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]


def test_no_pair_is_merged_that_was_decided_to_be_two_and_none_of_one_vendor_is_passed_over(report: Report) -> None:
    reasons, merged, waiting = {}, 0, 0
    for row in pairs():
        found = compare(row["canonical"], row["alias"])
        one = row["keep"] == "1"
        merged += found.verdict is Verdict.SAME
        waiting += found.verdict is Verdict.UNDECIDED
        wrong = found.verdict is Verdict.SAME and not one
        passed_over = found.verdict is Verdict.OTHER and one
        pair = f"{row['canonical']} / {row['alias']}"
        reasons[pair] = "merged, but two" if wrong else "not asked about" if passed_over else ""
    assert not any(reason == "merged, but two" for reason in reasons.values())
    report(f"Vendor pairs ({merged} merged, {waiting} for review)", reasons, len(reasons))
