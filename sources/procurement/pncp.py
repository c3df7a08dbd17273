"""Purchases and contracts of Brazil, through the national portal PNCP: https://pncp.gov.br/api/consulta/swagger-ui. No key."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar, Literal

from sources.errors import Inconclusive
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement import words
from sources.procurement.fields import Fields, listed, word
from sources.procurement.pncp_record import record
from sources.source import Known, Source
from sources.web import Query, Web

API = "https://pncp.gov.br/api/consulta/v1"
PATHS = {"purchases": "contratacoes/atualizacao", "contracts": "contratos/atualizacao"}
PAGES = {"purchases": 40, "contracts": 500}  # 50 purchases are refused with 400 at times
MOST_PAGES = 1000
MODALITIES = tuple(range(1, 14))  # from the auction (1) to what needs none; 6 electronic bidding, 8 waiver, 9 sole source
NO_CONTENT = 204


@dataclass(frozen=True, kw_only=True)
class Pncp(Source[Fields]):
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

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged, None]:
        """What was changed on the days since then, each once."""
        zone = self.publisher.timezone
        days = {"dataInicial": f"{since.astimezone(zone):%Y%m%d}", "dataFinal": f"{web.now().astimezone(zone):%Y%m%d}"}
        seen: set[str] = set()
        for modality in self.modalities if self.listing == "purchases" else (None,):
            question = days if modality is None else {**days, "codigoModalidadeContratacao": str(modality)}
            async with aclosing(self._pages(web, question)) as rows:
                async for row in rows:
                    key = word(row.get("numeroControlePNCP"))
                    if not self._wanted(row) or (key and key in seen):
                        continue
                    seen.add(key)
                    mark = word(row.get("dataAtualizacaoGlobal"))
                    yield Unchanged(key=key) if mark and known(key) == mark else row

    def _wanted(self, row: Fields) -> bool:
        said = [word(row.get(name)) for name in ("objetoCompra", "objetoContrato", "informacaoComplementar")]
        return not self.words or not any(said) or words.held(" ".join(said), self.words)

    async def _pages(self, web: Web, question: Query) -> AsyncGenerator[Fields, None]:
        url, size, taken, announced = f"{API}/{PATHS[self.listing]}", PAGES[self.listing], 0, 0
        for number in count(1):
            page = await web.get(url, {**question, "pagina": number, "tamanhoPagina": size})
            if page.status == NO_CONTENT:
                return
            total, left, rows = await asyncio.to_thread(_read, page)
            for row in rows:
                yield row
            taken, announced = taken + len(rows), announced or total  # by the first page: more are added while it is read
            if not left:
                break
            if not rows or number >= MOST_PAGES:
                raise Inconclusive(f"page {number} of {question}: {len(rows)} rows, and {left} pages are left", url=url)
        if taken < announced:
            raise Inconclusive(f"{taken:,} rows of {announced:,}", url=url)


def _read(page: Page) -> tuple[int, int, list[Fields]]:
    """How many rows there are in all, how many pages are left, and the rows of this one."""
    said = page.json(dict)
    try:
        return int(said["totalRegistros"]), int(said["paginasRestantes"]), listed({"data": said["data"]}, "data")
    except (LookupError, TypeError, ValueError) as error:
        raise page.unlike(f"no rows with their number: {error}") from error
