"""Writes the tapes of Marlow, a city that does not exist, as Granicus would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://marlow.granicus.com"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-marlow"
HTML = "text/html; charset=utf-8"


def link(viewer: str, id_: str, text: str, site: str = "//marlow.granicus.com") -> str:
    """A link to a viewer, as most views write it: without a scheme."""
    return f'<a href="{site}/{viewer}.php?view_id=4&{id_}" target="_blank">{text}</a>'


def video(clip: int) -> str:
    """A link to a recording, which is a script."""
    player = f"//marlow.granicus.com/MediaPlayer.php?view_id=4&clip_id={clip}"
    return f"""<a href="javascript:void(0);" onclick="window.open('{player}','player','toolbar=no')">Video</a>"""


def row(name: str, when: str, *cells: str) -> str:
    """A row of a table whose cells say which column they are of."""
    slug = name.replace(" ", "-")
    more = "".join(f'<td class="listItem">{cell}</td>' for cell in cells)
    named = f'<td class="listItem" headers="Name" id="{slug}" scope="row">{name}</td>'
    return f'<tr class="listingRow">{named}<td class="listItem" headers="Date {slug}">{when}</td>{more}</tr>\n'


def page(*tables: str, title: str = "City of Marlow") -> str:
    """A view with its feeds and tables."""
    feed = '<link rel="alternate" type="application/rss+xml" href="//marlow.granicus.com/ViewPublisherRSS.php?view_id=4&mode=agendas">'
    head = '<tr><th id="Name" scope="col">Name</th><th id="Date" scope="col">Date</th><th>Agenda</th><th>Minutes</th></tr>'
    search = '<tr><td colspan="4" class="listItem" id="Search Panel">Search Archives <input name="keywords"></td></tr>'
    body = "".join(f'<table class="listingTable"><thead>{head}{search}</thead><tbody>\n{table}</tbody></table>\n' for table in tables)
    return f"<!DOCTYPE html><html><head><title>{title}</title>{feed}</head><body>\n{body}</body></html>"


def view(body: str, status: int = 200) -> Answer:
    """The page of the view."""
    return Answer(url=f"{SITE}/ViewPublisher.php?view_id=4", body=body, type=HTML, status=status)


def agenda(id_: str, body: str, status: int = 200) -> Answer:
    """What an agenda link leads to."""
    return Answer(url=f"{SITE}/AgendaViewer.php?view_id=4&{id_}", body=body, type=HTML, status=status)


def feed(*items: str) -> Answer:
    """The feed of agendas."""
    rss = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Agendas</title>{"".join(items)}</channel></rss>'
    return Answer(url=f"{SITE}/ViewPublisherRSS.php?view_id=4&mode=agendas", body=rss, type="text/xml; charset=utf-8")


def item(title: str, id_: str) -> str:
    """An entry of the feed. It was published days before the meeting, which only the title names."""
    address = f"{SITE}/AgendaViewer.php?view_id=4&amp;{id_}"
    date = "Fri, 13 Nov 2026 17:02:11 GMT"
    return f"<item><title>{title}</title><link>{address}</link><guid isPermaLink='false'>{id_}</guid><pubDate>{date}</pubDate></item>"


HIDDEN = "<span style='display:none;'>1795420800</span>"
UPCOMING = (
    row("City Council", "December&nbsp; 1,&nbsp;2026 - 06:00&nbsp;PM", link("AgendaViewer", "event_id=621", "Agenda"))
    + row("Planning Commission- Cancelled", "December&nbsp; 3,&nbsp;2026 - 07:00&nbsp;PM", link("AgendaViewer", "event_id=622", "Agenda"))
    + row("City Council", "December&nbsp; 15,&nbsp;2026 - 06:00&nbsp;PM", "<i>Coming Soon</i>")
)
# The first of two meetings of one day and name was recorded already, the second is still to be.
ARCHIVE = (
    row("City Council", f"{HIDDEN}Nov&nbsp;17,&nbsp;2026", link("AgendaViewer", "event_id=619", "Agenda"))
    + row(
        "City Council", f"{HIDDEN}Nov 17, 2026",
        link("AgendaViewer", "clip_id=840", "Agenda"), "&nbsp;", video(840), link("TranscriptViewer", "clip_id=840", "Captions"),
    )
    + row(
        "<img src='//webcontent.granicusops.com/new.png' alt='NEW!'> Library Board", "Sep 08, 26",
        link("AgendaViewer", "clip_id=801", "Agenda"), link("MinutesViewer", "clip_id=801&doc_id=77", "Minutes"), video(801),
        '<a href="https://files.marlow.example/packet.pdf">Agenda Packet</a>',
        '<a href="http://archive-media.granicus.com/OnDemand/marlow/801.mp4">MP4 Agenda Video</a>',
    )
    + row("City Council", "Jan 6, 2009", link("AgendaViewer", "clip_id=12", "Agenda"))
)  # fmt: skip
ITEMS = """<style>body {font: 12pt serif}</style><body><center>REGULAR MEETING<br>AGENDA</center>
<table><tr><td class="numberspace">I.</td><td>
<a name="agenda5301" class="Agenda Agenda0" href="//marlow.granicus.com/MediaPlayer.php?meta_id=5301">ROLL
CALL</a></td></tr></table><blockquote></blockquote>
<table><tr><td class="numberspace">IV.</td><td>REPORTS</td></tr></table><blockquote>
<table><tr><td class="numberspace">a.</td> <td>
<a name="agenda5308" class="Agenda Agenda1">Drone program: annual use report</a></td></tr></table>
<a href="/TemplateDesigner/https://marlow.granicus.com/MetaViewer.php?view_id=4&event_id=621&meta_id=9001"><img src="clip.png"></a>
<a href="https://marlow.granicus.com/MetaViewer.php?view_id=4&event_id=621&meta_id=9001" name="document9001">Staff Report</a>
<a href=//marlow.granicus.com/MetaViewer.php?view_id=4&event_id=621&meta_id=9002>Flight log</a></blockquote>
<table><tr><td>V.</td><td><a name="agenda5310">CONSENT CALENDAR</a></td></tr></table><blockquote>
<table><tr><td>YEAS: </td><td>Haskew, Wilk</td></tr></table>
<table><tr><td>1.</td><td><u>Second amendment with Norvane Systems LLP: to add plate readers</u><br/><br/>
PURPOSE: two lanes</td></tr></table>
<a href="https://marlow.granicus.com/MetaViewer.php?view_id=4&event_id=621&meta_id=9003">Agenda Report</a>
<table><tr><td>2.</td><td>Minutes</td></tr></table>
<a href="https://marlow.granicus.com/MetaViewer.php?view_id=4&event_id=621&meta_id=9004">Agenda Report</a></blockquote>
<table><tr><td>VI.</td><td><a name="agenda5320">CLOSED SESSION</a> (Room 2)<br>One case</td></tr></table></body>"""
PLAIN = "<html><body><p>AGENDA of the Planning Commission</p><p>This meeting is cancelled.</p></body></html>"
BOXES = """<div class="archive" id="upcoming"><div class="row" id="Board"><div class="col-lg-5"><span class="committee">Board of
 Directors</span><br /> Dec 10, 2026</div><div class="col-lg-7"></div></div>
