"""A register of lobbyists, as the US federal one answers, with a quarter's report and, asked again, one that was posted since."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.demo.answers import answer
from sources.tape import Exchange

LISTING = "https://lda.gov/api/v1/filings/"
QUARTERS = ("first_quarter", "second_quarter", "third_quarter", "fourth_quarter")
BIOMETRICS = "Biometric entry and exit; use of facial recognition technology at airports and by police departments"

Fields = dict[str, object]


def filings(now: datetime) -> Iterator[Exchange]:
    """Two reports; then a third."""
    old = [
        _filing(1, now - timedelta(days=40), "HARTWELL & PARTNERS, LLC", "30000.00", BIOMETRICS),
        _filing(2, now - timedelta(days=38), "Capitol Row Group", None, "Federal procurement of optical equipment"),
    ]
    new = _filing(3, now - timedelta(minutes=5), "HARTWELL & PARTNERS, LLC", "50000.00", f"{BIOMETRICS}; H.R. 3907")
    yield _page(old, now)
    yield _page([*old, new], now)


def _page(rows: list[Fields], at: datetime) -> Exchange:
    return answer(LISTING, {"count": len(rows), "next": None, "previous": None, "results": rows}, at)


def _filing(number: int, posted: datetime, registrant: str, income: str | None, about: str) -> Fields:
    identity = f"00000000-0000-4000-8000-{number:012}"
    quarter = (posted.month - 1) // 3 - 1  # a quarter is reported in the one after it
    return {
        "url": f"{LISTING}{identity}/",
        "filing_uuid": identity,
        "filing_type": f"Q{quarter % 4 + 1}",
        "filing_type_display": "Report",
        "filing_year": posted.year if quarter >= 0 else posted.year - 1,
        "filing_period": QUARTERS[quarter],
        "filing_period_display": QUARTERS[quarter].replace("_", " "),
        "filing_document_url": f"https://lda.gov/filings/public/filing/{identity}/print/",
        "filing_document_content_type": "text/html",
        "income": income,
        "expenses": None,
        "expenses_method": None,
        "dt_posted": posted.isoformat(timespec="seconds"),
        "termination_date": None,
        "registrant": {"id": 100 + len(registrant), "house_registrant_id": None, "name": registrant, "description": None},
        "client": {
            "id": 900,
            "client_id": 9,
            "name": "ARGOS IMAGING, INC.",
            "general_description": "Image comparison",
            "client_government_entity": False,
            "client_self_select": False,
        },
        "lobbying_activities": [
            {
                "general_issue_code": "HOM",
                "general_issue_code_display": "Homeland Security",
                "description": about,
                "foreign_entity_issues": "",
                "lobbyists": [],
                "government_entities": [{"id": 2, "name": "HOUSE OF REPRESENTATIVES"}],
            }
        ],
        "conviction_disclosures": [],
        "foreign_entities": [],
        "affiliated_organizations": [],
    }
