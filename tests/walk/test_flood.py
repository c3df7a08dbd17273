"""Ten thousand hits in one hour: a few single alerts, then digests that stay small, and nothing that is dropped."""

import json
import re
from dataclasses import replace

from walk.conftest import Monitor
from walk.flood import PORTAL, portal
from walk.test_deeds import BASE, browser
from walk.test_silence import subscribe

from monitor.store.owing import MOST_AN_HOUR

RUNS, OF_EACH = 4, 2_500
LARGEST = 400_000  # bytes of a message with its JSON; 2,500 alerts in full are ten times as much


async def test_ten_thousand_hits_in_an_hour_are_all_told_in_few_small_messages(monitor: Monitor) -> None:
    at_work = replace(monitor.but(notify=None, base_url=BASE, now=monitor.now), sources={PORTAL: portal(OF_EACH)})
    subscribe(at_work, "desk")
    for _ in range(RUNS):
        await at_work.poll(PORTAL)
        at_work.wait(minutes=15)
    await replace(at_work, sources={PORTAL: portal(0)}).poll(PORTAL)
    assert at_work.rows("SELECT state, count(*) FROM alerts GROUP BY state") == [("sent", RUNS * OF_EACH)]
    singles = [message for message in at_work.inbox.messages if "alerts_total" not in message["alert"]]
    gathered = [message for message in at_work.inbox.messages if "alerts_total" in message["alert"]]
    assert (len(singles), len(gathered)) == (MOST_AN_HOUR, RUNS)
    assert len(singles) + sum(message["alert"]["alerts_total"] for message in gathered) == RUNS * OF_EACH
    assert max(len(json.dumps(message)) for message in at_work.inbox.messages) < LARGEST
    assert at_work.inbox.subjects[-1] == f"{OF_EACH:,} records: Facial recognition"
    await every_alert_is_listed(at_work, gathered[-1]["message"])


async def every_alert_is_listed(monitor: Monitor, text: str) -> None:
    """What a digest does not show is behind its link, page by page."""
    found = re.search(r"… and 2,440 more records: (\S+)", text)
    assert found, text[-2000:]
    listed: list[str] = []
    async with browser(monitor) as client:
        address = found[1]
        while True:
            html = (await client.get(address)).text
            listed += re.findall(r'<h2><a href="/alerts/(\d+)">', html)
            more = re.search(r'rel="next" href="([^"]+)"', html)
            if more is None:
                break
            address = found[1] + more[1]
        assert (await client.get(found[1][:-1])).status_code == 404
    assert len(set(listed)) == len(listed) == OF_EACH
