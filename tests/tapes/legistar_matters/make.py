"""Writes the tapes of Willowdale, a city that does not exist, as Legistar would answer for its legislation."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://webapi.legistar.com/v1/willowdale"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-willowdale"
CHANGED = "MatterLastModifiedUtc gt datetime'2026-08-22T18:00:00'"

Fields = dict[str, object]


def matter(id_: int, file: str | None, name: str | None, title: str | None, **said: object) -> Fields:
    """A matter, with nulls where nothing is said of it."""
    row: Fields = {
        "MatterId": id_,
        "MatterGuid": f"00000000-0000-4000-8000-{id_:012}",
        "MatterLastModifiedUtc": "2026-11-12T20:11:04.513",
        "MatterRowVersion": f"AAAAAAD{id_}=",
        "MatterFile": file,
        "MatterName": name,
        "MatterTitle": title,
        "MatterTypeName": "Ordinance",
        "MatterStatusName": "In Committee",
        "MatterBodyName": "Committee on Public Safety",
        "MatterIntroDate": "2026-11-05T00:00:00",
        "MatterNotes": None,
        "MatterVersion": "1",
        "MatterRestrictViewViaWeb": False,
    }
    return row | {f"Matter{key}": value for key, value in said.items()}


def history(id_: int, day: str, done: str, who: str, text: str | None = None) -> Fields:
    """A step of a matter."""
    said = {"Id": id_, "ActionDate": f"{day}T14:15:58", "ActionName": done, "ActionBodyName": who, "ActionText": text}
    return {f"MatterHistory{key}": value for key, value in {**said, "AgendaNumber": None, "RowVersion": f"AAAAAAE{id_}="}.items()}


def attachment(id_: int, name: str, *, shown: bool = True) -> Fields:
    """A file of a matter."""
    said = {"Id": id_, "Name": name, "Hyperlink": f"https://willowdale.legistar1.com/willowdale/attachments/{id_}.pdf"}
    return {f"MatterAttachment{key}": value for key, value in {**said, "RowVersion": f"AAAAAAF{id_}=", "ShowOnInternetPage": shown}.items()}


def listing(rows: object) -> Answer:
    """The answer to the question for what was changed."""
    query = urlencode({"$filter": CHANGED, "$orderby": "MatterId", "$top": 1000, "$skip": 0}, quote_via=quote)
    return Answer(url=f"{API}/Matters?{query}", body=rows)


def newest(rows: object) -> Answer:
    """The answer to the question whether there is any matter at all."""
    return Answer(url=f"{API}/Matters?{urlencode({'$orderby': 'MatterId desc', '$top': 1}, quote_via=quote)}", body=rows)


def bodies() -> Answer:
    """The bodies of a client that is not in use."""
    query = urlencode({"$filter": "BodyActiveFlag eq 1", "$orderby": "BodyId"}, quote_via=quote)
    return Answer(url=f"{API}/Bodies?{query}", body=[])


def sponsor(id_: int, name: str, place: int, version: str = "1") -> Fields:
    """Who brought a matter in."""
    said = {"Id": 50000 + id_, "NameId": id_, "Name": name, "Sequence": place, "MatterVersion": version, "BodyId": None}
    return {f"MatterSponsor{key}": value for key, value in said.items()}


def of(id_: int, histories: object, attachments: object, sponsors: object = ()) -> list[Answer]:
    """What was done about a matter, its files, and who brought it in."""
    lists = {"Histories": histories, "Attachments": attachments, "Sponsors": sponsors or [], "Indexes": FILED if id_ == 23011 else []}
    return [Answer(url=f"{API}/Matters/{id_}/{name}", body=rows) for name, rows in lists.items()]


CAMERAS = matter(
    23011, "26-0871", "Camera policy",
    "An ordinance to require approval by the Council\r\nbefore the City acquires  facial recognition technology ",
    Notes="Sponsored by the Clerk on request.",
)  # fmt: skip
UNNAMED = matter(23015, None, None, "Communication from the Sheriff on cell-site simulators", TypeName="Communication", BodyName=None)
HIDDEN = matter(23020, "26-0902", None, "Settlement", RestrictViewViaWeb=True, IntroDate=None)
OLD = matter(11001, "19-0001", "Budget", "Budget of 2019", LastModifiedUtc="2019-03-01T10:00:00")
SHARED = history(70002, "2026-11-12", "Referred", "City Council")
STEPS = [history(70003, "2026-11-18", "Deferred", "Committee on Public Safety", "to December 2"), SHARED, SHARED,
         history(70001, "2026-11-05", "Introduced", "City Council")]  # fmt: skip
FILES = [attachment(60001, "Draft ordinance "), attachment(60002, "Legal opinion", shown=False)]

BROUGHT = [sponsor(17, "Ana  Ruiz", 1), sponsor(16, "June M. Eastland", 0), sponsor(16, "June M. Eastland", 0, "2")]
FILED = [{"MatterIndexId": 1597, "MatterIndexMatterId": 23011, "MatterIndexName": "SURVEILLANCE TECHNOLOGY"}]

NO_CLIENT = "LegistarConnectionString setting is not set up in InSite for client: willowdale"

TAPES = {
    **in_place_of(listing([CAMERAS])),
    # The client ignores $filter, so that a matter of 2019 comes along.
    "happy.warc": [
        listing([OLD, CAMERAS, UNNAMED, HIDDEN]),
        *of(23011, STEPS, FILES, BROUGHT),
        *of(23015, [], []),
        *of(23020, STEPS[:1], []),
    ],
    "quiet.warc": [listing([]), newest([OLD])],
    "fail-client.warc": [
        replace(
            listing([]), status=500, body='{"Message":"LegistarConnectionString setting is not set up in InSite for client: willowdale"}'
        )
    ],
    "fail-empty.warc": [listing([]), newest([]), bodies()],
    "fail-histories.warc": [listing([CAMERAS, UNNAMED]), replace(of(23011, [], [])[0], status=500, body=""), *of(23015, [], [])],
    "fail-token.warc": [replace(listing([]), status=403, body="")],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
