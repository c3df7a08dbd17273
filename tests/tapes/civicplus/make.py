"""Writes the tapes of Cedarville, a city that does not exist, as the AgendaCenter of CivicPlus would answer for it."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

CENTER = "https://www.cedarville.example/AgendaCenter"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-cedarville"
HTML = "text/html; charset=utf-8"
DAYS = {"startDate": "08/22/2026", "endDate": "01/04/2027"}


def row(number: int, day: str, title: str, *files: str, stamp: str = "Posted") -> str:
    """A row of the list; each file is a word of its address and perhaps a query: "Agenda?packet=true"."""
    on = date.fromisoformat(day)
    name = f"_{on:%m%d%Y}-{number}"
    head = f'<strong aria-label="Agenda for {on:%B} {on.day}, {on.year}"><abbr title="{on:%B}">{on:%b}</abbr> {on.day}, {on.year}</strong>'
    posted = f'&thinsp;&mdash;&thinsp;{stamp} <abbr title="{on:%B}">{on:%b}</abbr> 1, {on.year} 8:19 AM'
    links = [each.partition("?") for each in files]
    menu = "".join(
        f'<li><a class="pdf" href="/AgendaCenter/ViewFile/{kind}/{name}{sep}{query}">{kind}</a></li>' for kind, sep, query in links
    )
    minutes = f'<a href="/AgendaCenter/ViewFile/Minutes/{name}">Minutes</a>' if "Minutes" in files else ""
    return f"""<tr id="row{number}ab" class="catAgendaRow"><td><h4 id="h4{name}"><a id="{name}" name="{name}"></a>{head} {posted}</h4>
