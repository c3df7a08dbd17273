"""Writes the tapes of a register of lobbyists that does not exist, as the LDA API would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://lda.gov/api/v1"
OLD_API = "https://lda.senate.gov/api/v1"  # what rows and links still say
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
SINCE = "2026-08-22"
PERIODS = {"first_quarter": "1st Quarter (Jan 1 - Mar 31)", "third_quarter": "3rd Quarter (July 1 - Sep 30)"}

Fields = dict[str, object]

PARTNERS = (401100001, "HARTWELL & PARTNERS, LLC", "Government affairs", 401100001)
ARGOS_ITSELF = (401100002, "Argos Imaging, Inc.", "Camera software", None)
ARGOS = (90001, 11, "ARGOS IMAGING, INC. (FORMERLY ARGOS OPTICS)", "Face recognition software", None)
OWN_ARGOS = (90002, 12, "Argos Imaging, Inc.", None, True)


def registrant(id_: int, name: str, description: str | None, house: int | None) -> Fields:
    """A registrant as it stands in every row."""
    said: Fields = {"id": id_, "url": f"{OLD_API}/registrants/{id_}/", "house_registrant_id": house, "name": name}
    return {**said, "description": description, "city": "Springhaven", "state": "VA", "dt_updated": "2026-02-03T10:15:01.140869-05:00"}


def client(id_: int, number: int, name: str, business: str | None, own: bool | None) -> Fields:
    """A client as it stands in every row."""
    said: Fields = {"id": id_, "url": f"{OLD_API}/clients/{id_}/", "client_id": number, "name": name, "general_description": business}
    return {**said, "client_government_entity": False, "client_self_select": own, "state": "VA", "effective_date": "2018-03-19"}


def person(id_: int, first: str, last: str) -> Fields:
    """A lobbyist."""
    more = dict.fromkeys(("prefix", "prefix_display", "nickname", "middle_name", "suffix", "suffix_display"))
    return {"id": id_, "first_name": first, "last_name": last, **more}


def activity(code: str, display: str, description: str | None, *entities: str, office: str | None = None) -> Fields:
    """One issue that was lobbied on."""
    return {
        "general_issue_code": code,
        "general_issue_code_display": display,
        "description": description,
        "foreign_entity_issues": "",
        "lobbyists": [{"lobbyist": person(5501, "ADA", "MERRIWEATHER"), "covered_position": office, "new": False}],
        "government_entities": [{"id": place, "name": name} for place, name in enumerate(entities, 1)],
    }


def filing(number: int, code: str, posted: str, of: tuple = PARTNERS, whom: tuple = ARGOS, **said: object) -> Fields:
    """A filing, with nulls where nothing is said of it."""
    id_ = f"00000000-0000-4000-8000-{number:012}"
    row: Fields = {
        "url": f"{OLD_API}/filings/{id_}/",
        "filing_uuid": id_,
        "filing_type": code,
        "filing_type_display": "as the table has it",
        "filing_year": 2026,
        "filing_period": "third_quarter",
        "filing_period_display": PERIODS["third_quarter"],
        "filing_document_url": f"https://lda.senate.gov/filings/public/filing/{id_}/print/",
        "filing_document_content_type": "text/html",
        "income": None,
        "expenses": None,
        "expenses_method": None,
        "posted_by_name": "Ada Merriweather",
        "dt_posted": posted,
        "termination_date": None,
        "registrant": registrant(*of),
        "client": client(*whom),
        "lobbying_activities": [],
        "conviction_disclosures": [],
        "foreign_entities": [],
        "affiliated_organizations": [],
    }
    return row | said


def contribution(number: int, posted: str, lobbyist: Fields | None, *items: Fields, **said: object) -> Fields:
    """A report LD-203."""
    id_ = f"00000000-0000-4000-9000-{number:012}"
    row: Fields = {
        "filing_uuid": id_,
        "filing_type": "MM",
        "filing_year": 2026,
        "filing_period": "mid_year",
        "filer_type": "lobbyist" if lobbyist else "registrant",
        "dt_posted": posted,
        "comments": None,
        "registrant": registrant(*PARTNERS),
        "lobbyist": lobbyist,
        "no_contributions": not items,
        "pacs": [],
        "contribution_items": list(items),
    }
    return row | said


def given(payee: str, honoree: str, amount: str, day: str) -> Fields:
    """A contribution."""
    said = {"contribution_type": "feca", "contribution_type_display": "FECA", "contributor_name": "Self", "payee_name": payee}
    return {**said, "honoree_name": honoree, "amount": amount, "date": day}


def listing(rows: list[Fields], *, of: int | None = None, following: int = 0, what: str = "filings", **query: object) -> Answer:
    """A page of a list."""
    asked = {"filing_dt_posted_after": SINCE, "ordering": "dt_posted", **query}
    link = f"{OLD_API}/{what}/?{urlencode({**asked, 'page': following})}" if following else None
    page = {"count": len(rows) if of is None else of, "next": link, "previous": None, "results": rows}
    return Answer(url=f"{API}/{what}/?{urlencode(asked)}", body=page)


def refused(status: int, body: object, type_: str = "application/json", *headers: tuple[str, str]) -> Answer:
    """An answer in place of the first page."""
    return Answer(url=listing([]).url, status=status, body=body, type=type_, headers=headers)


TEXT = "Bio-metric and facial recognition technology; S.847/H.R. 3907, and S. 847 (116th Congress)\r\nFY27 appropriations "
REGISTERED = filing(
    1, "RR", "2026-08-25T16:25:35-04:00", filing_period="first_quarter",
    lobbying_activities=[activity("HOM", "Homeland Security", "Identity at airports")],
    foreign_entities=[{"name": "ARGOS HOLDING", "country_display": "Japan", "ownership_percentage": "100.00"}],
    affiliated_organizations=[{"name": "Springhaven Chamber", "country_display": "United States of America"}],
)  # fmt: skip
REPORTED = filing(
    2, "Q3", "2026-10-19T11:02:07.250000-04:00", income="50000.00",
    lobbying_activities=[
        activity("HOM", "Homeland Security", TEXT, "SENATE", "Homeland Security, Dept of (DHS)", office="Counsel, Homeland Committee"),
        activity("LAW", "Law Enforcement/Crime/Criminal Justice", None, "HOUSE OF REPRESENTATIVES"),
        activity("HOM", "Homeland Security", "Ports", "SENATE"),
    ],
)  # fmt: skip
IDLE = filing(3, "Q3Y", "2026-10-20T09:00:00-04:00", ARGOS_ITSELF, OWN_ARGOS, expenses_method="a")
MISSING_ZERO = filing(4, "Q3", "2026-10-20T16:41:28-04:00", ARGOS_ITSELF, OWN_ARGOS, expenses="22000.00", expenses_method="A")
AMENDED = filing(
    5, "3@", "2026-10-20T17:05:50-04:00", ARGOS_ITSELF, OWN_ARGOS,
    expenses="220000.00", expenses_method="C", termination_date="2026-09-30",
    lobbying_activities=[activity("HOM", "Homeland Security", "Facial recognition at ports", "SENATE")],
)  # fmt: skip
PAPER = filing(
    6, "YY", "1905-06-24T00:00:00-05:00", filing_year=2001, filing_period="year_end", filing_document_content_type="application/pdf"
)
HEARTS = filing(
    7, "Q3", "2026-10-20T18:00:00-04:00", PARTNERS, (90007, 13, "ARGOSY CRUISES", None, False), income="10000.00",
    lobbying_activities=[activity("TRA", "Transportation", "Ferry terminals")],
)  # fmt: skip

WORDS = {"filing_specific_lobbying_issues": '"facial recognition"'}
NAME = {"client_name": "argos"}
LATER = "Expected available in 4000 seconds."
LONG = {"following": 2, "of": 95118}

TAPES: dict[str, dict[str, list[Answer]]] = {
    "us-zz-filings": {
        # A row comes again on the second page, since an older one was posted in between; links name the old host.
        "happy.warc": [
            listing([PAPER, REGISTERED, REPORTED], of=6, following=2),
            listing([REPORTED, IDLE, MISSING_ZERO, AMENDED], of=7, page=2),
        ],
        "quiet.warc": [listing([])],
        "fail-akamai.warc": [
            refused(
                403,
                "<html><head><title>Access Denied</title></head><body>Reference #18.2d3</body></html>",
                "text/html",
                ("Server", "AkamaiGHost"),
            )
        ],
        "fail-bare-host.warc": [
            refused(301, "", "text/html", ("Location", "https://lda.gov/")),
            Answer(url="https://lda.gov/", body="<html><title>Lobbying Disclosure</title></html>", type="text/html"),
        ],
        "fail-drift.warc": [listing([REGISTERED, REPORTED], of=3)],
        "fail-filter.warc": [refused(400, {"detail": "You must pass at least one query string parameter to filter the results"})],
        "fail-maintenance.warc": [refused(200, "<!DOCTYPE html><html><head><title>Back soon</title></head></html>", "text/html")],
        "fail-moved.warc": [refused(301, "", "text/html", ("Location", "https://lobbying.example.gov/"))],
        "fail-shrunk.warc": [
            listing([REGISTERED, REPORTED], of=30, following=2),
            Answer(url=listing([], page=2).url, status=404, body={"detail": "Not found."}),
        ],
        "fail-throttled.warc": [
            refused(
                429, {"detail": "Request was throttled. Expected available in 4000 seconds."}, "application/json", ("Retry-After", "10")
            )
        ],
        "fail-token.warc": [refused(401, {"detail": "Invalid token."})],
        "fail-window.warc": [listing([PAPER], of=1_947_495, following=2)],
    },
    "us-zz-phrases": {
        # Two questions find one filing; a third finds part of another name, and a phrase where it is not.
        "happy.warc": [listing([HEARTS, REPORTED], **WORDS), listing([REPORTED, AMENDED, HEARTS], **NAME)],
        "fail-ignored.warc": [listing([HEARTS], **LONG, **WORDS), listing([PAPER], **LONG, page_size=25)],
    },
    "us-zz-contributions": {
        "happy.warc": [
            listing(
                [
                    contribution(1, "2026-10-02T11:42:06-04:00", person(5501, "ADA", "MERRIWEATHER")),
                    contribution(
                        2,
                        "2026-10-05T09:30:00-04:00",
                        None,
                        given("Friends of Imogen Vance", "Sen. Imogen Vance", "2500.00", "2026-03-14"),
                        given("Springhaven Library Ball", "Rep. Otto Lind", "1000.50", "2026-05-02"),
                        pacs=["Hartwell PAC"],
                        comments="Amended in May",
                    ),
                ],
                what="contributions",
            )
        ],
    },
}

if __name__ == "__main__":
    for folder, tapes in TAPES.items():
        for name, answers in tapes.items():
            write(HERE / folder / name, answers, AT)
