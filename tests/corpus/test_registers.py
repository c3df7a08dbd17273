"""Real extracts of the registers of the US Department of Justice, the European Union and France, read as expected."""

import csv
import io
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.reading import Reading, differences, read
from corpus.recordings import Report, recordings

from sources import registry

ENTRIES = {each.file: each for folder in ("fara", "eu", "hatvp") for each in recordings("lobbying", folder)}


def source(platform: str, **options: Any) -> Any:
    return registry.build(platform, options, timezone="Europe/Paris", site="https://register.example/")


def zipped(*files: Path, **more: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
        for name, content in more.items():
            archive.writestr(f"{name}.csv", content)
    return body.getvalue()


async def good(platform: str, body: bytes, **options: Any) -> Reading:
    reading = await read(source(platform, **options), body)
    assert (reading.problems[:1], reading.error) == ([], None)
    return reading


def distinct(file: Path, columns: Iterable[str]) -> tuple[int, int]:
    """How many keys the rows of a table have, and how many rows are of another length than its head."""
    with file.open(newline="", encoding="latin-1") as stream:
        rows = list(csv.reader(stream))
    places = [rows[0].index(name) for name in columns]
    whole = [row for row in rows[1:] if len(row) == len(rows[0])]
    return len({tuple(" ".join(row[place].split()) for place in places) for row in whole}), len(rows) - 1 - len(whole)


async def fara_registrants() -> dict[str, str]:
    """How many registrants there are (one number is there twice), and which came and changed between two snapshots."""
    before, after = ENTRIES["fara/registrants_before.csv"], ENTRIES["fara/registrants_after.csv"]
    first, second = [(await good("fara", zipped(each.path), lists="registrants")).records for each in (before, after)]
    marks = {record.key: record.mark for record in first}
    diff = {
        "added": sorted(record.key for record in second if record.key not in marks),
        "removed": sorted(marks.keys() - {record.key for record in second}),
        "changed": sorted(record.key for record in second if record.key in marks and marks[record.key] != record.mark),
    }
    numbers = [distinct(each.path, ("Registration_Number",))[0] for each in (before, after)]
    assert numbers == [before.expected["rows_excl_header"] - 1, after.expected["rows_excl_header"] - 1]
    return {
        before.file: differences({"numbers": len(first)}, {"numbers": numbers[0]}),
        after.file: differences({"numbers": len(second)}, {"numbers": numbers[1]})
        or differences(diff, after.expected["diff_vs_before_by_Registration_Number"]),
    }


async def fara_principals() -> dict[str, str]:
    """As many records as there are keys (16,947 rows hold some entries twice), and a problem for each row that is broken."""
    each = ENTRIES["fara/foreign_principals_2023-08-03.csv"]
    reading = await read(source("fara"), zipped(each.path))
    assert reading.error is None
    keys, broken = distinct(each.path, ("Registration_Number", "Foreign_Principal", "Foreign_Principal_Registration_Date"))
    actual = {"records": len(reading.records), "problems": len(reading.problems)}
    return {each.file: differences(actual, {"records": keys, "problems": broken})}


async def eu_register() -> dict[str, str]:
    each = ENTRIES["eu/organisations_extrait_2026-08-19.xml"]
    records = (await good("eu_register", each.path.read_bytes())).records
    notes = {record.key: [amount.note for amount in record.amounts if amount.kind.value == "expense"] for record in records}
    found = differences({"codes": [record.key for record in records], "interestRepresentative": len(records)}, each.expected)
    bands = {"787105794254-32": ["under 10,000 EUR"], "8630271103981-12": ["from 10,000,000 EUR"], "877833843416-03": []}
    return {each.file: found or differences({code: notes[code] for code in bands}, bands)}


async def hatvp() -> dict[str, str]:
    """The extract lacks the table of years, so that nobody stands behind the activities."""
    tables = [each.path for each in ENTRIES.values() if each.path.parent.name == "hatvp" and each.path.suffix == ".csv"]
    records = (await good("hatvp", zipped(*tables, **{"15_exercices": b"exercices_id;representants_id\n"}))).records
    rows = ENTRIES["hatvp/8_objets_activites.csv"]
    observations = sum(bool(record.parts[0].text) for record in records)
    with ENTRIES["hatvp/14_observations.csv"].path.open(newline="", encoding="utf-8") as stream:
        said = sum(bool(row["observation"].strip()) for row in csv.DictReader(stream, delimiter=";"))
    reasons = {rows.file: differences({"rows_excl_header": len(records)}, rows.expected)}
    reasons["hatvp/14_observations.csv"] = differences({"observations": observations}, {"observations": said})
    reasons["hatvp/13_ministeres_aai_api.csv"] = "" if any(record.parts[0].bodies for record in records) else "no public body"
    return reasons


async def canada(folder: Path) -> dict[str, str]:
    """The tables of provinces, each put into a folder, by the mapping of the catalog."""
    reasons = {}
    for each in recordings("lobbying", "canada_provincial"):
        place = folder / each.path.stem
        place.mkdir()
        shutil.copy(each.path, place)
        reading = await read(replace(registry.load()["ca-provinces-lobbyists"], folder=place), b"")  # type: ignore[arg-type,call-arg]
        said = f"{reading.problems[:1]} {reading.error}" if reading.problems or reading.error else ""
        reasons[each.file] = said or differences({"rows_excl_header": len(reading.records)}, each.expected)
    return reasons


async def test_recorded_registers_are_read_as_expected(report: Report, tmp_path: Path) -> None:
    reasons = {**await fara_registrants(), **await fara_principals(), **await eu_register(), **await hatvp(), **await canada(tmp_path)}
    report("FARA, EU register, HATVP, Canadian provinces", reasons, len(reasons))
