"""What the publishers of Zetland say in their releases: the tenders, awards and oddities that the tapes hold."""

Fields = dict[str, object]

POLICE = {"id": "ZZ-PPON-PXYZ-1234", "name": "Zetland Police Authority"}
PARTIES = [
    {
        **POLICE,
        "roles": ["buyer"],
        "identifier": {"scheme": "GB-PPON", "id": "PXYZ-1234"},
        "contactPoint": {"name": "Ada Example", "email": "ada@police.example", "telephone": "+00 1"},
    },
    {
        "id": "GB-COH-09999999",
        "name": "Argos Imaging Ltd",
        "roles": ["supplier"],
        "identifier": {"scheme": "GB-COH", "id": "09999999", "legalName": "ARGOS IMAGING LIMITED"},
        "additionalIdentifiers": [{"scheme": "GB-FTS", "id": "4711"}, {"scheme": "XI-LEI", "id": "5493000000ZZ"}],
    },
]
SITE = "https://www.tenders.example"


def release(id_: str, ocid: str, tag: str, date: str, **more: object) -> Fields:
    """A release of the national publisher."""
    return {"ocid": ocid, "id": id_, "date": date, "tag": [tag], "initiationType": "tender", "language": "en", **more}


TENDER = {
    "id": "ocds-zz0001-000101",
    "title": "Live facial recognition in custody suites",
    "title_cy": "Adnabod wynebau byw",
    "description": "<p>Supply and support of <b>facial recognition</b> cameras &amp; software.</p>",
    "status": "active",
    "classification": {"scheme": "CPV", "id": "35125000"},
    "value": {"amount": 400000, "amountGross": 480000, "currency": "GBP"},
    "tenderPeriod": {"endDate": "2026-12-18T12:00:00+00:00"},
    "lots": [
        {"id": "1", "title": "Cameras", "value": {"amount": "@1e9999@", "currency": "GBP"}},
        {"id": "2", "title": "Software", "description": "Matching against the custody image database", "value": {"amount": 90000.5}},
    ],
    "items": [{"id": "1", "relatedLot": "1", "additionalClassifications": [{"scheme": "CPV", "id": "32323500"}]}],
    "documents": [
        {"id": "000101-2026", "documentType": "tenderNotice", "noticeType": "UK4", "url": f"{SITE}/Notice/000101-2026"},
        {"id": "A-1", "title": "Specification v2.pdf", "url": f"{SITE}/Notice/Attachment/A-1", "datePublished": "2026-11-20T01:00:00Z"},
        {"id": "A-2", "title": "Site visits on request"},
    ],
}
AWARDED = release(
    "000102-2026", "ocds-zz0001-000077", "award", "2026-11-20T02:10:00Z",
    parties=PARTIES, buyer=POLICE,
    tender={"id": "t-77", "title": "Body-worn cameras", "value": {"amount": 0, "currency": "GBP"}},
    awards=[
        {
            "id": "1", "title": "Body-worn cameras", "status": "active", "date": "2026-11-18T00:00:00Z",
            "value": {"amount": "184000.00", "currency": "GBP"}, "suppliers": [{"id": "GB-COH-09999999"}],
        },
        {"id": "2", "status": "cancelled", "value": {"amount": 12000, "currency": "GBP"},
 "suppliers": [{"name": "Harbour Optics"}]},
    ],
    contracts=[{"id": "c1", "awardID": "1", "status": "active", "value": {"amount": 184000, "currency": "GBP"}}],
)  # fmt: skip
NATIONAL = [
    release("000101-2026", "ocds-zz0001-000101", "tender", "2026-11-20T01:00:00Z", parties=PARTIES, buyer=POLICE, tender=TENDER),
    AWARDED,
    release(
        "000103-2026", "ocds-zz0001-000050", "tenderCancellation", "2026-11-20T03:00:00+01:00",
        buyer={"id": "none", "name": "Port of Zet"}, tender={"title": "Fence", "status": "cancelled"},
    ),
    release(
        "000104-2026", "ocds-zz0001-000104", "planning", "2026-11-20T04:00:00Z", buyer=POLICE,
        planning={"rationale": "Market engagement on number plate readers", "budget": {"amount": {"amount": 250000, "currency": "GBP"}}},
        tender={"title": "Number plate readers", "status": "planned", "expressionOfInterestDeadline": "2027-01-08"},
    ),
    release(
        "000105-2026", "ocds-zz0001-000101", "tenderAmendment", "2026-11-20T05:00:00Z", parties=PARTIES, buyer=POLICE,
        tender={**TENDER, "lots": [], "value": {"amount": "@ 000@", "currency": "gbp"},
                "amendments": [{"id": "1", "rationale": "The deadline is put off", "description": "New deadline"}],
                "tenderPeriod": {"endDate": "2027-01-15T12:00:00+00:00"}},
    ),
    release(
        "000106-2026", "ocds-zz0001-000106", "contractTermination", "2026-11-20T00:20:00Z", buyer=POLICE, tender=None,
        contracts=[{"id": 9, "title": "Drones", "status": "terminated", "value": {"amount": 55000.10, "currency": "EUR"}, "items": [None]}],
    ),
    release("000107-2026", "ocds-zz0001-000107", "contract", "2026-11-20T00:40:00Z", tender={"techniques": {"frameworkAgreement": {
        "value": {"amount": 900000, "currency": "GBP"}}}}, buyer={}, contracts=[]),
]  # fmt: skip

