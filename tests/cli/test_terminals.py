"""Terminals of all kinds, pipes that break, files that are none: one line, no traceback."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from contextlib import closing

import pytest
from command_desk import ASKED, EXAMPLES, LETTER

HELPS = [
    [], ["init"], ["migrate"], ["doctor"], ["sweep"], ["people"], ["people", "load"], ["calendar"],
    ["calendar", "show"], ["calendar", "due"], ["calendar", "check"], ["calendar", "apply"],
    ["regulation"], ["regulation", "list"], ["regulation", "show"], ["regulation", "diff"],
    ["regulation", "copy"], ["regulation", "add"], ["check"], ["start"], ["fire"], ["show"],
    ["list"], ["inbox"], ["history"], ["why"], ["due"],
]  # fmt: skip
GROUPS = (["people"], ["calendar"], ["regulation"])

TERMINALS = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "narrow": {"COLUMNS": "52", "PYTHONIOENCODING": "utf-8"},
}


def process(arguments, folder, **environ):
    """Run ``zwgov`` in a process of its own."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ZWGOV", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "zwgov_workflow", *arguments],
        cwd=folder, env={**inherited, **environ}, capture_output=True, check=False,
    )  # fmt: skip


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class TestHelp:
    @pytest.mark.parametrize("command", HELPS, ids="-".join)
    def test_it_has_an_example_and_fits(self, zwgov, command):
        for columns, language in ((80, "zh"), (52, "zh"), (80, "en"), (52, "en")):
            code, out, err = zwgov(*command, "--help", COLUMNS=str(columns), ZWGOV_LANG=language)
            assert (code, err) == (0, "")
            assert max(map(width, out.splitlines())) <= columns
            if command not in GROUPS:
                assert ("例: zwgov" if language == "zh" else "Example: zwgov") in out.replace(
                    "\n", ""
                )

    def test_typer_speaks_chinese_too(self, zwgov):
        out = zwgov("--help")[1] + zwgov("fire", "--help")[1]
        for english in (
            "Usage", "Show this", "Install", "OPTIONS", "COMMAND", "Options", "required", "env var"
        ):  # fmt: skip
            assert english not in out
        assert "用法: zwgov [选项] 命令 [参数]..." in out
        assert "显示本帮助。" in out

    def test_the_readiness_of_a_group_is_shown_without_a_command(self, zwgov):
        code, out, err = zwgov("calendar")
        assert (code, err) == (2, "")
        assert "用法: zwgov calendar" in out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("fire", "未写参数 'CASE' (用法见 zwgov fire -h)"),
        ("list", "未写选项 '--as' (用法见 zwgov list -h)"),
        ("lst", "没有命令 'lst'; 是否指 'list'? (用法见 zwgov -h)"),
        ("xyzzy", "没有命令 'xyzzy' (用法见 zwgov -h)"),
        ("show --jsn", "没有选项 --jsn; 是否指 --as, --json? (用法见 zwgov show -h)"),
        ("show --qqq", "没有选项 --qqq (用法见 zwgov show -h)"),
        ("show x --as", "选项 '--as' 之后须写内容"),
        ("show x y z --as q", "多余的参数: y z (用法见 zwgov show -h)"),
        ("list --as n --json=3", "选项 '--json' 之后不写内容"),
        ("calendar show abc", "'YEAR' 的内容有误: 'abc' 不是整数 (用法见 zwgov calendar show -h)"),
        ("due --as x --limit 0", "'--limit' 的内容有误: 0 小于 1 (用法见 zwgov due -h)"),
        ("due --as x --limit a", "'--limit' 的内容有误: 'a' 不是整数 (用法见 zwgov due -h)"),
        ("calendar due heute 2天", "heute 不是日期; 请写作 2026-02-11"),
        (
            "--lang fr list",
            "'--lang' 的内容有误(或来自环境变量 'ZWGOV_LANG'): 'fr' 不是 'zh', 'en' 之一 "
            "(用法见 zwgov -h)",
        ),
    ],
)
def test_misuse_is_one_line(desk, line, told):
    assert desk.refused(*line.split()) == (2, told)
    code, _, err = desk("--lang", "en", *line.split())
    assert (code, err.count("\n")) == (2, 1)
    assert err.isascii()


