"""Writes the tapes of Corbett, a city that does not exist: its list at Municode, and one within its own pages."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
PUBLISHED, OWN = HERE / "us-zz-corbett", HERE / "us-zz-corbett-own-pages"
PAGE = "https://www.corbett.example/meetings"
FILES = "https://mccmeetings.blob.core.usgovcloudapi.net/corbett-pubu"
HTML = "text/html; charset=utf-8"


def file(kind: str, number: str, *, wrapped: bool = True) -> str:
    """A link to a document; at Municode the address is wrapped in one of its own."""
    url = f"{FILES}/MEET-{kind}-{number * 4}.pdf"
    return (
        f"<a href='https://meetings.municode.com/d/f?u={url}&n={kind}-Council.pdf'><img></a>" if wrapped else f"<a href='{url}'><img></a>"
    )


def row(name: str, day: str, time: str, *files: str) -> str:
    """A row at Municode."""
    cells = (("meeting", name), ("date", day), ("time", time), ("venue", "1033 Fifth Street"), ("agenda", "".join(files)))
    return "<tr>" + "".join(f"<td scope='row' class='div-table-col {kind}'>{text}</td>" for kind, text in cells) + "</tr>\n"


def published(number: int, *rows: str) -> Answer:
    """A page of the list at Municode, with its pager as a last row."""
    pager = "<tr><td>&lt;&lt;</td><td><select><option>1</option><option>2</option></select></td><td>&gt;&gt;</td></tr>"
    table = f"<table class='div-table mcm'><thead><tr><th>Meeting</th></tr></thead>{''.join(rows)}</table>"
    body = f"<!DOCTYPE html><html><head></head>{table}<table>{pager}</table></html>"
    return Answer(url=f"https://meetings.municode.com/PublishPage/index?cid=CORBETT&ppid=0&p={number}", body=body, type=HTML)


def own_row(name: str, when: str, page: str, *files: str) -> str:
    """A row in the city's calendar."""
    details = f"<a href='/{page}'>View Details</a>"
    cells = (("field-calendar-date", when), ("title", name), ("field-agendas", "".join(files)), ("view-node", details))
    return "<tr>" + "".join(f"<td class='views-field views-field-{kind}'>{text}</td>" for kind, text in cells) + "</tr>\n"


def own(*rows: str) -> Answer:
    """The city's calendar."""
    table = f"<table class='views-table'><tbody>{''.join(rows)}</tbody></table>"
    body = f"<html><head><title>Meetings | Corbett</title></head><body>{table}</body></html>"
    return Answer(url=PAGE, body=body, type=HTML)


def page(number: str) -> str:
    """The links to a packet and an agenda that are pages."""
    url = f"https://meetings.municode.com/adaHtmlDocument/index?cc=CORBETT&amp;me={number * 4}&amp;ip="
    return f"<a href='{url}True'><img></a><a href='{url}False'><img></a>"


def agenda(number: str) -> Answer:
    """Such an agenda: sections with items, whose files follow them in a list of their own."""
    files = (
        "<ul class='agenda_item_attachments'><li><a href='https://files.corbett.example/lpr.pdf'>Staff report.pdf</a> (0.2 MB)</li></ul>"
    )
    first = f"<li><div><p><num>1.</num> <span>Contract for license plate readers</span></p></div></li>{files}"
    sections = (("ORDINANCES", first), ("PUBLIC COMMENT", "<li><div><p><span>Three minutes for each speaker</span></p></div></li>"))
    body = "".join(
        f"<section class='agenda-section'><h2 class='section-header'>{name}</h2><ul class='agenda-items'>{rows}</ul></section>"
        for name, rows in sections
    )
    url = f"https://meetings.municode.com/adaHtmlDocument/index?cc=CORBETT&me={number * 4}&ip=False"
    return Answer(url=url, body=f"<!DOCTYPE html><html><head><title>Agenda</title></head><body>{body}</body></html>", type=HTML)


COUNCIL = row("City Council Meeting", "12/1/2026", "6:00 PM", file("Agenda", "7b1add8e"), file("Packet", "7b1add8e"), page("7b1add8e"))
OFF = row("Planning Commission - CANCELED", "11/24/2026", "5:30 PM", file("Agenda", "6b558ee5"))
SHIFTED = row("November 5, 2026 Planning Commission Meeting", "", "6:00 PM", file("Agenda", "13b5dcb0"), file("Minutes", "13b5dcb0"))
OLD = row("City Council Meeting", "8/3/2026", "6:00 PM", file("Agenda", "a7fcae5b"))
NEXT = own_row("City Council Regular Session", "12/07/2026 - 7:00pm", "citycouncil/page/city-council-regular-session-35")
DESIGN = file("Agenda", "0c1e22aa", wrapped=False)
MOVED = own_row("Urban Design Board - Rescheduled", "12/10/2026 - 11:00am", "bc-udrb/page/urban-design-review-board-4", DESIGN)

TAPES = {
    PUBLISHED: {
        **in_place_of(published(1, COUNCIL, OFF)),
        "happy.warc": [published(1, COUNCIL, OFF), agenda("7b1add8e"), published(2, OFF, SHIFTED, OLD)],
        "fail-empty.warc": [published(1)],
        "fail-tenant.warc": [Answer(url=published(1).url, body="<!DOCTYPE html><html><head></head><body></body></html>", type=HTML)],
    },
    OWN: {
        **in_place_of(own(NEXT, MOVED)),
        "happy.warc": [own(NEXT, MOVED)],
        "fail-empty.warc": [own()],
    },
}  # fmt: skip

if __name__ == "__main__":
    for folder, tapes in TAPES.items():
        for name, answers in tapes.items():
            write(folder / name, answers, AT)
