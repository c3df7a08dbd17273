"""Reads a query. Every error points at its place and says what to write."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput

from monitor.language import gettext, number
from monitor.query.errors import QueryError
from monitor.query.filters import FIELD, IN_TEXT, filter_of
from monitor.query.nodes import OPERATORS, Filter, Literal, Near, Node, Not, Query, all_of, any_of, literals, triggers
from monitor.query.nodes import Any as Choice
from monitor.query.normalise import normalise

QUOTES = '"“”„«»'
NEAR_WORDS, NEAR_MOST = 10, 100
SHORTEST_PREFIX = 3  # letters; "a*" would be every other word

_GRAMMAR = Lark.open("query.lark", rel_to=__file__, parser="lalr", propagate_positions=True)
_NEAR = re.compile(r"\bNEAR\b")
_LOWER_NEAR = re.compile(r"near/\d+")
_NESTING = re.compile(rf"[{QUOTES}][^{QUOTES}]*[{QUOTES}]|[()]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a stranger may ask for. Generous for a person, harmless for the machine."""

    length: int = 2_000
    depth: int = 12
    terms: int = 100
    nears: int = 10


STRANGER = Limits()


def parse(text: str, limits: Limits | None = STRANGER) -> Query:
    """The query that the text says. QueryError, with its place, where it says none. Linear in the length of the text."""
    if limits is not None:
        _check_size(text, limits)
    return _parse(text, limits)


@lru_cache(maxsize=4096)
def _parse(text: str, limits: Limits | None) -> Query:
    try:
        tree = _GRAMMAR.parse(text)
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    reader = _Reader(text)
    root = reader.root(tree.children[0])
    if root is None:
        return Query(root=None, filters=tuple(reader.filters))
    terms = sum(1 for _ in literals(root))
    if limits is not None and terms > limits.terms:
        raise QueryError(
            gettext("This query has {count} words and phrases; at most {most} can be looked for. Make two watches of it.").format(
                count=terms, most=limits.terms
            ),
            text=text,
            column=0,
        )
    if triggers(root) is None:
        raise QueryError(
            gettext('NOT alone would find nearly every record. Say also what must be there: "facial recognition" NOT airport.'),
            text=text,
            column=max(text.find("NOT"), 0),
            length=3,
        )
    return Query(root=root, filters=tuple(reader.filters))


def _check_size(text: str, limits: Limits) -> None:
    if len(text) > limits.length:
        message = gettext("This query has {count} characters; at most {most} can be read.")
        raise QueryError(message.format(count=number(len(text)), most=number(limits.length)), text=text, column=limits.length)
    nears = len(_NEAR.findall(text))
    if nears > limits.nears:
        message = gettext("This query has {count} NEAR; at most {most} can be read.").format(count=nears, most=limits.nears)
        raise QueryError(message, text=text, column=text.find("NEAR"), length=4)
    depth = 0
    for mark in _NESTING.finditer(text):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth > limits.depth:
            message = gettext("Parentheses are nested more than {most} deep. Leave out those that change nothing.")
            raise QueryError(message.format(most=limits.depth), text=text, column=mark.start())


def _explained(error: UnexpectedInput, text: str) -> QueryError:
    end = len(text.rstrip())
    if not text.strip():
        return QueryError(gettext('Type a word or a "phrase in quotes".'), text=text, column=0)
    token = getattr(error, "token", None)
    if isinstance(error, UnexpectedEOF) or (token is not None and token.type == "$END"):
        if text.count("(") > text.count(")"):
            return QueryError(gettext('A parenthesis is open. Write ")" where it ends.'), text=text, column=text.rfind("("))
        return QueryError(
            gettext("The query stops here: write a word after the operator, or take it away."), text=text, column=max(end - 1, 0)
        )
    column = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters) and text[column] in QUOTES:
        return QueryError(gettext('A quotation mark is open. Write " where the phrase ends.'), text=text, column=column)
    found = str(token) if token is not None else text[column]
    if found == ")":
        return QueryError(gettext('This ")" closes nothing, or nothing stands before it. Take it away.'), text=text, column=column)
    advice = gettext('Write a word before {word}; to look for the word itself, put it in quotes: "{word}".')
    return QueryError(advice.format(word=found), text=text, column=column, length=len(found))


Branch = Any  # Tree[Token] of lark, whose children are typed as either branch or leaf


