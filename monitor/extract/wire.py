"""The frames that the service and a worker exchange: four bytes of length, big-endian, then JSON, text or raw bytes."""

import json
from dataclasses import asdict, dataclass
from struct import Struct

from monitor.extract.limits import Limits
from monitor.model import ExtractedPage

LENGTH = Struct(">I")
PAGE = ExtractedPage.__name__


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
    """A worker's frame as a payload: its fields as a line of JSON, then the text of a page as it is."""
    if isinstance(frame, ExtractedPage):
        return json.dumps([PAGE, frame.number, frame.method]).encode() + b"\n" + frame.text.encode()
    return json.dumps([type(frame).__name__, *(getattr(frame, name) for name in frame.__slots__)]).encode()


def decode(payload: bytes) -> Frame:
    """The frame in this payload. Raises ValueError or TypeError on what no worker of ours sends."""
    head, _, text = payload.partition(b"\n")
    name, *fields = json.loads(head)
    if name == PAGE:
        number, method = fields
        return ExtractedPage(number=int(number), text=text.decode(), method=str(method))
    if name == Began.__name__:
        media_type, total_pages = fields
        return Began(media_type=str(media_type), total_pages=int(total_pages))
    if name == Ended.__name__:
        (error,) = fields
        return Ended(error=str(error))
    return Taken()
