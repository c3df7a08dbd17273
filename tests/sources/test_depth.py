"""Pages that would take seconds or gigabytes are told from those that are merely long."""

import time

import pytest

from sources.depth import too_deep
from sources.markup import read

N = 40_000
BOMBS = {
    "blocks": "<div>" * N,
    "unclosed formatting": "".join(f"<b c={number}><p>" for number in range(5000)),
    "unclosed fonts": "".join(f"<p><font c={number}>x</p>" for number in range(5000)),
    "formatting closed too late": "".join(f"<b c={number}><p>" for number in range(5000)) + "</b>" * 5000,
    "closed in a comment": "<div><!-- </div> -->" * N,
    "closed in an attribute": '<div x="</div>">' * N,
    "closed in a script": "<div><script></div></script>" * N,
    "closed in a script beside a drawing": "<svg/><div><script></div></script>" * N,
    "closed in a declaration": "<div><!x </div>" * N,
    "closed by another name": "<div></p>" * N,
    "behind a quotation mark in no value": '<div "><div><div><p ">' * N,
    "cells of a drawing": "<svg>" + "<td>" * N,
    "closed in the data of a drawing": "<svg><g><![CDATA[ > </g> ]]>" * N,
    "unknown elements that look whole": "<x/>" * N,
}
PAGES = {
    "a table": "<table>" + "<tr><td><b>x</b></td><td><a href=x>y</a></td></tr>" * N + "</table>",
    "items left open": "<ul>" + "<li>x" * N + "</ul>",
    "paragraphs and anchors left open": "<p><a name=x>y" * N,
    "drawings": "<div><svg><path d=x /><g/></svg></div>" * N,
    "an unfinished tag": "<a " * N,
    "an unfinished quotation": '<a b="' * N,
    "unfinished comments": "<!--" * N,
    "unfinished scripts": "<script>" * N,
    "brackets": "<" * N,
    "tags in a script": "<p>x</p><script>" + "'<div>'" * N + "</script>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_too_deep(bomb: str) -> None:
    begun = time.perf_counter()
    assert too_deep(BOMBS[bomb])
    assert time.perf_counter() - begun < 5  # 0.1 s


@pytest.mark.parametrize("long", PAGES)
def test_a_long_page_is_not_and_parses_at_once(long: str) -> None:
    begun = time.perf_counter()
    assert not too_deep(PAGES[long])
    read(PAGES[long], "https://elm.example/")
    assert time.perf_counter() - begun < 5  # 0.4 s
