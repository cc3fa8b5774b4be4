"""The fixtures that hosts may take for their own tests."""

from datetime import date

from engine_fixtures import clock, workflow

__all__ = ["clock", "workflow"]

DATA = {"department": "HZ", "is_secrecy_matter": "no", "produced_on": "2026-02-27"}


def test_the_day_is_the_one_the_test_sets(workflow, clock):
    case = workflow.start("secrecy_review", by=workflow.officer("P0031"), data=DATA)
    assert case.opened_on == workflow.today() == date(2026, 3, 2)
    clock.today = date(2026, 3, 9)
    assert workflow.today() == date(2026, 3, 9)


def test_each_test_has_a_bureau_of_its_own(workflow):
    assert not workflow.cases(reader=workflow.service("nightly"))
