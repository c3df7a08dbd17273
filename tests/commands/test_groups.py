"""Groups from the command line: begun for somebody, given an owner, looked into, ended."""

import sqlite3
from contextlib import closing
from pathlib import Path

from commands.conftest import Tell

FILE = """
subscribers:
  dana: {channels: {mail: "mail://dana@paper.example"}}
  lee: {channels: {mail: "mail://lee@paper.example"}}
"""


def subscribed(tell: Tell, place: Path) -> None:
    file = place / "watches.yml"
    file.write_text(FILE)
    assert tell("watch", "apply", str(file)).code == 0


def test_an_operator_begins_a_group_gives_it_an_owner_and_ends_it(tell: Tell, place: Path) -> None:
    subscribed(tell, place)
    begun = tell("groups", "add", "The privacy desk", "dana@paper.example", "--name", "Dana")
    assert begun.code == 0, begun.err
    [group] = tell("groups", "list", "--json").json
    number = str(group["number"])
    assert (group["title"], group["members"], group["owners"], group["watches"], group["open"]) == ("The privacy desk", 1, 1, 0, 0)
    assert tell("groups", "own", number, "lee@paper.example", "--name", "Lee").code == 0
    assert [(one["name"], one["owner"]) for one in tell("groups", "show", number, "--json").json] == [("Dana", True), ("Lee", True)]
    assert tell("groups", "inbox", number).out == ""
    assert tell("groups", "remove", number).code == 0
    assert tell("groups", "list", "--json").json == []


def test_what_is_wrong_is_one_line_that_says_what_to_do(tell: Tell, place: Path) -> None:
    assert "nobody has confirmed this address" in tell("groups", "add", "The desk", "pat@paper.example").err
    assert tell("groups", "add", "The desk", "no address").code == 2
    assert "there is no group 7; see `monitor groups list`" in tell("groups", "show", "7").err
    subscribed(tell, place)
    assert "cannot look like an address" in tell("groups", "add", "buy.example", "dana@paper.example").err


GROUP = """
  privacy-desk:
    group: The privacy desk
    members: {dana: owner, lee: member}
    channels: {room: "json://127.0.0.1:9/room"}
    watches:
      Faces: {topics: [facial-recognition]}
      Plates: {topics: [iris], channels: [room]}
"""


def test_a_file_makes_a_group_with_members_and_a_second_time_changes_nothing(tell: Tell, place: Path) -> None:
    file = place / "watches.yml"
    file.write_text(FILE + GROUP)
    planned = tell("watch", "apply", str(file), "--dry-run")
    assert planned.code == 0, planned.err
    assert "+ group privacy-desk" in planned.out.splitlines()
    assert "+ member privacy-desk / lee" in planned.out.splitlines()
    assert tell("watch", "apply", str(file)).out == planned.out
    assert tell("watch", "apply", str(file)).out == ""
    [group] = tell("groups", "list", "--json").json
    assert (group["title"], group["members"], group["owners"], group["watches"]) == ("The privacy desk", 2, 1, 2)
    told = rows(
        place,
        "SELECT w.name, c.name, s.name FROM watch_channels JOIN watches w ON w.id = watch_id "
        "JOIN channels c ON c.id = channel_id JOIN subscribers s ON s.id = c.subscriber_id ORDER BY 1, 3",
    )
    assert told == [
        ("Faces", "mail", "dana"),
        ("Faces", "mail", "lee"),
        ("Faces", "room", "privacy-desk"),
        ("Plates", "room", "privacy-desk"),
    ]
    file.write_text(FILE + GROUP.replace("dana: owner, lee: member", "lee: owner"))
    changed = tell("watch", "apply", str(file)).out.splitlines()
    assert changed == ["- member privacy-desk / dana", "~ member privacy-desk / lee: role member → owner"]
    assert [one["name"] for one in tell("groups", "show", str(group["number"]), "--json").json] == ["lee"]


def test_a_group_of_a_file_needs_an_owner_and_members_of_the_file(tell: Tell, place: Path) -> None:
    for members, words in (
        ("{dana: member}", "a group needs a member who is its owner"),
        ("{pat: owner}", "who is no subscriber of this file"),
        ("{privacy-desk: owner}", "or is a group"),
        ("{dana: chief}", "members.dana"),
    ):
        file = place / "watches.yml"
        file.write_text(FILE + GROUP.replace("{dana: owner, lee: member}", members))
        assert words in tell("watch", "apply", str(file)).err, members


def rows(place: Path, query: str) -> list[tuple[object, ...]]:
    """What a query finds in the database of the place."""
    [file] = place.glob("**/monitor.db")
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.execute(query))
