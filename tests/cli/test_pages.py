"""The pages of a case as they stand in a terminal: in both languages, wide and narrow."""

import os
import re
import subprocess
import sys
from datetime import date, datetime
from itertools import product
from types import SimpleNamespace

import pytest
from command_desk import ASKED, EXAMPLES, MAIN, started
from rich.cells import cell_len
from rich.text import Text

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.calendar import SHANGHAI, DaySpan, PeriodRule, WorkingCalendar
from zwgov_workflow.cli.calendars.count_sentence import count_sentence
from zwgov_workflow.cli.cases.sentences import story
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import speaking
from zwgov_workflow.cli.speech.wrapping import wrapped
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.people import People

DISAGREED = ("--set", "函复意见=不同意", "--set", "reply_basis=含内部流程", "--set", "written=是")


@pytest.fixture
def unsent(bureau):
    """A letter that nobody wrote, overdue, with its breach on record."""
    started(bureau)
    bureau.day = "2026-02-26"
    bureau.done("sweep", "--as", "nightly")
    return bureau


@pytest.fixture
def told_late(asked):
    """Silence was taken for consent, and then an answer in time was told."""
    asked.day = "2026-02-24"
    asked.done("sweep", "--as", "nightly")
    asked.day = "2026-02-26"
    asked.done("sweep", "--as", "nightly")
    reply = ("fire", ASKED, "函复不同意", "--as", "P0032", "--on", "2026-02-25")
    asked.done(*reply, *DISAGREED)
    return asked


@pytest.fixture
def at_the_turn_of_the_year(bureau):
    """A letter that is due after the last day that announcements have settled."""
    bureau.day = "2026-12-28"
    bureau.done(
        "start", "发布协调", "--as", "P0031", "--set", "proposing_department=HZ",
        "--set", "concerned_departments=FZ", "--set", "made_on=2026-12-28",
    )  # fmt: skip
    return bureau


PAGES = {
    "running": ("asked", "P0032", (
        ("show", ASKED), ("why", ASKED), ("history", ASKED), ("inbox",))),
    "overdue": ("unsent", "P0031", (
        ("show", ASKED), ("why", ASKED), ("history", ASKED), ("inbox",))),
    "superseded": ("told_late", "P0031", (
        ("show", ASKED), ("why", ASKED), ("history", ASKED), ("show", MAIN), ("why", MAIN))),
    "provisional": ("at_the_turn_of_the_year", "P0031", (
        ("show", ASKED), ("why", ASKED), ("inbox",))),
    "seen by an account": ("asked", "nightly", (("show", MAIN),)),
    "seen by one who has nothing to do": ("asked", "P0033", (("inbox",),)),
}  # fmt: skip


@pytest.mark.parametrize("scene", PAGES)
def test_the_pages(request, snapshot, scene):
    made, reader, commands = PAGES[scene]
    desk = request.getfixturevalue(made)
    for command, language, width in product(commands, ("zh", "en"), (52, 80)):
        told = desk("--lang", language, *command, "--as", reader, COLUMNS=str(width))
        code, out, err = told
        assert (code, err) == (0, "")
        assert out == snapshot(name=f"{' '.join(command)}, {language} {width}")
        lines = [line for line in out.splitlines() if "zwgov fire" not in line]
        assert max(map(cell_len, lines)) <= width
        assert not [line for line in lines if re.match(r"\s*[，。；、）]", line)]
        if language == "zh":
            assert not [line for line in lines if re.search(r"[A-Za-z]", without_ids(line))]


def without_ids(line):
    """Return a line without what has no Chinese name: ids of clauses, names of triggers."""
    return re.sub(r"\b[A-Z]{1,3}-[0-9A-Za-z-]+|\([a-z_]+\)", "", line)


