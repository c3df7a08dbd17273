"""What becomes of every recording of procurement."""

from fnmatch import fnmatch

from corpus.recordings import Report, all_files

READ = [  # by the tests of their platforms, which say how well
    "bonfire/*", "br_pncp/*", "ca_canadabuys/*", "html/civicplus_*", "ocds_*", "rss/*", "sbir/*", "socrata/*", "ted_api/*", "us_md_bpw/*",
    "usaspending/*", "vendor_identity/*", "xml/*", "sam_gov/Contract*", "sam_gov/opportunities_v2_*", "prozorro_http/*",
]  # fmt: skip
NOT_READ = {
    "fpds_atom/*": "FPDS has been retired: USAspending has its awards",
    "sam_gov/contract_awards_*": "of the Contract Awards API, which nobody asked for: USAspending gives its awards without a key",
    "sam_gov/entity_*": "of the Entity API, which lists companies, no notices: awards give their numbers",
    "sam_gov/sgs_*": "of the search behind the site, which is not documented",
    "prozorro_http/*__bid*": "a bid, which only bidders see while it matters",
    "prozorro_http/*__list-question*": "questions about a tender, which would cost a request for each",
    "prozorro_http/*__view-contract-change*": "a change, which its contract holds itself",
}


def test_every_recording_of_procurement_is_read_or_named_with_the_reason_why_not(report: Report) -> None:
    reasons = {}
    for file in all_files("procurement"):
        reason = next((why for pattern, why in NOT_READ.items() if fnmatch(file, pattern)), "")
        read = any(fnmatch(file, pattern) for pattern in READ)
        reasons[file] = reason or ("" if read else "nobody knows of it")
    assert [file for file, reason in reasons.items() if reason == "nobody knows of it"] == []
    report("All recordings of procurement", reasons, round(0.95 * len(reasons)))
