"""What `monitor match` answers."""

import json

import pytest

from monitor.lexicon import load
from monitor.query.lines import LineError, match_lines, of_query, of_topics

TOPICS = of_topics(load())


def test_each_line_is_answered_in_order() -> None:
    lines = [
        json.dumps({"id": 1, "title": "ALPR policy", "text": "The body-worn cameras of Axon"}),
        "\n",
        json.dumps({"id": "b", "text": "Parks"}),
    ]
    first, second = match_lines(lines, TOPICS)
    assert [(hit["topic"], hit["in"], hit["start"], hit["end"], hit["text"]) for hit in first["hits"]] == [
        ("license-plate-readers", "title", 0, 4, "ALPR"),
        ("body-worn-cameras", "text", 4, 21, "body-worn cameras"),
        ("vendors", "text", 25, 29, "Axon"),
    ]
    assert (first["id"], first["sense"], first["hits"][2]["vendor"]) == (1, "subject", "Axon")
    assert second == {"id": "b", "sense": None, "hits": []}


def test_a_query_is_answered_with_itself() -> None:
    [answer] = match_lines(['{"id": 1, "text": "a water meter"}'], of_query("water meter"), query="water meter")
    assert [(hit["query"], hit["text"]) for hit in answer["hits"]] == [("water meter", "water"), ("water meter", "meter")]


def test_one_topic_may_be_asked_for() -> None:
    [answer] = match_lines(['{"id": 1, "text": "ALPR and facial recognition"}'], TOPICS, topic="facial-recognition")
    assert [hit["topic"] for hit in answer["hits"]] == ["facial-recognition"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 5}', '{"id": 1, "text": "", "title": 5}'])
def test_a_bad_line_is_named_by_its_number(line: str) -> None:
    with pytest.raises(LineError, match="line 2"):
        list(match_lines(['{"id": 1, "text": ""}', line], TOPICS))
