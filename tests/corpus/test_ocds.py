"""Real releases and packages of the Open Contracting Data Standard, read as their manifest says they must be."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.recordings import ROOT, Recording, Report, recordings

from sources import registry
from sources.errors import LayoutChanged
from sources.model import AmountKind, Problem, Record, Role
from sources.page import Page
from sources.procurement.ocds import Ocds
from sources.procurement.ocds_merge import compiled
from sources.procurement.ocds_package import Ids, package
from sources.procurement.ocds_release import documents

FOLDERS = ("ocds_release", "ocds_generic", "ocds_merge")
AT = datetime(2026, 11, 20, tzinfo=UTC)


def page(path: Path) -> Page:
    return Page(url="https://recorded.example/", status=200, headers={}, body=path.read_bytes(), fetched_at=AT)


def source() -> Ocds:
    found = registry.build("ocds", {"url": "https://recorded.example/?from={from}"})
    assert isinstance(found, Ocds)
    return found


def read(path: Path, ids: Ids) -> list[tuple[Record | Problem, Any]]:
    """The records with the fields that they were read from."""
    found = package(page(path), ids=ids).releases
    return [(source().read_all([each])[0], each.fields) for each in found]  # type: ignore[misc]


def expected_of(recording: Recording) -> list[dict[str, Any]]:
    """The releases, or the compiled releases, that the manifest names."""
    said = recording.expected
    packages = said.get("docs") or said.get("items") or [said]
    rows = [row for each in packages for row in (each.get("releases") or [record["compiled"] for record in each.get("records", [])])]
    return [row for row in rows if row]


def money(values: list[dict[str, Any]]) -> list[tuple[Decimal | None, str | None]]:
    """Sums as we tell them: a zero is not disclosed, and what has neither sum nor currency is no sum."""
    pairs = [(Decimal(str(each["amount"])) if each["amount"] else None, each["currency"]) for each in values]
    return [pair for pair, each in zip(pairs, values, strict=True) if each["amount"] is not None or each["currency"]]


def stated(record: Record, kind: AmountKind) -> list[tuple[Decimal | None, str | None]]:
    return [(each.value, each.currency) for each in record.amounts if each.kind is kind]


def moment(value: str | None) -> datetime | date | None:
    if not value or len(value) == len("2026-11-24"):
        return date.fromisoformat(value) if value else None
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def faults(item: Record | Problem, fields: Any, said: dict[str, Any]) -> list[str]:
    if isinstance(item, Problem):
        return [] if said["id"] is None else [f"not read: {item.error}"]
    buyers = [party.name for party in item.parties if party.role is Role.BUYER]
    suppliers = {party.name for party in item.parties if party.role is Role.SUPPLIER}
    estimate = next((each for each in item.amounts if each.kind is AmountKind.ESTIMATE and each.note != "budget"), None)
    compared = {
        "ocid": (said["ocid"], item.thread),
        "title": (" ".join((said["title"] or item.title).split()), item.title),
        "date": (moment(said["date"]), item.published),
        "deadline": (moment(said["deadline"]), item.deadline),
        "buyer": (" ".join(str(said["buyer"]).split()) if said["buyer"] else None, buyers[0] if buyers else None),
        "suppliers": ({" ".join(name.split()) for name in said["suppliers"] if name} - suppliers, set()),
        "award_values": (money(said["award_values"]), stated(item, AmountKind.AWARD)),
        "contract_values": (money(said["contract_values"]), stated(item, AmountKind.CONTRACT)),
        "tender_value": (Decimal(str(said["tender_value"])) if said["tender_value"] else None, estimate.value if estimate else None),
        "n_documents": (said["n_documents"], sum(place == "tender" for place, _ in documents(fields))),
    }
    return [f"{name} is {actual!r}, expected {wanted!r}" for name, (wanted, actual) in compared.items() if wanted != actual]


def differences(recording: Recording) -> str:
    if recording.expected["type"] in ("other", "invalid_json"):
        return "" if recording.expected["type"] == "invalid_json" or refused(recording.path) else "read as if it were a package"
    expected = expected_of(recording)
    ids: Ids = "merged" if "record_package" in str(recording.expected) else "synthetic" if "scotland" in recording.file else "release"
    found = read(recording.path, ids)
    if len(found) < len(expected):
        return f"{len(found)} releases, expected {len(expected)}"
    return "; ".join(fault for (item, fields), said in zip(found, expected, strict=False) for fault in faults(item, fields, said))


def refused(path: Path) -> bool:
    try:
        package(page(path))
    except LayoutChanged:
        return True
    return False


def test_recorded_releases_and_packages_are_read_as_expected(report: Report) -> None:
    every = [each for folder in FOLDERS for each in recordings("procurement", folder)]  # versioned ones are no releases: they are rejected
    report("OCDS releases and packages", {each.file: differences(each) for each in every}, round(0.95 * len(every)))


def test_releases_are_merged_as_the_standard_says(report: Report) -> None:
    pairs = [(file, file.with_name(f"{file.stem}-compiled.json")) for file in sorted((ROOT / "procurement" / "ocds_merge").glob("*.json"))]
    reasons = {
        file.name: "" if compiled(json.loads(file.read_text())) == json.loads(expected.read_text()) else "compiled otherwise"
        for file, expected in pairs
        if expected.exists()
    }
    report("OCDS merges", reasons, 12)
