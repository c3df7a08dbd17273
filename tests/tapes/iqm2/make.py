"""Writes the tapes of Elmford, a city that does not exist, as IQM2 would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://elmfordny.iqm2.com/Citizens"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-elmford"
HTML = "text/html; charset=utf-8"


def row(id_: int, when: str, board: str, status: str, *files: str, type_: str = "Regular Meeting") -> str:
    """A row of the calendar; each file is the address of a link and its name, or a name alone for one that is not there yet."""
    lines = (
        when.upper(),
        "",
        f"Board:\t{board}",
        f"Type:\t{type_}",
        f"Status:\t{status}",
        "",
        "\tCommon Council Chambers",
        "\t65 Niagara Square",
    )
    links = "".join(f"<div>&nbsp;<a href='{address}'>{name}</a>&nbsp;</div>" for address, _, name in map(_split, files))
    off = "<div class='RowRight'><span class='MeetingCancelled'>Cancelled</span></div>" if status == "Cancelled" else ""
    link = f"<a href='/Citizens/Detail_Meeting.aspx?ID={id_}' title=\"{'&#13;'.join(lines)}\" >{when} </a>"
    top = f"<div class='RowTop'><div class='RowLink'>{link}</div>{off}<div class='RowRight MeetingLinks'>{links}</div></div>"
    return f"<div class='Row MeetingRow'>{top}<div class='RowBottom'><div class='RowDetails'>{board} - {type_}</div></div></div>\n"


def _split(file: str) -> tuple[str, str, str]:
    return file.partition("|") if "|" in file else ("", "", file)


def calendar(*rows: str) -> Answer:
    """The calendar of the window."""
    choose = "<select class='MeetingGroupDropdown'><option value='0'>All Meeting Groups</option></select>"
    form = f"<form action='./calendar.aspx' id='aspnetForm'>{choose}\n{''.join(rows)}</form>"
    body = f"<!DOCTYPE html>\n<html><head><title>Meeting Calendar - City of Elmford</title></head><body>{form}</body></html>"
    return Answer(url=f"{SITE}/Calendar.aspx?Frame=Yes&View=List&From=08%2F22%2F2026&To=01%2F04%2F2027", body=body, type=HTML)


def agenda(id_: int, *rows: str) -> Answer:
    """The page of a meeting."""
    table = f"<table id='MeetingDetail'>{''.join(rows)}</table>"
    body = f"<html><body><form action='./Detail_Meeting.aspx?ID={id_}' id='aspnetForm'>{table}</form></body></html>"
    return Answer(url=f"{SITE}/Detail_Meeting.aspx?ID={id_}", body=body, type=HTML)


FILES = ("FileOpen.aspx?Type=14&ID=3810&Inline=True|Agenda", "FileOpen.aspx?Type=1&ID=3810&Inline=True|Agenda Packet", "Minutes")
HELD = ("FileOpen.aspx?Type=14&ID=4101&Inline=True|Agenda", "FileView.aspx?Type=12&ID=4011|Minutes")
COUNCIL = row(4101, "Dec 1, 2026 6:30 PM", "Common Council", "Scheduled", *FILES)
BARE = row(4102, "Dec 9, 2026", "Board of Block Grants", "Scheduled", "Agenda")
OFF = row(4090, "Nov 24, 2026 6:30 PM", "Zoning Board of Appeals", "Cancelled")
PAST = row(3999, "Sep 15, 2026 6:30 PM", "Common Council", "Closed", *HELD, type_="Special Session")
OUTSIDE = row(3100, "Jan 6, 2026 6:30 PM", "Common Council", "Closed")
MATTER = "Detail_LegiFile.aspx?Frame=&MeetingID=4101&MediaPosition=&ID=8810"
QUOTE = "FileOpen.aspx?Type=30&ID=9901&MeetingID=4101"
ITEMS = (
    "<tr><td class='Num'><strong>1. </strong></td><td class='Title' colspan='3'><strong>Public Safety</strong></td></tr>",
    f"<tr><td></td><td class='Num'>A. </td><td class='Title'><a href='{MATTER}'>Purchase of license plate readers</a></td></tr>",
    "<tr><td></td><td></td><td class='Comments'>Sole source; not to exceed $212,400.</td></tr>",
    f"<tr><td></td><td></td><td class='Num'>a. </td><td class='Title'><a href='{QUOTE}'>Quote of the vendor (PDF)</a></td></tr>",
    "<tr><td></td><td class='Num'>B. </td><td class='Title'>Minutes of the last session</td></tr>",
    "<tr><td></td><td class='Num'>C. </td><td class='Title'>Minutes of the last session</td></tr>",
    "<tr><td></td><td class='Num'></td><td class='Title'> </td></tr>",
)
NO_SITE = "<html><head><title>IQM2</title></head><body>This site is not available.</body></html>"

TAPES = {
    **in_place_of(calendar(COUNCIL, OFF)),
    "happy.warc": [calendar(OUTSIDE, PAST, OFF, COUNCIL, BARE), agenda(3999), agenda(4101, *ITEMS)],
    "fail-agenda.warc": [calendar(PAST, COUNCIL), agenda(3999), Answer(url=agenda(4101).url, status=500, type=HTML)],
    "fail-empty.warc": [calendar()],
    "fail-tenant.warc": [Answer(url=calendar().url, body=NO_SITE, type=HTML)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
