"""Says in plain words what a query will find."""

from monitor.query.nodes import All, Any, Filter, Literal, Near, Node, Not, Query

_FIELDS = {"kind": "of the kind", "source": "from the source", "country": "from the country", "state": "from the state"}


def explain(query: Query) -> str:
    """One sentence: which texts are found, and where is looked."""
    return f"Finds texts that have {_says(query.root)}{_where(query.filters)}."


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
            return f"{_joined([_grouped(item) for item in node.items], 'or')}"


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
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _where(filters: tuple[Filter, ...]) -> str:
    if not filters:
        return ""
    return "; looks only at records " + " and ".join(
        f"{_FIELDS[field]} {' or '.join(one.value for one in filters if one.field == field)}"
        for field in dict.fromkeys(one.field for one in filters)
    )
