"""The play that ``make demo`` shows is worth what it claims."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "examples" / "spring_festival.py"


def played(language: str) -> str:
    environ = {**os.environ, "ZWGOV_LANG": language, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, SCRIPT], env=environ, capture_output=True, encoding="utf-8", check=True
    )
    assert not done.stderr
    return done.stdout


@pytest.mark.clauses("PD-4-s1", "RC-10-s2")
def test_the_silent_department_agrees_when_a_worked_sunday_is_over():
    told = played("zh")
    assert "函复期限(交警支队): 2023-01-17 + 5个工作日 = 2023-01-29 周日" in told
    refused, night, published = (
        told.index("不予办理: 征求意见或者协调尚未结束 [RC-6 RC-11]"),
        told.index("2023-01-30 周一  夜间批处理"),
        told.index("田军: 主动公开, 公开 → 已公开"),
    )
    assert refused < night < told.index("视为同意  [RC-10-s2 A-7]") < published
    assert told.endswith("已公开, 比2023-02-06 周一的期限早2个工作日。\n")


def test_it_is_told_in_english_too():
    assert played("en").endswith("已公开, 2 working days before 2023-02-06 Mon.\n")
