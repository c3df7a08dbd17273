"""Which vendor a party is: by number, by decision, by reviewed name; whatever else looks alike waits for a person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.ledger.known import Known
from monitor.ledger.names import names, organisation
from monitor.ledger.resemblance import Verdict, compare

BRANCH = frozenset(
    {"OF", "NORTH", "AMERICA", "AMERICAS", "US", "USA", "UNITED", "STATES", "UK", "CANADA", "AUSTRALIA", "EUROPE"}
) | frozenset({"GERMANY", "DEUTSCHLAND", "FRANCE", "ITALIA", "ESPANA", "BRASIL", "JAPAN"})
"""What a name has more where it is that of a branch: countries, and nothing that is a trade."""
BLOCK = 3  # letters at the beginning of a word that two names must share before they are compared
SHORTEST = 4  # signs of a number; the clients of the US register have five or six, and "0" or "123" is what people type for none
REMEMBERED = 50_000  # names whose answers are kept in memory

Ids = tuple[tuple[str, str], ...]
Decisions = Mapping[tuple[str, str], bool]
"""By the name of an organisation (or a number as `number_key` writes it) and a vendor: whether a person said that they are one."""
WITHIN = frozenset({"senate-id", "US-OFFICE", "US-AGENCY"})
"""Schemes whose numbers name no organisation: a client within a registrant, an office."""
SIGN = "#"  # begins no name of an organisation


def number_key(scheme: str, number: str) -> str:
    """A number that a register gives to an organisation, as decisions know it."""
    return f"{SIGN}{scheme} {number}"


def tells(scheme: str, number: str) -> bool:
    """Whether a number tells one organisation from all others: not "0", "N/A", and not one that counts within another's list."""
    return scheme not in WITHIN and len(number) >= SHORTEST and any(sign.isdigit() for sign in number) and len(set(number)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A vendor that a party may be. A person decides."""

    vendor: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Who a party is. `key` is the organisation's name in common; `vendor` None: none that we know, or undecided among the candidates.

    `ids` are the numbers that the record gives it.
    """

    key: str
    vendor: str | None = None
    why: str = ""
    candidates: tuple[Candidate, ...] = ()
    ids: Ids = ()

    @property
    def who(self) -> str:
        """What its sums are listed under."""
        return self.vendor or self.key


class Identity:
    """Knows vendors by number, name and decision."""

    def __init__(self, known: Known, decisions: Decisions | None = None) -> None:
        self.known = known
        self.decisions = dict(decisions or {})
        self._numbers = {number_key(*id_): vendor for id_, vendor in known.ids.items()}
        self._numbers |= {key: vendor for (key, vendor), same in self.decisions.items() if same and key.startswith(SIGN)}
        for (key, vendor), same in self.decisions.items():
            if not same and self._numbers.get(key) == vendor:
                del self._numbers[key]
        self._blocks: dict[str, set[str]] = {}
        for name in known.names:
            for block in _blocks(name):
                self._blocks.setdefault(block, set()).add(name)
        self._named = lru_cache(REMEMBERED)(self._by_name)

    def identify(self, name: str, ids: Ids = ()) -> Identified:
        """Who a party is, by its name as written and the numbers that the record gives it."""
        for scheme, number in ids:
            if vendor := self._numbers.get(number_key(scheme, number)):
                return Identified(key=organisation(name), vendor=vendor, why=f"{scheme} {number}", ids=ids)
        return replace(self._named(name), ids=ids) if ids else self._named(name)

    def has(self, key: str, vendor: str) -> bool:
        """Whether a number (`number_key`) is known to be the vendor's."""
        return self._numbers.get(key) == vendor

    @property
    def numbers(self) -> Mapping[str, str]:
        """The vendor of each number that is known to be one's."""
        return dict(self._numbers)

    def asked(self, key: str, vendor: str) -> bool:
        """Whether the name may be asked about: nobody has said that they are two, and it is no known near miss."""
        return self.decisions.get((key, vendor)) is not False and key not in self.known.others.get(vendor, ())

    def _by_name(self, written: str) -> Identified:
        found = names(written)
        key = found.current
        decided = [vendor for (name, vendor), same in self.decisions.items() if same and name == key]
        if decided:
            return Identified(key=key, vendor=decided[0], why="a person decided so")
        own, trading = self._exact(key), {vendor for name in found.trading if (vendor := self._exact(name))}
        if own is None and len(trading) == 1:
            own = next(iter(trading))
        if own is not None and self.asked(key, own) and trading <= {own}:
            return Identified(key=key, vendor=own, why="a reviewed name")
        candidates = {each.vendor: each for each in sorted(self._candidates(key, found.former, trading), key=lambda each: each.score)}
        return Identified(key=key, candidates=tuple(each for vendor, each in candidates.items() if self.asked(key, vendor)))

    def _exact(self, key: str) -> str | None:
        """The vendor whose reviewed name it is, or that of a branch of it."""
        words = key.split()
        for end in range(len(words), 0, -1):
            vendor = self.known.names.get(" ".join(words[:end]))
            if vendor is not None:
                return vendor
            if words[end - 1] not in BRANCH:
                return None
        return None

    def _candidates(self, key: str, former: Iterable[str], trading: Iterable[str]) -> Iterator[Candidate]:
        for traded in trading:
            yield Candidate(vendor=traded, score=0.9, why=f"it trades under a name of {traded}")
        for name in former:
            if vendor := self._exact(name):
                yield Candidate(vendor=vendor, score=0.9, why=f"it was called {name}, and may be a business that was sold")
        if vendor := self.known.ambiguous.get(key):
            yield Candidate(vendor=vendor, score=0.9, why="the name is a word, or one that others have too")
        for name in sorted({near for block in _blocks(key) for near in self._blocks.get(block, ())}):
            found = compare(key, name)
            if found.verdict is Verdict.UNDECIDED:
                yield Candidate(vendor=self.known.names[name], score=found.score, why=f"{name}: {found.why}")


def _blocks(name: str) -> set[str]:
    """Names that share none of these are not compared: beginnings of words, and first letters."""
    words = name.split()
    return {word[:BLOCK] for word in words} | {"".join(word[0] for word in words)[:BLOCK]}
