"""Forms LD-1 and LD-2 that another program read field by field, put into a folder as an operator would."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.reading import differences, read
from corpus.recordings import Recording, Report, recordings

from sources import registry
from sources.model import AmountKind, Record, Role

PROSE = {"document_id"}  # which is the key


def party(record: Record, role: Role) -> str:
    return next(party.name for party in record.parties if party.role is role)


def of(record: Record, recording: Recording) -> dict[str, Any]:
    """What the manifest may say of a form, taken from the record; a registrant that the form has under another name is none there."""
    ld1 = record.codes[0] in ("RR", "RA")
    found = {"form": "ld1" if ld1 else "ld2", "client": party(record, Role.CLIENT), "n_activities": len(record.parts)}
    return found | {"registrant": None if ld1 else party(record, Role.REGISTRANT)} | {"document_id": record.key}


def money(record: Record, expected: dict[str, Any]) -> str:
    """Whether the sums are those of the form, with a box "less than $5,000" as a sum that is not told."""
    said = {amount.kind: amount for amount in record.amounts}
    for name, kind in (("income", AmountKind.INCOME), ("expense", AmountKind.EXPENSE)):
        boxes = expected.get(name) or expected.get(f"{name}s") or {}
        wanted, amount = boxes.get(f"{name}_amount"), said.get(kind)
        if (amount.value if amount else None) != (None if wanted is None else Decimal(str(wanted))):
            return f"{name} is {amount}, expected {wanted}"
        if boxes.get(f"{name}_less_than_five_thousand") and not (amount and "less than $5,000" in amount.note):
            return f"{name} is under $5,000, and the record does not say so"
    return ""


def put(file: Path, folder: Path) -> None:
    folder.mkdir()
    shutil.copy(file, folder)


async def compared(recording: Recording, folder: Path) -> str:
    put(recording.path, folder)
    reading = await read(registry.build("lda_xml", {"folder": folder}, timezone="America/New_York", site="https://lda.gov/"), b"")
    if reading.problems or reading.error:
        return f"{reading.problems} {reading.error}"
    (record,) = reading.records
    actual = of(record, recording)
    wanted = {key: value for key, value in recording.expected.items() if key not in ("income", "expenses")}
    codes = [each["general_issue_area"] for each in issues(json.loads(recording.path.read_bytes()))]
    if [part.codes[0] for part in record.parts] != codes:
        return f"issues are {[part.codes for part in record.parts]}, expected {codes}"
    return differences({key: actual[key] for key in wanted}, wanted) or money(record, recording.expected)


def issues(form: dict[str, Any]) -> list[dict[str, Any]]:
    name = "lobbying_activities" if "lobbying_activities" in form else "lobbying_issues"
    found: list[dict[str, Any]] = form[name][name]
    return found


async def test_recorded_forms_are_read_as_expected_from_a_folder(report: Report, tmp_path: Path) -> None:
    ours = recordings("lobbying", "sopr_form_json")
    reasons = {each.file: await compared(each, tmp_path / str(place)) for place, each in enumerate(ours)}
    report("Forms LD-1 and LD-2", reasons, len(reasons))
