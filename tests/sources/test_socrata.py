"""What Socrata does that a small tape cannot show: replaced tables, keys that are none, sites that ignore the question."""

import json
import re
from decimal import Decimal
from typing import Any

import httpx
import pytest
from one_run import run

from sources import registry
from sources.errors import FilterIgnored
from sources.generic.socrata import Socrata
from sources.model import Kind, Problem, Record, Unchanged
from sources.options import CatalogError

OPTIONS = {"host": "data.elm.example", "dataset": "abcd-1234", "page": 2}


def socrata(**options: Any) -> Socrata:
    columns = {"key": ["id"], "title": "title", **options.pop("columns", {})}
    source = registry.build("socrata", {**OPTIONS, "columns": columns, **options}, site="https://data.elm.example/")
    assert isinstance(source, Socrata)
    return source


def rows(number: int, stamp: str = "2026-11-19T04:10:00.000Z", **said: Any) -> list[dict[str, Any]]:
    return [{":id": f"row-{n:03}", ":updated_at": stamp, "id": f"{n}", "title": f"Row {n}", **said} for n in range(1, number + 1)]


class Site(httpx.AsyncBaseTransport):
    """A table that is asked by the last row; `deaf` gives its first page whatever is asked."""

    def __init__(self, table: list[dict[str, Any]], *, deaf: bool = False) -> None:
        self.table = table
        self.deaf = deaf
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        asked = json.loads(await request.aread())["query"] if request.method == "POST" else str(request.url.params)
        if "count" in asked:
            return httpx.Response(200, json=[{"n": str(len(self.table))}])
        last = re.search(r":id (?:>|%3E)[ +](?:'|%27)row-(\d+)", asked) or re.search(r"id\+%3E\+%27row-(\d+)", asked)
        start = 0 if self.deaf or last is None else int(last[1])
        return httpx.Response(200, json=self.table[start : start + 2])


async def test_a_table_that_is_replaced_as_a_whole_brings_nothing_new() -> None:
    before, _ = await run(socrata(), Site(rows(7)))
    marks = {record.key: record.mark for record in before}
    replaced = [{**row, ":id": f"row-{place:03}"} for place, row in enumerate(reversed(rows(7, "2026-11-20T04:10:00.000Z")), 1)]
    after, error = await run(socrata(), Site(replaced), marks.get)
    assert error is None
    assert [type(item) for item in after] == [Unchanged] * 7


async def test_a_row_that_changed_is_read_again() -> None:
    before, _ = await run(socrata(), Site(rows(3)))
    marks = {record.key: record.mark for record in before}
    table = rows(3)
    table[1]["title"] = "Row 2, corrected"
    after, _ = await run(socrata(), Site(table), marks.get)
    assert [type(item) for item in after] == [Unchanged, Record, Unchanged]


async def test_a_long_table_is_read_to_its_end_in_both_versions_of_the_api() -> None:
    for options in ({}, {"soda": 3, "token": "made-up"}):
        site = Site(rows(7))
        items, error = await run(socrata(**options), site)
        assert (len(items), error) == (7, None)
        assert len(site.asked) == 1 + 4
    assert {request.method for request in site.asked} == {"POST"}
    assert {request.headers["x-app-token"] for request in site.asked} == {"made-up"}


async def test_a_site_that_gives_its_first_page_again_is_named() -> None:
    items, error = await run(socrata(), Site(rows(7), deaf=True))
    assert isinstance(error, FilterIgnored)
    assert len([item for item in items if isinstance(item, Record)]) == 2


async def test_two_rows_with_one_key_are_a_problem_and_two_like_rows_are_one() -> None:
    table = rows(3)
    table[1]["id"] = table[2]["id"] = table[0]["id"]
    table[2]["title"] = table[0]["title"]
    items, error = await run(socrata(), Site(table))
    assert error is None
    assert [type(item) for item in items] == [Record, Problem]
    assert "columns: key" in items[1].error


async def test_like_rows_of_a_table_without_a_key_are_several_things() -> None:
    table = rows(3)
    table[2]["title"] = table[0]["title"]
    items, _ = await run(socrata(columns={"key": []}), Site(table))
    keys = [item.key for item in items]
    assert keys[2] == f"{keys[0]}#2"
    again, _ = await run(socrata(columns={"key": []}), Site(table), {item.key: item.mark for item in items}.get)
    assert [item.key for item in again if isinstance(item, Unchanged)] == keys


async def test_one_platform_reads_filings_and_notices() -> None:
    (record, *_), _ = await run(socrata(kind="notice"), Site(rows(2)))
    assert (socrata().kind, record.kind) == (Kind.FILING, Kind.NOTICE)


async def test_a_quote_in_a_value_stays_in_its_place() -> None:
    site = Site(rows(3, "2026' OR '1'='1"))
    await run(socrata(), site)
    assert "'2026'' OR ''1''=''1'" in site.asked[2].url.params["$where"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"dataset": "abc"}, "abcd-1234"),
        ({"soda": 3}, "token"),
        ({"columns": {"titel": "x"}}, "titel"),
        ({"columns": {"parties": [{"role": "nobody", "name": "x"}]}}, "parties.0.role"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused_by_name(options: dict[str, Any], said: str) -> None:
    with pytest.raises(CatalogError, match=said):
        socrata(**options)


def test_a_process_and_a_contract_of_secop_are_joined_and_their_sums_are_pesos() -> None:
    catalog = registry.load()
    said = {"nit_entidad": "890", "urlproceso": {"url": "https://community.secop.example/x"}}
    process = catalog["co-federal-secop-processes"].read(
        {
            **said,
            "id_del_proceso": "CO1.REQ.1",
            "nombre_del_procedimiento": "Cámaras",
            "descripci_n_del_procedimiento": "Sistema biométrico",
            "entidad": "Alcaldía",
            "id_del_portafolio": "CO1.BDOS.1",
            "precio_base": "0",
            "fecha_de_publicacion_del": "2026-11-19T00:00:00.000",
        }
    )
    contract = catalog["co-federal-secop-contracts"].read(
        {
            **said,
            "id_contrato": "CO1.PCCNTR.1",
            "objeto_del_contrato": "Reconocimiento facial",
            "proceso_de_compra": "CO1.BDOS.1",
            "proveedor_adjudicado": "Acme SAS",
            "valor_del_contrato": "1200000",
        }
    )
    assert process.thread == contract.thread == "CO1.BDOS.1"
    assert [(amount.value, amount.currency) for amount in (*process.amounts, *contract.amounts)] == [
        (None, "COP"),
        (Decimal(1200000), "COP"),
    ]
    assert contract.url == "https://community.secop.example/x"
    assert [(party.name, party.ids) for party in process.parties] == [("Alcaldía", (("CO-NIT", "890"),))]