class _Reader:
    """Turns a tree of tokens into nodes. Collects the filters, which stand outside all parentheses."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.filters: list[Filter] = []

    def error(self, message: str, token: Token) -> QueryError:
        return QueryError(message, text=self._text, column=token.start_pos or 0, length=len(token))

    def root(self, tree: Branch) -> Node | None:
        """What is left when the filters are taken out; None where they name a topic or a vendor, and no words."""
        items = tree.children if tree.data == "both" else [tree]
        wanted = [item for item in items if not self._is_filter(item)]
        if wanted:
            return all_of([self.node(item) for item in wanted])
        if any(one.field in IN_TEXT and not one.absent for one in self.filters):
            return None
        message = gettext("Say also which words to look for, or a topic: or vendor:. These filters alone find every record of their kind.")
        raise QueryError(message, text=self._text, column=0, length=len(self._text))

    def _is_filter(self, item: Branch) -> bool:
        absent = item.data == "negation"
        inner = item.children[0] if absent else item
        if inner.data not in {"word", "phrase"}:
            return False
        token = cast("Token", inner.children[0])
        if FIELD.match(token) is None:
            return False
        self.filters.append(filter_of(token, self.error, absent=absent))
        return True

    def node(self, tree: Branch) -> Node:
        match tree.data:
            case "either":
                return any_of([self.node(item) for item in tree.children])
            case "both":
                return all_of([self.node(item) for item in tree.children])
            case "negation":
                return Not(item=self.node(tree.children[0]))
            case "near":
                return self._near(tree)
            case _:
                return self._literal(tree)

    def _near(self, tree: Branch) -> Near:
        left, right = self.node(tree.children[0]), self.node(tree.children[2])
        operator = cast("Token", tree.children[1])
        absent, distance = operator.startswith("NOT"), operator.partition("/")[2]
        if "/" in operator and not (distance.isascii() and distance.isdigit() and 1 <= int(distance[:9]) <= NEAR_MOST):
            message = gettext("Write a number of words from 1 to {most}, such as NEAR/{usual}.")
            raise self.error(message.format(most=NEAR_MOST, usual=NEAR_WORDS), operator)
        if not (_has_places(left) and _has_places(right)):
            message = gettext('Beside NEAR write words, "phrases", or (words OR phrases): AND and NOT have no place in a text.')
            raise self.error(message, operator)
        if not distance and isinstance(right, Literal) and right.text.isdigit() and tree.children[2].data == "word":
            message = gettext('Write NEAR/{count} in one piece; to look for the number, put it in quotes: "{count}".')
            raise self.error(message.format(count=right.text), operator)
        return Near(left=left, right=right, words=int(distance or NEAR_WORDS), absent=absent)

    def _literal(self, tree: Branch) -> Literal:
        token = cast("Token", tree.children[0])
        if FIELD.match(token):
            message = gettext("A filter holds for the whole query: write it outside the parentheses, without OR and NEAR.")
            raise self.error(message, token)
        if token.type == "WORD":
            self._check_word(token)
        exact, body = token.startswith("="), token.removeprefix("=")
        prefix, body = body.rstrip(QUOTES).endswith("*"), body.lstrip(QUOTES).rstrip(QUOTES + "*").strip()
        if "*" in body:
            raise self.error(gettext("A * stands at the end of a word: biometr*. Write the words in full, joined by OR."), token)
        plain = normalise(body)
        if not plain.replace(".", "").strip():
            raise self.error(gettext("There is no letter or digit to look for here. Write a word."), token)
        if prefix and len(plain.rpartition(" ")[2]) < SHORTEST_PREFIX:
            raise self.error(gettext("Write at least {least} letters before the *.").format(least=SHORTEST_PREFIX), token)
        return Literal(text=" ".join(body.split()), prefix=prefix, exact=exact)

    def _check_word(self, token: Token) -> None:
        if token.partition("/")[0] in OPERATORS:
            advice = gettext('Write a word before {word}; to look for the word itself, put it in quotes: "{word}".')
            raise self.error(advice.format(word=token), token)
        if token.lower() in {"and", "or", "not"} or _LOWER_NEAR.fullmatch(token):
            advice = gettext('Write {operator} in capitals to join words; to look for the word itself, put it in quotes: "{word}".')
            raise self.error(advice.format(operator=token.upper(), word=token), token)
        if token.startswith("-") and token[1:2].isalnum():
            advice = gettext('To leave texts out write NOT {text}; to look for the word itself, put it in quotes: "{word}".')
            raise self.error(advice.format(text=token[1:], word=token), token)


def _has_places(node: Node) -> bool:
    if isinstance(node, Choice):
        return all(_has_places(item) for item in node.items)
    return isinstance(node, Literal | Near)
