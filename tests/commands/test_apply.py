"""Watches as a file: what it says comes about, a second time changes nothing, and what is wrong is named."""

import re
from datetime import time
from pathlib import Path

import pytest
from commands.conftest import Tell

from monitor.model import Cadence
from monitor.watchfile import WatchFileError, read

DOCS = Path(__file__).parents[2] / "docs" / "watches.md"
EXAMPLE = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(), re.DOTALL)[0]


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITY_DESK_CHAT", "json://127.0.0.1/in")


@pytest.fixture
def file(place: Path, chat: None) -> Path:
    path = place / "watches.yml"
    path.write_text(EXAMPLE)
    return path


def test_the_example_of_the_docs_says_what_the_docs_say(chat: None) -> None:
    desk = read(EXAMPLE, "watches.yml")["city-desk"]
    monday = desk.watch("Everything else on Mondays", {"chat": 7})
    assert (monday.rhythm.cadence, monday.rhythm.weekday, monday.rhythm.at) == (Cadence.WEEKLY, 0, time(7, 30))
    assert (monday.rhythm.timezone, monday.rhythm.quiet) == ("America/Chicago", (time(22), time(7)))
    assert monday.channels == {7}
    assert monday.muted == {"parking garage", "laboratory plate reader"}
    assert desk.watch("Our vendor", {"chat": 7}).paused


def test_a_time_without_quotes_is_the_time_that_it_looks_like() -> None:
    text = 'subscribers: {desk: {watches: {a: {topics: ["*"], cadence: daily, at: 17:30}}}}'
    assert read(text, "f")["desk"].watches["a"].at == time(17, 30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("subscribers: {desk: {watchs: {}}}", "watches.yml: subscribers.desk.watchs: Extra inputs are not permitted"),
        ("subscribers: {desk: {watches: {a: {}}}}", "watches.yml: subscribers.desk.watches.a: say what to watch for"),
        ("subscribers: {desk: {watches: {a: {query: 'face AND'}}}}", "watches.yml: subscribers.desk.watches.a.query: "),
        ("subscribers: {desk: {timezone: Chicago}}", "'Chicago' is no time zone: write one such as America/Chicago"),
        ("subscribers: {desk: {quiet: at night}}", "'at night' are no hours: write them as 22:00-07:00"),
        ("subscribers: {desk: {channels: {a: 'env:NO_SUCH_VARIABLE'}}}", "there is no NO_SUCH_VARIABLE: set it"),
        ("subscribers: {desk: {watches: {a: {topics: ['*'], channels: [fax]}}}}", "the watch 'a' tells 'fax'"),
        ("subscribers: {desk: {watches: {a: {topics: ['*'], weekday: someday}}}}", "'someday' is no day"),
        ("- not a mapping", "watches.yml: the file: "),
        ("a: [", "watches.yml: not YAML"),
        ("", "watches.yml: the file: "),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, words: str) -> None:
    with pytest.raises(WatchFileError) as caught:
        read(text, "watches.yml")
    assert words in str(caught.value)


def test_an_address_that_does_not_fit_is_not_shown() -> None:
    with pytest.raises(WatchFileError) as caught:
        read("subscribers: {desk: {channels: {a: {secret: T0KEN}}}}", "watches.yml")
    assert "T0KEN" not in str(caught.value)


def test_a_file_is_followed_and_a_second_time_changes_nothing(tell: Tell, file: Path) -> None:
    planned = tell("watch", "apply", str(file), "--dry-run")
    assert tell("watch", "apply", str(file), "--dry-run").out == planned.out  # nothing was changed
    assert planned.out.splitlines() == [
        "+ channel city-desk / chat",
        "+ watch city-desk / Everything else on Mondays",
        "+ watch city-desk / Faces at once",
        "+ watch city-desk / Our vendor",
    ]
    assert tell("watch", "apply", str(file)).out == planned.out
    assert tell("watch", "apply", str(file)).err == "nothing to change\n"
    file.write_text(EXAMPLE.replace("cadence: weekly", "cadence: daily").replace("[us-il-*]", "[us-wi-*]"))
    changed = tell("watch", "apply", str(file))
    assert changed.out.splitlines() == [
        "~ watch city-desk / Everything else on Mondays: cadence weekly → daily",
        "~ watch city-desk / Faces at once: sources us-il-* → us-wi-*",
    ]


def test_what_leaves_the_file_leaves_the_database(tell: Tell, file: Path) -> None:
    tell("watch", "apply", str(file))
    file.write_text("subscribers: {city-desk: {}}")
    assert tell("watch", "apply", str(file)).out.splitlines()[0] == "- channel city-desk / chat"
    assert tell("watch", "apply", str(file)).err == "nothing to change\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "subscribers: {desk: {watches: {a: {topics: [facial-recogniton]}}}}",
            "no topic 'facial-recogniton', did you mean 'facial-recognition'?",
        ),
        ("subscribers: {desk: {channels: {a: nonsense}}}", "subscribers.desk.channels.a: "),
    ],
)
def test_the_command_names_topics_and_channels_that_there_are_not(tell: Tell, file: Path, text: str, words: str) -> None:
    file.write_text(text)
    answer = tell("watch", "apply", str(file))
    assert answer.code == 2
    assert words in answer.error
