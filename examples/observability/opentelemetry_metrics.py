"""Bind the engine's observer to the OpenTelemetry API; the host sets the SDK and exporter up.

``WorkflowEngine.open(..., observer=OpenTelemetryObserver())`` is all that is needed in a program
that has a meter provider already.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from opentelemetry.metrics import Counter, Histogram, Meter, get_meter


class OpenTelemetryObserver:
    """Counters ``zwgov.…`` and histograms ``zwgov.….duration`` of a meter."""

    def __init__(self, meter: Meter | None = None) -> None:
        """Count with *meter*; None: that of the provider that is set for the process."""
        self._meter = meter or get_meter("zwgov_workflow")
        self._lock = Lock()
        self._counters: dict[str, Counter] = {}
        self._histograms: dict[str, Histogram] = {}

    def count(self, name: str, n: int, labels: Mapping[str, str]) -> None:
        """Add *n* to the counter of *name*."""
        with self._lock:
            if name not in self._counters:
                self._counters[name] = self._meter.create_counter(f"zwgov.{name}")
        self._counters[name].add(n, dict(labels))

    def timed(self, name: str, seconds: float, labels: Mapping[str, str]) -> None:
        """Put *seconds* into the histogram of *name*."""
        with self._lock:
            if name not in self._histograms:
                self._histograms[name] = self._meter.create_histogram(
                    f"zwgov.{name}.duration", unit="s"
                )
        self._histograms[name].record(seconds, dict(labels))
