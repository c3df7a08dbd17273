"""The frames that the service and a worker exchange: four bytes of length, big-endian, then JSON or raw bytes."""

import json
from dataclasses import asdict, dataclass
from struct import Struct

from monitor.extract.limits import Limits
from monitor.model import ExtractedPage

LENGTH = Struct(">I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Service to worker; the document's bytes follow as a frame of their own."""

    media_type: str
    name: str
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Worker to service: the document has arrived. What happens from here on is the document's doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """Worker to service: what the document is, and how many pages it says it has."""

    media_type: str
    total_pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Worker to service: no more pages. `error` is empty where the document was read to its end."""

    error: str


Frame = Taken | Began | ExtractedPage | Ended


def framed(payload: bytes) -> bytes:
    """The payload behind its length."""
    return LENGTH.pack(len(payload)) + payload


def encode_order(order: Order) -> bytes:
    """The order as the payload of a frame."""
    return json.dumps(asdict(order)).encode()


def decode_order(payload: bytes) -> Order:
    """The order in this payload."""
    fields = json.loads(payload)
    return Order(media_type=fields["media_type"], name=fields["name"], limits=Limits(**fields["limits"]))


def encode(frame: Frame) -> bytes:
    """A worker's frame as a payload."""
    fields = {name: getattr(frame, name) for name in frame.__slots__}  # asdict copies the text
    return json.dumps([type(frame).__name__, fields], ensure_ascii=False).encode()


def decode(payload: bytes) -> Frame:
    """The frame in this payload. Raises ValueError, KeyError or TypeError on what no worker of ours sends."""
    name, fields = json.loads(payload)
    if name == "ExtractedPage":
        return ExtractedPage(number=int(fields["number"]), text=str(fields["text"]), method=str(fields["method"]))
    if name == "Began":
        return Began(media_type=str(fields["media_type"]), total_pages=int(fields["total_pages"]))
    return Ended(error=str(fields["error"])) if name == "Ended" else Taken()
