"""Springhaven, a town that does not exist, with a Legistar calendar that a test can change and break."""

import json
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from extract.pdf_file import of_texts
from tapes.legistar.make import API, FILES, Fields, attachment, event, item

SITE = "springhaven.legistar1.com"
FACE = "Contract with NEC Corporation of America for a facial recognition system"
PLATES = "Purchase of forty automated license plate readers"


@dataclass(kw_only=True)
class Town:
    """What the town publishes. `weather` is "fine", or how the site fails; `asked` counts requests by path."""

    meetings: dict[int, Fields] = field(default_factory=dict)
    items: dict[int, list[Fields]] = field(default_factory=dict)
    unlisted: dict[int, Fields] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    weather: str = "fine"
    asked: Counter[str] = field(default_factory=Counter)

    def meet(self, number: int, *titles: str, day: str = "2026-12-02", matters: tuple[int | None, ...] = ()) -> None:
        """Publish a meeting with these items, or publish it again; its agenda as a PDF prints them."""
        version = len(self.meetings) * 1000 + self.meetings.get(number, {}).get("version", 0) + 1  # type: ignore[operator]
        stamp = f"2026-11-{min(28, 18 + version % 10):02d}T21:04:11.627"
        self.meetings[number] = {
            **event(number, "Public Safety Committee", day, "6:00 PM", RowVersion=f"AAAA{version}=", AgendaLastPublishedUTC=stamp),
            "version": version,
        }
        numbers = [*matters, *[None] * len(titles)]
        self.items[number] = [
            item(number * 10 + place, number, place, title, AgendaNumber=f"{place}.", MatterId=numbers[place - 1])
            for place, title in enumerate(titles, start=1)
        ]
        self.files[urlsplit(str(self.meetings[number]["EventAgendaFile"])).path] = agenda_pdf(*titles)

    def unlist(self, number: int) -> None:
        """Take a meeting out of the list, and remember it."""
        self.unlisted[number] = self.meetings.pop(number)

    def list_again(self, number: int) -> None:
        """Put a meeting back as it was."""
        self.meetings[number] = self.unlisted.pop(number)

    def say(self, number: int, **said: object) -> None:
        """Change what is said of a meeting, and its row version."""
        version = int(self.meetings[number]["version"]) + 1  # type: ignore[call-overload]
        fields = {f"Event{name}": value for name, value in said.items()}
        self.meetings[number] |= {**fields, "version": version, "EventRowVersion": f"AAAA{version}="}

    def break_agenda(self, number: int, *titles: str) -> None:
        """Publish a meeting again, whose agenda then answers 500."""
        self.meet(number, *titles)
        del self.items[number]

    def attach(self, meeting: int, place: int, number: int, name: str, body: bytes) -> None:
        """Attach a file to an item. The same name is the same address."""
        url = f"{FILES}/attachments/{name}"
        self.items[meeting][place - 1]["EventItemMatterAttachments"] = [attachment(number, name, url)]
        self.files[urlsplit(url).path] = body

    def transport(self) -> httpx.MockTransport:
        """The town's site, in place of the network."""
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the site answers."""
        self.asked[request.url.path] += 1
        if request.url.host == "web.archive.org":
            return httpx.Response(200, html="<title>Saved</title><h1>Saved</h1>")
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        if self.weather != "fine" and request.url.host != SITE:
            return self._bad_weather()
        if request.url.host == SITE:
            return self._file(request.url.path)
        listing = json.loads(json.dumps(list(self.meetings.values())))
        part = request.url.path.removeprefix(urlsplit(API).path).split("/")
        if len(part) > 2 and int(part[2]) not in self.items:
            return httpx.Response(500)
        return httpx.Response(200, json=self.items[int(part[2])] if len(part) > 2 else listing)

    def _file(self, path: str) -> httpx.Response:
        if path not in self.files:
            return httpx.Response(404)
        return httpx.Response(200, content=self.files[path], headers={"content-type": "application/pdf"})

    def _bad_weather(self) -> httpx.Response:
        return {
            "down": httpx.Response(503, text="Service Unavailable"),
            "redesigned": httpx.Response(200, html="<!doctype html><title>Welcome</title><h1>Our new portal</h1>"),
            "moved": httpx.Response(302, headers={"location": "https://springhaven.primegov.com/public/portal"}),
            "empty": httpx.Response(200, json=[]),
            "refusing": httpx.Response(403, text="Key or Token is required"),
        }[self.weather]


def agenda_pdf(*titles: str) -> bytes:
    """An agenda of two pages: a cover, and the items with their numbers, broken over lines."""
    lines = []
    for place, title in enumerate(titles, start=1):
        words = title.split()
        half = (len(words) + 1) // 2
        lines += [f"{place}. {' '.join(words[:half])}", "   " + " ".join(words[half:]), ""]
    return of_texts("AGENDA\nPublic Safety Committee\nSpringhaven", "\n".join(lines))
