"""Writes the tapes of the page of Tamarack, a village that does not exist."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

URL = "https://www.tamarack.example/agendas"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-tamarack"
HTML = "text/html; charset=utf-8"


def page(*rows: str, number: int = 1, following: int = 0, said: str = "") -> Answer:
    """A page of the list."""
    more = f"<a class='next' href='?page={following}'>Older</a>" if following else ""
    table = f"<table class='list'>{''.join(rows)}</table>"
    body = f"<!DOCTYPE html><html><head><title>Agendas</title></head><body><p>{said}</p>{table}{more}</body></html>"
    return Answer(url=URL if number == 1 else f"{URL}?page={number}", body=body, type=HTML)


def row(id_: int, name: str, when: str, *files: str) -> str:
    """A meeting and its files."""
    links = "".join(f"<a href='/files/{id_}/{file}'>{file.partition('.')[0]}</a> " for file in files)
    what = f"<td class='what'><a href='/meeting/{id_}'>{name}</a></td>"
    return f"<tr>{what}<td class='when'>{when}</td><td class='where'>Village Hall</td><td>{links}</td></tr>\n"


COUNCIL = row(41, "Village Board", "December 1, 2026 at 7:00 PM", "agenda.pdf", "packet.PDF")
OFF = row(40, "Plan Commission - CANCELLED", "11/24/2026", "Cancellation notice.docx")
UNDATED = row(39, "Board of Appeals", "To be announced")
OLD = row(3, "Village Board", "January 6, 2026 7:00 PM", "agenda.pdf")

TAPES = {
    **in_place_of(page(COUNCIL, OFF)),
    "happy.warc": [page(COUNCIL, OFF, following=2), page(OFF, UNDATED, OLD, number=2)],
    "quiet.warc": [page(said="There are no meetings at this time.")],
    "fail-empty.warc": [page(said="Welcome to our new site")],
    "fail-tenant.warc": [Answer(url=URL, body="", status=404, type=HTML)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