def test_misuse_is_an_object_in_json(desk):
    code, out, err = desk("show", "--json")
    assert (code, err) == (2, "")
    assert '"type": "Misuse", "message": "未写参数 \'CASE\'"' in out


MOST_TELLING = ("--help", "why", "fire", "doctor")


@pytest.mark.parametrize("terminal", TERMINALS)
def test_no_terminal_makes_it_crash(asked, terminal):
    for expected, *arguments in (
        (0, "--help"), (0, "list", "--as", "P0031"), (0, "show", ASKED, "--as", "P0031"),
        (0, "why", ASKED, "--as", "P0031"), (0, "history", ASKED, "--as", "P0031"),
        (1, "doctor"), (0, "calendar", "due", "2026-02-11", "5个工作日"),
        (1, "show", "中公函〔2099〕9号", "--as", "P0031"),
        (1, "fire", ASKED, "函复", "--as", "P0031"),
        (1, "list", "--as", "P0031", "--state", "梦"), (2, "梦"),
    ):  # fmt: skip
        if terminal in ("C", "narrow") and arguments[0] not in MOST_TELLING:
            continue  # a process each: where little differs, those that print most are enough
        done = process(arguments, asked.folder, **TERMINALS[terminal])
        assert b"Traceback" not in done.stderr, (arguments, done.stderr)
        assert done.returncode == expected, (arguments, done.stderr)
        assert bool(done.stderr) == (expected != 0 and arguments != ["doctor"])


def test_chinese_is_written_as_the_terminal_writes_it(bureau):
    done = process(["list", "--as", "nightly"], bureau.folder, PYTHONIOENCODING="gbk")
    assert done.stdout.decode("gbk").strip() == "没有事项。"


