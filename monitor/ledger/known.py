"""What was reviewed by hand about the names and numbers of vendors: known.yml, read and checked against the lexicon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from monitor.ledger.names import organisation
from monitor.lexicon.files import LexiconError
from monitor.lexicon.model import Vendor

FILE = Path(__file__).parent / "known.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`names`, `others` and `ambiguous` by the name of an organisation, `ids` by scheme and number; each gives the vendor.

    `names` are unmistakable, `ambiguous` ones may be those of somebody else, `others` are near misses.
    """

    names: Mapping[str, str]
    ambiguous: Mapping[str, str]
    others: Mapping[str, frozenset[str]]
    ids: Mapping[tuple[str, str], str]


def known(vendors: Iterable[Vendor], file: Path = FILE) -> Known:
    """The reviewed file together with the names of the lexicon. LexiconError, naming file and key, where they do not agree."""
    listed = list(vendors)
    data = _read(file)
    for section, entries in data.items():
        for vendor in entries:
            if vendor not in {each.name for each in listed}:
                raise LexiconError(f"{file}: {section}: {vendor}: is no vendor of the lexicon")
    reviewed = {organisation(name): vendor for vendor, names in data["names"].items() for name in names}
    return Known(
        names={**_lexicon(listed, ambiguous=False), **reviewed},
        ambiguous={name: vendor for name, vendor in _lexicon(listed, ambiguous=True).items() if name not in reviewed},
        others={vendor: frozenset(map(organisation, names)) for vendor, names in data["others"].items()},
        ids={(scheme, number): vendor for vendor, ids in data["ids"].items() for scheme, numbers in ids.items() for number in numbers},
    )


@cache
def _read(file: Path) -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    data: Mapping[str, Mapping[str, Mapping[str, list[str]]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for section in ("names", "ids", "others"):
        if not isinstance(data, dict) or not isinstance(data.get(section), dict):
            raise LexiconError(f"{file}: {section}: is missing")
    return data


def _lexicon(vendors: Iterable[Vendor], *, ambiguous: bool) -> dict[str, str]:
    """By the name of an organisation. A stem ("Axon Body*") is none; a company's own name is as ambiguous as it is in texts."""
    found = {}
    for vendor in vendors:
        doubtful = {organisation(name.strip("=")) for name in vendor.ambiguous}
        own = () if organisation(vendor.name) in doubtful else (vendor.name,)
        for name in vendor.ambiguous if ambiguous else (*own, *vendor.names):
            if "*" not in name and (key := organisation(name.strip("="))):
                found[key] = vendor.name
    return found
