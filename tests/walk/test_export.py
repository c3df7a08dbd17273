"""Everything at once: complete, as the command writes it, resumed where it broke off, spared where nothing is new, and no formula."""

import csv
import io
import json

import pytest
from walk.conftest import Monitor
from walk.test_deeds import browser
from walk.town import FACE, PLATES

from monitor.store import export

FORMULA = '=HYPERLINK("http://evil.example","facial recognition")'


@pytest.mark.parametrize("what", ["hits", "records", "amounts"])
async def test_an_export_broken_off_goes_on_to_the_same_whole(monitor: Monitor, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export.hit_rows, "__defaults__", (2, None))  # portions of two rows, so that three meetings are several
    monkeypatch.setattr(export.record_rows, "__defaults__", (2,))
    for number in (4101, 4102, 4103):
        monitor.town.meet(number, FACE, PLATES)
    await monitor.poll()
    async with browser(monitor) as client:
        whole = [json.loads(line) for line in (await client.get(f"/api/v1/export/{what}.jsonl")).text.splitlines()]
        table = (await client.get(f"/api/v1/export/{what}.csv")).text
        listed = (await client.get(f"/api/v1/{what}", params={"limit": 200})).json()["items"]
        assert whole == listed
        assert len(whole) == (0 if what == "amounts" else monitor.count(what))
        assert [row[-1] for row in csv.reader(io.StringIO(table))][1:] == [str(list(row.values())[-1]) for row in whole]
        if whole:
            broken = list(whole[0].values())[-1]
            rest = await client.get(f"/api/v1/export/{what}.jsonl", params={"after": broken})
            assert [json.loads(line) for line in rest.text.splitlines()] == whole[1:]
            tail = (await client.get(f"/api/v1/export/{what}.csv", params={"after": broken})).text
            assert table.endswith(f"\r\n{tail}")


async def test_an_export_is_spared_until_something_is_new(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        first = await client.get("/api/v1/export/hits.csv")
        spared = await client.get("/api/v1/export/hits.csv", headers={"If-None-Match": first.headers["etag"]})
        other = await client.get("/api/v1/export/hits.jsonl", headers={"If-None-Match": first.headers["etag"]})
    monitor.wait(hours=13)
    monitor.town.meet(4102, PLATES)
    await monitor.poll()
    async with browser(monitor) as client:
        new = await client.get("/api/v1/export/hits.csv", headers={"If-None-Match": first.headers["etag"]})
    assert [answer.status_code for answer in (first, spared, other, new)] == [200, 304, 200, 200]
    assert spared.content == b""
    assert first.headers["content-disposition"] == 'attachment; filename="hits.csv"'


async def test_what_a_spreadsheet_would_run_is_text_and_a_text_is_whole(monitor: Monitor) -> None:
    monitor.town.meet(4101, FORMULA, "+1 facial recognition", "Line one\n-2+3 facial recognition")
    await monitor.poll()
    async with browser(monitor) as client:
        table = list(csv.DictReader(io.StringIO((await client.get("/api/v1/export/hits.csv")).text)))
        lines = [json.loads(line) for line in (await client.get("/api/v1/export/hits.jsonl")).text.splitlines()]
    assert table
    assert [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any(row["passage"].startswith("'=HYPERLINK") for row in table)
    assert any(line["passage"].startswith("=HYPERLINK") for line in lines)
