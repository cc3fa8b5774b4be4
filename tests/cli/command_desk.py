"""Commands run on the bureau in the working directory."""

import json
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
LETTER = """\
信息名称: 户籍窗口服务指南
文号（没有的写“无”）: 无
content_description: 办理户口登记的条件、材料和时限
produced_on: 2026-02-09
issuing_body: 中卫市公安局
matters_to_coordinate: 是否公开第三部分
proposer_opinion: 公开
proposer_basis: 《政府信息公开条例》第二十条
"""
MAIN, ASKED = "中公协〔2026〕1号", "中公函〔2026〕1号"


def moment(day):
    return datetime.combine(date.fromisoformat(day), time(10), ZoneInfo("Asia/Shanghai"))


class Desk:
    """Runs commands on the bureau in the working directory; ``day`` is the day it is."""

    def __init__(self, zwgov, folder):
        self.run = zwgov
        self.folder = folder
        self.day = "2026-02-09"

    def __call__(self, *arguments, **environ):
        return self.run(*arguments, **environ)

    def done(self, *arguments):
        """Run what must go well, and return what it printed."""
        code, out, err = self.run(*arguments)
        assert (code, err) == (0, ""), (arguments, out, err)
        return out

    def refused(self, *arguments):
        """Run what must be refused in one line, and return the exit code with that line."""
        code, out, err = self.run(*arguments)
        assert out == ""
        assert err.startswith("zwgov: ")
        assert err.count("\n") == 1, err
        return code, err.removeprefix("zwgov: ").rstrip("\n")

    def json(self, *arguments):
        """Run with ``--json`` and return the object."""
        told = json.loads(self.done(*arguments, "--json"))
        assert told.pop("schema") == 1
        return told

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


def started(desk):
    """Start a coordination that asks one department."""
    desk.done(
        "start", "发布协调", "--as", "P0031", "--set", "proposing_department=户政管理支队",
        "--set", "所涉及的其他部门=法制支队", "--set", "made_on=2026-02-09",
    )  # fmt: skip
