"""How often phrases stand in real text, against a count that shares nothing with the engine."""

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import zstandard
from corpus.recordings import ROOT, Report

from monitor.model import Rule
from monitor.query.index import Index

SCALE = ROOT / "scale"
RECORDS = 2_000  # of each file: enough for thousands of places in a few seconds

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SCALE.is_dir(), reason=f"the texts are not here: {SCALE} (set MONITOR_CORPUS)"),
]

PHRASES = [
    *("facial recognition", "biometric", "fingerprint", "fingerprints", "iris", "gait", "dna", "license plate", "surveillance"),
    *("national electrical code", "surveillance technology", "shotspotter", "axon", "background check", "police department", "contract"),
]


def texts() -> Iterator[str]:
    for file in sorted(SCALE.glob("*.jsonl.zst")):
        yield from islice(whole(file), RECORDS)


def test_phrases_are_counted_as_a_plain_search_counts_them() -> None:
    index = Index([Rule(key=phrase, query=f'"{phrase}"') for phrase in PHRASES], cap=None)
    found, plain = Counter[str](), Counter[str]()
    for text in texts():
        found.update(match.rule for match in index.match(text))
        without_accents = "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
        flat = " ".join(re.sub(r"[-‐‑–—'’‘`_]", " ", without_accents).split())
        plain.update({phrase: len(re.findall(rf"(?<![^\W_]){phrase}(?![^\W_])", flat)) for phrase in PHRASES})
    print({phrase: found[phrase] for phrase in PHRASES})  # noqa: T201  # seen with -s
    assert +plain == +found


# Records that mention it, by file, as counted with regular expressions by whoever collected the texts, before there was an engine.
MENTIONED = {
    '"facial recognition" OR "face recognition"': {"nyc_event_items": 50, "nyc_matters": 23, "nola_minutes_pages": 4},
    "biometric OR biometrics OR biometrically": {"nyc_event_items": 56, "nyc_matters": 56, "ted_notices": 3, "nola_minutes_pages": 4},
    "fingerprint*": {"nyc_event_items": 43, "nyc_matters": 64},
    "gait": {"nyc_matters": 13},
    '"palm print*"': {"nyc_event_items": 2},
    "=DNA": {"nyc_event_items": 52, "nyc_matters": 31, "ted_notices": 6, "nola_minutes_pages": 18},
    "=NEC": {"nyc_matters": 5, "ted_notices": 2},
    '"national electrical code"': {"nyc_matters": 10},
    "=CLEAR": {"nyc_event_items": 2, "nyc_matters": 3},
    "clearview": {"nyc_matters": 3},
    "=Axon": {"nola_minutes_pages": 1},
    "shotspotter": {"nyc_event_items": 2, "nyc_matters": 2},
    "=Thales OR =THALES": {"ted_notices": 6},
    "=Motorola OR =MOTOROLA": {"ted_notices": 2},
    "=Morpho*": {"ted_notices": 1},
    "hikvision OR dahua OR palantir OR megvii OR neoface OR idemia OR cognitec": {},
}


def test_as_many_records_mention_a_phrase_as_were_counted_by_others(report: Report) -> None:
    index = Index([Rule(key=query, query=query) for query in MENTIONED], cap=1)
    found = {query: Counter[str]() for query in MENTIONED}
    for file in sorted(SCALE.glob("*.jsonl.zst")):
        for text in whole(file):
            for match in index.match(text):
                found[match.rule][file.name.partition(".")[0]] += 1
    by_file = {query: dict(counts) for query, counts in found.items()}
    reasons = {query: "" if by_file[query] == expected else f"{by_file[query]}, not {expected}" for query, expected in MENTIONED.items()}
    report("counts of phrases", reasons, len(MENTIONED))


def whole(file: Path) -> Iterator[str]:
    with file.open("rb") as packed:
        for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8"):
            yield json.loads(line)["text"]
