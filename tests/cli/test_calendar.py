"""The calendar commands as a person meets them, in both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from zwgov_workflow.cli.options.arguments import region_names

AMENDMENT_2027 = """\
format: 1
region: CN
year: 2027
issuer: 国务院办公厅
number: 国办发明电〔2027〕0号
known_from: 2027-03-01
known_from_basis: published
amends: 国办发明电〔2026〕0号
days_off:
  劳动节: 2027-05-06
makeup_days: [2027-05-15]
sources: [invented]
"""

REGIONAL_2027 = """\
format: 1
region: CN-NX
year: 2027
issuer: 宁夏回族自治区人民政府办公厅
known_from: 2026-12-01
known_from_basis: invented
days_off:
  开斋节: 2027-08-10
  古尔邦节: 2027-05-17
  三月三: 2027-04-09
sources: [invented]
"""

DUE = ("calendar", "due", "2026-02-11", "5 working days")


class TestDue:
    def test_the_count_is_shown_day_by_day(self, zwgov):
        code, out, err = zwgov(*DUE, "--region", "CN")
        assert (code, err) == (0, "")
        assert out.splitlines()[:7] == [
            "2026-02-11 周三 起, 5 个工作日, CN: 2026-02-25 周三 届满",
            "",
            "2026-02-11 周三  –  开始的当日不计入(民法典第二百零一条)",
            "2026-02-12 周四  1",
            "2026-02-13 周五  2",
            "2026-02-14 周六  3  调休上班, 国办发明电〔2025〕7号",
            "2026-02-15 周日  –  不计入; 春节, 国办发明电〔2025〕7号",
        ]
        assert "2026-02-25 周三  5  届满" in out

    def test_in_english(self, zwgov):
        _, out, _ = zwgov("--lang", "en", *DUE)
        assert out.startswith("2026-02-11 Wed, 5 working days, CN-NX: due 2026-02-25 Wed\n")
        assert "2026-02-14 Sat  3  make-up working day, 国办发明电〔2025〕7号" in out
        assert "Note: 2026-01-01 to 2026-12-31: 宁政办发〔2025〕36号 is not confirmed" in out

    def test_the_law_cited_is_that_of_the_day(self, zwgov):
        for day, law in (
            ("2010-09-01", "民法通则第一百五十四条"),
            ("2020-01-23", "民法总则第二百零一条"),
            ("2026-02-11", "民法典第二百零一条"),
        ):
            _, out, _ = zwgov("calendar", "due", day, "5 working days", "--region", "CN")
            assert f"开始的当日不计入({law})" in out

    def test_a_regional_feast_expected_within_the_count_is_named(self, zwgov):
        _, out, _ = zwgov("calendar", "due", "2027-03-08", "3 working days")
        assert "开斋节约在 2027-03-10, 前后可差一天; 放假安排尚未公布。" in out
        assert "古尔邦节" not in out

    def test_counting_back_does_not_move_towards_the_event(self, zwgov):
        _, out, _ = zwgov("calendar", "due", "2026-12-14", "提前15日", "--region", "CN")
        assert out.startswith("2026-12-14 周一, 提前 15 个自然日, CN: 最迟 2026-11-29 周日")
        assert "最迟之日; 不向事由之日顺延" in out

    def test_a_provisional_date_says_what_it_rests_on(self, zwgov):
        _, out, _ = zwgov("calendar", "due", "2026-12-11", "30 calendar days", "--region", "CN")
        assert "2027-01-11 周一 届满 (暂定)" in out
        assert "顺延至工作日(民法典第二百零三条); 届满" in out
        assert "按国务院令第795号推算" in out

    def test_counting_back_and_a_projected_holiday(self, zwgov):
        _, out, _ = zwgov("calendar", "due", "2027-01-04", "3 working days before")
        assert out.startswith(
            "2027-01-04 周一, 提前 3 个工作日, CN-NX: 最迟 2026-12-29 周二 (暂定)"
        )
        assert "2027-01-04 周一  –  从当日倒算, 当日不计入" in out
        assert "2027-01-01 周五  –  不计入; 元旦, 按国务院令第795号推算" in out

    def test_a_chinese_period_will_do(self, zwgov):
        for text, rule in (
            ("5个工作日", "5 working days"),
            ("30个自然日", "30 calendar days"),
            ("2个月", "2 months"),
            ("提前15个自然日", "15 calendar days before"),
            ("30日", "30 calendar days"),
            ("提前15天", "15 calendar days before"),
        ):
            _, out, _ = zwgov("calendar", "due", "2026-03-11", text, "--json")
            assert json.loads(out)["rule"] == rule

    def test_days_of_suspension_are_left_out(self, zwgov):
        still = ("--exclude", "2026-03-04..2026-03-05", "--exclude", "2026-03-09")
        _, out, _ = zwgov("calendar", "due", "2026-03-02", "5 working days", *still)
        assert out.startswith("2026-03-02 周一 起, 5 个工作日, CN-NX: 2026-03-12 周四 届满")
        assert out.count("不计入期间") == 3

    def test_the_days_of_a_short_run_are_told_one_by_one(self, zwgov):
        _, out, _ = zwgov("calendar", "due", "2026-03-02", "2 calendar days", "--region", "CN")
        assert "2026-03-03 周二  1\n2026-03-04 周三  2  届满" in out

    def test_a_long_run_is_told_by_its_ends(self, zwgov):
        _, out, _ = zwgov("calendar", "due", "2026-03-02", "30 calendar days", "--region", "CN")
        assert "1  自然日, 休息日也计入" in out
        assert len(out.splitlines()) < 15

    def test_as_known_on_a_past_day(self, zwgov):
        ask = ("calendar", "due", "2020-01-23", "5 working days", "--region", "CN")
        before, after = (
            zwgov(*ask, "--known-on", day)[1].splitlines()[0]
            for day in ("2020-01-26", "2020-01-27")
        )
        assert "2020-02-05" in before
        assert "2020-02-07" in after

    def test_json_has_every_day(self, zwgov):
        code, out, _ = zwgov(*DUE, "--json")
        told = json.loads(out)
        assert code == 0
        assert (told["schema"], told["due"], told["provisional"]) == (1, "2026-02-25", False)
        assert [day["number"] for day in told["days"] if day["number"]] == [1, 2, 3, 4, 5]
        assert told["days"][3] == {
            "step": "counted",
            "number": 3,
            "day": "2026-02-14",
            "kind": "makeup_day",
            "working": True,
            "holiday": None,
            "source": "国办发明电〔2025〕7号",
            "region": "CN",
            "projected": False,
            "firm": True,
        }

    def test_strict_refuses_a_provisional_date(self, zwgov):
        code, out, err = zwgov("calendar", "due", "2026-12-11", "20 working days", "--strict")
        assert (code, out) == (1, "")
        assert err.startswith("zwgov: CN-NX 日历中 2027-01-11 尚未确定")
        assert zwgov(*DUE, "--strict")[0] == 0

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("2026-02-31", "5 working days"), "2026-02-31 不是日期"),
            (("20260211", "5 working days"), "20260211 不是日期"),
            (("2026-02-11", "5 days"), "5 days 不是期间"),
            (("2026-02-11", "0个工作日"), "0 working days 不是期间"),
            (
                ("2026-02-11", "5 working days", "--exclude", "2026-03-05..2026-03-04"),
                "不是一段日期",
            ),
            (("2026-02-11", "5 working days", "--exclude", "soon"), "soon 不是一段日期"),
            (("2026-02-11",), "PERIOD"),
        ],
    )
    def test_misuse_is_told_and_exits_with_2(self, zwgov, arguments, words):
        code, out, err = zwgov("calendar", "due", *arguments)
        assert (code, out) == (2, "")
        assert words in err


class TestShow:
    def test_a_year_at_a_glance(self, zwgov, snapshot):
        code, out, _ = zwgov("calendar", "show", "2026")
        assert code == 0
        assert out == snapshot

    def test_a_year_at_a_glance_in_english_on_a_narrow_terminal(self, zwgov, snapshot):
        assert zwgov("--lang", "en", "calendar", "show", "2026", COLUMNS="52")[1] == snapshot

    def test_a_year_that_is_a_projection(self, zwgov, snapshot):
        assert zwgov("calendar", "show", "2027")[1] == snapshot

    @pytest.mark.parametrize("width", [30, 52, 80])
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_no_line_is_wider_than_the_terminal(self, zwgov, width, language):
        year = ("calendar", "show", "2020")
        _, out, _ = zwgov("--lang", language, *year, COLUMNS=str(width))
        assert max(cell_len(line) for line in out.splitlines()) <= width

    def test_json_has_every_day_that_is_not_ordinary(self, zwgov):
        told = json.loads(zwgov("calendar", "show", "2026", "--region", "CN", "--json")[1])
        assert told["working_days"] == 248
        assert told["firm"] == {"first": "2004-01-01", "last": "2026-12-28"}
        assert len(told["days"]) == 39
        assert told["assumptions"] == [
            "2026-12-29 to 2026-12-31: may still be changed by the announcement for 2027"
        ]

    def test_json_where_nothing_is_firm(self, zwgov):
        told = json.loads(
            zwgov("calendar", "show", "2018", "--json", "--known-on", "2018-06-01")[1]
        )
        assert told["firm"] is None

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("2026", "--region", "CN-XX"), "没有地区 CN-XX 的日历; 现有 CN, CN-NX"),
            (("2003",), "2003-01-01 不在 CN-NX 日历的范围内(2004-01-01 至 2060-12-31)"),
            (("99999",), "9999-01-01 不在"),
            (("2004", "--known-on", "2003-06-01"), "2003-06-01 当日尚无 CN 的放假通知"),
        ],
    )
    def test_what_is_not_there_is_refused_with_1(self, zwgov, arguments, words):
        code, out, err = zwgov("calendar", "show", *arguments)
        assert (code, out) == (1, "")
        assert words in err

    def test_a_period_that_runs_out_of_the_calendar_is_refused(self, zwgov):
        code, _, err = zwgov("calendar", "due", "2060-12-20", "30 calendar days")
        assert code == 1
        assert "期间超出 CN-NX 日历的范围" in err


class TestCheck:
    FILES = "src/zwgov_workflow/calendar/data"

    def test_a_sound_announcement(self, zwgov, pytestconfig):
        code, out, _ = zwgov(
            "calendar", "check", f"{pytestconfig.rootpath}/{self.FILES}/CN/2026.yaml"
        )
        assert code == 0
        assert out.splitlines()[:3] == [
            "国办发明电〔2025〕7号: 通过检查。",
            "周一至周五放假 19 天 − 调休上班 6 天 = 13 天; 国务院令第795号: 13 天",
            "与前一日已知的相比, 2026 年有 12 天变化。",
        ]
        assert "2026-02-14 周六  改为上班" in out

    def test_an_amendment_shows_what_it_changes(self, zwgov, pytestconfig):
        path = f"{pytestconfig.rootpath}/{self.FILES}/CN/2020-amendment-1.yaml"
        _, out, _ = zwgov("--lang", "en", "calendar", "check", path)
        assert out.splitlines() == [
            "国办发明电〔2020〕1号: passes the checks.",
            "19 weekdays off − 6 make-up days = 13; 国务院令第644号: 11 days and 2 beyond it",
            "Against what was known the day before, 2 days change in 2020.",
            "2020-01-31 Fri  becomes a day off",
            "2020-02-01 Sat  becomes a day off",
        ]

    def test_json_names_the_days_that_change(self, zwgov, pytestconfig):
        path = f"{pytestconfig.rootpath}/{self.FILES}/CN/2020-amendment-1.yaml"
        assert json.loads(zwgov("calendar", "check", path, "--json")[1]) == {
            "schema": 1,
            "announcements": [
                {
                    "name": "国办发明电〔2020〕1号",
                    "region": "CN",
                    "year": 2020,
                    "sum": "19 weekdays off − 6 make-up days = 13; "
                    "国务院令第644号: 11 days + 2 beyond the statute = 13",
                    "changed": [
                        {"day": "2020-01-31", "working": False},
                        {"day": "2020-02-01", "working": False},
                    ],
                }
            ],
        }

    def test_an_original_that_was_amended_is_checked_with_its_amendment(self, zwgov, pytestconfig):
        path = f"{pytestconfig.rootpath}/{self.FILES}/CN/2020.yaml"
        code, out, _ = zwgov("calendar", "check", path)
        assert code == 0
        assert "周一至周五放假 18 天 − 调休上班 7 天 = 11 天; 国务院令第644号: 11 天\n" in out

    def test_the_first_of_all_has_nothing_before_it(self, zwgov, pytestconfig):
        path = f"{pytestconfig.rootpath}/{self.FILES}/CN/2004.yaml"
        code, out, _ = zwgov("calendar", "check", path)
        assert code == 0
        assert "在它之前没有任何放假通知。" in out

    def test_a_year_that_cannot_be_counted_is_refused(self, zwgov, tmp_path, pytestconfig):
        good = (pytestconfig.rootpath / self.FILES / "CN" / "2026.yaml").read_text(encoding="utf-8")
        for year in ("1990", "2003", "2061"):
            bad = tmp_path / "bad.yaml"
            bad.write_text(good.replace("year: 2026", f"year: {year}"), encoding="utf-8")
            code, _, err = zwgov("calendar", "check", str(bad))
            assert code == 1
            assert f"bad.yaml:3: {year} 年不在可以计算的 2004 年至 2060 年之内" in err

    def test_a_regional_announcement(self, zwgov, pytestconfig):
        path = f"{pytestconfig.rootpath}/{self.FILES}/CN-NX/2025.yaml"
        code, out, _ = zwgov("calendar", "check", path)
        assert code == 0
        assert "2025 年有 3 天变化" in out
        assert "地区通知没有可供核对的总数" in out
        assert "调休" not in out

    def test_a_bad_file_is_refused_with_its_line_and_sum(self, zwgov, tmp_path, pytestconfig):
        good = pytestconfig.rootpath / self.FILES / "CN" / "2026.yaml"
        bad = tmp_path / "2026.yaml"
        bad.write_text(
            good.read_text(encoding="utf-8").replace("2026-01-04, ", ""), encoding="utf-8"
        )
        code, out, err = zwgov("calendar", "check", str(bad))
        assert (code, out) == (1, "")
        assert err == (
            f"zwgov: {bad}:18: 天数不符: 周一至周五放假 19 天 − 调休上班 5 天 = 14 天; "
            "国务院令第795号: 13 天\n"
        )
        assert zwgov("--lang", "en", "calendar", "check", str(bad))[2] == (
            f"zwgov: {bad}:18: the sum fails: 19 weekdays off − 5 make-up days = 14; "
            "国务院令第795号: 13 days\n"
        )

    def test_a_bad_file_in_json(self, zwgov):
        code, out, err = zwgov("calendar", "check", "none.yaml", "--json")
        assert (code, err) == (1, "")
        assert json.loads(out) == {
            "schema": 1,
            "findings": [
                {
                    "path": "none.yaml",
                    "line": 0,
                    "message": "无法读取: 没有此文件或文件夹",
                }
            ],
        }

    def test_an_amendment_is_checked_beside_what_it_amends(self, zwgov, tmp_path, pytestconfig):
        original = str(pytestconfig.rootpath / "examples" / "announcement-2027.yaml")
        amendment = tmp_path / "amendment.yaml"
        amendment.write_text(AMENDMENT_2027, encoding="utf-8")
        code, out, _ = zwgov("calendar", "check", original, str(amendment))
        assert code == 0
        assert out.count("通过检查") == 2
        assert "2027-05-06 周四  改为放假" in out
        code, _, err = zwgov("calendar", "check", str(amendment))
        assert code == 1
        assert "CN 2027 年没有可供修改的通知“国办发明电〔2026〕0号”; 现有: 无" in err

    def test_what_no_sum_can_check_is_told(self, zwgov, tmp_path):
        regional = tmp_path / "regional.yaml"
        regional.write_text(REGIONAL_2027, encoding="utf-8")
        _, out, _ = zwgov("--lang", "en", "calendar", "check", str(regional))
        assert "2027-08-10 is far from 开斋节, expected about 2027-03-10." in out
        assert "三月三 is not among the feasts of CN-NX: 开斋节、古尔邦节." in out

    def test_a_file_that_is_not_there(self, zwgov):
        code, _, err = zwgov("calendar", "check", "none.yaml")
        assert (code, err) == (1, "zwgov: none.yaml: 无法读取: 没有此文件或文件夹\n")


class TestTheProgram:
    def test_help_has_an_example_for_each_command(self, zwgov):
        for name in ("show", "due", "check"):
            code, out, _ = zwgov("calendar", name, "--help")
            assert code == 0
            assert f"例: zwgov calendar {name}" in out

    def test_the_version(self, zwgov):
        code, out, _ = zwgov("--version")
        assert (code, out.split()[0]) == (0, "zwgov_workflow")

    def test_alone_it_prints_its_help(self, zwgov):
        assert "calendar" in zwgov()[1]
        assert "due" in zwgov("calendar")[1]

    def test_an_unknown_command_is_misuse(self, zwgov):
        assert zwgov("calender")[0] == 2
        assert zwgov("--lang", "fr", "calendar")[0] == 2

    @pytest.mark.parametrize(
        ("encoding", "words"),
        [("ascii", "CN-NX: 2026-02-25 ?? ??"), ("gbk", "2026-02-25 周三 届满")],
    )
    def test_a_terminal_that_cannot_show_chinese_does_not_crash_it(self, encoding, words):
        code = "import sys; from zwgov_workflow.cli import main; sys.exit(main(sys.argv[1:]))"
        environ = {**os.environ, "PYTHONIOENCODING": encoding, "ZWGOV_LANG": "zh", "COLUMNS": "80"}
        done = subprocess.run(
            [sys.executable, "-c", code, *DUE], capture_output=True, check=True, env=environ
        )
        assert words.encode(encoding) in done.stdout

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
    def test_a_full_disk_is_one_line(self):
        code = "import sys; from zwgov_workflow.cli import main; sys.exit(main(sys.argv[1:]))"
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-c", code, *DUE, "--json"],
                stdout=full, stderr=subprocess.PIPE, check=False, encoding="utf-8",
            )  # fmt: skip
        assert done.returncode == 1
        assert "zwgov: 磁盘空间已满" in done.stderr
        assert "Traceback" not in done.stderr

    def test_regions_are_completed(self):
        assert region_names("CN-") == ["CN-NX"]
        assert region_names("X") == []

    def test_as_a_module(self):
        done = subprocess.run(
            [sys.executable, "-m", "zwgov_workflow", "--version"], capture_output=True, check=True
        )
        assert done.stdout.startswith(b"zwgov_workflow ")

    def test_a_reader_that_goes_away_is_no_error(self):
        code = "import sys; from zwgov_workflow.cli import main; sys.exit(main(sys.argv[1:]))"
        with subprocess.Popen(
            [sys.executable, "-c", code, "calendar", "show", "2026"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            process.stdout.close()
            assert b"Traceback" not in process.stderr.read()
