"""What TED does that a small tape cannot show: searches that give up, days in other zones, lists without a common order."""

import json
import re
from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import httpx
import pytest

from sources import registry, tree
from sources.errors import Inconclusive, SourceError, Unavailable
from sources.model import AmountKind, Problem, Record, Role, Stage
from sources.procurement import eforms
from sources.procurement.eforms_tree import bare, luxembourg, moment
from sources.procurement.ted import PAGE
from sources.procurement.ted_fields import FIELDS
from sources.procurement.ted_notice import Notice
from sources.source import Batch
from sources.web import Pacer, Web

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
Fields = dict[str, Any]


def notice(number: str = "781204-2026", **said: object) -> Fields:
    row: Fields = {"publication-number": number, "publication-date": "2026-11-20+01:00", "notice-title": {"eng": "Cameras"}}
    return row | {name.replace("_", "-"): value for name, value in said.items()}


def read(**said: object) -> Record:
    return registry.build("ted", {}).read(Notice(fields=notice(**said)))


class Searching(httpx.AsyncBaseTransport):
    """The search, answering each question as it is told to."""

    def __init__(self, answer: Callable[[Fields, int], Fields]) -> None:
        self.answer = answer
        self.asked: list[Fields] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(json.loads(await request.aread()))
        return httpx.Response(200, json=self.answer(self.asked[-1], len(self.asked)))


async def run(server: Searching, days: int = 3) -> tuple[Batch, SourceError | None]:
    source, items = registry.build("ted", {}), []
    web = Web(hosts=source.hosts, transport=server, now=lambda: NOW)
    try:
        async with aclosing(source.records(web, NOW - timedelta(days=days), lambda _: None)) as batches:
            async for batch in batches:
                items += batch
    except SourceError as error:
        return items, error
    return items, None


def span(asked: Fields) -> tuple[int, int]:
    first, last = re.findall(r"publication-date[<>]=(\d{8})", asked["query"])
    return int(first), int(last)


async def test_a_search_that_times_out_is_partial_and_asked_again_day_by_day() -> None:
    def answer(asked: Fields, _: int) -> Fields:
        first, last = span(asked)
        return {"notices": [notice(f"{first}-2026")], "totalNoticeCount": 1, "timedOut": first != last}

    server = Searching(answer)
    items, error = await run(server)
    assert error is None
    assert [item.key for item in items if isinstance(item, Record)] == ["20261117-2026", "20261118-2026", "20261119-2026", "20261120-2026"]
    assert span(server.asked[0]) == (20261117, 20261119)


async def test_a_day_that_times_out_leaves_the_watermark_where_it_is() -> None:
    _, error = await run(Searching(lambda *_: {"notices": [notice()], "totalNoticeCount": 1, "timedOut": True}))
    assert isinstance(error, Unavailable)
    assert not error.outcome.complete


async def test_a_token_that_leads_in_a_circle_ends() -> None:
    server = Searching(lambda *_: {"notices": [notice()], "iterationNextToken": "again", "timedOut": False})
    items, error = await run(server)
    assert isinstance(error, Inconclusive)
    assert len(items) == 1


async def test_the_first_question_has_no_token_and_each_next_one_has_that_of_the_last_answer() -> None:
    def answer(_: Fields, turn: int) -> Fields:
        return {"notices": [notice(f"{turn}-2026")], "iterationNextToken": f"T{turn}" if turn < 3 else None, "timedOut": False}

    server = Searching(answer)
    await run(server, days=2)
    assert [asked.get("iterationNextToken") for asked in server.asked] == [None, "T1", "T2"]


async def test_notices_of_another_form_are_problems_beside_the_others() -> None:
    rows = [
        notice("1-2026"),
        notice("2-2026", notice_title={}),
        notice("3-2026", links="none"),
        notice("4-2026", links={"pdf": [1]}),
        notice("5-2026"),
    ]
    items, _ = await run(Searching(lambda *_: {"notices": rows, "totalNoticeCount": 5, "timedOut": False}), days=2)
    assert [type(item) for item in items] == [Record, Problem, Problem, Problem, Record]