<div class="row" id="Finance"><div class="col-lg-5"><span class="committee">Finance Committee</span><br /> Dec 10, 2026</div>
<div class="col-lg-7"><a href="http://marlow.granicus.com/AgendaViewer.php?view_id=4&event_id=325">
<img src="a.png" alt="Agenda" /></a></div></div></div>"""
STRANGER = row("Common Council", "Dec 2, 2026", link("AgendaViewer", "clip_id=7", "Agenda", "//elm.granicus.com"))

TAPES = {
    **in_place_of(view(page(UPCOMING, ARCHIVE))),
    "happy.warc": [
        view(page(UPCOMING, ARCHIVE)),
        agenda("event_id=621", ITEMS),
        agenda("event_id=622", PLAIN),
        agenda("event_id=619", PLAIN),
        agenda("clip_id=840", PLAIN.replace("cancelled", "held")),
        agenda("clip_id=801", ITEMS.replace("event_id=621", "clip_id=801")),
    ],
    "boxes.warc": [
        view(f"<html><head><link href='{SITE}/ViewPublisherRSS.php?view_id=4'></head><body>{BOXES}</body></html>"),
        agenda("event_id=325", ITEMS),
    ],
    "feed.warc": [
        view(page()),
        feed(item("City Council - Nov 24, 2026", "event_id=620"), item("Arts - Culture Board - Dec 01, 2026", "event_id=631")),
        agenda("event_id=620", ITEMS),
        agenda("event_id=631", PLAIN),
    ],
    "fail-agenda.warc": [view(page(UPCOMING)), agenda("event_id=621", "", 500), agenda("event_id=622", PLAIN)],
    "fail-empty.warc": [view(page()), feed()],
    "fail-tenant.warc": [view(page(STRANGER, STRANGER.replace("clip_id=7", "clip_id=8").replace("Common", "Town")))],
    "fail-view.warc": [view("", 404)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
