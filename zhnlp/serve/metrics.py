"""Metrics for Prometheus: what was asked, how it was answered, and how long it took.

With several processes, all of them write to files of the folder PROMETHEUS_MULTIPROC_DIR, and
whichever is asked answers for all.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from zhnlp.serve.record import Record

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The metrics of one service, in a registry of its own.

    Args:
        version: That of zhnlp.
        pipeline: The name of its pipeline.
    """

    def __init__(self, version: str, pipeline: str) -> None:
        own = {"registry": CollectorRegistry()}
        self._own = own["registry"]
        self._requests = Counter(
            "zhnlp_requests", "Requests that were answered.", ["path", "status"], **own
        )
        self._seconds = Histogram(
            "zhnlp_request_seconds", "Time to the answer.", ["path"], buckets=_BUCKETS, **own
        )
        self._characters = Counter(
            "zhnlp_characters", "Characters of the texts of requests.", ["path"], **own
        )
        live = {"multiprocess_mode": "livesum", **own}
        self.in_progress = Gauge(
            "zhnlp_requests_in_progress", "Requests that are not answered yet.", **live
        )
        self.waiting = Gauge(
            "zhnlp_work_waiting", "Requests in threads, or waiting for one.", **live
        )
        about = Gauge(
            "zhnlp_info",
            "What runs.",
            ["version", "pipeline"],
            multiprocess_mode="livemax",
            **own,
        )
        about.labels(version, pipeline).set(1)

    def note(self, record: Record, seconds: float) -> None:
        """Count a request that is answered."""
        self._requests.labels(record.path, record.status).inc()
        self._seconds.labels(record.path).observe(seconds)
        if record.n_characters:
            self._characters.labels(record.path).inc(record.n_characters)

    def text(self) -> bytes:
        """All of them, in Prometheus' format."""
        registry = self._own
        if FOLDER in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        text: bytes = generate_latest(registry)
        return text
