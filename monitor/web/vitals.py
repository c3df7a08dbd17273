"""Whether the service is alive, ready and well, for those who run it: /healthz, /readyz, and /metrics for Prometheus."""

from collections.abc import Iterator, Mapping

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from monitor.store.database import DatabaseError
from monitor.store.gauges import Gauges, gauges
from monitor.store.overview import overview
from monitor.web.shown import Shown


class _Collected(Collector):
    """One moment, in Prometheus' terms."""

    def __init__(self, seen: Gauges) -> None:
        self.seen = seen

    def collect(self) -> Iterator[GaugeMetricFamily]:
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
        yield _labelled("monitor_documents", "Documents", "state", seen.documents)
        yield _labelled("monitor_deliveries_last_day", "Attempts to deliver of the last day", "result", seen.deliveries)
        yield _labelled("monitor_due", "Rows that are due", "queue", seen.due)
        yield _labelled("monitor_due_seconds", "For how long the first due row waits", "queue", seen.oldest)


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
        """Ready to be sent readers: the database answers."""
        try:
            await service.database.ask(gauges, service.clock())
        except DatabaseError as error:
            return JSONResponse({"status": "no database", "error": type(error).__name__}, 503)
        return JSONResponse({"status": "ok"})

    @app.get("/metrics")
    async def metrics() -> Response:
        """In Prometheus' text format."""
        registry = CollectorRegistry()
        registry.register(_Collected(await service.database.ask(gauges, service.clock())))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
