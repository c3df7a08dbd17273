"""A purchase or a contract as PNCP gives it, read into a record: https://www.gov.br/pncp, "Manual das APIs de consultas"."""

from collections.abc import Iterator
from datetime import date

from sources.model import Amount, AmountKind, Kind, Link, LinkKind, Party, Record, Role, Stage
from sources.procurement.fields import Fields, line, number, plausible, section, short, text, when
from sources.source import Publisher

PAGES = {"purchase": "https://pncp.gov.br/app/editais/{}/{}/{}", "contract": "https://pncp.gov.br/app/contratos/{}/{}/{}"}
CNPJ = 14  # digits of a company's number; a person's has 11
STAGES = {"revogada": Stage.CANCELLED, "anulada": Stage.CANCELLED, "suspensa": Stage.POSTPONED}
"""The states of a purchase that are not plainly open: revoked, annulled, suspended."""


def record(fields: Fields, publisher: Publisher) -> Record:
    """The purchase, or the contract. LookupError, TypeError or ValueError where it lacks its number or its object.

    Times without a zone are those of Brasília, which is the publisher's zone. A purchase is joined to its contracts by
    its number. Who typed it in is left out, and so are persons who supply.
    """
    key = line(fields["numeroControlePNCP"])
    kind = "contract" if "objetoContrato" in fields else "purchase"
    said = text(fields["objetoContrato" if kind == "contract" else "objetoCompra"])
    if not key or not said:
        raise ValueError(f"{key or 'a row'} has no {'object' if key else 'number'}")
    title = short(line(said))
    told = [each for each in (said, text(fields.get("informacaoComplementar"))) if each and each != title]
    return Record(
        key=key,
        kind=Kind.NOTICE,
        title=title,
        url=_page(fields, kind, publisher),
        text="\n\n".join(dict.fromkeys(told)),
        thread=line(fields.get("numeroControlePncpCompra")) or line(fields.get("numeroControlePNCPCompra")) or key,
        mark=line(fields.get("dataAtualizacaoGlobal")) or None,
        stage=_stage(fields, kind),
        type=line(fields.get("modalidadeNome")) or line(section(fields, "tipoContrato").get("nome")),
        location=", ".join(each for name in ("municipioNome", "ufSigla") if (each := line(section(fields, "unidadeOrgao").get(name)))),
        language="pt",
        signed=_signed(fields),
        region=_region(fields),
        published=when(fields.get("dataPublicacaoPncp"), publisher.timezone),
        updated=when(fields.get("dataAtualizacaoGlobal"), publisher.timezone),
        deadline=when(fields.get("dataEncerramentoProposta"), publisher.timezone),
        links=tuple(_links(fields)),
        parties=tuple(_parties(fields)),
        amounts=tuple(_amounts(fields, kind)),
    )


def _signed(fields: Fields) -> date | None:
    said = line(fields.get("dataAssinatura"))
    return plausible(date.fromisoformat(said[:10])) if said else None


def _region(fields: Fields) -> str:
    """The state of the office that buys."""
    state = line(section(fields, "unidadeOrgao").get("ufSigla"))
    return f"br-{state.lower()}" if len(state) == len("SP") and state.isalpha() else ""


def _page(fields: Fields, kind: str, publisher: Publisher) -> str:
    names = ("anoContrato", "sequencialContrato") if kind == "contract" else ("anoCompra", "sequencialCompra")
    said = [line(section(fields, "orgaoEntidade").get("cnpj")), *(line(fields.get(name)) for name in names)]
    return PAGES[kind].format(*said) if all(said) else publisher.site


def _stage(fields: Fields, kind: str) -> Stage:
    if kind == "contract":
        return Stage.CONTRACT
    state = line(fields.get("situacaoCompraNome")).lower()
    called_off = next((stage for word, stage in STAGES.items() if word in state), None)
    return called_off or (Stage.AWARD if number(fields.get("valorTotalHomologado")) else Stage.TENDER)


def _links(fields: Fields) -> Iterator[Link]:
    """The notice in the system that it comes from."""
    for name, title in (("linkSistemaOrigem", "Sistema de origem"), ("linkProcessoEletronico", "Processo eletrônico")):
        url = line(fields.get(name))
        if url.startswith(("https://", "http://")) and "." in url and " " not in url:
            yield Link(url=url, title=title, kind=LinkKind.OTHER)


def _parties(fields: Fields) -> Iterator[Party]:
    body, unit = section(fields, "orgaoEntidade"), line(section(fields, "unidadeOrgao").get("nomeUnidade"))
    if name := line(body["razaoSocial"]):
        cnpj = line(body.get("cnpj"))
        yield Party(name=name, role=Role.BUYER, ids=(("BR-CNPJ", cnpj),) if cnpj else (), note=unit if unit != name else "")
    supplier, id_ = line(fields.get("nomeRazaoSocialFornecedor")), line(fields.get("niFornecedor"))
    company = line(fields.get("tipoPessoa")) != "PF" and (not id_.isdecimal() or len(id_) == CNPJ)
    if supplier and company:
        yield Party(name=supplier, role=Role.SUPPLIER, ids=(("BR-CNPJ", id_),) if id_.isdecimal() else ())


def _amounts(fields: Fields, kind: str) -> Iterator[Amount]:
    """Reais. Zero stands for an estimate that is not disclosed before the bids are opened (Lei 14.133/2021, Art. 24)."""
    if kind == "contract":
        given = [(AmountKind.CONTRACT, fields.get("valorGlobal"))]
    else:
        given = [(AmountKind.ESTIMATE, fields.get("valorTotalEstimado")), (AmountKind.AWARD, fields.get("valorTotalHomologado"))]
    for each, said in given:
        if said is not None:
            value = number(said)
            yield Amount(kind=each, value=value or None, currency="BRL", note="" if value else f"publisher says {said}")
