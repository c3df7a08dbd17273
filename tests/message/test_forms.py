"""An alert in each of its forms, compared with texts that people have read."""

import dataclasses
import json
from datetime import date, timedelta
from pathlib import Path

from message.letters import NOW, alert, found, record

from monitor.message import Message, compose, plain
from sources.model import Kind, Stage

GOLDEN = Path(__file__).parent / "golden"


def _composed() -> Message:
    return compose(alert(), NOW, "https://monitor.example/")


def _golden(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def test_the_subject_says_where_when_what_and_how_many() -> None:
    assert _composed().subject == "Oakland City Council, 12 May: facial recognition in item 14 (2 passages)"


def test_the_text_is_as_it_was_read_and_approved() -> None:
    assert _composed().text == _golden("meeting.txt")


def test_the_markdown_is_as_it_was_read_and_approved() -> None:
    assert _composed().markdown == _golden("meeting.md")


def test_the_html_is_as_it_was_read_and_approved() -> None:
    assert _composed().html == _golden("meeting.html")


def test_the_mail_is_as_it_was_read_and_approved() -> None:
    assert _composed().mail == _golden("mail.html")


def test_the_json_is_as_it_was_read_and_approved() -> None:
    assert json.dumps(_composed().data, indent=1, ensure_ascii=False) + "\n" == _golden("meeting.json")


def test_the_same_alert_at_the_same_time_is_the_same_message() -> None:
    assert _composed() == _composed()


def test_the_key_is_the_same_at_every_attempt_and_another_for_every_revision() -> None:
    later = compose(dataclasses.replace(alert(), attempts=3), NOW + timedelta(hours=9), None)
    amended = compose(dataclasses.replace(alert(), revision=3), NOW, None)
    assert [message.key for message in (_composed(), later, amended)] == ["alert-5-2", "alert-5-2", "alert-5-3"]


def test_without_pages_of_our_own_there_is_no_link_to_them() -> None:
    message = compose(alert(), NOW, None)
    assert ("in the monitor" in message.text, message.data["url"]) == (False, "")


def test_the_brief_text_fits_where_little_fits() -> None:
    message = compose(dataclasses.replace(alert(), evidence=alert().evidence * 9), NOW, None)
    assert (len(message.text) > 2000, len(message.brief) <= 900) == (True, True)


def test_of_very_many_passages_ten_are_shown_and_the_rest_counted() -> None:
    many = tuple(found(f"In case {number} facial recognition was used.") for number in range(10_000))
    message = compose(dataclasses.replace(alert(), evidence=many), NOW, None)
    assert message.text.count("«facial recognition»") == 10
    assert "… and 9,990 more passages." in message.text
    assert message.subject.endswith("(10,000 passages)")
    assert (len(message.text) < 4000, len(json.dumps(message.data)) < 50_000, message.data["passages_total"]) == (True, True, 10_000)


def test_a_first_revision_is_not_called_new() -> None:
    assert "revision" not in compose(dataclasses.replace(alert(), revision=1), NOW, None).text


def test_a_cancelled_meeting_says_so_first() -> None:
    message = compose(dataclasses.replace(alert(), record=record(stage=Stage.CANCELLED)), NOW, None)
    assert message.subject.startswith("Cancelled: Oakland City Council, 12 May")
    assert message.text.startswith("Cancelled: Oakland City Council\n")


def test_a_notice_is_named_by_its_title() -> None:
    notice = record(kind=Kind.NOTICE, title="Body-worn video", body="", starts=None, location="", parts=())
    said = dataclasses.replace(alert(), record=notice, source_title="Find a Tender", evidence=(found("With facial recognition."),))
    assert compose(said, NOW, None).subject == "Find a Tender: facial recognition in “Body-worn video”"


def test_the_body_is_not_said_twice() -> None:
    said = dataclasses.replace(alert(), source_title="Oakland City Council")
    assert compose(said, NOW, None).subject.startswith("Oakland City Council, 12 May:")


def test_a_day_without_an_hour_stays_a_day() -> None:
    said = dataclasses.replace(alert(), record=record(starts=date(2026, 5, 12), deadline=None))
    assert "Meeting: Tuesday 12 May 2026 (in 3 days) · City Hall" in compose(said, NOW, None).text


def test_several_items_and_terms_are_counted() -> None:
    evidence = tuple(found(f"On {term} here.", term, part=f"{n} Item") for n, term in enumerate(["FRT", "Clearview", "iris scan", "frt"]))
    said = dataclasses.replace(alert(), evidence=evidence)
    assert compose(said, NOW, None).subject == "Oakland City Council, 12 May: FRT, Clearview and 1 more in 4 items (4 passages)"


def test_a_report_to_the_operator_keeps_its_lines() -> None:
    message = plain("Source is silent", "us-ca-oakland: no answer\nSince Tuesday <b>")
    assert (message.subject, message.text) == ("Source is silent", "us-ca-oakland: no answer\nSince Tuesday <\u200bb>\n")
    assert message.html == "<p>us-ca-oakland: no answer</p>\n<p>Since Tuesday &lt;b&gt;</p>\n"
    assert (message.data, message.key) == ({"subject": "Source is silent", "text": "us-ca-oakland: no answer\nSince Tuesday <b>"}, "")
