"""Megabytes per second through the index, as a ratio to the bare automaton and to a loop of `re`, in one run.

    python benchmarks/matching.py [FOLDER] [MEGABYTES]

FOLDER holds real text as `*.jsonl.zst` (default: ../shared/corpus/scale; without it nothing is measured). The watches are
phrases made of the text's own words, one in twenty as it stands there, and half of them boolean; the same literals go into
the bare automaton, which searches the same normal forms, and into `re`, which searches the lower-case text.
"""

import io
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard
from ahocorasick_rs import BytesAhoCorasick

from monitor.lexicon import load
from monitor.model import Rule
from monitor.query.index import Index
from monitor.query.matcher import Matcher
from monitor.query.text import Text

SCALE = Path(__file__).parents[2] / "shared" / "corpus" / "scale"
FEW = 20  # as names and terms of a trade do; "be it enacted" stands in every bill
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def texts(folder: Path, megabytes: float) -> list[str]:
    """The same share of each file, from its beginning."""
    files = sorted(folder.glob("*.jsonl.zst"))
    return [text for file in files for text in _some(file, megabytes * 1e6 / len(files))]


def _some(file: Path, characters: float) -> Iterator[str]:
    with file.open("rb") as packed:
        for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8"):
            text = json.loads(line)["text"]
            yield text
            characters -= len(text)
            if characters <= 0:
                return


def phrases(some: list[Text], count: int, most: int) -> list[str]:
    """Two to three words that stand together, at most so often; in 19 of 20 the last is another one, so that few are there."""
    chance = random.Random(7)  # noqa: S311  # the same phrases every time
    made = dict.fromkeys(_phrase(some, chance) for _ in range(2 * count))
    literals = list(made)
    search = automaton(literals)
    often = Counter(index for text in some for index, _, _ in search.find_matches_as_indexes(text.searched, overlapping=True))
    return [literal for index, literal in enumerate(literals) if often[index] <= most][:count]


def _phrase(some: list[Text], chance: random.Random) -> str:
    while True:
        words = chance.choice(some).searched.decode().split()
        start = chance.randrange(max(1, len(words) - 3))
        phrase = " ".join(words[start : start + chance.choice((2, 3))])
        if " " in phrase and phrase.replace(" ", "").isalpha():
            return phrase if chance.random() < 0.05 else phrase + chance.choice(LETTERS) + chance.choice("xyz")


def automaton(literals: list[str]) -> BytesAhoCorasick:
    """The bare automaton on the same literals."""
    return BytesAhoCorasick([f" {literal} ".encode() for literal in literals])


def rules(literals: list[str]) -> list[Rule]:
    """A watch of each literal; every other one asks for something besides that is not there."""
    return [
        Rule(key=f"watch:{number}", query=f'"{literal}"' if number % 2 else f'"{literal}" NOT "{literal} zzz"')
        for number, literal in enumerate(literals)
    ]


def rate(work: Callable[[], object], size: float, rounds: int = 3) -> float:
    """Megabytes per second, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        clock = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - clock)
    return size / best / 1e6


def measure(raw: list[str], made: list[Text], count: int, most: int) -> None:
    """One line for the build, and the rates with their ratios."""
    size = sum(map(len, raw))
    literals = phrases(made, count, most)
    index, built, memory = build(literals)
    rebuilt = seconds(lambda: index.with_rules([Rule(key="watch:new", query="one more")]))
    search = automaton(literals)
    hits = sum(len(search.find_matches_as_indexes(text.searched, overlapping=True)) for text in made)
    alone = rate(lambda: [search.find_matches_as_indexes(text.searched, overlapping=True) for text in made], size)
    # A fresh Text each time: the way back to offsets is part of the work.
    stored = rate(lambda: [index.match(Text(text, kept.stored)) for text, kept in zip(raw, made, strict=True)], size)
    whole = rate(lambda: [index.match(text) for text in raw], size)
    one_by_one = loop(raw, literals)
    print(
        f"{len(literals):>7,} watches, {hits / size * 1e6:,.0f} hits/MB; built in {built:.2f} s, +{memory:.0f} MB; again: {rebuilt:.2f} s"
    )
    print(f"        bare automaton   {alone:6.1f} MB/s")
    print(f"        normal form kept {stored:6.1f} MB/s = {stored / alone:.2f} of bare, {stored / one_by_one:,.0f} times a loop of re")
    print(f"        with normalising {whole:6.1f} MB/s = {whole / alone:.2f} of bare, {whole / one_by_one:,.0f} times a loop of re")


def build(literals: list[str]) -> tuple[Index, float, float]:
    """The index, the seconds it took, and the MB it added to the process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock = time.perf_counter()
    index = Index(rules(literals), cap=None)
    built = time.perf_counter() - clock
    return index, built, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    clock = time.perf_counter()
    work()
    return time.perf_counter() - clock


def loop(raw: list[str], literals: list[str]) -> float:
    """Compiled patterns one after the other, on so much of the text as takes about a second."""
    patterns = [re.compile(rf"\b{re.escape(literal)}\b") for literal in literals]
    some = "\n".join(raw).lower()[: max(2_000, 20_000_000 // len(literals))]
    return rate(lambda: [sum(1 for _ in pattern.finditer(some)) for pattern in patterns], len(some), rounds=1)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SCALE
    if not folder.is_dir():
        print(f"no texts at {folder}: nothing measured")
        return
    raw = texts(folder, float(sys.argv[2]) if len(sys.argv) > 2 else 8)
    size = sum(map(len, raw))
    made = [Text(text) for text in raw]
    print(f"{len(raw):,} texts, {size / 1e6:.1f} MB; normalising alone {rate(lambda: [Text(text) for text in raw], size):.1f} MB/s")
    topics = Matcher(load())
    print(f"all topics and vendors that ship: {rate(lambda: [topics.match(text) for text in raw], size):.1f} MB/s from the raw text")
    for most, what in ((FEW, f"phrases that stand at most {FEW} times in the text"), (sys.maxsize, "phrases however frequent")):
        print(f"--- {what}")
        for count in (100, 1_000, 10_000, 100_000):
            measure(raw, made, count, most)


if __name__ == "__main__":
    main()
