"""What is asked of an archive: searches, previews, the tally, exports, its state. On both databases."""

import asyncio
import csv
import io

import pytest
from commands.conftest import SOURCE, Tell
from walk.conftest import Monitor

from monitor.store.tally import By

FACE = "Contract with NEC Corporation of America for a facial recognition system"


def test_a_search_finds_items_and_pages_and_says_where_to_read_them(tell: Tell, archive: Monitor) -> None:
    [face] = tell("search", '"facial recognition"', "--json").json_lines
    assert (face["source"], face["key"], face["kind"]) == (SOURCE, "4101", "meeting")
    assert [hit["passage"] for hit in face["hits"]] == [FACE]
    [iris] = tell("search", "iris", "recognition", "--json").json_lines
    hit = iris["hits"][0]
    assert (hit["in"], hit["page"], hit["method"]) == ("contract.pdf", 2, "text")
    assert hit["url"].endswith("/contract.pdf#page=2")
    assert hit["passage"][hit["start"] : hit["end"]] == hit["text"] == "iris"


def test_a_search_finds_nothing_where_it_is_told_not_to_look(tell: Tell, archive: Monitor) -> None:
    assert tell("search", "iris", "--source", "us-ca-*").out == ""
    assert tell("search", "iris kind:filing").out == ""
    assert len(tell("search", "iris", "--source", "us-zz-*", "--kind", "meeting").lines) > 0


def test_a_search_for_people_shows_day_title_and_passage(tell: Tell, archive: Monitor) -> None:
    told = tell("search", "iris")
    assert told.lines[0] == f"2026-12-02  {SOURCE}  Public Safety Committee, 2 December 2026"
    assert told.lines[2].endswith("contract.pdf, page 2: 1. The vendor shall provide iris recognition cameras")


def test_a_preview_says_what_would_have_been_found_and_changes_nothing(tell: Tell, archive: Monitor) -> None:
    told = tell("watch", "preview", '"facial recognition"')
    assert told.err.splitlines() == ["Finds texts that have the phrase “facial recognition”.", "1 record would have been found"]
    assert FACE in told.out
    assert tell("watch", "list", "--json").json == [
        watch for watch in tell("watch", "list", "--json").json if watch["name"] == "all topics"
    ]


def test_hits_are_exported_with_their_evidence(tell: Tell, archive: Monitor) -> None:
    rows = list(csv.DictReader(io.StringIO(tell("export", "hits").out)))
    assert {"facial-recognition", "vendors", "iris"} <= {row["topic"] for row in rows}
    iris = next(row for row in rows if row["topic"] == "iris")
    assert (iris["source"], iris["record"], iris["page"], iris["document"]) == (SOURCE, "4101", "2", "contract.pdf")
    assert "NEC" in {row["vendor"] for row in rows}
    same = tell("export", "hits", "--format", "jsonl").json_lines
    assert len(same) == len(rows)
    assert next(row for row in same if row["topic"] == "iris")["page"] == 2


def test_records_are_exported_with_how_many_hits_they_have(tell: Tell, archive: Monitor) -> None:
    [record] = tell("export", "records", "--format", "jsonl").json_lines
    assert (record["record"], record["revision"]) == ("4101", 1)
    assert record["hits"] == archive.count("hits")


def test_an_export_to_a_file_is_whole_or_not_there(tell: Tell, archive: Monitor) -> None:
    assert tell("export", "records", "--output", "records.csv").out == ""
    assert (archive.settings.data.parent / "records.csv").read_text().count("\n") == 2
    told = tell("export", "records", "--output", "missing/records.csv")
    assert (told.code, told.error) == (2, "error: --output missing/records.csv: No such file or directory")
    assert list(archive.settings.data.parent.glob(".*.part")) == []


def test_the_state_of_the_service_is_shown(tell: Tell, archive: Monitor) -> None:
    status = tell("status", "--json")
    assert (status.code, status.json["healthy"], status.json["records"]) == (0, True, 1)
    [source] = [source for source in status.json["sources"] if source["id"] == SOURCE]
    assert (source["outcome"], source["failures"]) == ("ok", 0)
    assert status.json["runs"][0]["new"] == 1
    assert f"{SOURCE}\tok" in tell("status").out


def test_a_source_that_breaks_makes_the_state_fail(tell: Tell, archive: Monitor) -> None:
    archive.town.weather = "redesigned"
    archive.wait(hours=3)
    asyncio.run(archive.poll())
    told = tell("status")
    assert (told.code, told.error) == (1, "error: not well: 1 source could not be read")
    assert f"{SOURCE}\tlayout-changed" in told.out
    assert tell("status", "--json").json["troubles"] == ["1 source could not be read"]


def test_who_is_named_nowhere_is_in_no_tally(tell: Tell, archive: Monitor) -> None:
    for by in By:
        assert tell("tally", "--by", by.value, "--json").json["lines"] == []


WRONG = (("search",), ("search", "(a"), ("export",), ("export", "everything"), ("tally", "--year", "x"), ("tally", "--json", "--csv"))


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_is_one_line(tell: Tell, words: tuple[str, ...]) -> None:
    told = tell(*words)
    assert (told.code, told.out) == (2, "")
    assert told.error.startswith("error: ")


def test_an_export_goes_on_behind_the_last_row_that_was_kept(tell: Tell, archive: Monitor) -> None:
    whole = tell("export", "hits", "--format", "jsonl").json_lines
    rest = tell("export", "hits", "--format", "jsonl", "--after", str(whole[0]["hit"])).json_lines
    assert rest == whole[1:]
    assert tell("export", "amounts", "--format", "csv").out.splitlines()[0].startswith("source,record,kind")
    assert tell("export", "tally", "--after", "1").code == 2


def test_a_token_is_printed_once_listed_without_itself_and_revoked(tell: Tell, archive: Monitor) -> None:
    made = tell("tokens", "add", "dashboard", "--scope", "operator", "--scope", "read")
    assert made.out.startswith("prm_")
    [listed] = tell("tokens", "list", "--json").json
    assert (listed["owner"], listed["name"], listed["scopes"], listed["last_used_at"]) == (
        "operator",
        "dashboard",
        ["operator", "read"],
        None,
    )
    assert made.out.strip() not in tell("tokens", "list").out
    assert tell("tokens", "add", "dashboard", "--scope", "read").code == 2
    assert tell("tokens", "revoke", str(listed["number"])).code == 0
    assert tell("tokens", "revoke", str(listed["number"])).code == 2
