"""Gathers the texts to be translated from templates, code and the words of the model, and brings the catalogues of `locale/` up to date.

python -m monitor.web.catalogue          after a text was added or changed
python -m monitor.web.catalogue fr       begins another language
"""

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from monitor.diff.change import What
from monitor.language import LANGUAGES, LOCALE, ORIGINAL
from monitor.ledger.chains import Doubt
from monitor.ledger.entry import Money
from monitor.ledger.standing import Standing
from monitor.lexicon import load
from monitor.model import Delivery, Sense
from monitor.store import alerts, documents, gauges
from monitor.store.tally import By
from sources.errors import Outcome
from sources.model import AmountKind, Kind, LinkKind, Role, Stage

PACKAGE = Path(__file__).parents[1]
FOUND_IN = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"gettext": None, "marked": None, "ngettext": (1, 2), "_": None}
WORDS: tuple[type[StrEnum], ...] = (
    *(Kind, LinkKind, Role, AmountKind, Stage, Outcome, Sense, Delivery, Money, Standing, Doubt, By, What),
    *(alerts.State, documents.State),
)
"""What pages show of these is said by their values."""
WIDTH = 120


def gathered() -> Catalog:
    """All texts that a language must have, in order."""
    catalog = Catalog(project="Public Records Monitor", charset="utf-8")
    found = extract_from_dir(
        PACKAGE, FOUND_IN, {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}, KEYWORDS, comment_tags=["Translators:"]
    )
    for file, _, message, comments, _ in sorted(found, key=lambda each: (each[0], each[1])):
        catalog.add(message, None, [(f"monitor/{file}", 0)], auto_comments=comments)
    for word, where in words():
        catalog.add(word, None, auto_comments=[where])
    return catalog


def words() -> Iterator[tuple[str, str]]:
    """The words of the model that pages show, each with where it is from."""
    for each in WORDS:
        yield from ((member.value.replace("_", " "), f"{each.__module__}: {each.__name__}") for member in each)
    yield from ((name, "a queue on the operator's page") for name in gauges.QUEUES)
    yield from ((title, "a topic") for title in load().titles.values())


def update(codes: Iterable[str]) -> None:
    """Bring the catalogues of these languages up to date. Texts that are new are left empty; those that are gone are dropped."""
    for code in codes:
        path = LOCALE / f"{code}.po"
        known = read_po(path.open("rb"), locale=code) if path.exists() else Catalog(locale=code, fuzzy=False)
        # Nothing is guessed by likeness: a wrong word is worse than a missing one, which the tests name.
        known.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
        known.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, known, width=WIDTH, ignore_obsolete=True, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    update(sys.argv[1:] or [code for code in LANGUAGES if code != ORIGINAL])
