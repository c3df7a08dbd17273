"""Writes the tapes of USAspending, with awards that nobody was given."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://api.usaspending.gov/api/v2"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TARGET = HERE / "us-zz-awards"
CODES = {"contracts": ["A", "B", "C", "D"], "idvs": ["IDV_A", "IDV_B", "IDV_B_A", "IDV_B_B", "IDV_B_C", "IDV_C", "IDV_D", "IDV_E"]}
NOTE = "For searches, time period start and end dates are currently limited to an earliest date of 2007-10-01."

Fields = dict[str, object]


def asked(group: str, page: int, **filters: object) -> Fields:
    """The body of a question, as far as one differs from another."""
    return {"filters": {**filters, "award_type_codes": CODES[group]}, "page": page}


def search(question: Fields, results: list[Fields], *, more: bool = False, **said: object) -> Answer:
    """A page of the search."""
    place = {"page": question["page"], "hasNext": more, "last_record_unique_id": 131499581, "last_record_sort_value": "1763596800000"}
    body = {"spending_level": "awards", "limit": 100, "results": results, "page_metadata": place, "messages": [NOTE], **said}
    return Answer(url=f"{API}/search/spending_by_award/", method="POST", sent=json.dumps(question).encode(), body=body)


def award(id_: str, **said: object) -> Fields:
    """An award as a page of the search has it."""
    row: Fields = {
        "internal_id": 111952974,
        "generated_internal_id": id_,
        "Award ID": id_.split("_")[2],
        "Recipient Name": "ARGOS IMAGING, INC.",
        "Recipient UEI": "ZZ1ARGOS0000",
        "Award Amount": 184000.5,
        "Description": "FACIAL RECOGNITION SOFTWARE",
        "Awarding Agency": "Department of Examples",
        "Last Modified Date": "2026-11-18",
        "awarding_agency_id": 1,
        "agency_slug": "department-of-examples",
    }
    return row | said


def detail(id_: str, **said: object) -> Answer:
    """The answer for one award."""
    agency = {
        "toptier_agency": {"name": "Department of Examples", "code": "099"},
        "subtier_agency": {"name": "Border Office", "code": "9901"},
    }
    body: Fields = {
        "id": 111952974,
        "generated_unique_award_id": id_,
        "piid": id_.split("_")[2],
        "category": "contract",
        "type": "C",
        "type_description": "DELIVERY ORDER",
        "description": "FACIAL RECOGNITION SOFTWARE",
        "total_obligation": 184000.5,
        "base_and_all_options": 920000.0,
        "date_signed": "2026-11-17",
        "parent_award": {"piid": "99IDV26D0001", "generated_unique_award_id": "CONT_IDV_99IDV26D0001_9901"},
        "latest_transaction_contract_data": {
            "solicitation_identifier": "99SOL26R0007",
            "naics": "541519",
            "naics_description": "OTHER COMPUTER RELATED SERVICES",
            "product_or_service_code": "7A21",
            "product_or_service_description": "IT SOFTWARE",
        },
        "awarding_agency": agency,
        "period_of_performance": {"start_date": "2026-12-01", "end_date": "2027-11-30", "last_modified_date": "2026-11-18 10:12:00"},
        "recipient": {
            "recipient_name": "ARGOS IMAGING, INC.",
            "recipient_uei": "ZZ1ARGOS0000",
            "recipient_unique_id": "000000001",
            "parent_recipient_name": "ARGOS HOLDINGS PLC",
            "parent_recipient_uei": "ZZ1HOLDING00",
        },
        "executive_details": {"officers": [{"name": "ADA EXAMPLE", "amount": 900000.0}]},
    }
    return Answer(url=f"{API}/awards/{id_}/", body=body | said)


ORDER, CHANGED, IDV = (
    "CONT_AWD_99ORD26F0001_9901_99IDV26D0001_9901",
    "CONT_AWD_99PUR26P0002_9901_-NONE-_-NONE-",
    "CONT_IDV_99IDV26D0001_9901",
)
BIOMETRIC = {"keywords": ["facial recognition", "biometric"]}
ARGOS = {"recipient_search_text": ["ZZ1ARGOS0000"]}
PURCHASE = detail(
    CHANGED,
    description="",
    type_description="PURCHASE ORDER",
    total_obligation=0.0,
    base_and_all_options=None,
    parent_award=None,
    latest_transaction_contract_data=None,
    psc_hierarchy={"base_code": {"code": "7A21"}},
)
FRAMEWORK = detail(IDV, category="idv", type_description="INDEFINITE DELIVERY CONTRACT", parent_award=None, total_obligation=0.0)
EMPTY = [search(asked(group, 1, **who), []) for group in CODES for who in (BIOMETRIC, ARGOS)]
SEARCH = f"{API}/search/spending_by_award/"
IGNORED = "The following filters from the request were not used: ['keyword']"
UPDATED = f"{API}/awards/last_updated/"

TAPES = {
    # An order under an IDV is found by its words and by its recipient; the second page holds an award of nothing.
    "happy.warc": [
        search(asked("contracts", 1, **BIOMETRIC), [award(ORDER)], more=True),
        search(asked("contracts", 2, **BIOMETRIC), [award(CHANGED, **{"Award Amount": 0.0, "Description": None})]),
        search(asked("contracts", 1, **ARGOS), [award(ORDER)]),
        search(asked("idvs", 1, **BIOMETRIC), []),
        search(asked("idvs", 1, **ARGOS), [award(IDV, **{"Award Amount": 0.0})]),
        detail(ORDER),
        PURCHASE,
        FRAMEWORK,
    ],
    "quiet.warc": [*EMPTY, Answer(url=UPDATED, body={"last_updated": "11/19/2026"})],
    "fail-stale.warc": [*EMPTY, Answer(url=UPDATED, body={"last_updated": "10/02/2026"})],
    "fail-ignored.warc": [
        search(
            asked("contracts", 1, **BIOMETRIC),
            [award(ORDER)],
            messages=[IGNORED],
        )
    ],
    "fail-mixed.warc": [
        Answer(
            url=SEARCH,
            method="POST",
            sent=b"{}",
            status=422,
            body={"detail": "'award_type_codes' must only contain types from one group."},
        )
    ],
    "fail-timeout.warc": [Answer(url=SEARCH, method="POST", sent=b"{}", status=504, body={"detail": "time-out"})],
    "fail-detail.warc": [
        *EMPTY[1:],
        search(asked("contracts", 1, **BIOMETRIC), [award(ORDER), award(CHANGED)]),
        Answer(url=detail(ORDER).url, status=500, body={"detail": "error"}),
        PURCHASE,
    ],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
