"""Every error says what, where, why and what to do, and survives a process boundary."""

import pickle
from datetime import date, datetime

import pytest

from zwgov_workflow import errors
from zwgov_workflow.calendar import DaySpan
from zwgov_workflow.errors import WorkflowError

SPAN = DaySpan(date(2004, 1, 1), date(2060, 12, 31))
FINDING = errors.Finding(path="a.yaml", line=3, message="is wrong")

EXAMPLES = [
    errors.WorkflowError("text"),
    errors.CalendarError("text"),
    errors.DefinitionError([FINDING]),
    errors.UnknownRegion(region="XX", known=("CN",)),
    errors.NothingAnnounced(region="CN", known_on=date(2003, 1, 1)),
    errors.OutsideCalendar(region="CN", span=SPAN, day=date(2003, 1, 1)),
    errors.NotFirm(region="CN", firm=SPAN, day=date(2061, 1, 1), why="projected"),
    errors.NaiveMoment(datetime(2026, 1, 1)),  # noqa: DTZ001 (the point)
    errors.InvalidPeriod("five days", "no number"),
    errors.UnknownRegulation(name="x", known=("y",)),
    errors.CaseError("text"),
    errors.UnknownCase(case="c"),
    errors.NotInForce(regulation="r", day=date(2026, 1, 1), first=date(2027, 1, 1)),
    errors.NotPossible(case="c", trigger="reply", state="sent", possible=("receive",)),
    errors.NotAllowed(case="c", trigger="reply", officer="P1", roles=("consulted",), why="no role"),
    errors.AmbiguousRole(case="c", trigger="receive", roles=("proposer", "consulted")),
    errors.OtherMeaning(case="c", trigger="approve", meant="批准免于公开", entered="批准公开"),
    errors.FormRejected(
        case="c",
        trigger="reply",
        problems=(errors.FieldProblem(field="written", problem="is missing"),),
    ),
    errors.RequirementNotMet(
        case="c",
        trigger="reply",
        unmet=(errors.Unmet(name="in_writing", label="须书面", sources=("RC-10-s1",)),),
    ),
    errors.DeadlinePassed(
        case="c",
        trigger="appeal",
        deadline="appeal_by",
        label="申诉期限",
        due=date(2026, 1, 1),
        sources=("AC-7-s1",),
    ),
    errors.WrongDay(case="c", trigger="reply", day=date(2026, 1, 1), why="it lies ahead"),
    errors.OpenChildren(case="c", trigger="close", group="consultations"),
    errors.StaleVersion(case="c", expected=1, actual=2),
    errors.KeyReused(key="OA-1"),
    errors.ImportRefused(
        machine="r/m",
        problems=(
            errors.ImportProblem(source="a.csv line 2", problem="is missing", field="title"),
        ),
    ),
    errors.PeopleError("text"),
    errors.UnknownOfficer(officer="P9"),
    errors.UnknownDepartment(department="户证", close=("户政",)),
    errors.UnknownService(service="nightly"),
    errors.StoreError("text"),
    errors.NoBureau(bureau="b", known=("a",)),
    errors.SchemaBehind(found=None, needed="0001"),
    errors.SchemaAhead(found="0009", newest="0001"),
    errors.Busy(seconds=5.0),
    errors.EngineFault(case="c", what="rules go round"),
    errors.MissingPackage(package="numpy", purpose="counting"),
]


def every_class(root):
    return {root}.union(*(every_class(child) for child in root.__subclasses__()))


def test_every_class_has_an_example_here_and_a_place_in_the_tree():
    classes = every_class(WorkflowError)
    assert {type(error) for error in EXAMPLES} == classes
    assert all(cls.__name__ in errors.__doc__ for cls in classes)
    assert {cls.__name__ for cls in classes} <= set(errors.__all__)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_prints_and_pickles(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error) != ""
    assert vars(again) == vars(error)


def test_findings_print_one_a_line():
    other = errors.Finding(path="a.yaml", line=9, message="too")
    assert str(errors.DefinitionError([FINDING, other])) == "a.yaml:3: is wrong\na.yaml:9: too"


def test_a_thousand_findings_are_not_all_listed():
    lines = str(errors.DefinitionError([FINDING] * 1000)).splitlines()
    assert len(lines) == errors.MOST_SHOWN + 1
    assert lines[-1] == "... and 950 more"


def test_a_missing_package_is_an_import_error_too():
    assert issubclass(errors.MissingPackage, ImportError)
