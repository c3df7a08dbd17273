"""What a page may be read as, and what it is refused as."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sources.errors import Blocked, Inconclusive, LayoutChanged, Unavailable
from sources.page import Page

URL = "https://elm.example/agendas/list.aspx"


def page(body: bytes | str, type_: str = "text/html") -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(url=URL, status=200, headers={"content-type": type_}, body=content, fetched_at=datetime(2026, 11, 24, tzinfo=UTC))


TEXTS = {
    "a mark before all else": (b"\xef\xbb\xbfcaf\xc3\xa9", "text/plain; charset=iso-8859-1", "café"),
    "the header": ("café".encode("iso8859-15"), "text/plain; charset=ISO-8859-15", "café"),
    "the header before the page": ("Łódź".encode("iso8859-2"), 'text/html; charset="iso-8859-2"', "Łódź"),
    "Latin-1 as Windows means it": (b"\x93Item\x94", "text/html; charset=latin1", "“Item”"),
    "UTF-16 with its mark": ("café".encode("utf-16"), "text/xml", "café"),
    "UTF-16 without": ("<a>é</a>".encode("utf-16-le"), "text/xml", "<a>é</a>"),
    "the page's meta": (b"<meta charset=windows-1251>\xcf", "text/html", "<meta charset=windows-1251>П"),
    "the page's old meta": (
        b'<meta http-equiv=Content-Type content="text/html; charset=windows-1251">\xcf',
        "text/html",
        '<meta http-equiv=Content-Type content="text/html; charset=windows-1251">П',
    ),
    "an XML declaration": (
        b'<?xml version="1.0" encoding="iso-8859-15"?><a>\xa4</a>',
        "",
        '<?xml version="1.0" encoding="iso-8859-15"?><a>€</a>',
    ),
    "a declaration that cannot be": (b'<?xml version="1.0" encoding="utf-16"?>\xc3\xa9', "", '<?xml version="1.0" encoding="utf-16"?>é'),
    "UTF-8 unsaid": ("café".encode(), "text/plain", "café"),
    "Windows unsaid": (b"caf\xe9 \x96", "text/plain", "café –"),
    "Windows that calls itself UTF-8": (b"caf\xe9", "text/plain; charset=utf-8", "café"),
    "UTF-8 with one torn letter": ("éèà".encode() + b"\xc3", "text/plain; charset=utf-8", "éèà\N{REPLACEMENT CHARACTER}"),
    "a charset that nobody knows": (b"caf\xc3\xa9", "text/plain; charset=klingon", "café"),
    "a charset that is none": (b"caf\xc3\xa9", "text/plain; charset=hex", "café"),
    "nothing": (b"", "", ""),
}


@pytest.mark.parametrize("case", TEXTS)
def test_text_is_decoded_as_it_was_meant(case: str) -> None:
    body, type_, expected = TEXTS[case]
    assert page(body, type_).text == expected


def test_json_has_decimals_and_texts_that_a_database_takes() -> None:
    body = r'{"sum": 12.30, "n": 3, "t": "a\u0000b\ud800c\ud83d\ude00\\u0000"}'
    assert page(body).json(dict) == {"sum": Decimal("12.30"), "n": 3, "t": "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c😀\\u0000"}


READ: dict[str, Callable[[Page], Any]] = {
    "json": lambda p: p.json(dict),
    "html": lambda p: p.html(),
    "xml": lambda p: p.xml("root"),
    "csv": lambda p: list(p.csv("id", "title")),
    "feed": lambda p: p.feed(),
}
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><root>&b;</root>'
REFUSED = [
    ("json", "<html></html>"),
    ("json", "[]"),
    ("json", '{"a": 1e9999}'),
    ("json", '{"a": -1e-9999}'),
    ("json", '{"a": NaN}'),
    ("json", '{"a": Infinity}'),
    ("json", '{"a": "\0"}'),
    ("json", '{"a": 1} {"a": 2}'),
    ("json", '{"a": ' + "9" * 5000 + "}"),
    ("json", '{"a":' + "[" * 200_000),
    ("html", '{"error": "<b>"}'),
    ("html", "out of order"),
    ("html", "<div>" * 80_000),
    ("xml", LAUGHS),
    ("xml", '<!DOCTYPE root SYSTEM "file:///etc/passwd"><root/>'),
    ("xml", "<other/>"),
    ("xml", "<root>" + "<a>" * 1000 + "</a>" * 1000 + "</root>"),
    ("csv", "<html></html>"),
    ("csv", "id,name\n1,2\n"),
    ("csv", "id,title,id\n1,2,3\n"),
    ("csv", "id,title\n1\n"),
    ("csv", "id,title\n1,2,3\n"),
    ("csv", 'id,title\n1,"2\n'),
    ("feed", "<!DOCTYPE html><html><title>Log in</title></html>"),
    ("feed", "<html><rss></rss></html>"),
    ("feed", "http://127.0.0.1/feed"),
    ("feed", "/etc/passwd"),
    ("feed", "<rss version='2.0'>" + "<a>" * 100_000 + "</a>" * 100_000 + "</rss>"),
    ("feed", LAUGHS.replace("root", "rss")),
]


@pytest.mark.parametrize(("kind", "body"), REFUSED, ids=[f"{kind} {body[:30]!r}" for kind, body in REFUSED])
def test_what_is_not_as_it_was_is_a_changed_layout_that_names_the_page(kind: str, body: str) -> None:
    with pytest.raises(LayoutChanged, match=URL):
        READ[kind](page(body))


SIGN_IN = "<html><title>Sign in - Elm</title><form><input name=p type='password'></form></html>"
CUT: dict[str, str] = {
    "json": '[{"id": 1, "title": "Ag',
    "html": "<!DOCTYPE html><html><body><table><tr><td>Agen",
    "xml": "<root><a>",
    "feed": "<rss version='2.0'><channel><item>",
}


@pytest.mark.parametrize("kind", READ)
def test_an_empty_answer_proves_nothing(kind: str) -> None:
    with pytest.raises(Inconclusive, match=f"an empty answer.*{URL}"):
        READ[kind](page(" \r\n"))


@pytest.mark.parametrize("kind", READ)
def test_a_page_for_signing_in_is_a_refusal_whatever_its_status_says(kind: str) -> None:
    with pytest.raises(Blocked, match=f"signing in.*{URL}"):
        READ[kind](page(SIGN_IN))


def test_a_page_with_a_form_for_signing_in_at_its_edge_is_a_page() -> None:
    assert page("<html><title>Sign in to speak: agendas</title><p>Item</p><form><input type=password></form></html>").html().has("p")
    assert page("<html><title>Agendas</title><form>Log in <input type=password></form></html>").html().has("form")


@pytest.mark.parametrize("kind", CUT)
def test_what_was_cut_off_is_to_be_asked_for_again(kind: str) -> None:
    with pytest.raises(Unavailable, match=f"cut off after .*{URL}"):
        READ[kind](page(CUT[kind]))


def test_a_page_of_another_system_is_called_by_its_name() -> None:
    other = page("<html><title>Calendar</title><a href='https://elm.granicus.com/AgendaViewer.php?view_id=1'>Agenda</a></html>")
    with pytest.raises(LayoutChanged, match=r"a page of Granicus: nothing in it matches '\.MeetingRow'"):
        other.html(sign=".MeetingRow")
    with pytest.raises(LayoutChanged, match="a page of Granicus: not JSON"):
        other.json(list)
    with pytest.raises(LayoutChanged, match="another answer than we know: nothing in it"):
        page("<html><p>Welcome</p></html>").html(sign=".MeetingRow")


LIST = """<title>Agendas</title><style>p {color: red}</style><base href="/docs/">
<table><tr><td>Nov 2</td><td>fac<b>ial</b> recog&shy;nition</td><td><a href="a.pdf?x=1">Agenda</a></td></tr>
<tr><td>Nov 9</td><td>Parks</td><td><a>none</a></td></tr></table><p class=total>2 rows</p><script>document.write("<i>no</i>")</script>"""


def test_words_of_blocks_stay_apart_and_letters_of_one_word_together() -> None:
    assert page(LIST).html().text == "Agendas Nov 2 facial recog\N{SOFT HYPHEN}nition Agenda Nov 9 Parks none 2 rows"


def test_rows_are_found_with_their_absolute_addresses() -> None:
    rows = page(LIST).html().some("tr")
    assert [row.some("td")[0].text for row in rows] == ["Nov 2", "Nov 9"]
    assert rows[0].one("a").link() == "https://elm.example/docs/a.pdf?x=1"
    assert rows[0].one("a").attr("href") == "a.pdf?x=1"
    assert rows[1].one("a").get("href") is None


def test_an_address_is_relative_to_the_page_where_no_base_is_said() -> None:
    assert page("<a href='b.pdf'>b</a>").html().one("a").link() == "https://elm.example/agendas/b.pdf"


def test_a_script_is_there_for_those_who_ask_for_it() -> None:
    body = '<script id=data>{"a": "<td>"}</script>'
    assert page(body).html(scripts=True).one("#data").raw == '{"a": "<td>"}'
    assert page(body).html().maybe("script") is None


@pytest.mark.parametrize("asked", ["one", "some"])
def test_absence_names_the_selector_and_the_page(asked: str) -> None:
    with pytest.raises(LayoutChanged, match=rf"'li\.item'.*{URL}"):
        getattr(page(LIST).html(), asked)("li.item")


def test_one_is_not_several() -> None:
    html = page(LIST).html()
    for ask in (html.one, html.maybe):
        with pytest.raises(LayoutChanged, match="2 elements match 'tr', expected one"):
            ask("tr")


def test_nothing_is_found_only_where_the_page_says_that_there_is_nothing() -> None:
    html = page("<p>No&nbsp;meetings\n found.</p>").html()
    assert html.some("tr", empty="no meetings found") == []
    with pytest.raises(LayoutChanged, match="'nothing here' are not there either"):
        html.some("tr", empty="nothing here")


def test_a_missing_attribute_and_a_broken_address_are_named() -> None:
    html = page("<a class=x>y</a><a id=z href='http://[oops'>").html()
    with pytest.raises(LayoutChanged, match=f"a.x has no attribute 'href'.*{URL}"):
        html.one("a.x").attr("href")
    with pytest.raises(LayoutChanged, match=f"#z has no address in 'href'.*{URL}"):
        html.one("#z").link()


def test_xml_of_any_version_and_encoding_is_read() -> None:
    body = '<?xml version="1.1" encoding="UTF-16"?><x:root xmlns:x="u"><a>é</a></x:root>'.encode("utf-16")
    assert page(body, "text/xml").xml("root").findtext("a") == "é"


def test_csv_rows_come_by_column_with_their_line_breaks() -> None:
    body = b'\xef\xbb\xbfid , title\r\n1,"Cameras,\r\nfixed"\r\n\r\n2,Parks\r\n'
    assert list(page(body, "text/csv").csv("id")) == [{"id": "1", "title": "Cameras,\r\nfixed"}, {"id": "2", "title": "Parks"}]


def test_csv_may_have_fields_longer_than_the_library_thinks() -> None:
    assert len(next(page("id;text\n1;" + "x" * 200_000).csv("text", delimiter=";"))["text"]) == 200_000


RSS = """<?xml version="1.0" encoding="utf-8"?><?xml-stylesheet href="x"?><!-- feed -->
<rss version="2.0"><channel><title>Elm</title>
<item><guid>g1</guid><title>Agenda &amp; packet</title><link>https://elm.example/1</link><pubDate>Mon, 02 Nov 2026 10:00:00 -0500</pubDate>
<category>Council</category><enclosure url="https://elm.example/1.pdf" type="application/pdf" length="1"/></item>
<item><title>Minutes</title><link>https://elm.example/2</link><pubDate>soon</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>e1</id><title>Grün</title><updated>2026-11-02T10:00:00Z</updated></entry></feed>"""


