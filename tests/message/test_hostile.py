"""Texts of records that try to be something else than text."""

import dataclasses
import html
import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from message.letters import NOW, alert, found, record, saying

from monitor.message import compose
from monitor.message.clean import link
from sources.model import Amount, AmountKind, Part, Party, Role

EVIL = [
    "Agenda\r\nBcc: everyone@example.org",
    "Agenda\n\n## You won\n- click",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</blockquote></p><h1>Breaking</h1>",
    '"><a href="javascript:alert(1)">here</a>',
    "[click here](https://evil.example) ![x](https://evil.example/pixel.png)",
    "**bold** __under__ `code` ~~gone~~ ||hidden||",
    "<!channel> <@U12345> <https://evil.example|the agenda> @everyone @here",
    "\u202etxt.exe\u2066 \u200bhidden\ufeff \x00\x07\x1b[31m \u2028next \x85",
    "# Title", "- list", "1. list", "> quote", "=====", "***",
    "{{ 7*7 }} ${7*7} %s {0}",
    "a" * 100_000,
    "\ud800 lone",
    "&lt;b&gt; &amp; &#x3c;",
]  # fmt: skip


class Tags(HTMLParser):
    """Every tag of a page, with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name == "href"]


def _everywhere(evil: str) -> Any:
    one = record(
        title=evil, body=evil, location=evil, period=evil,
        parts=(Part(key="1", number=evil[:20], title=evil),),
        parties=(Party(name=evil, role=Role.SUPPLIER),),
        amounts=(Amount(kind=AmountKind.AWARD, value=Decimal(1), currency=evil, note=evil),),
    )  # fmt: skip
    evidence = found(f"{evil} facial recognition {evil}", part=f"{evil[:20]} {evil}", document=evil, why=(evil,), link=evil)
    return dataclasses.replace(alert(), record=one, source_title=evil, evidence=(evidence,), gaps=(evil,))


@pytest.mark.parametrize("evil", EVIL)
def test_the_subject_stays_one_short_line(evil: str) -> None:
    subject = compose(_everywhere(evil), NOW, None).subject
    assert (len(subject) <= 160, len(subject.splitlines()), subject.replace("\u200b", "").isprintable()) == (True, 1, True)


@pytest.mark.parametrize("evil", EVIL)
def test_the_html_holds_no_tag_and_no_link_but_ours(evil: str) -> None:
    ours = {
        ("h1", ()),
        ("h2", ()),
        ("p", ()),
        ("small", ()),
        ("strong", ()),
        ("mark", ()),
        ("blockquote", ()),
        ("br", ()),
        ("a", ("href",)),
    }
    tags = Tags(compose(_everywhere(evil), NOW, None).html)
    assert (set(tags.found) - ours, set(tags.links)) == (set(), {"https://records.example/meetings/1"})


@pytest.mark.parametrize("evil", EVIL)
def test_every_form_is_free_of_controls_and_can_be_encoded(evil: str) -> None:
    message = compose(_everywhere(evil), NOW, None)
    for form in (message.text, message.markdown, message.html, message.brief):
        assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", form) == []
        assert len(form) < 8000


@pytest.mark.parametrize("evil", EVIL)
def test_the_text_has_no_more_lines_than_an_honest_one(evil: str) -> None:
    honest = compose(_everywhere("honest words " * 10), NOW, None).text.splitlines()
    assert len(compose(_everywhere(evil), NOW, None).text.splitlines()) <= len(honest)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("@everyone", "@\u200beveryone"),
        ("<!channel>", "<\u200b!channel>"),
        ("<@U12345>", "<\u200b@\u200bU12345>"),
        ("clerk@oakland.example", "clerk@oakland.example"),
        ("a < b and 5 @ 3", "a < b and 5 @ 3"),
    ],
)
def test_a_mention_in_plain_text_calls_nobody(said: str, written: str) -> None:
    assert f"{written} «facial recognition»" in compose(saying(f"{said} facial recognition"), NOW, None).text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("[a](https://b.example)", r"\[a\](https://b.example)"),
        ("*a* _b_ `c` ~d~ |e|", r"\*a\* \_b\_ \`c\` \~d\~ \|e\|"),
        ("<b> & </b>", "\\<\u200bb\\> \\& \\<\u200b/b\\>"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_markup_in_a_record_is_text_in_markdown(said: str, written: str) -> None:
    assert f"{written} **facial recognition**" in compose(saying(f"{said} facial recognition"), NOW, None).markdown


@pytest.mark.parametrize(("title", "first"), [("# T", r"**\# T**"), ("- T", "**- T**"), ("1. T", "**1. T**"), ("> T", r"**\> T**")])
def test_a_title_is_no_list_and_no_heading_in_markdown(title: str, first: str) -> None:
    said = dataclasses.replace(alert(), record=record(title=title))
    assert compose(said, NOW, None).markdown.splitlines()[2].strip() == first


def test_a_passage_is_cut_around_its_term() -> None:
    message = compose(saying("before " * 500 + "facial recognition" + " after" * 500), NOW, None)
    (quote,) = [line.strip() for line in message.text.splitlines() if "«" in line]
    assert (len(quote) < 650, quote[0], quote[-1], "«facial recognition»" in quote) == (True, "…", "…", True)


def test_offsets_beyond_the_passage_break_nothing() -> None:
    off = dataclasses.replace(alert().evidence[0], start=500, end=900)
    assert "Staff recommends" in compose(dataclasses.replace(alert(), evidence=(off,)), NOW, None).text


@pytest.mark.parametrize("value", ["1E+400", "NaN", "Infinity", "-0.005", "123456789012345678901234567890"])
def test_an_odd_sum_is_written_in_few_characters(value: str) -> None:
    one = record(amounts=(Amount(kind=AmountKind.AWARD, value=Decimal(value), currency="USD"),))
    (money,) = [line for line in compose(dataclasses.replace(alert(), record=one), NOW, None).text.splitlines() if "Money" in line]
    assert len(money) < 60


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "https://", "http://[", "https://a b.example/",
     "https://good.example@evil.example/", "https://x.example/\u202egpj", "https://x.example/\r\nSet-Cookie: a", "", "mailto:a@b.c",
     "https://x.example/" + "a" * 3000],
)  # fmt: skip
def test_an_address_that_a_reader_must_not_follow_is_no_link(address: str) -> None:
    assert link(address) == ""


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://x.example/p.pdf#page=12", "https://x.example/p.pdf#page=12"),
        ("https://x.example/a?b=c&d=%20e+f", "https://x.example/a?b=c&d=%20e+f"),
        ("https://x.example/(a)*[b]<c>|`d`'\"", "https://x.example/%28a%29%2A%5Bb%5D%3Cc%3E%7C%60d%60%27%22"),
        ("https://x.example/straße", "https://x.example/stra%C3%9Fe"),
    ],
)
def test_an_address_keeps_its_meaning_and_loses_its_markup(address: str, written: str) -> None:
    assert link(address) == written


def test_html_shows_the_record_as_it_is_written() -> None:
    page = compose(saying("<b>Tom & Jerry</b> facial recognition"), NOW, None).html
    assert "<b>Tom & Jerry</b>" in html.unescape(page)
