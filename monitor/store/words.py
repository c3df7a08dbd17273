"""The index of words: FTS5 on SQLite, tsvector on PostgreSQL. Narrows a search to texts that have the words it needs."""

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, Select, column, select, table, text

from monitor.query.narrow import ANYTHING, alternatives, words
from monitor.query.nodes import All, Literal, Node

MANY = 8
"""Alternatives beyond which PostgreSQL is given them one by one. As one tsquery each of them is tried on every text that has any of the
words: a topic of 1,700 phrases took 13 s over 200,000 texts, and one by one 20 ms."""

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
    each = [*map(_tsquery, alternatives(need)), f"'{ANYTHING}'"]
    if len(each) <= MANY:
        return select(_POSTGRES.c.text_id).where(text("words @@ CAST(:needed AS tsquery)").bindparams(needed=" | ".join(each)))
    joined = text("SELECT DISTINCT text_id FROM unnest(CAST(:needed AS tsquery[])) AS one JOIN text_words ON words @@ one")
    found = joined.bindparams(needed=each).columns(column("text_id", Integer)).subquery()
    return select(found.c.text_id)


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
