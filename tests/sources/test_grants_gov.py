"""What Grants.gov does that a small tape cannot show: long lists, sums that are words, contacts in a synopsis."""

import json
from decimal import Decimal

import httpx
import one_run
import pytest
from one_run import Ended
from tapes.grants_gov.make import SYNOPSIS, hit

from sources import codec, registry
from sources.model import Problem, Record, Unchanged
from sources.procurement.detailed import Detailed
from sources.procurement.grants_gov import GrantsGov
from sources.source import Known


def grants(*keywords: str) -> GrantsGov:
    source = registry.build("grants_gov", {"keywords": keywords or ("biometric",)})
    assert isinstance(source, GrantsGov)
    return source


class Api(httpx.AsyncBaseTransport):
    """Finds the same opportunities for every keyword, a hundred at a time."""

    def __init__(self, *hits: dict[str, object]) -> None:
        self.hits = hits
        self.searches = 0
        self.details: list[int] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        if "opportunityId" in asked:
            self.details.append(asked["opportunityId"])
            return httpx.Response(200, json={"errorcode": 0, "data": {"id": asked["opportunityId"], "synopsis": SYNOPSIS}})
        self.searches += 1
        first = asked["startRecordNum"]
        return httpx.Response(200, json={"errorcode": 0, "data": {"hitCount": len(self.hits), "oppHits": self.hits[first : first + 100]}})


async def run(site: httpx.AsyncBaseTransport, source: GrantsGov, known: Known = lambda _: None) -> Ended:
    return await one_run.run(source, site, known)


def read(**synopsis: object) -> Record:
    return grants().read(Detailed(key="1", mark="m", fields=hit(1, "T"), detail={"id": 1, "synopsis": synopsis}))


async def test_a_long_list_is_read_to_its_end_and_each_opportunity_once() -> None:
    api = Api(*(hit(number, "T") for number in range(1, 251)))
    items, error = await run(api, grants("biometric", "fingerprint"))
    assert error is None
    assert len({item.key for item in items if isinstance(item, Record)}) == len(items) == 250
    assert api.searches == 6


async def test_only_what_changed_costs_a_request() -> None:
    (first,), _ = await run(Api(hit(1, "T")), grants())
    assert isinstance(first, Record)
    api = Api(hit(1, "T"), hit(2, "U"))
    items, _ = await run(api, grants(), {first.key: first.mark}.get)
    assert [type(item) for item in items] == [Unchanged, Record]
    assert api.details == [2]


async def test_an_opportunity_whose_id_is_no_number_is_listed_without_its_detail() -> None:
    api = Api(hit(1, "T", id="draft-7"), hit(1, "T", id=None))
    items, error = await run(api, grants())
    assert error is None
    assert [type(item) for item in items] == [Record, Problem]
    assert api.details == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [("500000", Decimal(500000)), ("0", None), ("none", "absent"), (None, "absent"), (Decimal("10.5"), Decimal("10.5"))],
)
def test_a_ceiling_is_what_is_told_and_zero_is_not(said: object, expected: object) -> None:
    sums = [amount.value for amount in read(awardCeiling=said).amounts]
    assert sums == ([] if expected == "absent" else [expected])


def test_contact_persons_are_not_in_the_record() -> None:
    assert "Ada" not in codec.dumps(read(**SYNOPSIS))


def test_without_keywords_nothing_is_asked() -> None:
    with pytest.raises(registry.CatalogError, match="there must be keywords"):
        registry.build("grants_gov", {"keywords": [""]})
