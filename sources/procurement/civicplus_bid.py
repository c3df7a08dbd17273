"""One bid on a CivicPlus website: as the list has it, and as its own page tells it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

from sources import clock, days
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Party, Record, Role, Stage
from sources.page import Page
from sources.procurement import marks
from sources.source import Publisher

ROWS = "div.listItemsRow.bid"
FILES = "a[href*='DocumentCenter/View' i], a[href*='ImageRepository/Document' i]"
NUMBER = re.compile(r"Bid No\.\s*(.*)", re.IGNORECASE | re.DOTALL)
READ_ON = re.compile(r"\[\s*Read\s+on\b.*$", re.IGNORECASE | re.DOTALL)
PRIVATE = re.compile(r"contact|submitted by|e-?mail|phone", re.IGNORECASE)  # labels of what is about a person
OWN_FIELDS = re.compile(r"number|title|status|date", re.IGNORECASE)  # labels of what the record has fields of its own for
NUMBERED, STATE, CLOSING = (re.compile(words, re.IGNORECASE) for words in ("bid number", "status", "clos(?:ing|es?) date"))
DOCUMENT = re.compile(r"/DocumentCenter/View/(\d+)|documentI[dD]=(\d+)", re.IGNORECASE)
STAGES = (("cancel", Stage.CANCELLED), ("award", Stage.AWARD), ("open", Stage.TENDER), ("closed", Stage.TENDER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """A row of the list. `closes` is as it is printed: local time, or words such as "Open Until Contracted"."""

    key: str
    title: str
    number: str
    teaser: str
    status: str
    closes: str

    @property
    def mark(self) -> str:
        """What changes where the row does."""
        return marks.of(self.title, self.number, self.teaser, self.status, self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The page of a bid: its texts by their labels, without those about persons, and its files."""

    texts: tuple[tuple[str, str], ...]
    files: tuple[Link, ...]


def listed(page: Page, none: str) -> list[Bid]:
    """The rows of the list, no row only where the page has the words that say so. Raises LayoutChanged."""
    root = page.html()
    rows = root.all(ROWS)
    if not rows and none.casefold() not in root.text.casefold():
        raise page.unlike(f"no bid, and the words {none!r} are not there either")
    return [_bid(row) for row in rows]


def detail(page: Page) -> Detail:
    """The page of a bid. Raises LayoutChanged where it has none of the labels."""
    root = page.html(sign=".BidDetail")
    labels, values = root.some(".BidListHeader"), root.some(".BidDetail")
    pairs = zip((each.text.rstrip(": ") for each in labels), (each.text for each in values), strict=False)
    texts = tuple((label, value) for label, value in pairs if value and not PRIVATE.search(label))
    return Detail(texts=texts, files=tuple({link.url: link for link in _files(root)}.values()))


def record(bid: Bid, own: Detail | None, publisher: Publisher, url: str) -> Record:
    """The bid. ValueError where it has no number of its own, or no title."""
    if not bid.key or not bid.title:
        raise ValueError("a bid without id or title")
    texts = [bid.teaser] if own is None else [value for label, value in own.texts if not OWN_FIELDS.search(label)]
    number, status, closes = (
        said or _labelled(own, label) for said, label in ((bid.number, NUMBERED), (bid.status, STATE), (bid.closes, CLOSING))
    )
    return Record(
        key=bid.key,
        kind=Kind.NOTICE,
        title=bid.title,
        url=url,
        text="\n\n".join(dict.fromkeys(filter(None, texts or [bid.teaser]))),
        thread=number or bid.key,
        mark=bid.mark if own is not None else None,
        stage=next((stage for word, stage in STAGES if word in status.lower()), None),
        type=status,
        language="en",
        deadline=_closes(closes, publisher),
        codes=(number,) if number else (),
        links=own.files if own is not None else (),
        parties=(Party(name=publisher.title, role=Role.BUYER),),
    )


def _labelled(own: Detail | None, label: re.Pattern[str]) -> str:
    """What the page of the bid says under a label, for a feed, which says less than the list."""
    return next((value for name, value in (own.texts if own else ()) if label.match(name)), "")


def bid_id(address: str) -> str:
    """The number of a bid in its address; nothing where there is none. Sites write bidID and BidID."""
    query = {name.lower(): values for name, values in parse_qs(urlsplit(address).query).items()}
    return query.get("bidid", [""])[0].strip()


def _bid(row: Element) -> Bid:
    first = row.some("a[href*='bidid=' i]")[0]
    spans = [each.text for each in row.one(".bidTitle").some("span")]
    number = next((match[1].strip() for each in spans if (match := NUMBER.match(each))), "")
    teaser = max((READ_ON.sub("", each).strip() for each in spans[1:] if not NUMBER.match(each)), key=len, default="")
    said = _paired([each.text for each in row.one(".bidStatus").some("span")])
    return Bid(
        key=bid_id(first.attr("href")),
        title=first.text,
        number=number,
        teaser=teaser,
        status=said.get("status", ""),
        closes=said.get("closes", ""),
    )


def _paired(spans: list[str]) -> dict[str, str]:
    """The values by their labels. All labels come first and all values after them: they belong together by their place."""
    labels = [each.rstrip(": ").lower() for each in spans if each.endswith(":")]
    return dict(zip(labels, (each for each in spans if not each.endswith(":")), strict=False))


def _closes(said: str, publisher: Publisher) -> datetime | date | None:
    """The time in the status block, not the dates in the text, which addenda contradict."""
    day = days.find(said)
    return clock.starts(day, re.sub(r"^\S+", "", said), publisher.timezone) if day else None


def _files(root: Element) -> Iterator[Link]:
    for each in root.all(FILES):
        url = each.link()
        match = DOCUMENT.search(url)
        yield Link(url=url, title=each.text or "Document", kind=LinkKind.ATTACHMENT, key=(match[1] or match[2]) if match else None)
