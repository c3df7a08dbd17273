"""Writes the tapes of the Juniper schools, which do not exist, as BoardBook would show their meetings."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

URL = "https://meetings.boardbook.org/Public/Organization/77"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-juniper-schools"
HTML = "text/html; charset=utf-8"


def row(id_: int, said: str, *files: str) -> str:
    """A meeting; each file is the name of a page about it."""
    links = "".join(f"<li><a href='/Public/{name}/77?meeting={id_}'>{name}</a></li>" for name in files)
    street = "<span>Administration Building</span><br/><span>9 Pine Street</span>"
    place = f"<div>{street} <span>[<a href='https://maps.example/'>map it</a>]</span></div>"
    return f"<tr class=' row-for-board'><td><div> {said} </div></td><td>{place}</td><td><ul>{links}</ul></td></tr>\n"


def page(*rows: str) -> Answer:
    """The page of the organization."""
    table = f"<table id='PublicMeetingsTable'><thead><tr><th>Meeting</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return Answer(url=URL, body=f"<!DOCTYPE html><html><head><title>Meetings</title></head><body>{table}</body></html>", type=HTML)


REGULAR = row(743647, "December 1, 2026 at 4:30 PM - Regular", "Agenda", "Minutes")
OFF = row(743650, "November 24, 2026 at 5:30 PM - Special - CANCELED", "Agenda")
OLD = row(100001, "January 6, 2026 at 4:30 PM - Regular", "Agenda")

TAPES = {
    **in_place_of(page(REGULAR, OFF)),
    "happy.warc": [page(REGULAR, OFF, OLD)],
    "fail-empty.warc": [page()],
    "fail-tenant.warc": [Answer(url=URL, body="<html><head><title>Not found</title></head><body>No organization</body></html>", type=HTML)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
