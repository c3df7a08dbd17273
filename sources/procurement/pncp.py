"""Purchases and contracts of Brazil, through the national portal PNCP: https://pncp.gov.br/api/consulta/swagger-ui. No key."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from sources.model import Kind, Record
from sources.paged import Asked, Leaf, Paged
from sources.procurement import words
from sources.procurement.fields import Fields, line, listed, word
from sources.procurement.pncp_record import record
from sources.web import Query, Web

API = "https://pncp.gov.br/api/consulta/v1"
PATHS = {"purchases": "contratacoes/atualizacao", "contracts": "contratos/atualizacao"}
PAGES = {"purchases": 40, "contracts": 500}  # 50 purchases are refused with 400 at times
MODALITIES = tuple(range(1, 14))  # from the auction (1) to what needs none; 6 electronic bidding, 8 waiver, 9 sole source
NO_CONTENT = 204


@dataclass(frozen=True, kw_only=True)
class Pncp(Paged):
    """The purchases, or the contracts, that say any of `words` in their object; all of them, thousands a day, where there are none.

    Purchases are asked for by `modalities`, one after the other.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=2)
    """What is published late appears in days that were read before."""

    listing: Literal["purchases", "contracts"] = "purchases"
    words: tuple[str, ...] = ()
    modalities: tuple[int, ...] = MODALITIES

    @property
    def hosts(self) -> frozenset[str]:
        """The portal."""
        return frozenset({"pncp.gov.br"})

    def read(self, row: Fields) -> Record:
        """One purchase or contract."""
        return record(row, self.publisher)

    def asks(self, since: datetime, now: datetime) -> Iterator[Asked]:
        """What was changed on the days since then, in Brasília."""
        zone, url = self.publisher.timezone, f"{API}/{PATHS[self.listing]}"
        days = {"dataInicial": f"{since.astimezone(zone):%Y%m%d}", "dataFinal": f"{now.astimezone(zone):%Y%m%d}"}
        first: Query = {**days, "pagina": 1, "tamanhoPagina": PAGES[self.listing]}
        if self.listing == "contracts":
            yield Asked(url=url, query=first, fits=self._wanted)
            return
        for modality in self.modalities:
            yield Asked(url=url, query={**first, "codigoModalidadeContratacao": modality}, fits=self._wanted)

    def turned(self, query: Query, number: int) -> Query:
        """The query for a page."""
        return {**query, "pagina": number}

    def leaf(self, said: dict[str, Any]) -> Leaf:
        """A page: rows, how many there are in all, and how many pages are left."""
        left = int(said["paginasRestantes"])
        return Leaf(rows=listed({"data": said["data"]}, "data"), total=int(said["totalRegistros"]), more=left > 0)

    def identity(self, row: Fields) -> tuple[str, str | None]:
        """Its number, and when it was changed last."""
        if not (key := line(row["numeroControlePNCP"])):
            raise ValueError("a row without its number")
        return key, line(row.get("dataAtualizacaoGlobal")) or None

    async def believe(self, web: Web, asked: Asked, first: Leaf) -> None:
        """Whatever comes: it is we who look for the words."""

    async def page(self, web: Web, url: str, query: Query) -> Leaf:
        """One page; an answer without content is how it says that there are none."""
        page = await web.get(url, query, headers=self.headers)
        return Leaf(rows=[], total=0, more=False) if page.status == NO_CONTENT else await asyncio.to_thread(self.received, page)

    def _wanted(self, row: Fields) -> bool:
        """One without an object is wanted: what cannot be told is not left out."""
        said = [word(row.get(name)) for name in ("objetoCompra", "objetoContrato", "informacaoComplementar")]
        return not self.words or not any(said) or words.held(" ".join(said), self.words)
