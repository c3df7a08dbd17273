"""How seldom two real documents that are not one are taken for one."""

import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import combinations

import pypdfium2
import pytest
import zstandard
from corpus.recordings import ROOT

from monitor.likeness import Signature, alike, signature

SINCE = "2015"  # 6,000 agendas; all 17,337 take half a minute
Signed = Mapping[str, Signature]


def pairs(signed: Signed) -> Iterator[tuple[str, str]]:
    """Which of these count as one document."""
    by_facts: dict[str, list[str]] = defaultdict(list)
    for name, made in signed.items():
        if made.facts:
            by_facts[made.facts].append(name)
    for names in by_facts.values():
        yield from ((a, b) for a, b in combinations(names, 2) if alike(signed[a].sketch, signed[b].sketch))


def agendas() -> Iterator[tuple[str, str, list[str]]]:
    """File, body and text of each agenda of New York since then, put together from its items as a PDF prints it."""
    with zstandard.open(ROOT / "scale" / "nyc_event_items.jsonl.zst", "rb") as packed:
        items = [json.loads(line) for line in io.TextIOWrapper(packed, encoding="utf-8")]
    said: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for item in items:
        if item["date"] >= SINCE:
            said[item["path"], item["body"], item["date"]].append(f"{item['title']}\n{item['text']}")
    for (path, body, date), texts in said.items():
        yield path, f"{body}, {datetime.fromisoformat(date):%A, %B %d, %Y %H:%M}", texts


def pages(file: str) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(ROOT / "agendas" / "agenda_pdf" / file)]


FILES = sorted(path.name for path in (ROOT / "agendas" / "agenda_pdf").glob("*.pdf"))
SCAN = "duarte_agenda_1.pdf"  # pictures of pages


def test_no_two_recorded_agendas_are_one_document() -> None:
    assert len(FILES) > 15
    assert list(pairs({file: signature(pages(file)) for file in FILES})) == []


@pytest.mark.parametrize("file", [file for file in FILES if file != SCAN])
def test_a_recorded_agenda_that_was_set_anew_is_the_same_and_with_one_other_number_it_is_not(file: str) -> None:
    read = pages(file)
    first = signature(read)
    anew = signature(f"Attachment B\n{page.upper()}\nPage {number} of 999" for number, page in enumerate(read, start=1))
    assert (first.facts != "", anew.facts, alike(first.sketch, anew.sketch)) == (True, first.facts, True)
    assert signature([re.sub(r"\d(?=\d\d)", _next, read[0], count=1), *read[1:]]).facts != first.facts


def _next(digit: re.Match[str]) -> str:
    return str((int(digit[0]) + 1) % 10)


def test_of_thousands_of_agendas_only_those_of_one_day_are_one_document() -> None:
    """And of those very few: two committees that sat together, and agendas that were entered twice."""
    signed = {path: signature([heading, *texts]) for path, heading, texts in agendas()}
    taken = list(pairs(signed))
    assert len(signed) > 5000
    assert len(taken) <= 4
    assert [pair for pair in taken if pair[0].partition("_")[0] != pair[1].partition("_")[0]] == []


def test_of_the_labelled_passages_only_bills_brought_in_again_are_one_document() -> None:
    """Those are of one source, where every record is told."""
    with (ROOT / "labelled" / "records.jsonl").open(encoding="utf-8") as lines:
        texts = {record["id"]: record for record in map(json.loads, lines)}
    taken = list(pairs({name: signature([record["title"], record["text"]]) for name, record in texts.items()}))
    assert len(taken) < 0.05 * len(texts)
    assert {_source(name) for name in _named(taken)} <= {"nyc-Int", "nyc-Res"}


def _named(taken: Iterable[tuple[str, str]]) -> set[str]:
    return {name for pair in taken for name in pair}


def _source(name: str) -> str:
    return name.partition(" ")[0]
