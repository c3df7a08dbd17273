"""Sources are tried, recorded, and switched on and off; files are read page by page."""

import asyncio
from pathlib import Path

import pytest
import yaml
from commands.conftest import SOURCE, Tell
from extract import pdf_file

from monitor.service import opened
from monitor.settings import Settings

TAPES = Path(__file__).parents[1] / "tapes" / "legistar" / "us-zz-springhaven"


def listed(tell: Tell) -> dict[str, bool]:
    """Which sources are on, by id."""
    return {source["id"]: source["enabled"] for source in tell("sources", "list", "--all", "--json").json}


def test_a_source_is_switched_off_and_on_in_a_file_of_its_own(tell: Tell, place: Path) -> None:
    assert tell("sources", "disable", "us-wa-seattle", "us-oh-columbus").err == "2 sources are off\n"
    assert (listed(tell)["us-wa-seattle"], listed(tell)["us-oh-columbus"]) == (False, False)
    assert tell("sources", "enable", "us-wa-seattle").code == 0
    assert (listed(tell)["us-wa-seattle"], listed(tell)["us-oh-columbus"]) == (True, False)
    written = yaml.safe_load((place / "config" / "catalog" / "switched-legistar.yml").read_text())
    assert written["sources"] == {"us-oh-columbus": {"enabled": False}, "us-wa-seattle": {"enabled": True}}


def test_all_of_a_state_on_a_platform_are_switched(tell: Tell, place: Path) -> None:
    before = listed(tell)
    tell("sources", "disable", "--state", "us-ca", "--platform", "legistar")
    after = listed(tell)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert all(name.startswith("us-ca-") for name in changed)


def test_a_service_that_runs_polls_no_more_what_is_switched_off(tell: Tell, place: Path) -> None:
    async def starts() -> None:
        async with opened(Settings(data=place / "data", config=place / "config")):
            pass

    asyncio.run(starts())
    tell("sources", "disable", "us-wa-seattle")
    enabled = {source["id"]: source["enabled"] for source in tell("status", "--json").json["sources"]}
    assert (enabled["us-wa-seattle"], enabled["us-oh-columbus"]) == (False, True)


def test_an_entry_that_people_wrote_is_theirs_to_change(tell: Tell, place: Path) -> None:
    told = tell("sources", "disable", SOURCE)
    assert (told.code, told.error) == (2, f"error: config/catalog/town.yml has {SOURCE}: write `enabled: false` there")


def test_what_needs_a_key_stays_off_without_it(tell: Tell, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tell("sources", "enable", "us-ny-new-york")
    assert told.code == 2
    assert "us-ny-new-york needs LEGISTAR_NYC_TOKEN in the environment: set it first" in told.error
    monkeypatch.setenv("LEGISTAR_NYC_TOKEN", "a token")
    assert tell("sources", "enable", "us-ny-new-york").code == 0
    assert listed(tell)["us-ny-new-york"]


def test_what_needs_a_key_says_so_in_the_list_and_to_the_doctor_with_the_address_that_gives_it(tell: Tell, place: Path) -> None:
    row = next(line for line in tell("sources", "list").lines if line.startswith("us-federal-opportunities-api\t"))
    assert "off: needs SAM_API_KEY, from https://sam.gov/profile/details" in row
    found = {one["what"]: one for one in tell("doctor", "--offline", "--json").json}
    told = found["us-federal-opportunities-api"]
    assert told["verdict"] == "note"
    assert "https://sam.gov/profile/details gives; set SAM_API_KEY and enable it" in told["words"]


@pytest.mark.parametrize("words", [(), ("--state", "xx-yy"), ("us-wa-seatle",)])
def test_a_switch_that_means_no_source_is_refused(tell: Tell, place: Path, words: tuple[str, ...]) -> None:
    told = tell("sources", "enable", *words)
    assert (told.code, told.out) == (2, "")
    assert told.error.startswith("error: ")


def test_a_tape_is_tried_and_each_record_is_a_line(tell: Tell, place: Path) -> None:
    tape = min(TAPES.glob("[!f]*.warc"))
    told = tell("sources", "try", SOURCE, "--replay", str(tape), "--json")
    assert told.code == 0
    assert all({"key", "kind", "title", "url"} <= set(record) for record in told.json_lines)
    assert len(told.json_lines) > 0


def test_a_file_is_shown_page_by_page(tell: Tell, place: Path) -> None:
    (place / "agenda.pdf").write_bytes(pdf_file.of_texts("Item 7", "Item 8"))
    assert tell("extract", "agenda.pdf", "--json").json_lines == [
        {"page": 1, "text": "Item 7", "method": "text"},
        {"page": 2, "text": "Item 8", "method": "text"},
    ]
    assert tell("extract", "agenda.pdf").lines == ["--- page 1 (text)", "Item 7", "--- page 2 (text)", "Item 8"]


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [(None, 2, "no.bin: No such file or directory"), (b"", 1, "no.bin: empty: it has no bytes"), (b"\x00\x01\x02" * 99, 1, "no.bin: ")],
)
def test_a_file_that_cannot_be_read_is_named(tell: Tell, place: Path, body: bytes | None, code: int, said: str) -> None:
    if body is not None:
        (place / "no.bin").write_bytes(body)
    told = tell("extract", "no.bin", "--json")
    assert (told.code, told.out) == (code, "")
    assert told.error.startswith(f"error: {said}")
