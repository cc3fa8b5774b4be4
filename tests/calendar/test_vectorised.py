"""Arrays of days: refusals are those of the single day."""

import importlib
import sys
from datetime import UTC, date, datetime

import numpy as np
import pytest

from zwgov_workflow import WorkingCalendar
from zwgov_workflow.calendar.vectorised import VectorisedCalendar
from zwgov_workflow.errors import (
    CalendarError,
    MissingPackage,
    NaiveMoment,
    NotFirm,
    OutsideCalendar,
)

VECTORS = VectorisedCalendar(WorkingCalendar.of("CN"))
FEW = np.array(["2026-02-11", "2026-02-12"], dtype="M8[D]")


def test_any_shape_goes_in_and_comes_out():
    square = np.array([FEW, FEW + np.timedelta64(1, "D")])
    assert VECTORS.add_working_days(square, 5).shape == (2, 2)
    nothing = np.array([], dtype="M8[D]")
    assert VECTORS.add_working_days(nothing, 5).tolist() == []
    assert VECTORS.due_dates("5 working days", nothing).on.tolist() == []


def test_a_list_of_dates_will_do():
    due = VECTORS.due_dates("5 working days", [date(2026, 2, 11)])
    assert due.on.tolist() == [date(2026, 2, 25)]


def test_one_day_beyond_the_firm_range_refuses_the_array():
    with pytest.raises(NotFirm, match="2027-01-04"):
        VECTORS.is_working_day([date(2026, 1, 5), date(2027, 1, 4)])
    with pytest.raises(NotFirm, match="2026-12-29"):
        VECTORS.add_working_days([date(2026, 1, 5), date(2026, 12, 24)], 5)
    with pytest.raises(NotFirm):
        VECTORS.working_days_between([date(2026, 1, 5)], [date(2027, 1, 4)])


def test_without_any_firm_day_the_array_is_refused():
    before = WorkingCalendar.of("CN-NX", known_on=date(2018, 6, 1))
    with pytest.raises(NotFirm, match="nowhere firm"):
        VectorisedCalendar(before).is_working_day([date(2018, 6, 4)])
    due = VectorisedCalendar(before).due_dates("5 working days", [date(2018, 6, 4)])
    assert due.provisional.tolist() == [True]


def test_one_day_outside_the_calendar_refuses_the_array():
    with pytest.raises(OutsideCalendar, match="2003-12-31"):
        VECTORS.due_dates("5 working days", [date(2026, 1, 5), date(2003, 12, 31)])
    for rule in ("20 working days", "30 calendar days", "1 month"):
        with pytest.raises(OutsideCalendar):
            VECTORS.due_dates(rule, [date(2026, 1, 5), date(2060, 12, 20)])


def test_moments_are_taken_to_their_day_in_shanghai():
    moment = datetime(2026, 2, 10, 17, tzinfo=UTC)
    assert VECTORS.due_dates("5 working days", [moment]).on.tolist() == [date(2026, 2, 25)]
    with pytest.raises(NaiveMoment):
        VECTORS.due_dates("5 working days", [datetime(2026, 2, 10, 17)])  # noqa: DTZ001


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (np.array(["2026-02-11T09"], dtype="M8[s]"), "not datetime64"),
        (np.array(["2026-02-11", "NaT"], dtype="M8[D]"), "NaT"),
        (["2026-02-11"], "not <U10"),
        ([20260211], "not int64"),
        (np.ma.masked_array(FEW, mask=[True, False]), "expected dates"),
        ([None], "expected a date"),
    ],
)
def test_what_is_no_day_is_refused(days, why):
    with pytest.raises(TypeError, match=why):
        VECTORS.due_dates("5 working days", days)


def test_amounts_are_whole_numbers():
    for n in (2.9, np.array([1.9, 5.0]), float("nan")):
        with pytest.raises(TypeError, match="whole numbers"):
            VECTORS.add_working_days(FEW, n)
    with pytest.raises(CalendarError):
        VECTORS.add_working_days(FEW, 2**62)
    assert VECTORS.add_working_days(FEW[:1], np.array([1, 2, 3])).shape == (3,)


def test_a_rolled_end_that_leaves_the_calendar_refuses_the_array():
    with pytest.raises(OutsideCalendar):
        VECTORS.due_dates("1 calendar day before, rolled", [date(2004, 1, 2)])


def test_adding_counts_forward():
    with pytest.raises(ValueError, match="counts forward"):
        VECTORS.add_working_days(FEW, 0)
    with pytest.raises(ValueError, match="counts forward"):
        VECTORS.add_working_days(FEW, np.array([5, -5]))


def test_without_numpy_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "zwgov_workflow.calendar.vectorised", raising=False)
    with pytest.raises(MissingPackage, match="pip install numpy"):
        importlib.import_module("zwgov_workflow.calendar.vectorised")
