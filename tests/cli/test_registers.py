"""Registers audited and cases imported on the command line."""

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from command_desk import EXAMPLES, moment
from rich.cells import cell_len

from zwgov_workflow.cli.registers.auditing import audited
from zwgov_workflow.cli.speech import register_words
from zwgov_workflow.cli.speech.progress import progress
from zwgov_workflow.registers.auditing import NOT_JUDGED
from zwgov_workflow.registers.cells import CELL_WORDS
from zwgov_workflow.registers.mapping_file import shipped_mapping
from zwgov_workflow.registers.plan import ROW_WORDS

DOCUMENTS = str(EXAMPLES / "documents.csv")
RUNNING = EXAMPLES / "running-cases.csv"
CONSULTATIONS = str(EXAMPLES / "map-consultations.yaml")
DISCLOSURES = str(EXAMPLES / "map-disclosures.yaml")
SHIPPED = str(shipped_mapping("proactive_disclosure"))
RULE = "proactive_disclosure"
DAY = ("--as-of", "2026-06-30")
HEAD = "id,title,document_number,issue_date,publish_date,site\n"


def test_every_word_about_a_row_is_in_the_catalogue():
    assert (register_words.CELL_WORDS, register_words.ROW_WORDS) == (CELL_WORDS, ROW_WORDS)
    assert register_words.AUDIT_WORDS == (NOT_JUDGED,)


@pytest.fixture(scope="module")
def made():
    """The audit of the 2,000 documents, made once."""
    return audited(Path(DOCUMENTS), RULE, None, None, date(2026, 6, 30), None)


