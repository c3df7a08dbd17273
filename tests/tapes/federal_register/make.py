"""Writes the tapes of documents that the government never published, as the Federal Register would list them."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

API = "https://www.federalregister.gov/api/v1/documents.json"
TARGET = HERE / "us-zz-documents"
WINDOW = {"conditions[publication_date][gte]": "2026-11-14", "conditions[publication_date][lte]": "2026-11-20"}

Fields = dict[str, object]


def document(number: str, title: str, day: str, **said: object) -> Fields:
    """A document."""
    row: Fields = {
        "title": title,
        "type": "Notice",
        "abstract": None,
        "document_number": number,
        "html_url": f"https://www.federalregister.gov/documents/{day.replace('-', '/')}/{number}/x",
        "pdf_url": f"https://www.govinfo.gov/content/pkg/FR-{day}/pdf/{number}.pdf",
        "publication_date": day,
        "agencies": [
            {"raw_name": "DEPARTMENT OF ELMS", "name": "Elms Department", "id": 7, "slug": "elms"},
            {"raw_name": "Office of Oaks"},
        ],
        "excerpts": None,
    }
    return row | said


def asked(term: str, page: int = 0) -> str:
    """The address of a page."""
    query = {"conditions[term]": f'"{term}"', **WINDOW, "order": "newest", "per_page": 1000, **({"page": page} if page else {})}
    return f"{API}?{urlencode(query)}"


def listing(rows: list[Fields], term: str, *, of: int | None = None, page: int = 0, more: bool = False) -> Answer:
    """A page of what says a term."""
    body: Fields = {"count": len(rows) if of is None else of, "description": "Documents", "total_pages": 1}
    body |= {"results": rows} if rows else {}  # what is empty is left out
    body |= {"next_page_url": f"{API}?page=2"} if more else {}
    return Answer(url=asked(term, page), body=body)


FACES = document(
    "2026-90001", "Facial Recognition at Ports;  Notice", "2026-11-19",
    type="Proposed Rule", abstract="The Department asks for comments.",
    excerpts='on <span class="match">facial recognition</span> at ports',
)  # fmt: skip
PRINTS = document("2026-90002", "Privacy Act; System of Records", "2026-11-17")
OLD = document("2016-90003", "Weather", "2016-11-17")

TAPES = {
    "happy.warc": [
        listing([FACES], "facial recognition", of=2, more=True),
        listing([PRINTS], "facial recognition", of=2, page=2),
        listing([FACES], "iris"),
    ],
    "quiet.warc": [listing([], "facial recognition"), listing([], "iris")],
    "fail-cap.warc": [listing([FACES], "facial recognition", of=10_000)],
    "fail-ignored.warc": [listing([OLD], "facial recognition")],
    "fail-short.warc": [listing([FACES], "facial recognition", of=7)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