def test_words_that_are_not_utf_8_are_refused(bureau):
    done = process(
        [b"show", "中".encode("gbk"), b"--as", b"P0031"], bureau.folder, LC_ALL="C.UTF-8"
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_a_file_whose_name_the_locale_cannot_say_is_refused(bureau):
    done = process(["check", "制度.yaml"], bureau.folder, **TERMINALS["C"])
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


@pytest.mark.skipif(os.name != "posix", reason="other systems have other signals")
class TestSignals:
    def test_a_reader_who_has_gone_is_no_error(self, bureau):
        for arguments in (
            ["calendar", "show", "2026"],
            ["--help"],
            ["list", "--as", "x", "--json"],
        ):
            reader, writer = os.pipe()
            os.close(reader)
            done = subprocess.run(
                [sys.executable, "-m", "zwgov_workflow", *arguments],
                cwd=bureau.folder, stdout=writer, stderr=subprocess.PIPE, check=False,
            )  # fmt: skip
            os.close(writer)
            assert (done.returncode, done.stderr) == (141, b"")

    def test_control_c_ends_it_with_one_line(self, bureau, monkeypatch):
        def interrupted(*_arguments, **_options):
            raise KeyboardInterrupt

        monkeypatch.setattr("zwgov_workflow.service.WorkflowEngine.sweep", interrupted)
        told = bureau.refused("sweep", "--as", "nightly")
        assert told == (130, "已中断; 未完成的未作改动")

    def test_a_process_that_waits_for_another_can_be_interrupted(self, bureau):
        code = (
            "import sqlite3, sys, time; c = sqlite3.connect('zwgov.db', isolation_level=None); "
            "c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); time.sleep(30)"
        )
        holder = subprocess.Popen(
            [sys.executable, "-c", code], cwd=bureau.folder, stdout=subprocess.PIPE
        )
        try:
            holder.stdout.readline()
            people = str(EXAMPLES / "people.yaml")
            waiting = subprocess.Popen(
                [sys.executable, "-m", "zwgov_workflow", "people", "load", people],
                cwd=bureau.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
                env={**os.environ, "ZWGOV_BUSY_SECONDS": "4"},
            )  # fmt: skip
            time.sleep(2)
            waiting.send_signal(signal.SIGINT)
            _, err = waiting.communicate(timeout=40)
        finally:
            holder.kill()
            holder.communicate()
        assert b"Traceback" not in err
        assert waiting.returncode in (130, 75)  # SQLite itself waits to its end, then both are true
        assert err.count(b"\n") == 1


class TestFiles:
    def test_a_folder_and_a_file_that_is_cut_short(self, bureau):
        code, line = bureau.refused("list", "--as", "x", "--db", str(bureau.folder))
        assert (code, line) == (4, f"{bureau.folder} 是文件夹, 不是数据库")
        content = (bureau.folder / "zwgov.db").read_bytes()
        (bureau.folder / "cut.db").write_bytes(content[:5000])
        code, line = bureau.refused("list", "--as", "nightly", "--db", "cut.db")
        assert (code, line) == (4, "数据库无法使用: 数据库文件已损坏")

    def test_one_that_may_only_be_read(self, bureau):
        url = "sqlite:///file:zwgov.db?mode=ro&uri=true"
        bureau.done("list", "--as", "nightly", "--db", url)
        code, line = bureau.refused(
            "start", "发布协调", "--as", "P0031", "--set", "proposing_department=HZ",
            "--set", "concerned_departments=FZ", "--set", "made_on=2026-02-09", "--db", url,
        )  # fmt: skip
        assert (code, line) == (4, "数据库无法使用: 数据库文件为只读, 不能写入")

    def test_one_that_is_held(self, bureau):
        people = str(EXAMPLES / "people.yaml")
        with closing(sqlite3.connect(bureau.folder / "zwgov.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            bureau.file("zwgov.toml", "busy_seconds = 0.1\n")
            told = bureau.refused("people", "load", people)
            assert told == (75, "数据库被占用已 0.1 秒; 未作改动, 请再试")

    def test_files_that_cannot_be_read_or_written(self, bureau):
        folder = str(bureau.folder)
        for path, why in ((folder, "这是文件夹, 不是文件"), ("none.yaml", "没有此文件或文件夹")):
            for command in (
                ["people", "load", path], ["calendar", "apply", path],
                ["regulation", "add", path], ["start", "发布协调", "--as", "P0031", "--form", path],
            ):  # fmt: skip
                code, line = bureau.refused(*command)
                assert (code, line) == (1, f"{path}: 无法读取: {why}"), command
        code, line = bureau.refused("regulation", "copy", "secrecy_review", f"{folder}/no/x.yaml")
        assert (code, line.rpartition(": ")[2]) == (1, "没有此文件或文件夹")

    def test_a_copy_writes_nothing_where_one_file_is_there(self, desk):
        desk.file("our.examples.yaml", "mine")
        assert desk.refused("regulation", "copy", "release_coordination", "our.yaml")[0] == 1
        assert [path.name for path in desk.folder.iterdir()] == ["our.examples.yaml"]
        desk.done("regulation", "copy", "release_coordination", "ours.yaml")
        assert (desk.folder / "ours.examples.yaml").exists()
        desk.done("check", "ours.yaml")


class TestFaults:
    @pytest.fixture
    def faulty(self, asked, monkeypatch):
        def fail(*_arguments, **_options):
            raise ValueError(LETTER)

        monkeypatch.setattr("zwgov_workflow.service.WorkflowEngine.why", fail)
        return asked

    def test_a_fault_tells_no_form(self, faulty):
        code, line = faulty.refused("show", ASKED, "--as", "P0031")
        assert code == 4
        assert line.startswith("程序有误(ValueError, test_terminals.py:")
        assert "户籍" not in line

    def test_it_tells_all_where_that_is_asked_for(self, faulty):
        with pytest.raises(ValueError, match="户籍"):
            faulty("show", ASKED, "--as", "P0031", ZWGOV_TRACEBACK="1")
