"""Use the installed wheel where no checkout is in sight; run.py starts it."""

import subprocess
import sys
import sysconfig
from datetime import date
from importlib.metadata import version
from pathlib import Path

import zwgov_workflow
from zwgov_workflow import WorkflowEngine, WorkingCalendar

package = Path(zwgov_workflow.__file__).parent
assert package.parent == Path(sysconfig.get_path("purelib")), package
assert (package / "py.typed").is_file()
assert version("zwgov_workflow") == zwgov_workflow.__version__
for name in zwgov_workflow.__all__:
    getattr(zwgov_workflow, name)

due = WorkingCalendar.of("CN-NX").due_date("5 working days", date(2026, 2, 11))
assert due.on == date(2026, 2, 25), due

# The migrations came along: a database is created, and found up to date when it is opened again.
for _ in range(2):
    engine = WorkflowEngine.open("sqlite:///bureau.db", bureau="zhongwei-psb")
    assert engine.calendar("CN-NX").data_version == WorkingCalendar.of("CN-NX").data_version
    engine.close()


def zwgov(*arguments):
    command = [str(Path(sys.executable).with_name("zwgov")), *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done
    return done.stdout


assert "2026-02-25" in zwgov("calendar", "due", "2026-02-11", "5 working days")
assert "calendar" in zwgov("--help")
assert len(zwgov("check").splitlines()) == 6

print(f"wheel ok: zwgov_workflow {zwgov_workflow.__version__}, Python {sys.version.split()[0]}")
