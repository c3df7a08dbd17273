"""Word files from before 2007: their text, put together from its pieces.

The format is MS-DOC: the file information block (2.5) says where the piece table lies (2.9.38, Clx), and each piece where its
characters lie. Notes, headers and text boxes follow the main text in the same run of characters.
"""

import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from struct import iter_unpack, unpack_from

from monitor.extract.compound import Compound
from monitor.extract.reading import Job, Reading, Unreadable, single

MAGIC = 0xA5EC  # since Word 97; Word 95 kept its text in another way
FLAGS, CLX = 0x0A, 0x01A2  # offsets in the block: fEncrypted and fWhichTblStm are bits of the first
LOCKED, SECOND_TABLE = 0x0100, 0x0200
NARROW = 0x4000_0000  # a piece of one byte per character, at half of the offset that it gives
PROPERTIES, PIECES = 1, 2
FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")  # what Word computes: an instruction, then its result
FIELDS = 50  # levels of fields in fields; a table of contents has two
MEANING = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "\u2011", "\x1f": "\u00ad"})


def read(job: Job) -> Reading:
    """The text as one page. Raises Unreadable: "encrypted", "malformed", or "unsupported" for what is older than Word 97."""
    compound = Compound(job.body, job.limits.unpacked)
    main = compound.stream("WordDocument")
    try:
        magic, flags, start, length = *unpack_from("<H", main), *unpack_from("<H", main, FLAGS), *unpack_from("<II", main, CLX)
        if magic != MAGIC:
            raise Unreadable("unsupported")
        if flags & LOCKED:
            raise Unreadable("encrypted")
        table = compound.stream("1Table" if flags & SECOND_TABLE else "0Table")
        pieces = list(_pieces(table[start : start + length]))
    except (struct.error, IndexError) as error:
        raise Unreadable("malformed") from error
    return single(_shown("".join(_text(main, *piece) for piece in pieces)))


def _pieces(clx: bytes) -> Iterator[tuple[int, int]]:
    """The length of each piece in characters, and where it lies."""
    at = 0
    while clx[at] == PROPERTIES:
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    if clx[at] != PIECES:
        raise Unreadable("malformed")
    (size,) = unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12  # of n pieces, n + 1 positions of four bytes and n descriptions of eight
    if count < 1:
        raise Unreadable("malformed")
    positions = unpack_from(f"<{count + 1}I", plc)
    places = [place for _, place, _ in iter_unpack("<HIH", plc[4 * (count + 1) : 4 + 12 * count])]
    yield from ((after - before, place) for (before, after), place in zip(pairwise(positions), places, strict=True))


def _text(main: bytes, length: int, place: int) -> str:
    if place & NARROW:
        start = (place & ~NARROW) // 2
        return main[start : start + length].decode("cp1252", "replace")
    return main[place : place + 2 * length].decode("utf-16-le", "replace")


def _shown(text: str) -> str:
    """Characters that stand for something, by what they stand for; of fields, their results."""
    for _ in range(FIELDS):
        text, found = FIELD.subn(lambda field: field[1] or "", text)
        if not found:
            break
    return text.replace("\x07\x07", "\n").translate(MEANING)  # other controls are dropped where all text is made fit
