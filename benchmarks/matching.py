"""Megabytes per second through the index, as a ratio to the bare automaton and to a loop of `re`, in one run.

    python benchmarks/matching.py [FOLDER] [MEGABYTES]

FOLDER holds real text as `*.jsonl.zst` (default: ../shared/corpus/scale; without it nothing is measured); of each file every n-th
record is taken. The watches are phrases made of the text's own words, half of them boolean; the same literals go into the bare
automaton, which searches the same normal forms, and into `re`, which searches the lower-case text. Times are those of the
processor, the best of some rounds, so that other work on the machine counts little.
"""

import gc
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
WHOLE = 170  # megabytes of text in the files that the default folder has
FEW = 20  # as names and terms of a trade do; "be it enacted" stands in every bill
PRESENT = 200  # phrases that stand in the text, whatever the number of watches: so what grows is the number alone
LETTERS = "abcdefghijklmnopqrstuvwxyz"
COUNTS = (100, 1_000, 10_000, 100_000)


def texts(folder: Path, megabytes: float) -> list[str]:
    """Every n-th record of each file, so that each has its share."""
    every = max(1, round(WHOLE / megabytes))
    return [text for file in sorted(folder.glob("*.jsonl.zst")) for text in _some(file, every)]


def _some(file: Path, every: int) -> Iterator[str]:
    with file.open("rb") as packed:
        for number, line in enumerate(io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")):
            if number % every == 0:
                yield json.loads(line)["text"]


def phrases(some: list[Text], count: int, most: int, present: int) -> list[str]:
    """Two to three words that stand together, at most so often; only in so many of them is the last not changed to another word."""
    chance = random.Random(7)  # noqa: S311  # the same phrases every time
    there = list(dict.fromkeys(_phrase(some, chance) for _ in range(2 * present)))
    search = automaton(there)
    often = Counter(index for text in some for index, _, _ in search.find_matches_as_indexes(text.searched, overlapping=True))
    kept = [phrase for index, phrase in enumerate(there) if often[index] <= most][:present]
    others = dict.fromkeys(_phrase(some, chance) + chance.choice(LETTERS) + chance.choice("xyz") for _ in range(2 * count))
    return [*kept, *others][:count]


def _phrase(some: list[Text], chance: random.Random) -> str:
    while True:
        words = chance.choice(some).searched.decode().split()
        start = chance.randrange(max(1, len(words) - 3))
        phrase = " ".join(words[start : start + chance.choice((2, 3))])
        if " " in phrase and phrase.replace(" ", "").isalpha():
            return phrase


def automaton(literals: list[str]) -> BytesAhoCorasick:
    """The bare automaton on the same literals."""
    return BytesAhoCorasick([f" {literal} ".encode() for literal in literals])


def rules(literals: list[str]) -> list[Rule]:
    """A watch of each literal; every other one asks for something besides that is not there."""
    return [
        Rule(key=f"watch:{number}", query=f'"{literal}"' if number % 2 else f'"{literal}" NOT "{literal} zzz"')
        for number, literal in enumerate(literals)
    ]


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """Seconds of the processor, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        clock = time.process_time()
        work()
        best = min(best, time.process_time() - clock)
    return best


def rate(work: Callable[[], object], size: float, rounds: int = 5) -> float:
    """Megabytes per second."""
    return size / seconds(work, rounds) / 1e6


def measure(raw: list[str], made: list[Text], literals: list[str]) -> tuple[float, float]:
    """One line for the build, and the rates with their ratios. Returns the rates of the bare automaton and of the index."""
    size = sum(map(len, raw))
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
        f"{len(literals):>7,} watches, {hits / size * 1e6:,.0f} hits/MB; built in {built:.2f} s, +{memory:.0f} MB; "
        f"one more watch: {rebuilt:.2f} s"
    )
    print(f"        bare automaton   {alone:6.1f} MB/s")
    print(f"        normal form kept {stored:6.1f} MB/s = {stored / alone:.2f} of bare, {stored / one_by_one:,.0f} times a loop of re")
    print(f"        with normalising {whole:6.1f} MB/s = {whole / alone:.2f} of bare, {whole / one_by_one:,.0f} times a loop of re")
    return alone, stored


def build(literals: list[str]) -> tuple[Index, float, float]:
    """The index, the seconds it took, and the MB it added to the process."""
    gc.collect()
    before, clock = resident(), time.process_time()
    index = Index(rules(literals), cap=None)
    built = time.process_time() - clock
    gc.collect()
    return index, built, resident() - before


def resident() -> float:
    """Megabytes of memory that the process holds now; on systems without /proc the most it ever held."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


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
    print(f"--- {PRESENT} phrases that stand at most {FEW} times in the text, the others nowhere")
    rates = {count: measure(raw, made, phrases(made, count, FEW, min(PRESENT, count))) for count in COUNTS}
    bare, ours = (rates[1_000][which] / rates[100_000][which] for which in (0, 1))
    print(f"from 1,000 to 100,000 watches the bare automaton costs {bare:.2f} times as much, the index {ours:.2f} times")
    print("--- one in twenty of them stands in the text, however often")
    for count in COUNTS[1:]:
        measure(raw, made, phrases(made, count, sys.maxsize, count // 20))


if __name__ == "__main__":
    main()
