"""An extractor for the tests of one module's documents."""

from collections.abc import AsyncIterator

import pytest

from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor


@pytest.fixture
async def extractor() -> AsyncIterator[Extractor]:
    async with Extractor(workers=1, limits=Limits(seconds=20)) as extractor:
        yield extractor
