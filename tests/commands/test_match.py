"""`monitor match`, as it is piped into and out of."""

import json

import pytest
from commands.conftest import Tell, spawn

LINES = [
    {"id": "a", "title": "ALPR policy", "text": "Forty license plate readers from Flock Safety"},
    {"id": 2, "text": "Parks and recreation"},
    {"id": "c", "text": "facial recognition\u2028for Zürich’s 𝔘 police; facial recognition again"},
]
INPUT = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES)


def test_each_line_is_answered_in_order_with_offsets_into_its_own_field(tell: Tell) -> None:
    answers = tell("match", "--all-topics", "--json", stdin=INPUT).json_lines
    assert [answer["id"] for answer in answers] == ["a", 2, "c"]
    assert [answer["sense"] for answer in answers] == ["subject", None, "subject"]
    for line, answer in zip(LINES, answers, strict=True):
        for hit in answer["hits"]:
            assert str(line[hit["in"]])[hit["start"] : hit["end"]] == hit["text"]
            assert set(hit) - {"vendor"} == {"topic", "sense", "in", "start", "end", "text", "why"}
    assert {"title", "text"} == {hit["in"] for hit in answers[0]["hits"]}
    assert "Flock Safety" in [hit.get("vendor") for hit in answers[0]["hits"]]


def test_a_query_is_named_in_its_hits(tell: Tell) -> None:
    _, _, last = tell("match", "--query", '"facial recognition" AND police', "--json", stdin=INPUT).json_lines
    assert [(hit["query"], hit["text"]) for hit in last["hits"]] == [
        ('"facial recognition" AND police', "facial recognition"),
        ('"facial recognition" AND police', "police"),
        ('"facial recognition" AND police', "facial recognition"),
    ]


def test_a_query_may_ask_for_a_topic_beside_its_words(tell: Tell) -> None:
    answers = tell("match", "--query", "topic:facial-recognition police", "--json", stdin=INPUT).json_lines
    assert [[hit["text"] for hit in answer["hits"]] for answer in answers] == [[], [], ["police"]]


def test_one_topic_is_all_that_is_answered(tell: Tell) -> None:
    answers = tell("match", "--topic", "license-plate-readers", "--json", stdin=INPUT).json_lines
    assert {hit["topic"] for answer in answers for hit in answer["hits"]} == {"license-plate-readers"}


def test_for_people_each_hit_is_a_line(tell: Tell) -> None:
    told = tell("match", "--query", "parks", stdin=INPUT)
    assert told.lines == ["2\tsubject\tparks\t\tParks\t" + told.lines[0].rpartition("\t")[2]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "line 3 is not JSON"),
        (b'{"text": "x"}', 'line 3: "id" is missing'),
        (b'{"id": 1, "text": 5}', 'line 3: "title" and "text" must be texts'),
        (b'{"id": 1, "text": "\xff"}', "line 3 is not UTF-8: byte 20 is 0xff"),
        (b"[" * 100_000, "line 3 is not JSON"),
    ],
)
def test_a_bad_line_is_named_and_what_came_before_it_is_answered(tell: Tell, line: bytes, said: str) -> None:
    good = b'{"id": 1, "text": "drones"}\n'
    told = tell("match", "--all-topics", "--json", stdin=good + b"\n" + line + b"\n" + good)
    assert told.code == 2
    assert told.error.startswith(f"error: {said}")
    assert [answer["id"] for answer in told.json_lines] == [1]


def test_a_byte_order_mark_and_a_last_line_without_an_end_are_no_matter(tell: Tell) -> None:
    told = tell("match", "--all-topics", "--json", stdin=b'\xef\xbb\xbf{"id": 1, "text": "drones"}\r\n{"id": 2, "text": ""}')
    assert [answer["id"] for answer in told.json_lines] == [1, 2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give one of --query Q, --topic T and --all-topics"),
        (("--query", "a", "--all-topics"), "give one of"),
        (("--topic", "facial-recogniton"), "did you mean 'facial-recognition'?"),
        (("--query", "(a"), "A parenthesis is open"),
        (("--query", "kind:filing NEC"), "leave kind:filing out"),
        (("--nope",), "see `monitor match --help`"),
    ],
)
def test_wrong_usage_is_one_line_that_says_what_to_do(tell: Tell, words: tuple[str, ...], said: str) -> None:
    told = tell("match", *words, stdin=INPUT)
    assert (told.code, told.out) == (2, "")
    assert said in told.error


def test_a_long_input_is_shared_by_processes_and_answered_in_order(tell: Tell) -> None:
    filling = "The council met and spoke of roads, parks and the budget. " * 200
    lines = [json.dumps({"id": number, "text": f"{filling} facial recognition {number}"}) for number in range(600)]  # 7 MB
    lines[550] = "{"
    with spawn("match", "--topic", "facial-recognition", "--json") as program:
        out, err = program.communicate("\n".join(lines).encode())
    assert [json.loads(line)["id"] for line in out.splitlines()] == list(range(550))
    assert err.decode().startswith("error: line 551 is not JSON")
    assert program.returncode == 2


def test_who_stops_reading_ends_it_without_a_word() -> None:
    line = json.dumps({"id": 1, "text": "drones " * 2000}).encode() + b"\n"
    with spawn("match", "--all-topics", "--json") as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        program.stdin.write(line)
        program.stdin.flush()
        program.stdout.readline()  # answered at once, though the input goes on
        program.stdout.close()
        try:
            program.stdin.write(line * 500)
            program.stdin.close()
        except BrokenPipeError:
            pass
        assert program.stderr.read() == b""
