"""The index of words: FTS5 on SQLite, tsvector on PostgreSQL. Narrows a search to texts that have the words it needs."""

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, Select, column, select, table, text

from monitor.query.narrow import ANYTHING, words
from monitor.query.nodes import All, Literal, Node

_SQLITE = table("text_words", column("rowid", Integer))
_POSTGRES = table("text_words", column("text_id", Integer))


def add(connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Index texts by their ids, in the transaction that stores them."""
    if not texts:
        return
    if connection.dialect.name == "sqlite":
        rows = [{"id": identity, "words": " ".join(words(content))} for identity, content in texts]
        connection.execute(text("INSERT INTO text_words (rowid, words) VALUES (:id, :words)"), rows)
    else:
        given = [{"id": identity, "words": sorted(words(content))} for identity, content in texts]
        connection.execute(text("INSERT INTO text_words (text_id, words) VALUES (:id, array_to_tsvector(:words))"), given)


def having(connection: Connection, need: Node) -> Select[tuple[int]]:
    """The ids of texts that have the words; `need` is what `narrow.needed` gave."""
    if connection.dialect.name == "sqlite":
        asked = f'{_fts(need)} OR "{ANYTHING}"'
        return select(_SQLITE.c.rowid).where(text("text_words MATCH :needed").bindparams(needed=asked))
    asked = f"{_tsquery(need)} | '{ANYTHING}'"
    return select(_POSTGRES.c.text_id).where(text("words @@ CAST(:needed AS tsquery)").bindparams(needed=asked))


def _fts(node: Node) -> str:
    """https://www.sqlite.org/fts5.html, "Full-text Query Syntax". Words hold letters and digits only."""
    if isinstance(node, Literal):
        return f'"{node.text}"{"*" if node.prefix else ""}'
    return f"({(' AND ' if isinstance(node, All) else ' OR ').join(map(_fts, _items(node)))})"


def _tsquery(node: Node) -> str:
    """https://www.postgresql.org/docs/current/datatype-textsearch.html, "tsquery"."""
    if isinstance(node, Literal):
        return f"'{node.text}'{':*' if node.prefix else ''}"
    return f"({(' & ' if isinstance(node, All) else ' | ').join(map(_tsquery, _items(node)))})"


def _items(node: Node) -> Sequence[Node]:
    return node.items  # type: ignore[union-attr]  # `needed` gives words, All and Any only