def test_what_is_overdue_is_red_and_said_in_words(unsent):
    commands = (("show", ASKED), ("inbox",))
    shown = [unsent(*command, "--as", "P0031")[1] for command in commands]
    for command, plain in zip(commands, shown, strict=True):
        assert "\x1b" not in plain
        assert "已过 3 个工作日" in plain
        _, coloured, _ = unsent(*command, "--as", "P0031", FORCE_COLOR="1")
        assert re.search(r"\x1b\[(1;)?31m[^\x1b]*2026-02-14 周六, 已过 3 个工作日", coloured)
        without = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        assert [line.rstrip() for line in without.splitlines()] == plain.splitlines()


def test_only_what_asks_is_bold_and_not_the_answer(asked):
    _, out, _ = asked("show", ASKED, "--as", "P0032", FORCE_COLOR="1")
    [line] = [line for line in out.splitlines() if "政府信息发布协调制度" in line]
    assert line == "\x1b[1m事项\x1b[0m  中卫市公安局政府信息发布协调制度: 征求意见"


def test_days_off_after_the_due_day_are_days_over_too(unsent):
    unsent.day = "2026-02-22"
    assert "2026-02-14 周六, 已过 8 日" in unsent.done("inbox", "--as", "P0031")


def test_the_inbox_begins_with_what_is_overdue(unsent):
    unsent.done(
        "start", "发布协调", "--as", "P0031", "--set", "proposing_department=HZ",
        "--set", "concerned_departments=FZ", "--set", "made_on=2026-02-26",
    )  # fmt: skip
    lines = unsent.done("inbox", "--as", "P0031").splitlines()
    heads = [line for line in lines if re.fullmatch(r"\S+ \(\d\)", line)]
    assert heads == ["已逾期 (1)", "将届满 (1)", "没有期限 (2)"]
    assert lines.index(f"·  {ASKED} 征求意见: 待发函") == 1


def test_a_case_of_this_year_goes_by_its_running_number(asked):
    """A department that is asked sees only its own letter; the one that asks sees both."""
    asked.done(
        "fire", "1", "函复同意", "--as", "P0032", "--set", "reply=同意", "--set", "written=是"
    )
    assert asked.done("show", "1", "--as", "P0032").startswith(f"{ASKED} 征求意见: 同意")
    assert asked.done("why", "中公函(2026)1号", "--as", "P0031").startswith(ASKED)
    code, line = asked.refused("show", "1", "--as", "P0031")
    assert (code, line) == (1, f"1 可以是 {ASKED}、{MAIN}; 请写全编号")


@pytest.mark.parametrize(
    "environ",
    [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "gbk"}],
    ids=str,
)  # fmt: skip
def test_pages_are_shown_in_other_encodings(unsent, environ):
    known = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    encoding = environ.get("PYTHONIOENCODING", "utf-8")
    for command in (("show", ASKED), ("why", ASKED), ("inbox",), ("history", ASKED)):
        done = subprocess.run(
            [sys.executable, "-m", "zwgov_workflow", *command, "--as", "P0031"],
            capture_output=True,
            check=True,
            env={**known, **environ},
        )
        assert "发函" in done.stdout.decode(encoding)
        assert done.stderr == b""


class TestWrapping:
    def lines(self, text, width):
        return [line.plain for line in wrapped(text, width)]

    def test_chinese_breaks_between_characters_and_not_before_a_stop(self):
        assert self.lines("一二三四，五六。", 8) == ["一二三", "四，五", "六。"]
        assert self.lines("一二三（四五）六", 8) == ["一二三", "（四五）", "六"]

    def test_a_word_or_an_id_stays_whole(self):
        assert self.lines("依据RC-10-s1办理", 10) == ["依据", "RC-10-s1办", "理"]
        assert self.lines("one two three", 9) == ["one two", "three"]

    def test_what_is_longer_than_a_line_is_broken_anywhere(self):
        assert self.lines("abcdefgh", 3) == ["abc", "def", "gh"]
        assert self.lines("一二", 1) == ["一", "二"]
        assert self.lines("", 5) == [""]

    def test_nothing_is_lost_at_any_width(self):
        text = "2026年2月11日，法制支队 马建国办理“签收”（RC-10-s1 A-6）；转为“待函复”。"
        for width in range(2, 90):
            lines = self.lines(text, width)
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
            assert all(cell_len(line) <= width for line in lines), width

    def test_styles_are_kept(self):
        first, second = wrapped(Text.assemble(("一二三", "bold"), "四"), 4)
        assert [span.style for line in (first, second) for span in line.spans] == ["bold"] * 2


