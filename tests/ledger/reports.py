"""Reports for tests of the ledger, with everything that a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from monitor.ledger.filing import Filing

POSTED = datetime(2026, 4, 20, 16, 41, tzinfo=UTC)


def report(key: str, value: int | None, *, chain: str = "oak:elm:2026 Q1", **more: Any) -> Filing:
    base = Filing(
        key=key,
        source_id="us-zz-register",
        chain=chain,
        period="2026 Q1",
        registrant="OAK & CO",
        client="ELM STREET CAMERAS, INC.",
        registrant_ids=(),
        client_ids=(),
        posted=POSTED,
        value=None if value is None else Decimal(value),
        currency="USD",
        in_house=False,
        amends=False,
        idle=False,
        doubtful=False,
        title=f"report {key}",
        url=f"https://register.example/{key}",
    )
    return replace(base, **more)
