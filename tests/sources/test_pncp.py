"""What PNCP does that a small tape cannot show: days without content, persons who supply, estimates that are kept back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import one_run
import pytest
from one_run import Ended
from tapes.pncp.make import contract, purchase

from sources import codec, registry
from sources.model import Record, Role, Stage, Unchanged
from sources.procurement.pncp import Pncp
from sources.source import Known

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)  # still the 19th in Brasília


def pncp(**options: object) -> Pncp:
    source = registry.build("pncp", options, timezone="America/Sao_Paulo")
    assert isinstance(source, Pncp)
    return source


class Portal(httpx.AsyncBaseTransport):
    """Has purchases in one modality, and no content in all the others."""

    def __init__(self, modality: str, *rows: dict[str, object]) -> None:
        self.modality = modality
        self.rows = rows
        self.asked: list[httpx.QueryParams] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.params)
        if request.url.params.get("codigoModalidadeContratacao") != self.modality:
            return httpx.Response(204)
        size = int(request.url.params["tamanhoPagina"])
        first = (int(request.url.params["pagina"]) - 1) * size
        rows = list(self.rows[first : first + size])
        left = -(-max(len(self.rows) - first - size, 0) // size)
        return httpx.Response(200, json={"data": rows, "totalRegistros": len(self.rows), "paginasRestantes": left})


async def run(site: httpx.AsyncBaseTransport, source: Pncp, known: Known = lambda _: None) -> Ended:
    return await one_run.run(source, site, known, now=NOW, back=timedelta(days=1))


async def test_every_modality_is_asked_for_and_no_content_is_an_answer() -> None:
    portal = Portal("9", purchase(1, "Biometria"))
    items, error = await run(portal, pncp())
    assert error is None
    assert len(items) == 1
    assert [said["codigoModalidadeContratacao"] for said in portal.asked] == [str(number) for number in range(1, 14)]


async def test_days_are_those_of_brasilia() -> None:
    portal = Portal("6")
    await run(portal, pncp(modalities=[6]))
    assert (portal.asked[0]["dataInicial"], portal.asked[0]["dataFinal"]) == ("20261118", "20261119")


async def test_a_list_is_read_to_its_end_in_pages_of_forty() -> None:
    portal = Portal("6", *(purchase(number, "Biometria") for number in range(1, 96)))
    items, error = await run(portal, pncp(modalities=[6]))
    assert error is None
    assert len(items) == 95
    assert [(said["pagina"], said["tamanhoPagina"]) for said in portal.asked] == [("1", "40"), ("2", "40"), ("3", "40")]


async def test_what_was_read_at_this_change_is_unchanged_and_what_says_no_word_is_left_out() -> None:
    portal = Portal("6", purchase(1, "BIOMETRIA"), purchase(2, "Sal"))
    items, _ = await run(portal, pncp(modalities=[6], words=["biometr"]), lambda _: "2026-11-19T07:00:50")
    assert items == [Unchanged(key="00000000000191-1-000001/2026")]


def test_an_estimate_of_nothing_is_one_that_is_kept_back() -> None:
    (estimate,) = pncp().read(purchase(1, "Biometria")).amounts
    assert (estimate.value, estimate.currency, estimate.note) == (None, "BRL", "publisher says 0.0")


def test_a_time_without_a_zone_is_that_of_brasilia() -> None:
    record = pncp().read(purchase(1, "Biometria", dataEncerramentoProposta="2026-12-04T09:30:00"))
    assert record.deadline == datetime(2026, 12, 4, 12, 30, tzinfo=UTC)


def test_a_person_who_supplies_and_who_typed_it_in_are_not_in_the_record() -> None:
    person = {"tipoPessoa": "PF", "niFornecedor": "00000000000", "nomeRazaoSocialFornecedor": "Ada Exemplo"}
    assert "Ada" not in codec.dumps(pncp().read(contract(1, **person)))


def test_a_contract_is_joined_to_its_purchase_and_names_its_company() -> None:
    record = pncp().read(contract(1, valorGlobal=Decimal("10.5")))
    assert record.thread == "00000000000191-1-000132/2026"
    assert [(party.name, party.ids) for party in record.parties if party.role is Role.SUPPLIER] == [
        ("ARGOS DO BRASIL LTDA", (("BR-CNPJ", "00000000000272"),))
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Stage.TENDER),
        ({"situacaoCompraNome": "Anulada"}, Stage.CANCELLED),
        ({"situacaoCompraNome": "Suspensa"}, Stage.POSTPONED),
        ({"valorTotalHomologado": Decimal(5)}, Stage.AWARD),
    ],
)
def test_the_stage_is_that_of_its_state(said: dict[str, object], expected: Stage) -> None:
    assert pncp().read(purchase(1, "Biometria", **said)).stage is expected


def test_a_long_object_is_a_short_title_and_the_whole_text() -> None:
    record = pncp().read(purchase(1, "Aquisição de leitores biométricos para escolas " * 10))
    assert isinstance(record, Record)
    assert len(record.title) <= 202
    assert record.text.startswith("Aquisição de leitores biométricos para escolas Aquisição")