def counted(rule, anchor, region="CN", **more):
    told = WorkingCalendar.of(region).explain(PeriodRule.parse(rule), anchor, **more)
    return count_sentence("期限", "", told)


class TestCounts:
    def test_a_run_of_days_off_is_one_clause(self):
        with speaking("zh"):
            assert counted("5 working days", date(2026, 2, 11)) == (
                "“期限”自2026年2月11日的次日起计5个工作日；2月14日调休上班，计入；2月15日至23日"
                "春节放假，不计（国办发明电〔2025〕7号）；到2026年2月25日24时届满。"
            )
        with speaking("en"):
            assert counted("5 working days", date(2026, 2, 11)) == (
                "“期限” counts 5 working days from the day after 2026-02-11; 2026-02-14 is worked "
                "to make up and counts; 2026-02-15 through 2026-02-23, off for 春节, does not "
                "count (国办发明电〔2025〕7号); it ends on 2026-02-25 at 24:00."
            )

    def test_few_weekends_are_named_and_many_are_summed_up(self):
        with speaking("zh"):
            assert "；3月7日至8日周末不计；" in counted("5 working days", date(2026, 3, 4))
            many = counted("20 working days", date(2026, 3, 2))
            assert "；其间周末不计；" in many
            assert "3月7日" not in many

    def test_an_end_on_a_day_off_moves(self):
        with speaking("zh"):
            assert counted("30 calendar days", date(2026, 1, 16)) == (
                "“期限”自2026年1月16日的次日起计30个自然日；期末遇2月15日至23日休息，届满日顺延"
                "（国办发明电〔2025〕7号）；到2026年2月24日24时届满。"
            )

    def test_counting_back_a_standstill_and_what_is_not_settled(self):
        still = [DaySpan(date(2026, 3, 4), date(2026, 3, 6))]
        with speaking("zh"):
            assert counted("15 calendar days before", date(2026, 3, 31)) == (
                "“期限”最迟为2026年3月16日，即2026年3月31日提前15个自然日。"
            )
            told = counted("3 working days", date(2026, 3, 2), excluded=still)
            assert "；3月4日至6日中止，不计；" in told
            assert counted("5 working days", date(2026, 12, 28)).endswith(
                "；该日期为暂定，放假安排尚未全部公布。"
            )


def recorded(kind, seq=1, **more):
    """An event of a consultation."""
    known = {
        "bureau": "psb", "case_id": "c", "root": "c", "step": "s", "position": 0,
        "trigger": None, "label": None, "from_state": "sent", "to_state": "sent",
        "officer": None, "role": "clock", "department": None, "recorder": None,
        "occurred_on": date(2026, 3, 2), "recorded_at": datetime(2026, 3, 2, 9, tzinfo=SHANGHAI),
        "form": None, "changed": {}, "notes": {}, "content": "", "supersedes": None,
        "corrects": None, "late": False, "key": None, "request": None, "alg": "sha256",
    }  # fmt: skip
    return EventRecord(kind=str(kind), seq=seq, **(known | more))


