"""The tutorial is one script of few commands, and does what its page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "docs" / "tutorial" / "tutorial.sh"


def test_it_runs_to_the_audit_and_leaves_nothing_behind(tmp_path):
    here = Path(sys.executable).parent
    environ = {
        **os.environ,
        "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(tmp_path),
        "ZWGOV_LANG": "zh",
    }
    done = subprocess.run(
        ["sh", SCRIPT], capture_output=True, check=False, env=environ, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert not re.findall(r"^(?!\+ ).+", done.stderr, re.MULTILINE)
    assert "到2026年2月25日24时届满" in done.stdout.replace("\n   ", "")
    assert "中公协〔2026〕1号 发布协调: 达成一致" in done.stdout
    assert "存在不同意见" in done.stdout
    assert "1,880" in done.stdout
    assert not list(tmp_path.iterdir())


def test_it_has_at_most_twenty_commands_and_the_page_counts_them():
    commands = re.findall(r"^zwgov ", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    page = (SCRIPT.parent / "README.md").read_text(encoding="utf-8")
    last = re.findall(r"^\| (?:\d+–)?(\d+) \|", page, re.MULTILINE)[-1]
    assert len(commands) == int(last) <= 20
