"""What other programs may rely on."""

import importlib
import pkgutil
import subprocess
import sys
from inspect import signature

import pytest

import typed_api
import zwgov_workflow
from zwgov_workflow import DueDate, WorkingCalendar

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(zwgov_workflow.__path__, "zwgov_workflow.")
    if not module.name.endswith("._version")
)


def test_the_public_names():
    assert zwgov_workflow.__all__ == [
        "CalendarError",
        "Case",
        "CaseError",
        "DefinitionError",
        "DueDate",
        "ImportReport",
        "ImportedCase",
        "ImportedFact",
        "Officer",
        "PeopleError",
        "PeriodRule",
        "ServiceAccount",
        "StoreError",
        "WorkflowEngine",
        "WorkflowError",
        "WorkingCalendar",
        "__version__",
    ]
    assert dir(zwgov_workflow) == zwgov_workflow.__all__
    for name in zwgov_workflow.__all__:
        assert getattr(zwgov_workflow, name) is not None


def test_a_name_that_is_not_public_is_no_attribute():
    with pytest.raises(AttributeError, match="has no attribute 'Engine'"):
        zwgov_workflow.Engine  # noqa: B018 (looking is the test)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_and_what_is_public(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert sorted(module.__all__) == sorted(set(module.__all__))
    assert all(hasattr(module, public) for public in module.__all__)


def test_the_contract_of_the_calendar():
    assert [*signature(DueDate).parameters] == ["on", "provisional", "assumption", "data_version"]
    assert [*signature(WorkingCalendar.is_working_day).parameters] == ["self", "day"]
    assert [*signature(WorkingCalendar.add_working_days).parameters] == ["self", "day", "n"]
    assert [*signature(WorkingCalendar.working_days_between).parameters] == ["self", "a", "b"]
    assert [*signature(WorkingCalendar.due_date).parameters][:3] == ["self", "rule", "anchor"]


def test_the_typed_uses_run():
    typed_api.use()


HEAVY = ("sqlalchemy", "alembic", "workalendar", "lunardate", "numpy", "transitions")

LIGHT = {
    "the library": "from zwgov_workflow import WorkingCalendar as W; W.of('CN-NX')",
    "--help": "from zwgov_workflow.cli import main; main(['--help'])",
    "calendar --help": "from zwgov_workflow.cli import main; main(['calendar', '--help'])",
    "calendar show": "from zwgov_workflow.cli import main; main(['calendar', 'show', '2026'])",
    "calendar due": "from zwgov_workflow.cli import main; "
    "main(['calendar', 'due', '2026-02-11', '5 working days'])",
    "regulation --help": "from zwgov_workflow.cli import main; main(['regulation', '--help'])",
    "completion": "import os; os.environ.update(_ZWGOV_COMPLETE='complete_bash', "
    "COMP_WORDS='zwgov cal', COMP_CWORD='1'); from zwgov_workflow.cli import main; main([])",
}


@pytest.mark.parametrize("use", LIGHT)
def test_small_commands_stay_small(use):
    """None of them imports a database, a state machine, or the GPL that workalendar brings."""
    code = f"{LIGHT[use]}\nimport sys; print('|', *(m for m in {HEAVY} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.rpartition("|")[2].split() == []


def test_completion_completes():
    code = LIGHT["completion"]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["calendar"]


def test_completion_knows_the_regions():
    code = LIGHT["completion"].replace("zwgov cal'", "zwgov calendar show --region CN-'")
    code = code.replace("COMP_CWORD='1'", "COMP_CWORD='4'")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["CN-NX"]


def test_the_root_imports_nothing_by_itself():
    code = "import sys, zwgov_workflow; print(*sorted(m for m in sys.modules if 'zwgov' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "zwgov_workflow zwgov_workflow._version"
