"""The examples in the documentation run, and its links lead somewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from zwgov_workflow.people import read_people

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
PROGRAMS = ("zwgov", "sed")
LANGUAGE = {
    "README.zh-CN.md": "zh",
    "calendar.zh-CN.md": "zh",
    "command-line.zh-CN.md": "zh",
}


def write_settings(example):
    """Write the settings that a page shows into the folder it works in."""
    Path("zwgov.toml").write_text(example.parsed, encoding="utf-8")


def run_console(example):
    """Run the ``$ zwgov …`` lines of a console block and compare what they print."""
    page = Path(example.path).name
    here = Path(sys.executable).parent
    environ = {
        **os.environ,
        "ZWGOV_LANG": LANGUAGE.get(page, "en"),
        "COLUMNS": "80",
        "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
    }
    for session in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        line, _, expected = session.partition("\n")
        assert line.split()[0] in PROGRAMS, line
        done = subprocess.run(
            ["bash", "-c", line], capture_output=True, check=False, env=environ, encoding="utf-8"
        )
        assert (done.returncode, done.stderr) == (0, ""), line
        printed = "\n".join(text.rstrip() for text in done.stdout.splitlines())
        assert printed.strip() == expected.strip()


EXAMPLES = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_console),
        CodeBlockParser(language="toml", evaluator=write_settings),
    ]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_run(page, monkeypatch, tmp_path):
    """A page works in a folder of its own, where ``examples`` is that of the checkout."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for example in EXAMPLES.parse(page).examples():
        example.evaluate()


def test_the_pages_that_matter_have_examples():
    for name in ("README.md", "README.zh-CN.md", "docs/calendar.md"):
        assert len(list(EXAMPLES.parse(ROOT / name).examples())) >= 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", ["calendar.md", "calendar.zh-CN.md"])
def test_the_announcement_shown_is_the_file(page):
    shown = (ROOT / "docs" / page).read_text(encoding="utf-8")
    file = (ROOT / "examples" / "announcement-2027.yaml").read_text(encoding="utf-8")
    _, _, content = file.partition("\n")  # but for the comment that it is invented
    assert f"```yaml\n{content}```" in shown


def test_the_people_file_shown_can_be_read(tmp_path):
    [shown] = re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs" / "people.md").read_text(encoding="utf-8"), re.DOTALL
    )
    path = tmp_path / "people.yaml"
    path.write_text(shown, encoding="utf-8")
    people = read_people(path)
    assert (len(people.departments), len(people.officers), len(people.services)) == (2, 2, 1)


def test_both_languages_show_the_same_code():
    def code(page):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        return [re.sub(r" *#.*", "", block) for block in blocks]

    english, chinese = code("calendar.md"), code("calendar.zh-CN.md")
    assert len(chinese) >= 8
    assert set(chinese) < set(english)


def test_both_readmes_name_the_same_commands():
    def commands(name):
        text = (ROOT / name).read_text(encoding="utf-8")
        return re.findall(r"^(?:\$ )?((?:make|zwgov) [^#\n]*?)(?: +#.*)?$", text, re.MULTILINE)

    assert commands("README.md") == commands("README.zh-CN.md")
    assert "make demo" in commands("README.md")
    assert "make test" in commands("README.md")


def test_both_pages_on_operations_say_the_same_in_code_and_keys():
    def said(page):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        blocks = re.findall(r"```(?:python|sh)\n(.*?)```", text, re.DOTALL)
        code = [re.sub(r" *#.*", "", block) for block in blocks]
        firsts = re.findall(r"^\| ([^|]*`[a-z_.]+`[^|]*) \|", text, re.MULTILINE)
        return code, [re.findall(r"`[a-z_.]+`", first) for first in firsts]

    assert said("operations.md") == said("operations.zh-CN.md")
