"""Builds small compound files (MS-CFB, version 3) for tests, and what Word and Outlook keep in them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from struct import pack

SECTOR = 512
SMALLEST = 4096  # bytes of a stream that needs no mini stream; shorter ones are padded with zeros
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file of these streams; "folder/name" lies in a storage."""
    names: list[tuple[str, bytes | None]] = [("Root Entry", None)]
    tree: dict[str, list[int]] = {"": []}
    for path, content in streams.items():
        folder, _, name = path.rpartition("/")
        if folder and folder not in tree:
            tree[folder] = []
            tree[""].append(len(names))
            names.append((folder, None))
        tree[folder].append(len(names))
        names.append((name, content.ljust(SMALLEST, b"\0")))
    sectors: list[bytes] = []
    chain: list[int] = []
    starts = [_place(content, sectors, chain) if content is not None else END for _, content in names]
    directory = _directory(names, starts, tree)
    first = _place(directory, sectors, chain)
    chain.append(TABLE)
    table = pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    assert len(table) == SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += pack("<IIIIIIIII", 0, 1, first, 0, SMALLEST, END, 0, END, 0) + pack("<I", len(sectors)) + b"\xff" * 4 * 108
    return header + b"".join(sectors) + table


def _place(content: bytes, sectors: list[bytes], chain: list[int]) -> int:
    start, count = len(sectors), -(-len(content) // SECTOR)
    sectors += [content[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0") for at in range(count)]
    chain += [*range(start + 1, start + count), END]
    return start


def _directory(names: Sequence[tuple[str, bytes | None]], starts: Sequence[int], tree: Mapping[str, list[int]]) -> bytes:
    """The entries; those of a folder hang together as a list to the right."""
    after = {one: other for members in tree.values() for one, other in pairwise(members)}
    entries = b""
    for number, (name, content) in enumerate(names):
        members = tree.get("" if number == 0 else name, []) if content is None else []
        kind = 5 if number == 0 else 1 if content is None else 2
        spelt = (name + "\0").encode("utf-16-le")
        entries += spelt.ljust(64, b"\0") + pack("<HBB", len(spelt), kind, 1)
        entries += pack("<III", FREE, after.get(number, FREE), members[0] if members else FREE) + bytes(36)
        entries += pack("<IQ", starts[number], len(content or b""))
    return entries


def word(*pieces: str, flags: int = 0, magic: int = 0xA5EC) -> bytes:
    """A Word document of these pieces, kept in turns as bytes and as UTF-16."""
    main, places, positions = bytearray(1024), [], [0]
    main[0:2], main[0x0A:0x0C] = pack("<H", magic), pack("<H", flags)
    for number, piece in enumerate(pieces):
        wide = bool(number % 2)
        places.append(len(main) if wide else 2 * len(main) | 0x4000_0000)
        main += piece.encode("utf-16-le" if wide else "cp1252")
        positions.append(positions[-1] + len(piece))
    plc = pack(f"<{len(positions)}I", *positions) + b"".join(pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x02\x00\xaa\xbb" + b"\x02" + pack("<I", len(plc)) + plc
    main[0x1A2:0x1AA] = pack("<II", 8, len(clx))
    return compound({"WordDocument": bytes(main), "0Table": bytes(8) + clx})


def message(subject: str, text: str, attached: Mapping[str, bytes]) -> bytes:
    """A message of Outlook."""
    streams = {"__properties_version1.0": b"", "__substg1.0_0037001F": subject.encode("utf-16-le"), "__substg1.0_1000001E": text.encode()}
    for number, (name, content) in enumerate(attached.items()):
        folder = f"__attach_version1.0_#{number:08X}"
        streams |= {f"{folder}/__substg1.0_3707001F": name.encode("utf-16-le"), f"{folder}/__substg1.0_37010102": content}
    return compound(streams)