class TestAudit:
    @pytest.fixture
    def report(self, made, zwgov, monkeypatch):
        """Print that audit with an environment; return what is printed."""

        def run(*options, **environ):
            monkeypatch.setattr("zwgov_workflow.cli.registers.auditing.audited", lambda *_: made)
            code, out, err = zwgov("audit-register", DOCUMENTS, *options, **environ)
            assert (code, err) == (0, "")
            return out

        return run

    @pytest.mark.parametrize("columns", ["80", "52"])
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_the_report_of_2000_documents(self, report, snapshot, language, columns):
        assert report("--late", "2", ZWGOV_LANG=language, COLUMNS=columns) == snapshot

    def test_a_line_is_never_wider_than_the_terminal(self, report):
        for columns in (52, 76, 80):
            told = report("--late", "2", "--cross", COLUMNS=str(columns)).splitlines()
            tables = [line for line in told if not line.startswith("documents.csv:")]
            assert max(map(cell_len, tables)) <= columns

    def test_it_says_that_it_measures_and_does_not_govern(self, report):
        told = report(COLUMNS="400").splitlines()
        assert told[1].startswith("以现行制度为尺度衡量, 非受其约束: 1,989 件文件中有 1,424 件")
        told = report(COLUMNS="400", ZWGOV_LANG="en")
        assert "Measured against, not governed by: 1,424 of 1,989 documents are older" in told

    def test_json(self, desk):
        told = desk.json("audit-register", DOCUMENTS, *DAY, "--late", "1")
        assert told["governed_by_it"] is False
        assert told["measured_against"]["deadline"] == "publish_by"
        assert (told["documents"], len(told["left_out"])) == (1989, 11)
        assert told["left_out"][0] == {
            "line": 1991, "name": "D1990", "where": "issue_date", "why": "为空, 应有日期",
            "field": None,
        }  # fmt: skip
        national, regional = told["regions"]["CN"], told["regions"]["CN-NX"]
        assert (national["all"]["in_time"], national["all"]["late"]) == (1880, 109)
        assert (regional["all"]["in_time"], regional["all"]["late"]) == (1880, 109)
        assert national["by"]["gov.cn"]["late"] == 68
        assert sum(one["documents"] for one in national["by_and_year"]) == 1989
        assert sum(one["late"] for one in national["years"].values()) == 109
        assert told["differences"]["reasons"] == {"古尔邦节": 74, "开斋节": 52}
        [latest] = told["latest"]
        assert (latest["name"], latest["working_days_late"]) == ("D0055", 2211)

    def test_each_site_year_by_year(self, desk):
        table = desk.file("r.csv", f"{HEAD}A,甲,x,2025-03-03,2025-03-10,b\nB,乙,x,2026-03-03,,a\n")
        out = desk.done("audit-register", table, *DAY, "--cross")
        assert "site、年份" in out
        starts = [line.split()[:2] for line in out.splitlines() if line[:2] in ("a ", "b ")]
        assert starts[-2:] == [["a", "2026"], ["b", "2025"]]

    def test_a_verdict_that_changes_is_named(self, desk):
        table = desk.file("r.csv", f"{HEAD}A1,甲,x,2026-05-06,2026-06-03,s\n")
        out = desk.done("audit-register", table, *DAY)
        assert "仅按 CN 逾期: A1, 2026-05-06 形成, 2026-06-03 完成" in out

    def test_a_region_without_days_of_its_own_is_counted_by_alone(self, desk):
        table = desk.file("r.csv", f"{HEAD}A1,甲,x,2026-05-06,2026-06-03,s\n")
        out = desk.done("audit-register", table, *DAY, "--region", "CN")
        assert "CN-NX" not in out

    def test_what_is_over_and_what_lies_ahead(self, desk):
        text = f"{HEAD}A1,甲,x,2026-05-06,,s\nA2,乙,x,2026-06-25,,s\nA3,丙,x,2026-07-01,,s\n"
        out = desk.done("audit-register", desk.file("r.csv", text), *DAY)
        assert "2 (1)" in out
        assert "日期在此之后, 未予查看: 1 行" in out

    def test_documents_of_no_site_have_a_row_of_their_own(self, desk):
        table = desk.file("r.csv", f"{HEAD}A1,甲,x,2026-05-06,2026-05-07,\n")
        mapping = Path(SHIPPED).read_text(encoding="utf-8")
        mapping = mapping.replace("department: site", "department: {always: 甲支队}")
        mapping = desk.file("m.yaml", mapping)
        out = desk.done("audit-register", table, *DAY, "--mapping", mapping, "--cross")
        starts = [line.split()[0] for line in out.splitlines() if line[:1] in ("–", "合")]
        assert starts == ["–", "合计", "合计", "–", "合计"]

    def test_a_row_in_a_state_without_the_deadline_is_left_out(self, desk):
        table = desk.file("r.csv", f"{HEAD}A1,甲,x,2026-05-06,,s\n")
        mapping = Path(SHIPPED).read_text(encoding="utf-8")
        mapping = desk.file("m.yaml", mapping.replace("{always: open}", "{always: withheld}"))
        out = desk.done("audit-register", table, *DAY, "--mapping", mapping)
        assert "r.csv:2 A1: 所核查的期限在本行的状态下不计算" in out
        assert "0 件文件中有 0 件" in out

    def test_an_older_regulation_than_the_shipped_does_not_measure(self, desk):
        desk.done("regulation", "copy", "proactive_disclosure", "old.yaml")
        path = desk.folder / "old.yaml"
        text = path.read_text(encoding="utf-8").replace(": 2019-12-10", ": 2018-12-10")
        path.write_text(text, encoding="utf-8")
        table = desk.file("r.csv", f"{HEAD}A1,甲,x,2026-05-06,,s\n")
        code, line = desk.refused("audit-register", table, *DAY, "--rule", "old.yaml")
        assert (code, line) == (
            1, "old.yaml:5: 随附的版本更新, 而核对以最新版本为尺度"
        )  # fmt: skip

    def test_a_register_without_a_row_that_can_be_measured(self, desk):
        out = desk.done("audit-register", desk.file("r.csv", HEAD), *DAY)
        assert "0 件文件中有 0 件" in out

    def test_bad_rows_beyond_twenty_are_counted(self, desk):
        rows = "".join(f"A{i},甲,x,,,s\n" for i in range(30))
        out = desk.done("audit-register", desk.file("r.csv", HEAD + rows), *DAY)
        assert "r.csv:21 A19: issue_date: 为空, 应有日期" in out
        assert "r.csv:22" not in out
        assert "……另有 10 条; 用 --json 列出全部" in out

    def test_another_regulation_in_a_file_with_a_mapping_of_its_own(self, desk):
        desk.done("regulation", "copy", "proactive_disclosure", "ours.yaml")
        for name in ("ours.yaml", "ours.text.md"):
            path = desk.folder / name
            text = path.read_text(encoding="utf-8").replace("20 working days", "10 working days")
            path.write_text(text.replace("20个工作日", "10个工作日"), encoding="utf-8")
        table = desk.file("r.csv", f"{HEAD}A1,甲,x,2026-03-02,2026-03-23,s\n")
        told = desk.json("audit-register", table, *DAY, "--rule", "ours.yaml")
        assert told["regions"]["CN"]["all"]["late"] == 1
        told = desk.json("audit-register", table, *DAY)
        assert told["regions"]["CN"]["all"]["late"] == 0

    def test_a_regulation_without_mapping_or_that_is_not_there(self, desk):
        code, _, err = desk("audit-register", DOCUMENTS, "--rule", "assessment")
        assert code == 2
        assert "--mapping" in err
        code, line = desk.refused("audit-register", DOCUMENTS, "--rule", "no_such")
        assert (code, "no_such" in line) == (1, True)

    def test_a_database_that_is_kept_is_looked_at_like_any_other(self, desk):
        table = desk.file("r.csv", f"{HEAD}A1,甲,x,2026-05-06,2026-06-03,s\n")
        desk.done("audit-register", table, *DAY, "--db", "audit.db")
        reader = ("--db", "audit.db", "--as", "audit")
        assert "已公开" in desk.done("list", "--bureau", "CN", *reader)
        history = desk.done("history", "中公开〔2026〕1号", "--bureau", "CN", *reader)
        assert "2026-06-03" in history
        assert desk("list", *reader)[0] == 2

    def test_it_never_touches_a_database_that_is_there(self, bureau):
        before = (bureau.folder / "zwgov.db").read_bytes()
        code, _, err = bureau("audit-register", DOCUMENTS, "--db", "zwgov.db")
        assert code == 2
        assert "zwgov.db 已经存在" in err
        assert (bureau.folder / "zwgov.db").read_bytes() == before

    def test_a_file_that_is_not_there(self, desk):
        code, line = desk.refused("audit-register", "no.csv")
        assert (code, line) == (1, "no.csv: 无法读取: 没有此文件或文件夹")


