"""Writes the tapes of PNCP, with purchases and contracts of places that do not exist."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://pncp.gov.br/api/consulta/v1"
DAYS = "dataInicial=20261119&dataFinal=20261120"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)

Fields = dict[str, object]


def purchases(modality: int, rows: list[Fields], page: int = 1, left: int = 0, total: int | None = None) -> Answer:
    """A page of the purchases of a modality."""
    url = f"{API}/contratacoes/atualizacao?{DAYS}&pagina={page}&tamanhoPagina=40&codigoModalidadeContratacao={modality}"
    return Answer(url=url, body=_page(rows, page, left, total))


def contracts(rows: list[Fields]) -> Answer:
    """The page of contracts."""
    return Answer(url=f"{API}/contratos/atualizacao?{DAYS}&pagina=1&tamanhoPagina=500", body=_page(rows, 1, 0, None))


def _page(rows: list[Fields], page: int, left: int, total: int | None) -> Fields:
    counts = {"totalRegistros": len(rows) if total is None else total, "totalPaginas": page + left, "numeroPagina": page}
    return {"data": rows, **counts, "paginasRestantes": left, "empty": not rows}


CITY = {
    "orgaoEntidade": {"cnpj": "00000000000191", "razaoSocial": "MUNICIPIO DE ALVORADA NOVA", "poderId": "E", "esferaId": "M"},
    "unidadeOrgao": {"ufSigla": "ZZ", "municipioNome": "Alvorada Nova", "codigoUnidade": "1", "nomeUnidade": "Secretaria de Segurança"},
    "usuarioNome": "Ada Exemplo",
}


def purchase(number: int, object_: str, **said: object) -> Fields:
    """A purchase with its estimate kept back."""
    row: Fields = {
        **CITY,
        "anoCompra": 2026,
        "sequencialCompra": number,
        "numeroControlePNCP": f"00000000000191-1-{number:06}/2026",
        "objetoCompra": object_,
        "informacaoComplementar": None,
        "dataPublicacaoPncp": "2026-11-19T07:01:26",
        "dataAtualizacaoGlobal": "2026-11-19T07:00:50",
        "dataEncerramentoProposta": "2026-12-04T09:30:00",
        "modalidadeId": 6,
        "modalidadeNome": "Pregão - Eletrônico",
        "situacaoCompraId": 1,
        "situacaoCompraNome": "Divulgada no PNCP",
        "valorTotalEstimado": 0.0,
        "valorTotalHomologado": None,
        "linkSistemaOrigem": "https://compras.example/compra?id=1",
    }
    return row | said


FACE = purchase(131, "Contratação de solução de  RECONHECIMENTO FACIAL para a guarda municipal")
BOUGHT = purchase(
    132, "Aquisição de leitores biométricos", modalidadeId=9, modalidadeNome="Inexigibilidade", dataEncerramentoProposta=None,
    valorTotalEstimado=184000.5, valorTotalHomologado=184000.5, informacaoComplementar="Fornecedor exclusivo",
)  # fmt: skip
REVOKED = purchase(133, "Videomonitoramento com leitura de placas", situacaoCompraId=2, situacaoCompraNome="Revogada")
SALT = purchase(134, "Aquisição de sal")


def contract(number: int, **said: object) -> Fields:
    """A contract with a company."""
    row: Fields = {
        **CITY,
        "anoContrato": 2026,
        "sequencialContrato": number,
        "numeroControlePNCP": f"00000000000191-2-{number:06}/2026",
        "numeroControlePncpCompra": "00000000000191-1-000132/2026",
        "objetoContrato": "Leitores biométricos",
        "tipoContrato": {"id": 1, "nome": "Contrato (termo inicial)"},
        "tipoPessoa": "PJ",
        "niFornecedor": "00000000000272",
        "nomeRazaoSocialFornecedor": "ARGOS DO BRASIL LTDA",
        "valorInicial": 184000.5,
        "valorGlobal": 184000.5,
        "dataAssinatura": "2026-11-18",
        "dataPublicacaoPncp": "2026-11-19T10:00:00",
        "dataAtualizacaoGlobal": "2026-11-19T10:00:01",
    }
    return row | said


PERSON = contract(8, tipoPessoa="PF", niFornecedor="00000000000", nomeRazaoSocialFornecedor="Ada Exemplo", valorGlobal=0.0)
PURCHASES = {
    "happy.warc": [
        purchases(6, [FACE, SALT], left=1, total=3),
        purchases(6, [REVOKED], page=2, total=3),
        purchases(9, [BOUGHT]),
    ],
    "quiet.warc": [purchases(6, []), purchases(9, [])],
    "fail-size.warc": [Answer(url=purchases(6, []).url, status=400, body={"message": "Tamanho de página inválido"})],
    "fail-slow.warc": [Answer(url=purchases(6, []).url, status=504, body=b"", type="text/html")],
    "fail-half.warc": [purchases(6, [FACE], left=1, total=3), purchases(6, [], page=2, left=1, total=3)],
    "fail-fewer.warc": [purchases(6, [FACE], total=3)],
    "fail-html.warc": [Answer(url=purchases(6, []).url, body="<html><body>Manutenção</body></html>", type="text/html")],
}
CONTRACTS = {"happy.warc": [contracts([contract(7), PERSON])]}

if __name__ == "__main__":
    for place, tapes in {"br-zz-purchases": PURCHASES, "br-zz-contracts": CONTRACTS}.items():
        for name, answers in tapes.items():
            write(HERE / place / name, answers, AT)
