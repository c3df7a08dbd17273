"""Says in plain words what a query will find."""

from monitor.query.nodes import All, Any, Filter, Literal, Near, Node, Not, Query

_FIELDS = {
    "kind": "of the kind {}",
    "source": "from the source {}",
    "country": "from the country {}",
    "state": "from the state {}",
    "place": "from the place {}",
    "platform": "from the platform {}",
    "body": "of the body {}",
    "amount": "with an amount {}",
    "before": "dated before {}",
    "after": "dated {} or later",
}
_NAMED = {"topic": "the topic {}", "vendor": "the vendor {}"}
_SIGNS = {">=": "of at least ", "<=": "of at most ", ">": "above ", "<": "below "}


def explain(query: Query) -> str:
    """One sentence: which texts are found, and where is looked."""
    words = [] if query.root is None else [_says(query.root)]
    named = [one for one in query.filters if one.field in _NAMED]
    about = [one for one in query.filters if one.field not in _NAMED]
    what = f"Finds texts that have {_joined([*words, *_named(named)], 'and')}"
    return f"{what}; looks only at records {_joined(_conditions(about), 'and')}." if about else f"{what}."


def _says(node: Node) -> str:
    match node:
        case Literal():
            return _literal(node)
        case Not():
            return f"nowhere {_says(node.item)}"
        case Near():
            words = "next to" if node.words == 1 else f"within {node.words} words of"
            return f"{_grouped(node.left)} {'not ' if node.absent else ''}{words} {_grouped(node.right)}"
        case All():
            return _joined([_grouped(item) for item in node.items], "and")
        case Any():
            return _joined([_grouped(item) for item in node.items], "or")


def _grouped(node: Node) -> str:
    if isinstance(node, Any):
        return f"any of ({', '.join(_says(item) for item in node.items)})"
    return f"({_says(node)})" if isinstance(node, All) else _says(node)


def _literal(literal: Literal) -> str:
    one = " " not in literal.text
    said = f"the word “{literal.text}”" if one else f"the phrase “{literal.text}”"
    if literal.prefix:
        said = f"a word that begins with “{literal.text}”" if one else f"“{literal.text}…”, where the last word may go on"
    return f"{said} in exactly these capitals" if literal.exact else said


def _joined(parts: list[str], word: str) -> str:
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else parts[0]


def _named(filters: list[Filter]) -> list[str]:
    return [
        f"{'nowhere ' if absent else ''}{_joined(some, 'or')}"
        for field, form in _NAMED.items()
        for absent in (False, True)
        if (some := [form.format(one.value) for one in filters if one.field == field and one.absent == absent])
    ]


def _conditions(filters: list[Filter]) -> list[str]:
    """One for each field, in the order of the query; under NOT one for each filter."""
    wanted = [one for one in filters if not one.absent]
    said = [
        _FIELDS[field].format(
            _joined([_value(one) for one in wanted if one.field == field], "and" if field in {"amount", "before", "after"} else "or")
        )
        for field in dict.fromkeys(one.field for one in wanted)
    ]
    return said + [f"not {_FIELDS[one.field].format(_value(one))}" for one in filters if one.absent]


def _value(one: Filter) -> str:
    if one.field != "amount":
        return f"“{one.value}”" if one.field == "body" else one.value
    if ".." in one.value:
        return f"from {one.value.replace('..', ' to ')}"
    sign = next((sign for sign in _SIGNS if one.value.startswith(sign)), "")
    return f"{_SIGNS[sign]}{one.value.removeprefix(sign)}" if sign else f"of {one.value}"