class TestStory:
    def told(self, *events):
        regulation = shipped_regulations()["release_coordination"].regulation
        labels = Labels(CompiledMachine(regulation, "consultation"), People.empty(), "sent", "1")
        return [one.text for one in story(labels, SimpleNamespace(counted={}), events)]

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_every_kind_has_a_sentence(self, snapshot, language):
        with speaking(language):
            texts = self.told(*(
                recorded(kind, i, trigger="send", label="发函", changed={"department": "FZ"})
                for i, kind in enumerate(EventKind)
            ))  # fmt: skip
        assert texts == snapshot
        assert len({text.partition("，")[2] or text for text in texts}) >= len(EventKind) - 1

    def test_a_kind_that_is_not_known_yet_is_told_all_the_same(self):
        with speaking("zh"):
            assert self.told(recorded("foreseen", label="预告")) == ["2026年3月2日，登记“预告”。"]
            assert self.told(recorded("something")) == ["2026年3月2日，登记“something”。"]

    def test_an_import_names_its_source(self):
        source = {"source": "台账.csv 第3行"}
        with speaking("zh"):
            assert self.told(recorded("imported", form=source)) == [
                "2026年3月2日，据台账.csv 第3行导入本事项。"
            ]
        with speaking("en"):
            assert self.told(
                recorded("imported", label="公开", trigger="publish", form=source)
            ) == ["On 2026-03-02, “公开”, by import from 台账.csv 第3行."]

    def test_what_is_recorded_beside_the_act_is_told(self):
        opened = {"name": "reply_by", "change": "opened", "due": "2026-03-09"}
        moved = {"change": "recomputed", "due": "2026-03-10", "was": "2026-03-09"}
        notes = {
            "warnings": [{"name": "w", "label": "缺材料", "sources": ["RC-9"]}],
            "breaches": ["reply_overdue"],
            "deadlines": [opened, opened | moved],
        }  # fmt: skip
        act = recorded(
            "act", 2, label="签收", officer="P1", department="FZ", recorder="P2", notes=notes,
            occurred_on=date(2026, 3, 1), corrects=1,
        )  # fmt: skip
        with speaking("zh"):
            first, second, third, _ = self.told(act, recorded("act", 1, label="发函", officer="P1"))
        assert first == (
            "2026年3月1日，FZP1办理“签收”；由P2录入；于2026年3月2日补录；更正2026年3月2日的记录；"
            "提示：缺材料（RC-9）；记为线索：逾期未函复。"
        )
        assert second == "“函复期限”（RC-10-s1 RC-10-s2 A-6）到2026年3月9日届满。"
        assert third == "“函复期限”由2026年3月9日改为2026年3月10日届满。"


def test_the_amendment_of_a_notice_is_told_with_the_new_day(asked):
    path = asked.file(
        "amendment.yaml",
        "format: 1\nregion: CN\nyear: 2026\nissuer: 国务院办公厅\nnumber: 国办发明电〔2026〕9号\n"
        "known_from: 2026-02-11\nknown_from_basis: published\n"
        "amends: 国办发明电〔2025〕7号\ndays_off:\n  春节: 2026-02-24\n"
        "makeup_days: [2026-03-07]\nsources: [invented]\n",
    )
    asked.done("calendar", "apply", path)
    out = asked("why", ASKED, "--as", "P0032", COLUMNS="300")[1]
    assert "按新的放假通知重新计算期限。" in out
    assert "“函复期限”由2026年2月25日改为2026年2月26日届满。" in out
    assert "“函复期限”（RC-10-s1 RC-10-s2 A-6）到2026年2月25日届满。" in out


def test_a_people_file_without_a_holder_says_so(asked):
    text = (EXAMPLES / "people.yaml").read_text(encoding="utf-8")
    line = "  - {officer: P0034, role: office, department: BGS, from: 2019-12-10}\n"
    assert line in text
    asked.done("people", "load", asked.file("people.yaml", text.replace(line, "")))
    out = asked("show", ASKED, "--as", "P0032", COLUMNS="200")[1]
    assert "市局政府信息公开领导小组办公室（今日无人任此岗位）" in out
