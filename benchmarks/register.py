"""Memory and time of reading the EU register, 117 MB of XML 1.1, beside counting its bytes: python benchmarks/register.py

The file is made here, with as many entries as the real one. Reading goes the whole way: from the answer through the
disk, the streaming parser, the records and their marks. Memory is the peak of the process, of which the limit is 200 MB.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import httpx

from sources import registry
from sources.web import Manners, Web

ENTRIES = 17_897  # on 2026-10-02
LIMIT = 200_000_000  # bytes
HEAD = """<?xml version='1.1' encoding='UTF-8'?>
<ListOfIRPublicDetail xmlns="http://intragate.ec.europa.eu/transparencyregister/odp">
<metaData xmlns=""><exportDate>2026-10-02T20:00:00.069+00:00</exportDate><numberOfIR>{}</numberOfIR></metaData><resultList xmlns="">
"""
TAIL = "</resultList></ListOfIRPublicDetail>"
WORDS = "Nous suivons &#xb;la reconnaissance faciale et l'identification biométrique dans l'espace public. "
NOW = datetime(2026, 10, 3, tzinfo=UTC)


def entry(number: int) -> str:
    """An organisation of about 6.5 kB, as the real ones are on average."""
    clients = "".join(
        f'<client><name>Client {number}-{n}</name><revenue type="CostRange" currency="€"><range><min>10000</min><max>24999</max></range>'
        f"</revenue><proposal>Regulation (EU) 2024/{n}</proposal></client>"
        for n in range(8)
    )
    return (
        f"<interestRepresentative><identificationCode>{number:012}-{number % 97:02}</identificationCode>"
        f"<registrationDate>2020-01-10T08:00:00.000+00:00</registrationDate><name><originalName>Organisation {number}</originalName></name>"
        f"<registrationCategory>Companies &amp; groups</registrationCategory><headOffice><country>BELGIUM</country></headOffice>"
        f"<goals>{WORDS * 25}</goals><EULegislativeProposals>{WORDS * 20}</EULegislativeProposals>"
        f"<financialData><closedYear><startDate>2025-01-01</startDate><endDate>2025-12-01</endDate><clients>{clients}</clients>"
        f'<costs type="CostRange" currency="€"><range><max>10000</max></range></costs></closedYear></financialData>'
        f"</interestRepresentative>\n"
    )


class Sent(httpx.AsyncByteStream):
    """The file on its way, made as it is sent; `size` is how much of it there was."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.size = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts():
            self.size += len(part)
            yield part

    def _parts(self) -> Iterator[bytes]:
        yield HEAD.format(self.entries).encode()
        for number in range(self.entries):
            yield entry(number).encode()
        yield TAIL.encode()


async def counted(sent: Sent) -> int:
    """The baseline: the bytes, and nothing else."""
    return sum([len(part) async for part in sent])


async def read(sent: Sent) -> int:
    """How many records came."""
    source = registry.build("eu_register", {}, timezone="Europe/Brussels")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=sent))
    web = Web(hosts=source.hosts, transport=transport, now=lambda: NOW, manners=Manners())
    records = 0
    async with aclosing(source.records(web, NOW - timedelta(days=1), lambda _: None)) as batches:
        async for batch in batches:
            records += len(batch)
    return records


def memory() -> int:
    """The most that this process has had in memory, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Measure, and fail over the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    entries = parser.parse_args().entries
    began = time.perf_counter()
    asyncio.run(counted(Sent(entries)))
    baseline, before, sent = time.perf_counter() - began, memory(), Sent(entries)
    began = time.perf_counter()
    records = asyncio.run(read(sent))
    took = time.perf_counter() - began
    assert records == entries
    print(f"{sent.size / 1e6:.0f} MB, {records:,} records in {took:.1f} s: {took / baseline:.1f} times what making the file takes")
    print(f"memory: {memory() / 1e6:.0f} MB at most, {before / 1e6:.0f} MB before; the limit is {LIMIT / 1e6:.0f} MB")
    assert memory() < LIMIT, "over the limit"


if __name__ == "__main__":
    main()
