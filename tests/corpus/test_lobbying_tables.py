"""Tables that no source of the catalog reads, put into a folder as an operator would; and what becomes of every recording."""

import shutil
from collections import Counter
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from corpus.reading import differences, read
from corpus.recordings import ROOT, Recording, Report, all_files, recordings

from sources import registry

DROPPED = {  # which column is the title, and the sum where there is one
    "fr_senat/*.csv": ("Organisme", ""),
    "eu/mep_meetings_*.csv": ("topic", ""),
    "socrata/sf_ethics/activity_expenses.csv": ("Lobbyist", "Amount"),
    "socrata/sf_ethics/lobbyists.csv": ("FullName", ""),
    "hatvp/1_*.csv": ("denomination", ""),
    "hatvp/6_*.csv": ("niveau_intervention", ""),
    "hatvp/9_*.csv": ("secteur_activite", ""),
    "hatvp/10_*.csv": ("action_menee", ""),
    "lda_api/vendors_2013_2023_index.csv": ("filing_uuid", ""),
}
READ_ELSEWHERE = [  # by test_lda, test_lda_xml, test_socrata, test_registers, test_references and test_tallies
    "lda_api/*.json", "lda_api/errors/*", "lda_api/constants/*", "lda_csv/*", "senate_xml/*", "sopr_form_json/*", "socrata/metadata/*",
    "socrata/sf_ethics/client_payments.csv", "fara/*", "eu/organisations*", "hatvp/8_*", "hatvp/13_*", "hatvp/14_*", "canada_provincial/*",
    "EXPECTED_TALLIES.json", "reference/*",
]  # fmt: skip
READ_AT_LEAST = 0.95
NOT_READ = {
    "hatvp/registre-lobbying-HATVP-ORGA_PUB.json": "the register of 2023 by category: the tables of the nightly archive are read",
    "massachusetts/*": "a page of a search: there is no source for Massachusetts",
}


def columns(recording: Recording) -> dict[str, Any]:
    """All columns of the table in one record: like rows count as copies of their own."""
    title, money = next(said for pattern, said in DROPPED.items() if fnmatch(recording.file, pattern))
    header = recording.expected.get("header") or recording.path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    return {"title": title, "text": header, "amounts": [{"kind": "expense", "value": money}] if money else []}


def put(file: Path, folder: Path) -> None:
    folder.mkdir()
    shutil.copy(file, folder)


async def dropped(recording: Recording, folder: Path) -> str:
    put(recording.path, folder)
    delimiter = ";" if recording.file.startswith("hatvp/") else ","
    given = {"folder": folder, "from_page": "https://x.example/", "columns": columns(recording), "delimiter": delimiter}
    reading = await read(registry.build("drop", given), b"")
    if reading.error:
        return str(reading.error)
    expected = recording.expected.get("rows_excl_header", recording.expected.get("rows"))
    actual = {"rows": len(reading.records) + len(reading.problems)}
    wanted = {"rows": expected - recording.expected.get("exact_duplicate_rows", 0)}
    if "amount_sum" in recording.expected:
        actual["sum"] = str(sum((a.value for r in reading.records for a in r.amounts if a.value is not None), Decimal()))  # type: ignore[assignment]
        wanted["sum"] = recording.expected["amount_sum"]
    return differences(actual, wanted)


async def test_tables_of_any_kind_are_read_from_a_folder(report: Report, tmp_path: Path) -> None:
    found = {each.file: each for folder in all_folders() for each in recordings("lobbying", folder)}
    ours = [each for file, each in found.items() if any(fnmatch(file, pattern) for pattern in DROPPED)]
    reasons = {each.file: await dropped(each, tmp_path / str(place)) for place, each in enumerate(ours)}
    report("Tables of lobbying", reasons, len(reasons))


def test_every_recording_of_lobbying_is_read_or_named_with_the_reason_why_not(report: Report) -> None:
    files = all_files("lobbying")
    read_ones = [*READ_ELSEWHERE, *DROPPED]
    reasons = {}
    for file in files:
        reason = next((why for pattern, why in NOT_READ.items() if fnmatch(file, pattern)), "")
        reasons[file] = reason
        assert reason or any(fnmatch(file, pattern) for pattern in read_ones), f"{file} is read by nothing"
    counted = Counter(bool(reason) for reason in reasons.values())
    report("All recordings of lobbying", reasons, counted[False])
    assert counted[False] >= READ_AT_LEAST * len(files)
    assert sum((ROOT / "lobbying" / file).exists() for file in files) == len(files)


def all_folders() -> set[str]:
    return {file.partition("/")[0] for file in all_files("lobbying")}