def test_a_feed_gives_its_entries() -> None:
    first, second = page(RSS, "text/xml").feed()
    assert (first.id, first.title, first.link) == ("g1", "Agenda & packet", "https://elm.example/1")
    assert first.published == datetime(2026, 11, 2, 15, tzinfo=UTC)
    assert (first.updated, first.tags) == (None, ("Council",))
    assert first.enclosures == (("https://elm.example/1.pdf", "application/pdf"),)
    assert (second.id, second.published) == ("https://elm.example/2", None)


def test_a_feed_in_another_encoding_gives_its_entries() -> None:
    (entry,) = page(f'<?xml version="1.0" encoding="iso-8859-15"?>{ATOM}'.encode("iso8859-15"), "application/atom+xml").feed()
    assert (entry.id, entry.title, entry.updated) == ("e1", "Grün", datetime(2026, 11, 2, 10, tzinfo=UTC))


def test_a_feed_may_be_empty() -> None:
    assert page('<rss version="2.0"><channel><title>Elm</title></channel></rss>').feed() == []


def test_a_feed_with_entities_of_html_and_bare_ampersands_is_read_all_the_same() -> None:
    (entry,) = page("<rss version='2.0'><channel><item><title>Parks & Caf&eacute;s&nbsp;&amp; AT&T</title></item></channel></rss>").feed()
    assert entry.title == "Parks & Caf\xe9s\xa0& AT&T"
