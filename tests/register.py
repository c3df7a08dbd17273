"""A register of lobbyists on the LDA API, as tests fill it: filings, and the pages that they lie in."""

from datetime import datetime, timedelta, timezone
from typing import Any

import httpx

Fields = dict[str, Any]
EASTERN = timezone(timedelta(hours=-5))


def filing(number: int, client: str = "ELM STREET CAMERAS", **said: Any) -> Fields:
    activity = {
        "general_issue_code": "HOM",
        "general_issue_code_display": "Homeland",
        "description": "Cameras",
        "foreign_entity_issues": None,
    }
    row: Fields = {
        "filing_uuid": f"uuid-{number}",
        "filing_type": "Q3",
        "filing_year": 2026,
        "filing_period": "third_quarter",
        "filing_document_url": None,
        "filing_document_content_type": None,
        "income": "5000.00",
        "expenses": None,
        "expenses_method": None,
        "dt_posted": "2026-11-19T10:00:00-05:00",
        "termination_date": None,
        "registrant": {"id": 1, "house_registrant_id": None, "name": "OAK & CO", "description": None},
        "client": {"id": 2, "client_id": 3, "name": client, "general_description": None, "client_self_select": None},
        "lobbying_activities": [{**activity, "foreign_entity_issues": None, "lobbyists": [], "government_entities": []}],
        "conviction_disclosures": [],
        "foreign_entities": [],
        "affiliated_organizations": [],
    }
    return row | said


class Register(httpx.AsyncBaseTransport):
    """Gives 25 rows a page, whatever page_size is; `shift` rows are taken from the front before each further page."""

    def __init__(self, rows: list[Fields], *, shift: int = 0) -> None:
        self.rows = rows
        self.shift = shift
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        number = int(request.url.params.get("page", 1))
        start = (number - 1) * 25 + (number - 1) * self.shift
        more = f"https://elsewhere.example/?page={number + 1}" if start + 25 < len(self.rows) else None
        return httpx.Response(200, json={"count": len(self.rows), "next": more, "results": self.rows[start : start + 25]})


def posted(count: int, first: int = 0) -> list[Fields]:
    """So many filings, one a minute."""
    begin = datetime(2026, 11, 19, 9, tzinfo=EASTERN)
    return [filing(number, dt_posted=(begin + timedelta(minutes=number)).isoformat()) for number in range(first, first + count)]