def test_the_fields_asked_for_are_pinned_because_an_unknown_one_fails_every_request() -> None:
    assert len(FIELDS) == len(set(FIELDS)) == 34
    assert len(FIELDS) * PAGE <= 10_000
    assert {name for name in FIELDS if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)} == set()


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2025-08-01+02:00", date(2025, 8, 1)),
        ("2023-03-02Z", date(2023, 3, 2)),
        ("2022-02-06T23:00:00Z", date(2022, 2, 7)),
        ("2025-08-01", date(2025, 8, 1)),
        ("soon", None),
    ],
)
def test_the_day_of_publication_is_that_in_luxembourg(stamp: str, day: date | None) -> None:
    assert luxembourg(stamp) == day


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("2024-01-09+01:00", "08:00:00+01:00", datetime(2024, 1, 9, 8, tzinfo=timezone(timedelta(hours=1)))),
        ("2023-10-06+03:00", "15:00:00.0000000+03:00", datetime(2023, 10, 6, 15, tzinfo=timezone(timedelta(hours=3)))),
        ("2023-07-31Z", "", date(2023, 7, 31)),
        ("2023-07-31", "10:00:00", date(2023, 7, 31)),
        ("", "10:00:00Z", None),
        ("9999-12-31Z", "10:00:00Z", None),
    ],
)
def test_a_deadline_has_its_time_only_where_its_zone_is_known(day: str, clock: str, expected: datetime | date | None) -> None:
    assert moment(day, clock) == expected


@pytest.mark.parametrize("number", ["762961-2023", "00762961-2023"])
def test_a_number_padded_with_zeros_is_the_same_notice(number: str) -> None:
    assert read(number=number).key == "762961-2023"


def test_lists_of_other_lengths_are_not_paired() -> None:
    record = read(
        winner_name={"deu": ["A GmbH", "B GmbH"]},
        winner_identifier=["1", "2", "3"],
        tender_value=["10.5", "20"],
        tender_value_cur=["EUR", "EUR", "SEK"],
    )
    assert [(party.name, party.ids) for party in record.parties] == [("A GmbH", ()), ("B GmbH", ())]
    assert [(each.value, each.currency) for each in record.amounts] == [(Decimal("10.5"), None), (Decimal(20), None)]


def test_the_sum_of_the_procedure_and_those_of_its_lots_are_not_both_told() -> None:
    record = read(
        estimated_value_proc="300", estimated_value_cur_proc="EUR", estimated_value_lot=["100", "200"], estimated_value_cur_lot=["EUR"]
    )
    assert [(each.kind, each.value) for each in record.amounts] == [(AmountKind.ESTIMATE, Decimal(300))]


def test_every_language_of_a_title_is_in_the_text_and_english_in_front() -> None:
    record = read(notice_title={"deu": "Gesichtserkennung", "eng": "Facial recognition", "fin": "Kasvojentunnistus"})
    assert (record.title, record.text) == ("Facial recognition", "Gesichtserkennung\n\nKasvojentunnistus")


def changed(reason: str) -> Record:
    xml = f"""<ContractNotice><UBLExtensions><UBLExtension><ExtensionContent><EformsExtension>
      <Changes><ChangedNoticeIdentifier>7-2026</ChangedNoticeIdentifier><ChangeReason><ReasonCode>{reason}</ReasonCode></ChangeReason></Changes>
      <Organizations><Organization><Company>
        <PartyIdentification><ID>ORG-0001</ID></PartyIdentification><PartyName><Name>Town</Name></PartyName>
        <Contact><Name>Ann Person</Name><ElectronicMail>ann@town.example</ElectronicMail></Contact>
      </Company></Organization></Organizations>
    </EformsExtension></ExtensionContent></UBLExtension></UBLExtensions>
    <ID>n</ID><VersionID>02</VersionID><NoticeTypeCode listName="competition">cn-standard</NoticeTypeCode>
    <ContractingParty><Party><PartyIdentification><ID>ORG-0001</ID></PartyIdentification></Party></ContractingParty>
    <ProcurementProject><Name>Cameras</Name></ProcurementProject></ContractNotice>"""
    return eforms.record(bare(tree.read(xml)), url="https://ted.europa.eu/")