GUID = "9d39bfcd-adb9-43eb-9cae-1a227b58{:04}"


def found(number: int, tag: str, tender: Fields, **more: object) -> Fields:
    """A release of the finder, whose id is the GUID of the notice and the number of its revision."""
    guid = GUID.format(number)
    return release(f"{guid}-8330{number}", f"ocds-zz0002-{guid}", tag, f"2026-11-19T1{number}:49:06", tender=tender, **more)


FINDER = [
    found(1, "tender", {"title": "Café für die Wache", "status": "active", "minValue": {"amount": 1000, "currency": "GBP"}}),
    found(
        2, "award", {"title": "CCTV – renewal".replace("–", "-"), "status": "complete"},
        awards=[{"id": "a1", "status": "active", "value": {"amount": 0, "currency": "GBP"}, "suppliers": []}],
        parties=[{"id": "GB-CFS-1", "name": "Südhafen Council", "roles": ["buyer"], "identifier": {"scheme": "GB-CFS", "id": "1"}}],
        buyer={"id": "GB-CFS-1"},
    ),
    found(3, "awardUpdate", {"title": "Übersetzung", "status": "withdrawn"}, language="english please"),
]  # fmt: skip


def monthly(ocid: str, date: str, tag: str, **tender: object) -> Fields:
    """A release of the north, which gives none an id."""
    return {"ocid": ocid, "date": date, "tag": [tag], "language": "EN", "tender": tender, "parties": [
        {"id": "org-1", "name": "Northhaven", "roles": ["buyer"]}], "buyer": {"id": "org-1", "name": "Northhaven"}}  # fmt: skip


MONTHLY = [
    monthly("ocds-zz0003-1", "2026-10-28T00:00:00Z", "tender", title="Fingerprint scanners", description="Ten scanners"),
    monthly("ocds-zz0003-2", "2026-11-18T00:00:00Z", "tender", title="Road salt", value={"amount": 20000, "currency": "EUR"}),
    monthly("ocds-zz0003-2", "2026-11-18T00:00:00Z", "tender", title="Road salt", value={"amount": 25000, "currency": "EUR"}),
    monthly("ocds-zz0003-3", "2026-11-19T00:00:00Z", "planning", title="Iris readers at the ferry"),
]

LAND = [
    {
        "ocid": "ocds-zz0004-1",
        "releases": [
            {"ocid": "ocds-zz0004-1", "id": 2, "date": "2026-11-16T00:00:00Z", "tag": ["tenderAmendment"],
             "tender": {"id": 1, "value": {"amount": 70000, "currency": "ZAR"}, "description": None}},
            {"ocid": "ocds-zz0004-1", "id": "1", "date": "2026-11-14T00:00:00Z", "tag": ["tender"],
             "tender": {"id": "1", "title": "Voice biometrics",
 "description": "Later taken back", "value": {"amount": 60000, "currency": "ZAR"},
                        "items": [{"id": "1", "description": "Licences"}]}},
        ],
    },
    {
        "ocid": "ocds-zz0004-2",
        "releases": [{"url": "http://data.land.example/releases/5.json#5", "tag": ["tender"]}],
        "compiledRelease": {"ocid": "ocds-zz0004-2", "id": "x", "date": "2026-11-17T00:00:00Z", "tag": ["compiled"],
                            "tender": {"title": "Palm scanners"}, "awards": [{"id": "1", "value": {"amount": 5, "currency": "ZAR"}}]},
    },
    {"ocid": "ocds-zz0004-3", "releases": [{"url": "http://data.land.example/releases/7.json#7-1", "tag": ["tender"]}]},
]  # fmt: skip
ODD_LAND = [
    {"ocid": "ocds-zz0004-3", "id": "7-1", "date": "2026-11-18T08:00:00+02:00", "tag": ["tender"], "tender": {"title": "Gait analysis"}},
    {"ocid": "ocds-zz0004-9", "id": "7-2", "date": "2026-11-18T08:00:00+02:00", "tag": ["tender"], "tender": {"title": "Not asked for"}},
]  # fmt: skip
