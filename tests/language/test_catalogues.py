"""Each language has every text, with the same places to fill in and the same markup; and no text stands in a page unmarked."""

import ast
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import nodes

from monitor.language import LANGUAGES, LOCALE, ORIGINAL
from monitor.web.catalogue import gathered
from monitor.web.shown import HERE, TEMPLATES

LANGUAGE_CODES = [code for code in LANGUAGES if code != ORIGINAL]
TEMPLATE_NAMES = sorted(file.name for file in (HERE / "templates").glob("*.html"))
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "summary"}
FILLED = re.compile(r"%\(\w+\)s|\{\w*\}")
TAGS = re.compile(r"<[^>]*>")
LETTERS = re.compile(r"[^\W\d_]{2,}")
GAP = "\x00"  # where a template puts something in


def catalogue(code: str) -> Catalog:
    with (LOCALE / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def originals(message: Message) -> list[str]:
    """The text as it was written; for a number in the singular and in the plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def forms(message: Message) -> list[str]:
    """The text in the language, in all forms that numbers need there."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_a_language_has_every_text_and_no_other(code: str) -> None:
    there = catalogue(code)
    assert {message.id for message in there if message.id} == {message.id for message in gathered() if message.id}, (
        "run python -m monitor.web.catalogue"
    )
    assert [message.id for message in there if message.id and (message.fuzzy or not all(forms(message)))] == []


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_a_text_has_the_places_and_the_markup_of_its_original(code: str) -> None:
    told = [message for message in catalogue(code) if message.id]
    assert len(told) > 300
    for take in (FILLED, TAGS):
        assert [
            said
            for message in told
            for said in forms(message)
            if Counter(take.findall(said)) not in [Counter(take.findall(original)) for original in originals(message)]
        ] == []


class Words(HTMLParser):
    """What a template says in letters of its own: in texts, and in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._kept: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("translate") == "no" or tag in ("code", "style"):
            self._kept += [] if tag == "input" else [tag]
            return
        self.found += [value for name, value in attrs if name in SPOKEN and value and LETTERS.search(value)]

    def handle_endtag(self, tag: str) -> None:
        if self._kept and self._kept[-1] == tag:
            self._kept.pop()

    def handle_data(self, data: str) -> None:
        if not self._kept and LETTERS.search(data.replace("Public Records Monitor", "")):
            self.found.append(data.strip(f"{GAP} \n"))


def shown(node: nodes.Node) -> list[str]:
    """The words that an expression of a template puts into the page itself: not those that it hands to a function or a filter."""
    if isinstance(node, nodes.Const):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, nodes.CondExpr):
        return [each for part in (node.expr1, node.expr2) if part for each in shown(part)]
    if isinstance(node, nodes.Or | nodes.And):
        return shown(node.left) + shown(node.right)
    return [each for part in node.nodes for each in shown(part)] if isinstance(node, nodes.Concat) else []


def said(template: str) -> list[str]:
    """What stands in the text of a template without being marked."""
    html, loose = "", []
    for output in TEMPLATES.env.parse((HERE / "templates" / template).read_text()).find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                html += node.data
            else:
                html += GAP
                loose += [words for words in shown(node) if LETTERS.search(words)]
    reader = Words()
    reader.feed(html)
    return reader.found + [words for words in loose if words not in ("bad", "good")]  # names of classes


@pytest.mark.parametrize("template", TEMPLATE_NAMES)
def test_no_text_of_a_template_is_unmarked(template: str) -> None:
    assert said(template) == []


MARKING = {"gettext", "ngettext", "marked"}
PROSE = re.compile(r"[^\W\d_]+ [^\W\d_]+")
MODULES = sorted(file for file in HERE.glob("*.py") if file.name not in {"api.py", "vitals.py", "catalogue.py", "shown.py"})
"""Modules that make pages; the API and the metrics speak English."""


def unmarked(tree: ast.Module) -> list[str]:
    """Texts of two words and more that stand in the code of a page and are neither marked nor a docstring."""
    fine: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in MARKING:
            fine |= {id(each) for argument in node.args for each in ast.walk(argument)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fine.add(id(node.value))
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in fine)
    return [node.value for node in texts if PROSE.search(node.value)]


# Names of our own, and what only programs read.
KEPT = {
    "Not Found",
    "Method Not Allowed",
    "Public Records Monitor",
    " · Public Records Monitor",
    "-//Public Records Monitor//EN",
    "This monitor is private: sign in at /mine\n",
    "A text with a NUL in it is in no record\n",
}


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.name)
def test_no_text_that_a_module_puts_into_a_page_is_unmarked(module: Path) -> None:
    assert [text for text in unmarked(ast.parse(module.read_text())) if text not in KEPT] == []
