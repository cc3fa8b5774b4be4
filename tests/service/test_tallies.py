"""What is counted of the records, for an act that relies on it."""

from decimal import Decimal

from office import LETTER, day

from zwgov_workflow.definition.model import Tally


def counted(office, count, of, department=None, year=None):
    tally = Tally(count=count, of=of, law="试行")
    with office.engine._bureau.reading() as unit:
        return unit.context.tally(tally, department, year)


def test_breaches_are_counted_against_the_department_they_are_recorded_of(office):
    office.coordination(day(2), "FZ")
    office.clock.on(day(20))
    office.engine.sweep(by=office.nightly)
    of = "release_coordination.consult_overdue"
    assert counted(office, "breaches", of) == 1
    assert counted(office, "breaches", of, "HZ", Decimal(2026)) == 1
    assert counted(office, "breaches", of, "HZ", Decimal(2025)) == 0
    assert counted(office, "breaches", of, "FZ") == 0
    assert counted(office, "breaches", "release_coordination.other_breach") == 0


def test_a_breach_that_no_longer_counts_is_not_counted(office):
    case = office.coordination(day(2), "FZ")
    office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=LETTER)
    office.clock.on(day(20))
    office.engine.sweep(by=office.nightly)
    [asked] = office.asked(case)
    office.engine.fire(asked.id, "send", by=office.wang, on=day(6))  # in time, told late
    assert counted(office, "breaches", "release_coordination.consult_overdue") == 0
    assert counted(office, "deadlines_met", "release_coordination.consult_by", "HZ") == 1


def test_deadlines_and_cases_are_counted_by_year_and_department(office):
    for departments in (("FZ",), ("JJ",), ("FZ", "JJ")):
        office.awaiting(day(2), *departments)
    office.clock.on(day(20))
    office.engine.sweep(by=office.nightly)
    of = "release_coordination.reply_by"
    assert counted(office, "deadlines_lapsed", of) == 4
    assert counted(office, "deadlines_lapsed", of, "JJ", Decimal(2026)) == 2
    assert counted(office, "deadlines_met", of) == 0
    assert counted(office, "deadlines_met", "release_coordination.consult_by", "FZ") == 2
    assert counted(office, "cases", "release_coordination.coordination", "HZ") == 3
    assert counted(office, "cases", "release_coordination.coordination", "JJ") == 2
    assert counted(office, "cases", "release_coordination.coordination", "HZ", Decimal(2027)) == 0
    assert counted(office, "cases", "secrecy_review.coordination") == 0
