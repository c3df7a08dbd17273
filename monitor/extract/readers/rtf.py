"""Rich Text Format 1.9.1: the text between its control words."""

import re
from dataclasses import dataclass, field

from monitor.extract.reading import Job, Reading, Unreadable, single

TOKEN = re.compile(rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\")
# Destinations whose content is not shown. Any other that begins with \* may be ignored, says the specification, and is.
HIDDEN = frozenset((b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"datastore", b"fldinst"))
SHOWN = {
    **dict.fromkeys((b"par", b"line", b"sect", b"page", b"row"), "\n"),
    **dict.fromkeys((b"tab", b"cell", b"nestcell"), "\t"),
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}
SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
DEEPEST = 10_000  # groups; real files stay below 50


@dataclass(slots=True, kw_only=True)
class _State:
    """Where in the file we are. `skip` counts the characters that stand in for a Unicode one."""

    codec: str = "cp1252"
    hidden: bool = False
    alternates: int = 1
    skip: int = 0
    groups: list[tuple[bool, int]] = field(default_factory=list)
    pieces: list[bytes | str] = field(default_factory=list)


def read(job: Job) -> Reading:
    """The text as one page. Raises Unreadable where groups are nested beyond reason."""
    state = _State()
    for word, number, code, symbol, brace, plain in TOKEN.findall(job.body):
        if brace:
            _group(state, brace)
        elif word:
            _control(state, word, int(number) if number else None)
        elif symbol == b"*":
            state.hidden = True
        elif code or plain:
            _say(state, bytes.fromhex(code.decode()) if code else plain)
        elif symbol and not state.hidden:
            state.pieces.append(SYMBOLS.get(symbol, ""))
    return single(_joined(state).replace("\t\n", "\n"))


def _group(state: _State, brace: bytes) -> None:
    if brace == b"{":
        state.groups.append((state.hidden, state.alternates))
        if len(state.groups) > DEEPEST:
            raise Unreadable("malformed")
    elif state.groups:
        state.hidden, state.alternates = state.groups.pop()
    state.skip = 0


def _control(state: _State, word: bytes, number: int | None) -> None:
    if word in HIDDEN:
        state.hidden = True
    elif word == b"ansicpg" and number:
        state.codec = f"cp{number}"
    elif word == b"uc":
        state.alternates = number or 0
    elif word == b"u" and number is not None and not state.hidden:
        # A signed 16-bit unit: two of them may make one character, so they are joined as UTF-16 at the end.
        state.pieces.append((number % 0x10000).to_bytes(2, "little").decode("utf-16-le", "surrogatepass"))
        state.skip = state.alternates
    elif not state.hidden:
        state.pieces.append(SHOWN.get(word, ""))


def _say(state: _State, raw: bytes) -> None:
    skipped = min(state.skip, len(raw))
    state.skip -= skipped
    if not state.hidden:
        state.pieces.append(raw[skipped:])


def _joined(state: _State) -> str:
    """Neighbouring bytes are decoded together, since a character of an Asian code page has two."""
    text, run = [], b""
    for piece in (*state.pieces, ""):
        if isinstance(piece, bytes):
            run += piece
            continue
        text.append(_decoded(run, state.codec) + piece)
        run = b""
    return "".join(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decoded(run: bytes, codec: str) -> str:
    try:
        return run.decode(codec, "replace")
    except LookupError:
        return run.decode("cp1252", "replace")