class TestImport:
    @pytest.fixture
    def bureau(self, bureau):
        """A bureau with an account that may import."""
        people = (EXAMPLES / "people.yaml").read_text(encoding="utf-8")
        people += "  - {name: importer, rights: [import]}\n"
        bureau.done("people", "load", bureau.file("people.yaml", people), "--on", "2019-12-10")
        return bureau

    def take(self, desk, *more, file=RUNNING, mapping=DISCLOSURES, **environ):
        words = ("import", str(file), "--mapping", mapping, "--as", "importer", *more)
        return desk(*words, **environ)

    @pytest.mark.parametrize("columns", ["80", "52"])
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_what_was_opened_is_told(self, bureau, snapshot, language, columns):
        bureau.day = "2026-03-20"
        code, out, err = self.take(bureau, ZWGOV_LANG=language, COLUMNS=columns)
        assert (code, err) == (0, "")
        assert out == snapshot

    def test_a_dry_run_opens_nothing(self, bureau):
        bureau.day = "2026-03-20"
        code, out, err = self.take(bureau, "--dry-run")
        assert (code, err) == (0, "")
        assert out.startswith("running-cases.csv: 导入 4 个事项, 0 项后续事实 (试运行: 未作改动)")
        assert bureau.done("list", "--as", "nightly") == "没有事项。"

    def test_imported_cases_go_on_like_any_other(self, bureau):
        """One letter signed for before the import is answered, the other never."""
        bureau.day = "2026-03-12"
        assert self.take(bureau, mapping=CONSULTATIONS)[0] == 1
        bureau.day = "2026-03-16"
        assert self.take(bureau, mapping=CONSULTATIONS)[0] == 0
        due = bureau.json("due", "--as", "nightly", "--until", "2026-03-23")["deadlines"]
        assert [(one["case"]["number"], one["due"]) for one in due] == [
            ("中公函〔2026〕1号", "2026-02-25"), ("中公函〔2026〕2号", "2026-03-13"),
            ("中公函〔2026〕4号", "2026-03-23"),
        ]  # fmt: skip
        [item, *_] = bureau.json("inbox", "--as", "P0033")["items"]
        assert item["number"] == "中公函〔2026〕2号"
        bureau.done(
            "fire", "中公函〔2026〕2号", "函复同意", "--as", "P0033", "--on", "2026-03-13",
            "--set", "reply=agree", "--set", "written=yes",
        )  # fmt: skip
        bureau.done("sweep", "--as", "nightly")
        states = bureau.json("list", "--as", "nightly")["cases"]
        assert [case["state_label"] for case in states] == [
            "视为同意", "同意", "已发函待签收", "待发函"
        ]  # fmt: skip
        told = bureau.done("history", "中公函〔2026〕1号", "--as", "nightly")
        assert "导入" in told

    def test_one_bad_row_and_nothing_is_taken_in(self, bureau):
        bureau.day = "2026-03-20"
        text = RUNNING.read_text(encoding="utf-8")
        text = text.replace("已报,驾驶证期满换证流程,交警支队", "已报,驾驶证期满换证流程,机密大队")
        text = text.replace("警务秘密,", "机密秘密,").replace("2026-03-20,,,2026-04-20", "下周,,,")
        code, out, err = self.take(bureau, file=bureau.file("bad.csv", text))
        assert (code, out) == (1, "")
        lines = err.splitlines()
        assert lines[0].startswith("zwgov: bad.csv:7 ZW-06: 主办部门: 人员文件中没有")
        assert any(
            line.startswith("zwgov: bad.csv:8 ZW-07: 不予公开情形: 应为 国家秘密、警务秘密、")
            for line in lines
        )
        assert any(
            line == "zwgov: bad.csv:9 ZW-08: 状态日期: "
            "应为日期, 如 2026-02-11、2026/2/11 或 2026年2月11日"
            for line in lines
        )
        assert lines[-1] == "zwgov: 4 行中有 3 行不能导入; 未作任何改动。"
        assert "机密" not in err
        assert bureau.done("list", "--as", "nightly") == "没有事项。"

    def test_a_row_that_only_the_engine_refuses_is_told_with_its_line(self, bureau):
        bureau.day = "2026-03-19"
        code, out, _ = self.take(bureau, "--json")
        told = json.loads(out)
        assert (code, told["cases"], told["opened"]) == (1, 0, [])
        [problem] = told["problems"]
        assert (problem["line"], problem["name"]) == (9, "ZW-08")
        assert "2026-03-19" in problem["why"]

    def test_json_names_each_case(self, bureau):
        bureau.day = "2026-03-20"
        _, out, _ = self.take(bureau, "--json")
        told = json.loads(out)
        assert [(one["line"], one["number"]) for one in told["opened"]] == [
            (line, f"中公开〔2026〕{line - 5}号") for line in range(6, 10)
        ]
        assert (told["machine"], told["rows_not_meant"]) == ("proactive_disclosure/disclosure", 4)

    def test_the_same_file_again_changes_nothing_and_is_not_read_otherwise(self, bureau):
        bureau.day = "2026-03-20"
        _, first, _ = self.take(bureau)
        code, again, _ = self.take(bureau)
        assert (code, again.splitlines()[:4]) == (0, first.splitlines()[:4])
        assert again.splitlines()[-1] == "该文件已经导入过; 未作任何改动。"
        other = (
            Path(DISCLOSURES)
            .read_text(encoding="utf-8")
            .replace("opened_on: 形成", "opened_on: 状态")
        )
        code, out, err = self.take(bureau, mapping=bureau.file("other.yaml", other))
        assert (code, out) == (1, "")
        assert err.splitlines() == [
            "zwgov: running-cases.csv: 该文件已经导入过, 且此次读取的内容与上次不同",
            "zwgov: 未作任何改动。",
        ]
        assert len(bureau.json("list", "--as", "nightly")["cases"]) == 4

    def test_a_spreadsheet_and_a_file_as_excel_writes_it_say_the_same(self, bureau):
        bureau.day = "2026-03-20"
        rows = [line.split(",") for line in RUNNING.read_text(encoding="utf-8").splitlines()]
        path = bureau.folder / "running.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell.count("-") == 2 and cell[0] == "2":
                        sheet.write_datetime(i, j, moment(cell).replace(tzinfo=None), day)
                    else:
                        sheet.write(i, j, cell)
        excel = bureau.folder / "running.csv"
        excel.write_bytes(RUNNING.read_text(encoding="utf-8").replace(",", "\t").encode("gb18030"))
        for file in (path, excel):
            assert self.take(bureau, file=file)[0] == 0
        cases = bureau.json("list", "--as", "nightly")["cases"]
        first, second = cases[:4], cases[4:]
        for one, other in zip(first, second, strict=True):
            assert (one["state"], one["data"], one["due"]) == (
                other["state"], other["data"], other["due"]
            )  # fmt: skip

    def test_an_account_without_the_right_is_refused(self, bureau):
        code, line = bureau.refused(
            "import", str(RUNNING), "--mapping", DISCLOSURES, "--as", "nightly"
        )
        assert (code, "nightly" in line) == (1, True)


class TestProgress:
    def test_nothing_is_shown_where_nobody_watches(self, capsys):
        with progress("建立事项", 3) as told:
            told(3)
        assert capsys.readouterr() == ("", "")

    def test_a_bar_is_shown_on_a_terminal(self, capsys, monkeypatch):
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        with progress("[建立]事项", 3) as told:
            told(2)
        told = capsys.readouterr()
        assert told.out == ""
        assert "[建立]事项" in told.err


def test_the_mappings_in_the_documentation_are_those_that_are_shipped():
    page = (EXAMPLES.parent / "docs" / "registers.md").read_text(encoding="utf-8")
    for path in (Path(DISCLOSURES), Path(SHIPPED)):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        assert "```yaml\n" + "".join(line for line in lines if line[0] != "#") + "```" in page
