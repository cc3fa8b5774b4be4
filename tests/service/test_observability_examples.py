"""The examples that bind the observer to Prometheus and to OpenTelemetry."""

import runpy
from pathlib import Path

import pytest
from office import Office, day
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from zwgov_workflow import WorkflowEngine
from zwgov_workflow.errors import CaseError

EXAMPLES = Path(__file__).parents[2] / "examples" / "observability"


def example(name):
    return runpy.run_path(str(EXAMPLES / name))


def work(office, observer):
    """Start a case, be refused, and sweep two cases, watched by *observer*."""
    office.awaiting(day(2))
    engine = WorkflowEngine.open(
        office.url, bureau="zhongwei-psb", clock=office.clock, observer=observer
    )
    case = office.coordination(day(2), engine=engine)
    with pytest.raises(CaseError):
        engine.fire(case.id, "no_such", by=office.wang)
    office.clock.on(day(10))
    engine.sweep(by=office.nightly)
    engine.close()


def samples(text):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_prometheus(office):
    registry = CollectorRegistry()
    work(office, example("prometheus_metrics.py")["PrometheusObserver"](registry))
    found = samples(generate_latest(registry).decode())
    bureau = ("bureau", "zhongwei-psb")
    assert found["zwgov_sweep_lapsed_total", bureau] == 2
    for verb, outcome in (("start", "done"), ("fire", "NotPossible"), ("sweep", "done")):
        labels = (bureau, ("outcome", outcome), ("verb", verb))
        assert found["zwgov_verb_seconds_count", *labels] == 1


def test_a_nightly_job_leaves_a_file_for_the_collector(url, tmp_path):
    office = Office(url)
    office.awaiting(day(2))
    office.engine.close()
    file = tmp_path / "zwgov.prom"
    sweep = example("prometheus_metrics.py")["sweep_once"]
    assert sweep(url, "zhongwei-psb", "nightly", str(file)) == 0
    found = samples(file.read_text(encoding="utf-8"))
    assert found["zwgov_sweep_lapsed_total", ("bureau", "zhongwei-psb")] == 1
    assert found["zwgov_sweep_finished_timestamp_seconds",] > 0
    assert found["zwgov_sweep_stuck_families",] == 0


def test_opentelemetry(office):
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader], shutdown_on_exit=False)
    work(office, example("opentelemetry_metrics.py")["OpenTelemetryObserver"](
        provider.get_meter("test")
    ))  # fmt: skip
    [resource] = reader.get_metrics_data().resource_metrics
    metrics = {one.name: one.data for one in resource.scope_metrics[0].metrics}
    [lapsed] = metrics["zwgov.sweep_lapsed"].data_points
    assert (lapsed.value, lapsed.attributes) == (2, {"bureau": "zhongwei-psb"})
    verbs = {
        (point.attributes["verb"], point.attributes["outcome"]): point.count
        for point in metrics["zwgov.verb.duration"].data_points
    }
    assert verbs == {("start", "done"): 1, ("fire", "NotPossible"): 1, ("sweep", "done"): 1}
    provider.shutdown()
