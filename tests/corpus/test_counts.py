"""How often phrases stand in real text, against a count that shares nothing with the engine."""

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
import zstandard
from corpus.recordings import ROOT

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
        with file.open("rb") as packed:
            lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")
            for _, line in zip(range(RECORDS), lines, strict=False):
                yield json.loads(line)["text"]


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
