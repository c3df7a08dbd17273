"""A digest of any number of records: small enough for every program, with a way to each and to all of them."""

import pytest
from message.letters import NOW, alert, found, record

from monitor.links import Offer
from monitor.message import Message, compose_digest
from monitor.model import Alert

BASE = "https://monitor.example"
LONG = "The city attorney recommends approval of the agreement for the acquisition of a facial recognition system " * 4
FILE = "https://records.example/attachments/0f8fad5b-d9cb-469f-a165-70867728950e.pdf#page=212"


def deeds(one: Alert) -> list[Offer]:
    return [Offer(words="Mute this matter", url=f"{BASE}/do/mute.{one.id}.c2lnbmF0dXJlc2lnbmF0dXJl")]


def composed(number: int) -> Message:
    """A digest of so many records, of which at most 200 are read, with two long passages each."""
    passages = tuple(found(f"{letter} {LONG}"[:400], link=FILE, document="Agenda Packet.pdf", page=212) for letter in "AB")
    alerts = [alert(id=place, record=record(key=str(place)), evidence=passages) for place in range(min(number, 200))]
    ending = (Offer(words="Unsubscribe", url=f"{BASE}/do/unsubscribe.1.c2lnbmF0dXJl"),)
    return compose_digest(7, alerts, number, ("Looked through for you: 31 sources.",), NOW, BASE, ending, f"{BASE}/told/7.c2ln", deeds)


@pytest.mark.parametrize("number", [1, 30, 200, 10_000])
def test_a_digest_is_small_however_many_records_it_has(number: int) -> None:
    message = composed(number)
    assert len(message.mail.encode()) < 100_000
    assert len(message.text) < 100_000
    assert len(message.compact) <= 1_900
    assert message.data["alerts_total"] == number


@pytest.mark.parametrize("number", [200, 10_000])
def test_what_is_left_out_is_counted_and_linked_and_the_end_is_there(number: int) -> None:
    message = composed(number)
    shown = message.mail.count("In the monitor")
    assert 20 < shown < 60
    assert f"… and {number - shown:,} more records: {BASE}/told/7.c2ln" in message.text
    assert f'<a href="{BASE}/told/7.c2ln"' in message.mail
    for form in (message.text, message.mail, message.compact):
        assert f"{BASE}/do/unsubscribe.1." in form
    assert f"… the rest is left out here: {BASE}/told/7.c2ln" in message.compact


def test_each_record_of_a_digest_can_be_muted() -> None:
    message = composed(3)
    assert [f"{BASE}/do/mute.{place}." in message.text for place in range(3)] == [True] * 3
