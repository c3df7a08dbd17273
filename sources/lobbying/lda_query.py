"""What the LDA API is asked, and whether what it answered is what was asked for."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sources.paged import Fields

EASTERN = ZoneInfo("America/New_York")  # dt_posted carries its offset, and the filters by day are taken to follow it
Test = Callable[[Fields], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question and the test that every row of a true answer passes. `filters` go beside those of the window."""

    filters: Mapping[str, str]
    matches: Test

    def passed_by(self, row: Fields) -> bool:
        """Whether the row is what was asked for. An odd one passes, so that it is rejected by name where it is read."""
        try:
            return self.matches(row)
        except (LookupError, TypeError, AttributeError):
            return True


def questions(phrases: Iterable[str], clients: Iterable[str], registrants: Iterable[str]) -> list[Question]:
    """One for each phrase and each name; one for everything where there are none.

    The server takes one value for a filter (of several it keeps the last), and joins words by OR where its
    documentation says so and by AND where it was tried: only a single phrase in quotes means one thing.
    """
    found = [Question(filters={"filing_specific_lobbying_issues": f'"{each}"'}, matches=_says(each)) for each in phrases]
    found += [Question(filters={"client_name": each}, matches=_named("client", each)) for each in clients]
    found += [Question(filters={"registrant_name": each}, matches=_named("registrant", each)) for each in registrants]
    return found or [Question(filters={}, matches=lambda _: True)]


def named(which: str, names: Iterable[str]) -> Iterator[Question]:
    """The questions for entries of the list of clients or of registrants, by name."""
    for each in names:
        yield Question(filters={f"{which}_name": each}, matches=_called(each))


def _called(wanted: str) -> Test:
    pattern = _words(wanted)
    return lambda row: bool(pattern.search(_plain(row["name"])))


def _named(who: str, wanted: str) -> Test:
    """The server looks for part of a name: "axon" finds AXONICS too. Ours are whole words."""
    called = _called(wanted)
    return lambda row: called(row[who])


def _says(phrase: str) -> Test:
    """The server looks into the descriptions, by stems: "biometric" finds "biometrics", and so does this."""
    pattern = _words(phrase, "(?:s|es)?")
    return lambda row: any(pattern.search(_plain(activity["description"] or "")) for activity in row["lobbying_activities"])


def _words(text: str, ending: str = "") -> re.Pattern[str]:
    """The words in order, with whatever is between them: "S. 847" is found in "S.847", "bio-metric" in "bio metric"."""
    words = re.findall(r"\w+", _plain(text))
    return re.compile(rf"\b{'[^a-z0-9]*'.join(words)}{ending}\b")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()


def posted_before(row: Fields, day: str) -> bool:
    """Whether the row says that it was posted more than a day before the day (ISO 8601)."""
    try:
        moment = datetime.fromisoformat(row["dt_posted"]).astimezone(EASTERN)
    except (LookupError, TypeError, ValueError, OverflowError):
        return False
    return moment.date() < date.fromisoformat(day) - timedelta(days=1)


def posted_after(since: datetime) -> date:
    """The day that the window begins, as the register counts days."""
    return since.astimezone(EASTERN).date()
