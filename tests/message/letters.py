"""Alerts for tests: an ordinary one, and others that differ from it in one thing."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from monitor.model import Alert, Evidence
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role

NOW = datetime(2026, 5, 9, 18, 0, tzinfo=UTC)
TERM = "facial recognition"


def found(passage: str, term: str = TERM, **changed: Any) -> Evidence:
    """A passage with the term marked where it first stands."""
    start = passage.index(term)
    given: dict[str, Any] = {"why": ("topic facial recognition (watch “California”)",), "link": "https://records.example/agenda"}
    return Evidence(passage=passage, start=start, end=start + len(term), **(given | changed))


def record(**changed: Any) -> Record:
    """A council meeting with one item."""
    given: dict[str, Any] = {
        "key": "event-1",
        "kind": Kind.MEETING,
        "title": "Regular Meeting",
        "url": "https://records.example/meetings/1",
        "body": "City Council",
        "location": "City Hall, Council Chamber",
        "starts": datetime(2026, 5, 12, 22, 30, tzinfo=UTC),
        "deadline": datetime(2026, 5, 11, 0, 0, tzinfo=UTC),
        "parts": (Part(key="i14", number="14", title="Contract for a Facial Recognition System"),),
        "parties": (Party(name="NEC Corporation of America", role=Role.SUPPLIER), Party(name="Police Department", role=Role.BUYER)),
        "amounts": (
            Amount(kind=AmountKind.CEILING, value=Decimal("1450000.00"), currency="USD", note="five years"),
            Amount(kind=AmountKind.ESTIMATE, value=None, currency=None),
        ),
    }
    return Record(**(given | changed))


def alert(**changed: Any) -> Alert:
    """Two passages of that meeting: one in the item, one on a scanned page of its packet."""
    given: dict[str, Any] = {
        "id": 5,
        "channel_id": 1,
        "subscriber_id": 1,
        "record": record(),
        "revision": 2,
        "source_id": "us-ca-oakland",
        "source_title": "Oakland",
        "timezone": "America/Los_Angeles",
        "evidence": (
            found(
                "Staff recommends a facial recognition system for the Police Department.",
                part="14 Contract for a Facial Recognition System",
                before="The chief presented two offers.",
                after="The contract is funded from asset forfeiture.",
            ),
            found(
                "The facial recognition vendor shall keep images for 30 days.",
                part="14 Contract for a Facial Recognition System",
                document="Agenda Packet.pdf",
                page=212,
                link="https://records.example/packet.pdf#page=212",
                method="ocr",
                copy="copies/31#page=212",
                why=("topic facial recognition (watch “California”)", "facial recognition (watch “NEC”)"),
            ),
        ),
        "changes": ("the amount in “Contract, not to exceed …” changed from “$90,000” to “$120,000”", "the document Quote.pdf removed"),
        "gaps": ("Attachment B.pdf: encrypted",),
    }
    return Alert(**(given | changed))


def saying(passage: str, term: str = TERM) -> Alert:
    """The ordinary alert with one passage of the given words."""
    return dataclasses.replace(alert(), evidence=(found(passage, term),))
