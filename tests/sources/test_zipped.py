"""Archives of strangers: cut off, inflating, with passwords, and the days that have none."""

import io
import zipfile
from collections.abc import Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sources import registry, zipped
from sources.errors import Inconclusive, Refused, SourceError, Unavailable
from sources.model import Problem, Record
from sources.source import Batch
from sources.web import Web
from sources.zipped import Limits

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
GOOD = "<ContractNotice><ID>{}</ID><VersionID>01</VersionID><ProcurementProject><Name>Kameras</Name></ProcurementProject></ContractNotice>"
BOMB = '<!DOCTYPE a [<!ENTITY a "aaaa">]><ContractNotice>&a;</ContractNotice>'


def archive(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in members.items():
            file.writestr(name, body)
    return out.getvalue()


def names(body: bytes, limits: Limits | None = None) -> list[str]:
    return [name for name, _ in zipped.members(io.BytesIO(body), ".xml", limits)]


def test_only_members_of_the_wanted_kind_are_inflated() -> None:
    assert names(archive({"a.XML": "a", "b.txt": "b" * 100, "folder/c.xml": "c"}), Limits(each=10)) == ["a.XML", "folder/c.xml"]


@pytest.mark.parametrize(
    "limits", [Limits(members=1), Limits(each=999), Limits(together=1_500)], ids=["too many", "one too large", "together too large"]
)
def test_an_archive_beyond_a_limit_is_refused(limits: Limits) -> None:
    with pytest.raises(Refused):
        names(archive({"a.xml": "a" * 1000, "b.xml": "b" * 1000}), limits)


def test_the_size_that_a_member_claims_does_not_count() -> None:
    body = bytearray(archive({"a.xml": "a" * 100_000}))
    size = (100_000).to_bytes(4, "little")
    lying = bytes(body.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises((Refused, Unavailable)):
        names(lying, Limits(each=1_000))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.99])
def test_an_archive_that_is_cut_off_is_unavailable(keep: float) -> None:
    whole = archive({f"{number}.xml": f"{number}" * 500 for number in range(20)})
    with pytest.raises(Unavailable):
        names(whole[: int(len(whole) * keep)])


def test_a_damaged_member_is_noticed_by_its_checksum() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        file.writestr("a.xml", "abcdef")
    with pytest.raises(Unavailable):
        names(out.getvalue().replace(b"abcdef", b"abcdXf", 1))


def test_a_member_with_a_password_is_refused() -> None:
    body = bytearray(archive({"a.xml": "a"}))
    body[6] |= 1
    body[body.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused, match="password"):
        names(bytes(body))


def test_a_member_too_large_for_memory_is_read_in_pieces_up_to_its_limit() -> None:
    body = archive({"a.xml": "a" * 300_000})
    ((_, stream),) = zipped.streams(io.BytesIO(body), ".xml", Limits(each=200_000))
    assert stream.read(100_000) == b"a" * 100_000
    with pytest.raises(Refused, match="inflates to more than"):
        stream.read()


async def run(exports: Mapping[str, bytes], days: int = 3) -> tuple[Batch, SourceError | None]:
    source = registry.build("oeffentlichevergabe", {}, timezone="Europe/Berlin")

    def answer(request: httpx.Request) -> httpx.Response:
        body = exports.get(request.url.params["pubDay"])
        return httpx.Response(404) if body is None else httpx.Response(200, content=body)

    web, items = Web(hosts=source.hosts, transport=httpx.MockTransport(answer), now=lambda: NOW), []
    try:
        async with aclosing(source.records(web, NOW - timedelta(days=days), lambda _: None)) as batches:
            async for batch in batches:
                items += batch
    except SourceError as error:
        return items, error
    return items, None


async def test_a_day_without_an_export_is_left_out_and_days_without_any_are_not_believed() -> None:
    items, error = await run({"2026-11-17": archive({"1.xml": GOOD.format("a")}), "2026-11-19": archive({"2.xml": GOOD.format("b")})})
    assert error is None
    assert [item.key for item in items if isinstance(item, Record)] == ["a-01", "b-01"]
    _, error = await run({})
    assert isinstance(error, Inconclusive)


async def test_one_notice_that_is_damaged_or_hostile_keeps_no_other_back() -> None:
    members = {"1.xml": GOOD.format("a"), "2.xml": BOMB, "3.xml": "<html></html>", "4.xml": GOOD.format(""), "5.xml": GOOD.format("b")}
    items, error = await run({"2026-11-19": archive(members)}, days=1)
    assert error is None
    assert [type(item) for item in items] == [Record, Problem, Problem, Problem, Record]


async def test_the_export_of_today_which_is_not_made_yet_is_not_asked_for() -> None:
    items, _ = await run({"2026-11-19": archive({"1.xml": GOOD.format("a")}), "2026-11-20": archive({"2.xml": GOOD.format("b")})}, days=1)
    assert [item.key for item in items if isinstance(item, Record)] == ["a-01"]


def test_a_member_without_a_name_is_passed_over() -> None:
    body = archive({"a.xml": "a", "b.xml": "b"})
    assert names(body.replace(b"a.xml", b"\0.xml")) == ["b.xml"]
