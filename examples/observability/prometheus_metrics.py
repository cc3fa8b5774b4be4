"""Bind the engine's observer to prometheus-client, and leave the metrics of a nightly job.

Run after midnight with ``python prometheus_metrics.py URL BUREAU SERVICE FILE``: it sweeps and
writes FILE for the textfile collector of node_exporter. A server that is always up opens its engine
with ``observer=PrometheusObserver(REGISTRY)`` instead and serves the registry as it does its own.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, write_to_textfile

from zwgov_workflow import WorkflowEngine

SECONDS = (0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600, 3600)


class PrometheusObserver:
    """Counters ``zwgov_…_total`` and histograms ``zwgov_…_seconds`` in a registry.

    The engine names what it tells of; each name gets its metric when it first comes up.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        """Count in *registry*."""
        self._registry = registry
        self._lock = Lock()
        self._counters: dict[str, Counter] = {}
        self._histograms: dict[str, Histogram] = {}

    def count(self, name: str, n: int, labels: Mapping[str, str]) -> None:
        """Add *n* to the counter of *name*."""
        with self._lock:
            if name not in self._counters:
                text = f"{name} of zwgov_workflow"
                self._counters[name] = Counter(
                    f"zwgov_{name}", text, [*labels], registry=self._registry
                )
        self._counters[name].labels(**labels).inc(n)

    def timed(self, name: str, seconds: float, labels: Mapping[str, str]) -> None:
        """Put *seconds* into the histogram of *name*."""
        with self._lock:
            if name not in self._histograms:
                text = f"Seconds of {name} of zwgov_workflow"
                self._histograms[name] = Histogram(
                    f"zwgov_{name}_seconds",
                    text,
                    [*labels],
                    registry=self._registry,
                    buckets=SECONDS,
                )
        self._histograms[name].labels(**labels).observe(seconds)


def sweep_once(url: str, bureau: str, service: str, file: str) -> int:
    """Sweep, write the metrics to *file*, and return an exit code as ``zwgov sweep`` does."""
    registry = CollectorRegistry()
    engine = WorkflowEngine.open(url, bureau=bureau, observer=PrometheusObserver(registry))
    try:
        report = engine.sweep(by=engine.service(service))
    finally:
        engine.close()
    if not report.more and report.finished_at is not None:
        text = "When a sweep last came to its end"
        ended = Gauge("zwgov_sweep_finished_timestamp_seconds", text, registry=registry)
        ended.set(report.finished_at.timestamp())
    text = "Families that the last sweep left as they were"
    stuck = Gauge("zwgov_sweep_stuck_families", text, registry=registry)
    stuck.set(len(report.stuck))
    write_to_textfile(file, registry)
    return 75 if report.busy else 3 if report.more else 1 if report.stuck else 0


if __name__ == "__main__":
    sys.exit(sweep_once(*sys.argv[1:]))
