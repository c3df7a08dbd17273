"""The council of Springhaven on Legistar, which adds an item to an agenda; and that of Brookfield, whose site is rebuilt."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.demo.answers import answer, file, page
from sources.tape import Exchange

API = "https://webapi.legistar.com/v1"
FILES = "https://springhaven.legistar1.com/springhaven"
ARGOS = (
    "Resolution authorizing an agreement with Argos Imaging, Inc. for a facial recognition system for the Police Department, "
    "in an amount not to exceed $184,000"
)
PLATES = "Resolution authorizing the purchase of forty automated license plate readers for the western districts"
LIGHTS = "Resolution accepting the quarterly report on street lighting"

Fields = dict[str, object]


def springhaven(now: datetime) -> Iterator[Exchange]:
    """A meeting in six days; asked again, its agenda has one item more."""
    held = _event("springhaven", 901, "City Council", now - timedelta(days=20), version=1)
    first = _event("springhaven", 902, "Public Safety Committee", now + timedelta(days=6), version=1, agenda=f"{FILES}/902-agenda.pdf")
    revised = first | {"EventRowVersion": "AAAA2=", "EventAgendaFile": f"{FILES}/902-revised-agenda.pdf"}
    report = _attachment(7, "Staff report", f"{FILES}/agreement.pdf")
    items = [
        _item(1, "1.", "Call to order"),
        _item(3, "3.", LIGHTS, matter=311),
        _item(4, "4.", ARGOS, matter=312, files=[report]),
    ]
    yield _listing("springhaven", [held, first], now)
    yield _listing("springhaven", [held, revised], now)
    yield _agenda("springhaven", 901, [_item(9, "1.", "Presentation on iris scanners for the county jail", matter=290)], now)
    yield _agenda("springhaven", 902, items, now)
    yield _agenda("springhaven", 902, [*items, _item(5, "5.", PLATES, matter=313)], now)
    for name in ("agenda", "revised-agenda"):
        yield file(f"{FILES}/902-{name}.pdf", f"{name}.pdf", now)
    yield file(f"{FILES}/agreement.pdf", "agreement.pdf", now)


def brookfield(now: datetime) -> Iterator[Exchange]:
    """A site that is read once and then is another one."""
    meeting = _event("brookfield", 40, "Board of Supervisors", now + timedelta(days=9), version=1)
    yield _listing("brookfield", [meeting], now)
    yield page(f"{API}/brookfield/Events", "<!doctype html><title>Welcome</title><h1>Our new portal</h1><p>Sign in to go on.</p>", now)
    yield _agenda("brookfield", 40, [_item(2, "2.", "Lease of a drone for the sheriff's office", matter=18)], now)


def _listing(client: str, events: list[Fields], at: datetime) -> Exchange:
    return answer(f"{API}/{client}/Events", events, at)


def _agenda(client: str, event: int, items: list[Fields], at: datetime) -> Exchange:
    return answer(f"{API}/{client}/Events/{event}/EventItems", items, at)


def _event(client: str, number: int, body: str, when: datetime, *, version: int, agenda: str | None = None) -> Fields:
    return {
        "EventId": number,
        "EventLastModifiedUtc": f"{when:%Y-%m-%d}T00:00:00",
        "EventRowVersion": f"AAAA{version}=",
        "EventBodyName": body,
        "EventDate": f"{when:%Y-%m-%d}T00:00:00",
        "EventTime": "6:00 PM",
        "EventAgendaStatusName": "Final",
        "EventLocation": "Council Chamber, City Hall",
        "EventAgendaFile": agenda,
        "EventMinutesFile": None,
        "EventAgendaLastPublishedUTC": None,
        "EventMinutesLastPublishedUTC": None,
        "EventComment": None,
        "EventInSiteURL": f"https://{client}.legistar.com/MeetingDetail.aspx?LEGID={number}",
    }


def _item(number: int, printed: str, title: str, *, matter: int | None = None, files: list[Fields] | None = None) -> Fields:
    return {
        "EventItemId": number,
        "EventItemAgendaSequence": number,
        "EventItemMinutesSequence": number,
        "EventItemAgendaNumber": printed,
        "EventItemAgendaNote": None,
        "EventItemMinutesNote": None,
        "EventItemActionText": None,
        "EventItemTitle": title,
        "EventItemMatterId": matter,
        "EventItemMatterFile": None,
        "EventItemMatterName": None,
        "EventItemMatterAttachments": files or [],
    }


def _attachment(number: int, name: str, url: str) -> Fields:
    said = {"Id": number, "Name": name, "Hyperlink": url, "RowVersion": "AAAA1=", "ShowOnInternetPage": True}
    return {f"MatterAttachment{key}": value for key, value in said.items()}
