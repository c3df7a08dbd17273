"""Who lobbies is a vendor by its number or its reviewed name, also where that name in a text would need its context."""

from datetime import UTC, datetime

import pytest

from monitor import decide, find
from monitor.ledger.identity import Identity
from monitor.ledger.known import known
from monitor.lexicon import load
from monitor.model import Hit, Rule
from monitor.query.matcher import Matcher
from monitor.texts import about
from sources.model import Kind, Part, Party, Record, Role

LEXICON = load()
IDENTITY = Identity(known(LEXICON.vendors.values()))
BY_NUMBER = ("lda-client", "192413")


def filing(client: str, *ids: tuple[str, str], kind: Kind = Kind.FILING, activity: str = "") -> Record:
    return Record(
        key="1",
        kind=kind,
        title=f"{client} by Oak & Co: 2018 Q1 report",
        url="https://register.example/1",
        published=datetime(2018, 4, 20, tzinfo=UTC),
        parts=(Part(key="1", title="Homeland Security", text=activity),) if activity else (),
        parties=(Party(name="Oak & Co", role=Role.REGISTRANT), Party(name=client, role=Role.CLIENT, ids=ids, note="Technology")),
    )


def hits(record: Record, *watches: str, identity: Identity | None = IDENTITY) -> list[Hit]:
    matcher = Matcher(LEXICON, [Rule(key=f"watch:{query}", query=query) for query in watches])
    change = decide.revise(record, None)
    assert change is not None
    of = about(record, source="us-zz-register", platform="lda", dated=None)
    return list(find.in_record(matcher, change, of, identity))


def vendors(record: Record) -> list[tuple[str, str | None, str]]:
    return [(hit.match.rule, hit.match.vendor, hit.match.text) for hit in hits(record)]


def test_a_filing_without_activities_is_of_the_vendor_that_its_client_is() -> None:
    assert vendors(filing("NEC CORPORATION OF AMERICA")) == [("topic:vendors", "NEC", "NEC CORPORATION OF AMERICA")]
    assert hits(filing("NEC CORPORATION OF AMERICA"), identity=None) == []


def test_a_number_makes_it_certain_whatever_the_name_is_today_and_the_passage_shows_it() -> None:
    (hit,) = hits(filing("ANY NAME OF TODAY", BY_NUMBER))
    assert (hit.match.vendor, hit.match.why) == ("NEC", "the client is NEC: lda-client 192413")
    assert hit.passage.text == "Client: ANY NAME OF TODAY, Technology"
    assert hit.passage.text[hit.passage.start : hit.passage.end] == "ANY NAME OF TODAY"


def test_whoever_watches_the_vendor_by_a_query_is_told_too() -> None:
    assert "watch:vendor:NEC" in {hit.match.rule for hit in hits(filing("NEC CORPORATION"), "vendor:NEC", "vendor:Axon")}
    assert "watch:vendor:Axon" not in {hit.match.rule for hit in hits(filing("NEC CORPORATION"), "vendor:NEC", "vendor:Axon")}


def test_it_is_said_once_where_the_text_says_it_already() -> None:
    found = [hit for hit in hits(filing("IDEMIA North America")) if hit.match.rule == "topic:vendors"]
    assert {hit.match.vendor for hit in found} == {"IDEMIA"}
    assert all("the client is" not in hit.match.why for hit in found)


@pytest.mark.parametrize("record", [filing("NECA"), filing("CLEAR CELL POWER"), filing("NEC Corporation of America", kind=Kind.NOTICE)])
def test_near_misses_are_not_and_what_a_maker_of_other_things_sells_is_no_filing(record: Record) -> None:
    assert vendors(record) == []


def test_the_topics_that_a_vendor_may_sell_for_are_told_by_what_the_filing_says_alone() -> None:
    assert {hit.match.rule for hit in hits(filing("NEC CORPORATION"))} == {"topic:vendors"}
