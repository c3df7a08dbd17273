"""What `monitor match` does with a piece of its input, in this process or in several."""

import json
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO

from monitor.lexicon import load
from monitor.message.clean import line as one_line
from monitor.query.lines import LineError, match_lines, of_query, of_topics
from monitor.query.parse import parse

PIECE = 1 << 20  # bytes read at once
LONGEST = 64 << 20  # bytes of one line; the text of a packet of 3,000 pages has eight million
ENOUGH = 4 << 20  # bytes until other processes are started: matching these takes about the second that a start does
FULL = 32 << 10  # bytes: a pipe that gives less is written by hand or by `tail -f`, and answered at once
PROCESSES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, and how it is told. Neither `query` nor `topic`: all topics."""

    query: str | None
    topic: str | None
    topics: tuple[Path, ...]
    """Folders with topics of the operator's own."""
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Whole lines of the input; `first` is the number of the first of them."""

    first: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a piece is answered with. `error` says what is wrong with the line behind the last one that was read."""

    lines: list[str]
    read: int
    with_hits: int
    error: str = ""


class Matching:
    """A matcher that is ready. QueryError or LexiconError where it cannot be made."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        if wanted.query is None:
            self._matcher = of_topics(load(*wanted.topics))
        else:  # only its topic: and vendor: need the lexicon, which takes a moment to read
            self._matcher = of_query(wanted.query, load(*wanted.topics) if parse(wanted.query).filters else None)

    def answer(self, piece: Piece) -> Answer:
        """Every line of the piece, up to one that cannot be read."""
        text, error = _decoded(piece)
        lines, read, with_hits = list[str](), 0, 0
        try:
            for found in match_lines(
                text.split("\n"), self._matcher, query=self._wanted.query or "", topic=self._wanted.topic, first=piece.first
            ):
                read += 1
                with_hits += bool(found["hits"])
                lines += [json.dumps(found, ensure_ascii=False)] if self._wanted.as_json else _rows(found)
        except LineError as wrong:
            error = str(wrong)
        return Answer(lines=lines, read=read, with_hits=with_hits, error=error)


def pieces(stream: BinaryIO) -> Iterator[Piece]:
    """The input as it comes: whatever is there now, cut at the end of a line. Holds one piece, or one line that is longer."""
    first, rest = 1, bytearray()
    while data := stream.read1(PIECE):  # type: ignore[attr-defined]  # a buffered reader's
        if first == 1 and not rest:
            data = data.removeprefix(b"\xef\xbb\xbf")
        head, newline, tail = data.rpartition(b"\n")
        if newline:
            yield Piece(first=first, body=bytes(rest) + head)
            first += rest.count(b"\n") + head.count(b"\n") + 1
            rest = bytearray(tail)
        else:
            rest += tail
        if len(rest) > LONGEST:
            raise LineError(f"line {first} is longer than {LONGEST >> 20} MiB: is it JSON with one object a line?")
    if rest:
        yield Piece(first=first, body=bytes(rest))


def answers(stream: BinaryIO, wanted: Wanted) -> Iterator[Answer]:
    """The answers to an input in its order; a long one is shared by several processes."""
    here = Matching(wanted)
    processes = min(PROCESSES, len(os.sched_getaffinity(0)))
    begun = pieces(stream)
    seen = 0
    for piece in begun:
        yield here.answer(piece)
        seen += len(piece.body)
        if seen > ENOUGH and processes > 1:
            break
    else:
        return
    yield from _shared(begun, here, wanted, processes)


def _shared(begun: Iterable[Piece], here: Matching, wanted: Wanted, processes: int) -> Iterator[Answer]:
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_prepare, initargs=(wanted,))
    waiting: deque[Future[Answer]] = deque()
    try:
        for piece in begun:
            if len(piece.body) < FULL:
                while waiting:
                    yield waiting.popleft().result()
                yield here.answer(piece)
                continue
            waiting.append(pool.submit(_answer, piece))
            while waiting and (len(waiting) > 2 * processes or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_here: list[Matching] = []  # of this worker process, made once


def _prepare(wanted: Wanted) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the first process ends the others
    _here.append(Matching(wanted))


def _answer(piece: Piece) -> Answer:
    return _here[0].answer(piece)


def _decoded(piece: Piece) -> tuple[str, str]:
    """The text of the piece up to a line that is not UTF-8, and what is wrong with that."""
    try:
        return piece.body.decode(), ""
    except UnicodeDecodeError as error:
        whole = piece.body[: piece.body.rfind(b"\n", 0, error.start) + 1]
        number = piece.first + whole.count(b"\n")
        return whole.decode(), f"line {number} is not UTF-8: byte {error.start - len(whole) + 1} is 0x{piece.body[error.start]:02x}"


def _rows(found: dict[str, Any]) -> list[str]:
    return [
        "\t".join(
            one_line(str(cell), 300)
            for cell in (found["id"], hit["sense"], hit.get("topic") or hit["query"], hit.get("vendor", ""), hit["text"], hit["why"])
        )
        for hit in found["hits"]
    ]
