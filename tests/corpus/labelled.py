"""The topics that ship, measured on labelled passages. As a program: writes docs/topics-quality.md.

PYTHONPATH=tests python tests/corpus/labelled.py
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.recordings import ROOT

from monitor.lexicon import load
from monitor.query.lines import match_lines, of_topics

RECORDS = ROOT / "labelled" / "records.jsonl"
PAGE = Path(__file__).parents[2] / "docs" / "topics-quality.md"

HEADER = """# How well the topics do

Written by `PYTHONPATH=tests python tests/corpus/labelled.py`; a test fails when it is out of date. The passages are 470 real
ones, labelled by one reader, of which 65 are marked borderline: reasonable people differ. They are not part of the project.

*Hits*: a topic or vendor is found at all, against passages that use a watched word in its biometric or surveillance sense,
as their subject or in passing. *Subject*: the score calls the passage one about it, against the label "relevant".

Rules were written while looking at three fifths of the passages (grouped, so that near copies stay together). On the other two
fifths they then had, without borderline, a precision of 0.979 and a recall of 0.989 for hits, and 0.952 and 1.000 for subject:
that is the estimate for passages never seen. After that they were corrected for general causes found in all of them (ballistic
fingerprints, surveillance pricing, copyright filters), so the figures below are a little better than the truth.

Later rules came from other texts, not from these: 215,700 agenda items, 21,549 bills, 2,871 pages of minutes, 3,471 notices in 22
languages, and filings and notices as sites publish them. Their hits were read, and those of their lines that have a word such as
biometric, surveillance, camera, drone, recognition or plate and no hit. So a body-worn camera that merely recorded something is a
mention, plate readers of laboratories and fingerprints of radio signals are none, and the readers of prints, plates and faces are known
by their names in seven more languages. These changes moved no figure below.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled passage and what the topics made of it."""

    id: str
    borderline: bool
    used: bool
    relevant: bool
    hit: bool
    subject: bool
    why: str
    hits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of right and wrong answers."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def judged() -> list[Judged]:
    """Every labelled passage, matched as `monitor match --all-topics` does."""
    with RECORDS.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    answers = match_lines((json.dumps(record) for record in records), of_topics(load()))
    return [_judged(record, answer) for record, answer in zip(records, answers, strict=True)]


def _judged(record: Mapping[str, Any], answer: Mapping[str, Any]) -> Judged:
    return Judged(
        id=record["id"],
        borderline=record["borderline"],
        used=record["sense"] != "other",
        relevant=record["relevant"],
        hit=bool(answer["hits"]),
        subject=answer["sense"] == "subject",
        why=record["why"] or "",
        hits=tuple(sorted({hit.get("vendor") or hit["topic"] for hit in answer["hits"] if hit["sense"] == answer["sense"]})),
    )


def hits(passages: Sequence[Judged]) -> Figures:
    """Whether anything is found, against whether a watched word is used in its sense."""
    return _figures(passages, lambda one: one.hit, lambda one: one.used)


def subjects(passages: Sequence[Judged]) -> Figures:
    """Whether the score says subject, against the label relevant."""
    return _figures(passages, lambda one: one.subject, lambda one: one.relevant)


def _figures(passages: Sequence[Judged], said: Callable[[Judged], bool], true: Callable[[Judged], bool]) -> Figures:
    return Figures(
        right=sum(said(one) and true(one) for one in passages),
        wrong=sum(said(one) and not true(one) for one in passages),
        missed=sum(true(one) and not said(one) for one in passages),
    )


def page(passages: Sequence[Judged]) -> str:
    """The report in Markdown."""
    return "\n".join([HEADER, *_table(passages), "", f"Passages: sha256 {checksum()}", "", *_misses(passages)])


def checksum() -> str:
    """Of the labelled passages."""
    return hashlib.sha256(RECORDS.read_bytes()).hexdigest()


def _table(passages: Sequence[Judged]) -> Iterator[str]:
    clear = [one for one in passages if not one.borderline]
    yield "| what | passages | precision | recall | right | wrong | missed |"
    yield "|---|---|---|---|---|---|---|"
    for what, measure in (("hits", hits), ("subject", subjects)):
        for some, name in ((clear, "without borderline"), (passages, "all")):
            f = measure(some)
            yield f"| {what} | {len(some)}, {name} | {f.precision:.3f} | {f.recall:.3f} | {f.right} | {f.wrong} | {f.missed} |"


def _misses(passages: Sequence[Judged]) -> Iterator[str]:
    yield "## Every passage that is judged otherwise than its label\n"
    yield "| passage | borderline | what is wrong | the label's reason | found |"
    yield "|---|---|---|---|---|"
    for one in sorted(passages, key=lambda one: one.id):
        wrongs = [
            *(["no hit" if one.used else "a hit too many"] if one.hit != one.used else []),
            *(["not seen as subject" if one.relevant else "taken for subject"] if one.subject != one.relevant else []),
        ]
        if wrongs:
            reason = one.why.replace("|", "/").split(";")[0][:60]
            yield f"| `{one.id}` | {'yes' if one.borderline else ''} | {', '.join(wrongs)} | {reason} | {', '.join(one.hits)} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(judged()), encoding="utf-8")
