"""Whether the service is alive, ready and well, for those who run it: /healthz, /readyz, and /metrics for Prometheus."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor import meters
from monitor.room import WORDS
from monitor.store.database import DatabaseError
from monitor.store.gauges import Gauges, gauges
from monitor.store.overview import overview
from monitor.web.shown import Shown

DAY = 86400.0
COUNTERS = {
    meters.TEXTS: "Texts that were matched with all topics and watches",
    meters.CHARACTERS: "Characters of these texts",
    meters.SECONDS: "Seconds of one processor that matching them took",
}


class _Collected(Collector):
    """One moment, in Prometheus' terms."""

    def __init__(self, seen: Gauges, left: int, now: datetime) -> None:
        self.seen = seen
        self.left = left
        self.today = now.date()

    def collect(self) -> Iterator[Metric]:
        seen = self.seen
        yield GaugeMetricFamily("monitor_records", "Records in the archive", value=seen.records)
        yield GaugeMetricFamily("monitor_problems_last_day", "Rows of publishers that could not be read", value=seen.problems)
        yield _labelled("monitor_sources", "Sources that are switched on, by the outcome of their last run", "outcome", seen.sources)
        yield GaugeMetricFamily("monitor_new_records_last_day", "Records found for the first time in the last day", value=seen.new)
        yield GaugeMetricFamily("monitor_silent_sources", "Sources without anything new for a strangely long time", value=seen.silent)
        yield GaugeMetricFamily("monitor_pages", "Pages of all files that were read", value=seen.pages)
        family = GaugeMetricFamily("monitor_runs_last_day", "Runs of the last day", labels=["outcome", "platform"])
        for labels, number in sorted(seen.runs.items()):
            family.add_metric(list(labels), number)
        yield family
        yield GaugeMetricFamily("monitor_free_bytes", "What is free on the disk of the data folder", value=self.left)
        yield _labelled("monitor_documents", "Documents", "state", seen.documents)
        yield _labelled("monitor_deliveries_last_day", "Attempts to deliver of the last day", "result", seen.deliveries)
        yield _labelled("monitor_due", "Rows that are due and wait for somebody to take them", "queue", seen.due)
        yield _labelled("monitor_held", "Rows that are worked on", "queue", seen.held)
        yield _labelled("monitor_due_seconds", "For how long the first due row waits", "queue", seen.oldest)
        yield _labelled("monitor_troubles", "What you were told of and is not over", "kind", seen.troubles)
        yield from (CounterMetricFamily(f"monitor_{name}", words, seen.counted.get(name, 0.0)) for name, words in COUNTERS.items())
        yield from self._expected()

    def _expected(self) -> Iterator[Metric]:
        """Of the sources that are on and known for long enough: four numbers each, which for 1,800 of them are 7,200 lines."""
        known = self.seen.learned
        silent = {name: (self.today - one.newest).days * DAY for name, one in known.items()}
        strange = {name: one.strange_days * DAY for name, one in known.items()}
        expected = {name: one.expected for name, one in known.items() if one.expected is not None}
        yield _labelled("monitor_source_silence_seconds", "How long ago something new came", "source", silent)
        yield _labelled("monitor_source_strange_silence_seconds", "The longest that is not strange", "source", strange)
        seen = {name: known[name].seen for name in expected}
        yield _labelled("monitor_source_days_seen", "Days of the last thirty with something new", "source", seen)
        yield _labelled("monitor_source_days_expected", "As many as three months before lead one to expect", "source", expected)


def _labelled(name: str, words: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def add(app: FastAPI, service: Shown) -> None:
    """Add the three."""

    @app.get("/healthz")
    async def healthz() -> Response:
        """Alive: this process answers, and so does the database. A source that is not well is no reason to start again."""
        seen = await service.database.ask(overview, service.clock(), 1)
        return JSONResponse({"status": "ok", "records": seen.records, "unhealthy": [source.id for source in seen.unhealthy]})

    @app.get("/readyz")
    async def readyz() -> Response:
        """Ready to be sent readers: the database answers. A full disk is said, and takes no pages away: what is known can be read."""
        try:
            await service.database.ask(gauges, service.clock())
        except DatabaseError as error:
            return JSONResponse({"status": "no database", "error": type(error).__name__}, 503)
        return JSONResponse({"status": "ok"} | ({"disk": WORDS} if service.room.short() else {}))

    @app.get("/metrics")
    async def metrics() -> Response:
        """In Prometheus' text format."""
        registry, now = CollectorRegistry(), service.clock()
        registry.register(_Collected(await service.database.ask(gauges, now), service.room.left(), now))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