<p><a name="{number}" href="/AgendaCenter/ViewFile/Agenda/{name}">{title}</a></p></td>
<td class="minutes">{minutes}</td><td class="downloads"><ol>{menu}</ol></td></tr>
"""


def category(number: int, name: str, shown: int, others: tuple[int, ...], *rows: str) -> str:
    """A category with its years and the rows of the year that is shown."""
    years = "".join(f'<li><a href="javascript:changeYear({year}, {number}, 1)">{year}</a></li>' for year in others)
    now = f'<li class=current><a href="javascript:changeYear({shown}, {number},0)">{shown}</a></li>'
    table = f'<table id="table{number}" summary="List of Agendas"><tbody>{"".join(rows)}</tbody></table>'
    inner = f'<span id="section{number}"><ul class="years">{now}{years}</ul>{table}</span>'
    return f'<div class="listing listingCollapse" id="cat{number}"><h2><span id="span{number}">&#9660;</span>{name}</h2>{inner}</div>\n'


def center(*content: str) -> str:
    """A page of the center."""
    script = """<script>forms[i].insertAdjacentHTML("beforeend", "<input name=\\"__RequestVerificationToken\\" type=\\"hidden\\" """
    script += """value=\\"0iij_qIdNucMZbUz5yNZZTEf-made-up\\">");</script>"""
    body = f'<div id="AgendaCenterContent" class="newCP"><h1>Agenda Center</h1>{"".join(content)}</div>'
    return f"<!DOCTYPE html><html><head><title>Agenda Center</title></head><body>{body}{script}</body></html>"


def search(body: str, status: int = 200) -> Answer:
    """What the search finds."""
    query = urlencode({"term": "", "CIDs": "all", **DAYS, "dateRange": "", "dateSelector": ""})
    return Answer(url=f"{CENTER}/Search/?{query}", body=body, type=HTML, status=status)


def listing(body: str) -> Answer:
    """The list of all categories."""
    return Answer(url=CENTER, body=body, type=HTML)


def other_year(number: int, year: int, body: str, status: int = 200) -> Answer:
    """Another year of a category, as a fragment."""
    sent = urlencode({"year": year, "catID": number, "term": "", "prevVersionScreen": "false"}).encode()
    return Answer(url=f"{CENTER}/UpdateCategoryList", method="POST", sent=sent, body=body, type=HTML, status=status)


def agenda(number: int, day: str, *items: str, status: int = 200) -> Answer:
    """The agenda as a page."""
    body = f'<div id="divInner"><div id="divItems" class="outline">{"".join(items)}</div></div>'
    page = f"<!DOCTYPE HTML><html><head><title>Agenda - {day}</title><base href='https://www.cedarville.example/'/></head><body>{body}</body></html>"
    on = date.fromisoformat(day)
    return Answer(url=f"{CENTER}/ViewFile/Agenda/_{on:%m%d%Y}-{number}?html=true", body=page, type=HTML, status=status)


def item(level: int, bullet: str, title: str, said: str = "", *files: tuple[int, int, str]) -> str:
    """An item of the page. A file has the number of its item, its own and a name."""
    links = "".join(
        f'<li><a target="_blank" class="file" href="/AgendaCenter/ViewFile/Item/{of}?fileID={id_}">{name}</a></li>'
        for of, id_, name in files
    )
    documents = f'<div class="documents"><strong>Documents:</strong><ol>{links}</ol></div>' if files else ""
    content = f'<div class="content"><h1 class="title">{title}</h1><div class="desc">{said}</div>{documents}</div>'
    return f'<div class="item level{level}"><div class="bullet"><span>{bullet}</span></div>{content}</div>'


ITEMS = (
    item(1, "1.", "Call to Order"),
    item(1, "2.", "CONSENT AGENDA"),
    item(
        2, "2.A.", "Consent A", "<p>Contract with Norvane Systems for plate readers at <b>four</b> gates.</p><p>$120,000 a year.</p>",
        (657, 5484, "Staff report.pdf"), (657, 5485, "Contract.pdf"),
    ),
    item(2, "2.B.", "", "<p>Minutes of November 3</p>"),
    item(1, "3.", "Call to Order"),
)  # fmt: skip
COUNCIL = row(
    613, "2026-12-01", "Regular Meeting of the City Council 6:30 pm", "Agenda?html=true", "Agenda", "Agenda?packet=true", stamp="Amended"
)
PAST = row(598, "2026-09-15", "Regular Meeting", "Agenda?html=true", "Agenda", "Minutes")
CANCELLED = row(611, "2026-11-24", "Planning Commission - Cancellation", "Agenda")
OLD = row(301, "2019-03-05", "Regular Meeting", "Agenda")
NEW_YEAR = row(620, "2027-01-04", "Organizational Meeting", "Agenda")
NONE = center("<p>No results found in All categories</p>")
FULL = center(
    category(2, "City Council", 2027, (2026, 2025), NEW_YEAR),
    category(5, "Library Board", 2019, (2018,), OLD),
)  # fmt: skip
FRAGMENT = f'<span id="section2"><table id="table2"><tbody>{COUNCIL}{PAST}</tbody></table></span>'
HOME = "<html><head><title>Cedarville - Calendar</title></head><body><div id='calendar'>Farmers' market</div></body></html>"

TAPES = {
    **in_place_of(search(center(category(2, "City Council", 2026, (), COUNCIL)))),
    # The search answers with what lies outside of the days that it was asked for, too.
    "happy.warc": [
        search(
            center(category(2, "City Council", 2026, (2025,), COUNCIL, PAST, OLD), category(4, "Planning Commission", 2026, (), CANCELLED))
        ),
        agenda(613, "2026-12-01", *ITEMS),
        agenda(598, "2026-09-15"),
    ],
    "list.warc": [search(NONE), listing(FULL), other_year(2, 2026, FRAGMENT), agenda(613, "2026-12-01"), agenda(598, "2026-09-15")],
    "quiet.warc": [search(NONE), listing(center(category(5, "Library Board", 2019, (2018,), OLD)))],
    "fail-agenda.warc": [
        search(center(category(2, "City Council", 2026, (), COUNCIL, PAST))),
        agenda(613, "2026-12-01", status=500),
        agenda(598, "2026-09-15"),
    ],
    "fail-burst.warc": [search("", 403)],
    "fail-category.warc": [search(NONE), listing(FULL), other_year(2, 2026, "", 500)],
    "fail-empty.warc": [search(NONE), listing(center())],
    "fail-home.warc": [search(HOME)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
