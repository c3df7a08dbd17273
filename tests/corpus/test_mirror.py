"""New York's meetings and introductions under the short names of a mirror: given the API's names back, they are read as expected."""

import json
from datetime import datetime
from typing import Any

from corpus.recordings import Recording, Report, recordings
from corpus.test_poll import as_api, event, items

from sources import registry
from sources.agendas.calendar import Meeting
from sources.agendas.legistar_matters import Details
from sources.model import Record

PLACE = {"id": "us-ny-new-york", "site": "https://legistar.council.nyc.gov/Calendar.aspx", "timezone": "America/New_York"}
STEP = {
    "Date": "ActionDate",
    "Action": "ActionName",
    "BodyName": "ActionBodyName",
    "Description": "ActionText",
    "AgendaNumber": "AgendaNumber",
}


def recorded(recording: Recording) -> dict[str, Any]:
    """The file."""
    found: dict[str, Any] = json.loads(recording.path.read_text(encoding="utf-8-sig"))
    return found


def meeting(fields: dict[str, Any]) -> Record:
    """A meeting with its agenda."""
    source = registry.build("legistar", {"client": "nyc"}, **PLACE)
    return source.read(Meeting(event=event(fields), items=list(items(fields))))


def matter(fields: dict[str, Any]) -> Record:
    """An introduction with its steps, files and sponsors."""
    source = registry.build("legistar_matters", {"client": "nyc"}, **PLACE)
    row = {**as_api(fields, "Matter"), "MatterLastModifiedUtc": fields["LastModified"].removesuffix("Z")}
    details = Details(
        histories=[
            {"MatterHistoryId": step["ID"], **{f"MatterHistory{name}": step.get(short) for short, name in STEP.items()}}
            for step in fields["History"]
        ],
        sponsors=[
            {"MatterSponsorSequence": place, "MatterSponsorName": who["FullName"], "MatterSponsorNameId": who["ID"]}
            for place, who in enumerate(fields["Sponsors"])
        ],
    )
    return source.read(Meeting(event=row, items=details))


def differences(recording: Recording) -> str:
    """What is read otherwise than expected, or nothing."""
    fields, expected = recorded(recording), recording.expected
    if "n_items" in expected:
        record = meeting(fields)
        found = {"ID": int(record.key), "BodyName": record.body, "Date": record.starts, "n_items": len(record.parts)}
        wanted = {**expected, "Date": datetime.fromisoformat(expected["Date"])}
    else:
        record = matter(fields)
        words = {"Name": expected["Name"] in record.title, "Title": expected["Title"] in record.text}
        found = {"ID": int(record.key), "BodyName": record.body, "File": record.codes[0], **words}
        found |= {"StatusName": record.type.rpartition(", ")[2], "sponsors": [party.name for party in record.parties]}
        names = [" ".join(who["FullName"].split()) for who in fields["Sponsors"]]
        wanted = {**expected, "Name": True, "Title": True, "sponsors": [name for name in names if name]}
    wrong = {name: (value, wanted[name]) for name, value in found.items() if value != wanted[name]}
    return "; ".join(f"{name} is {value!r}, expected {other!r}" for name, (value, other) in wrong.items())


def test_recordings_of_a_mirror_are_read_as_expected(report: Report) -> None:
    found = recordings("agendas", "nyc_legislation")
    assert len(found) == 17
    report("New York as a mirror has it", {each.file: differences(each) for each in found}, least=17)
