"""Watches and channels, from the command line to an alert."""

import asyncio

import pytest
from commands.conftest import SOURCE, Tell
from walk.conftest import Monitor


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: object) -> str:
    """One kind is enough here: what is stored is tested on both in tests/store."""
    return f"sqlite:///{tmp_path}/monitor.db"


def test_a_watch_with_a_channel_is_told_of_what_comes_next(tell: Tell, archive: Monitor) -> None:
    assert tell("channels", "add", "desk", archive.inbox.url.replace("/inbox", "/desk")).code == 0
    added = tell("watch", "add", '"street lights"', "--channel", "desk")
    assert added.err.splitlines() == ["Finds texts that have the phrase “street lights”.", "'\"street lights\"' tells desk"]
    before = len(archive.inbox.messages)
    archive.town.meet(4102, "New street lights for the park")
    archive.wait(hours=3)
    asyncio.run(archive.poll())
    assert len(archive.inbox.messages) == before + 1
    assert "street lights" in archive.inbox.subjects[-1]
    [watch] = [watch for watch in tell("watch", "list", "--json").json if watch["query"]]
    assert (watch["hits"], watch["channels"]) == (2, ["desk"])  # the item, and the page of the agenda that prints it


def test_a_paused_watch_is_not_told_and_a_resumed_one_is(tell: Tell, archive: Monitor) -> None:
    tell("watch", "add", "lights")
    tell("watch", "pause", "lights")
    before = len(archive.inbox.messages)
    archive.town.meet(4102, "Lights for the park")
    archive.wait(hours=3)
    asyncio.run(archive.poll())
    assert len(archive.inbox.messages) == before
    tell("watch", "resume", "lights")
    archive.town.meet(4103, "Lights for the library")
    archive.wait(hours=3)
    asyncio.run(archive.poll())
    assert len(archive.inbox.messages) == before + 1


def test_a_query_that_names_places_looks_only_there(tell: Tell, place: object) -> None:
    tell("watch", "add", "kind:filing state:us-ca NEC", "--source", SOURCE, "--name", "nec")
    shown = tell("watch", "show", "nec", "--json").json
    assert (shown["kinds"], shown["sources"]) == (["filing"], [SOURCE])
    assert "kind:filing state:us-ca NEC" in tell("watch", "show", "nec").out


def test_the_same_watch_again_changes_it(tell: Tell, place: object) -> None:
    assert "tells nobody: `monitor channels add NAME URL`" in tell("watch", "add", "drones").err
    tell("channels", "add", "desk", "json://127.0.0.1:9/x")
    tell("watch", "add", "drones")
    [watch] = tell("watch", "list", "--json").json
    assert watch["channels"] == ["desk"]


def test_a_watch_may_follow_topics(tell: Tell, place: object) -> None:
    tell("watch", "add", "--topic", "iris", "--topic", "dna")
    tell("watch", "add", "--all-topics")
    assert [(watch["name"], watch["topics"]) for watch in tell("watch", "list", "--json").json] == [
        ("dna, iris", ["dna", "iris"]),
        ("all topics", ["*"]),
    ]


def test_what_is_removed_is_gone(tell: Tell, place: object) -> None:
    tell("channels", "add", "desk", "json://127.0.0.1:9/x")
    tell("watch", "add", "drones")
    assert tell("channels", "remove", "desk").code == 0
    assert tell("watch", "list", "--json").json[0]["channels"] == []
    assert tell("watch", "remove", "drones").code == 0
    assert tell("watch", "list", "--json").json == []


def test_an_address_is_shown_without_its_secrets_and_may_come_from_a_pipe(tell: Tell, place: object) -> None:
    told = tell("channels", "add", "desk", "-", stdin="json://user:tops3cret@hooks.example.org/tok3n\n")
    shown = told.err + tell("channels", "list").out + tell("channels", "list", "--json").out
    assert "hooks.example.org" in shown
    assert "tops3cret" not in shown
    assert "tok3n" not in shown


def test_a_channel_is_tried_and_the_answer_is_told(tell: Tell, archive: Monitor) -> None:
    assert tell("channels", "test").out == "notify\tsent\t\n"
    assert archive.inbox.subjects[-1] == "A test from the Public Records Monitor"
    archive.inbox.closed = True
    told = tell("channels", "test", "notify")
    assert (told.code, told.out) == (1, "notify\tfailed\tjson://127.0.0.1/****: HTTP 503\n")
    assert told.error.startswith("error: 1 of 1 were not sent")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("watch", "add"), "a QUERY, or --topic T, or --all-topics"),
        (("watch", "add", "x", "--topic", "dna"), "a QUERY, or --topic T, or --all-topics"),
        (("watch", "add", "--topic", "dn"), "did you mean 'dna'?"),
        (("watch", "add", "NOT x"), "NOT alone would find nearly every record"),
        (("watch", "add", "x", "--source", "us-zz-springhave"), "did you mean 'us-zz-springhaven'?"),
        (("watch", "add", "x", "--source", "xx-*"), "no source begins with 'xx-'"),
        (("watch", "add", "x", "--channel", "desk"), "no channel 'desk'"),
        (("watch", "pause", "x"), "no watch 'x'; see `monitor watch list`"),
        (("channels", "add", "desk", "nonsense"), "Not a channel address that Apprise knows"),
        (("channels", "test"), "there is no channel"),
        (("channels", "remove", "desk"), "no channel 'desk'"),
    ],
)
def test_what_cannot_be_done_is_one_line_that_says_what_to_do(tell: Tell, place: object, words: tuple[str, ...], said: str) -> None:
    told = tell(*words)
    assert (told.code, told.out) == (2, "")
    assert said in told.error
