"""Says in plain words what a query will find."""

from monitor.language import gettext, marked, ngettext
from monitor.query.nodes import All, Any, Filter, Literal, Near, Node, Not, Query

_FIELDS = {
    "kind": marked("of the kind {}"),
    "source": marked("from the source {}"),
    "country": marked("from the country {}"),
    "state": marked("from the state {}"),
    "place": marked("from the place {}"),
    "platform": marked("from the platform {}"),
    "body": marked("of the body {}"),
    "amount": marked("with an amount {}"),
    "before": marked("dated before {}"),
    "after": marked("dated {} or later"),
}
_NAMED = {"topic": marked("the topic {}"), "vendor": marked("the vendor {}")}
_TOGETHER = {"amount", "before", "after"}  # of these all hold, of the others any
_OF = marked("of {}")
_SIGNS = {">=": marked("of at least {}"), "<=": marked("of at most {}"), ">": marked("above {}"), "<": marked("below {}")}


def explain(query: Query) -> str:
    """One sentence: which texts are found, and where is looked."""
    words = [] if query.root is None else [_says(query.root)]
    named = [one for one in query.filters if one.field in _NAMED]
    about = [one for one in query.filters if one.field not in _NAMED]
    what = _both([*words, *_named(named)])
    if not about:
        return gettext("Finds texts that have {what}.").format(what=what)
    said = gettext("Finds texts that have {what}; looks only at records {conditions}.")
    return said.format(what=what, conditions=_both(_conditions(about)))


def _says(node: Node) -> str:
    match node:
        case Literal():
            return _literal(node)
        case Not():
            return gettext("nowhere {what}").format(what=_says(node.item))
        case Near():
            return _near(node).format(words=node.words, left=_grouped(node.left), right=_grouped(node.right))
        case All():
            return _both([_grouped(item) for item in node.items])
        case Any():
            return _either([_grouped(item) for item in node.items])


def _near(node: Near) -> str:
    if node.absent:
        return ngettext("{left} not next to {right}", "{left} not within {words} words of {right}", node.words)
    return ngettext("{left} next to {right}", "{left} within {words} words of {right}", node.words)


def _grouped(node: Node) -> str:
    if isinstance(node, Any):
        return gettext("any of ({what})").format(what=", ".join(_says(item) for item in node.items))
    return f"({_says(node)})" if isinstance(node, All) else _says(node)


def _literal(literal: Literal) -> str:
    one = " " not in literal.text
    said = gettext("the word “{text}”") if one else gettext("the phrase “{text}”")
    if literal.prefix:
        said = gettext("a word that begins with “{text}”") if one else gettext("“{text}…”, where the last word may go on")
    shown = said.format(text=literal.text)
    return gettext("{what} in exactly these capitals").format(what=shown) if literal.exact else shown


def _both(parts: list[str]) -> str:
    return _joined(parts, gettext("{some} and {last}"))


def _either(parts: list[str]) -> str:
    return _joined(parts, gettext("{some} or {last}"))


def _joined(parts: list[str], form: str) -> str:
    return form.format(some=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else parts[0]


def _named(filters: list[Filter]) -> list[str]:
    return [
        gettext("nowhere {what}").format(what=_either(some)) if absent else _either(some)
        for field, form in _NAMED.items()
        for absent in (False, True)
        if (some := [gettext(form).format(one.value) for one in filters if one.field == field and one.absent == absent])
    ]


def _conditions(filters: list[Filter]) -> list[str]:
    """One for each field, in the order of the query; under NOT one for each filter."""
    wanted = [one for one in filters if not one.absent]
    said = [
        gettext(_FIELDS[field]).format((_both if field in _TOGETHER else _either)([_value(one) for one in wanted if one.field == field]))
        for field in dict.fromkeys(one.field for one in wanted)
    ]
    return said + [gettext("not {what}").format(what=gettext(_FIELDS[one.field]).format(_value(one))) for one in filters if one.absent]


def _value(one: Filter) -> str:
    if one.field != "amount":
        return f"“{one.value}”" if one.field == "body" else one.value
    if ".." in one.value:
        low, _, high = one.value.partition("..")
        return gettext("from {low} to {high}").format(low=low, high=high)
    sign = next((sign for sign in _SIGNS if one.value.startswith(sign)), "")
    return gettext(_SIGNS[sign] if sign else _OF).format(one.value.removeprefix(sign))
