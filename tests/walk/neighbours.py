"""Springhaven and Elmtown: two towns on one platform, each with its own site, that may publish one document."""

from dataclasses import dataclass, field, replace

import httpx
from walk.conftest import SOURCE, Monitor
from walk.town import Town

from sources import registry

ELMTOWN = "us-zz-elmtown"


@dataclass(kw_only=True)
class Neighbours:
    """Both towns behind one transport."""

    springhaven: Town = field(default_factory=Town)
    elmtown: Town = field(default_factory=Town)

    def transport(self) -> httpx.MockTransport:
        """Both sites, in place of the network."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if "elmtown" not in str(request.url):
            return self.springhaven.answer(request)
        asked = httpx.Request("GET", str(request.url).replace("elmtown", "springhaven"))
        answer = self.elmtown.answer(asked)
        if answer.headers.get("content-type") == "application/json":
            return httpx.Response(answer.status_code, content=answer.text.replace("springhaven", "elmtown"), headers=answer.headers)
        return answer


def neighbours(monitor: Monitor) -> tuple[Monitor, Neighbours]:
    """The monitor with both towns."""
    towns = Neighbours(springhaven=monitor.town)
    publisher = {
        "id": ELMTOWN,
        "title": "Elmtown City Council",
        "site": "https://elmtown.legistar.com/Calendar.aspx",
        "division": "ocd-division/country:us/state:zz/place:elmtown",
        "timezone": "America/Chicago",
    }
    both = {SOURCE: monitor.sources[SOURCE], ELMTOWN: registry.build("legistar", {"client": "elmtown"}, **publisher)}
    return replace(monitor, town=towns, sources=both), towns  # type: ignore[arg-type]  # what publishes