@pytest.mark.parametrize(("reason", "stage"), [("cor-buy", Stage.AMENDMENT), ("update-add", Stage.AMENDMENT), ("cancel", Stage.CANCELLED)])
def test_a_change_is_an_amendment_and_a_cancellation_is_one(reason: str, stage: Stage) -> None:
    assert changed(reason).stage == stage


def test_a_change_without_a_procedure_belongs_to_the_notice_that_it_changes() -> None:
    assert changed("cor-buy").thread == "7-2026"


def test_contact_persons_are_not_stored() -> None:
    record = changed("cor-buy")
    assert [(party.name, party.role) for party in record.parties] == [("Town", Role.BUYER)]
    assert "Ann" not in repr(record)
    assert "ann@" not in repr(record)


@pytest.mark.parametrize("total", [None, "3", [1], {"eng": 1}])
async def test_a_total_that_is_no_number_proves_nothing(total: object) -> None:
    _, error = await run(Searching(lambda *_: {"notices": [], "totalNoticeCount": total, "timedOut": False}), days=2)
    assert isinstance(error, Inconclusive)


class Filing(Searching):
    """The search, which finds notices to be read closely, and their files, of which some are broken."""

    def __init__(self, numbers: list[str], broken: set[str], status: int = 200) -> None:
        super().__init__(
            lambda *_: {"notices": [notice(number) for number in numbers], "totalNoticeCount": len(numbers), "timedOut": False}
        )
        self.broken, self.status = broken, status
        self.files: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return await super().handle_async_request(request)
        number = request.url.path.split("/")[3]
        self.files.append(number)
        if number in self.broken:
            return httpx.Response(self.status, text="<ContractNotice><ID>")
        return httpx.Response(
            200, text=f"<ContractNotice><ID>{number}</ID><ProcurementProject><Name>N {number}</Name></ProcurementProject></ContractNotice>"
        )


async def closely(server: Filing) -> tuple[list[str], SourceError | None]:
    """The titles that come of a run: that of the file, or that of the search where there is none."""
    source, titles = registry.build("ted", {"closely": "FT ~ camera"}), []
    web = Web(hosts=source.hosts, transport=server, now=lambda: NOW)
    try:
        async with aclosing(source.records(web, NOW - timedelta(days=2), lambda _: None)) as batches:
            async for batch in batches:
                titles += [item.title for item in batch if isinstance(item, Record)]
    except SourceError as error:
        return titles, error
    return titles, None


async def test_one_file_among_many_that_is_damaged_does_not_hold_the_watermark_for_good() -> None:
    numbers = [f"{number}-2026" for number in range(1, 6)]
    titles, error = await closely(Filing(numbers, {"3-2026"}))
    assert error is None
    assert titles == ["N 1-2026", "N 2-2026", "Cameras", "N 4-2026", "N 5-2026"]


async def test_files_that_fail_as_such_are_asked_for_no_more_and_named_in_the_end() -> None:
    server = Filing([f"{number}-2026" for number in range(1, 6)], {f"{number}-2026" for number in range(1, 6)})
    titles, error = await closely(server)
    assert isinstance(error, Unavailable)
    assert titles == ["Cameras"] * 5
    assert server.files == ["1-2026", "2-2026", "3-2026"]


async def test_a_door_that_is_shut_is_not_knocked_at_again() -> None:
    server = Filing(["1-2026", "2-2026", "3-2026"], {"1-2026"}, status=403)
    titles, error = await closely(server)
    assert server.files == ["1-2026"]
    assert titles == ["Cameras"] * 3
    assert error is not None


async def test_429_without_a_word_of_how_long_is_sat_out_for_35_seconds() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(round(seconds))

    answers = [httpx.Response(429), httpx.Response(200, json={"notices": [], "totalNoticeCount": 0})]
    source = registry.build("ted", {})
    web = Web.of(source, transport=httpx.MockTransport(lambda _: answers.pop(0)), pacer=Pacer(clock=lambda: 0.0, sleep=sleep))
    async with aclosing(source.records(web, datetime.now(UTC), lambda _: None)) as batches:
        assert [batch async for batch in batches] == []
    assert waited == [35]
