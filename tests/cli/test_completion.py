"""What the shell offers for a word half written: what may be seen, silently."""

import pytest
from command_desk import ASKED, MAIN


@pytest.fixture
def complete(desk, capsys, monkeypatch):
    """Complete a line in bash; the word begun is its last, and may be empty."""

    def ask(line, shell="bash"):
        words = line.split()
        monkeypatch.setenv("_ZWGOV_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - (not line.endswith(" "))))
        _, out, err = desk()
        assert err == ""
        return out.split()

    return ask


def test_case_numbers_are_those_the_reader_may_see(asked, complete):
    assert complete("zwgov show --as P0031 ") == [MAIN, ASKED]
    assert complete("zwgov show --as P0031 中公函") == [ASKED]
    assert complete("zwgov show --as nightly 中公协") == [MAIN]
    assert complete("zwgov fire --as P0032 中公函") == [ASKED]
    assert complete("zwgov show --as P0035 ") == []


def test_nobody_who_does_not_say_who_he_is_sees_a_number(asked, complete):
    assert complete("zwgov show ") == []
    assert complete("zwgov show 中公") == []
    assert complete("zwgov show --as nobody 中公") == []


def test_triggers_are_those_possible_now_for_the_officer(asked, complete):
    offered = complete(f"zwgov fire --as P0032 {ASKED} ")
    assert {"reply", "函复同意", "函复不同意"} <= set(offered)
    assert "send" not in offered
    assert complete(f"zwgov fire --as P0032 {ASKED} 函复不") == ["函复不同意"]
    assert complete(f"zwgov fire --as P0035 {ASKED} ") == []
    assert complete(f"zwgov fire {ASKED} ") == []


def test_people_and_departments(asked, complete):
    assert complete("zwgov inbox --as P003")[:2] == ["P0031", "P0032"]
    assert complete("zwgov list --as n") == ["nightly"]
    assert "nightly" not in complete("zwgov inbox --as ")
    assert complete("zwgov sweep --as ") == ["nightly"]
    assert complete("zwgov import --as n") == ["nightly"]
    assert complete("zwgov list --as nightly --department 户") == ["户政管理支队"]
    assert complete("zwgov list --as nightly --department F") == ["FZ"]


def test_machines_states_regulations_and_regions(asked, complete):
    assert complete("zwgov start 发布") == ["发布协调"]
    assert "release_coordination/consultation" in complete("zwgov start release_coordination/")
    assert complete("zwgov list --as nightly --state 待函") == ["待函复"]
    assert complete("zwgov list --as nightly --machine secrecy_review/")
    assert complete("zwgov regulation show secrecy") == ["secrecy_review"]
    assert complete("zwgov init --region CN-") == ["CN-NX"]


def test_the_database_of_options_and_settings_is_asked(asked, complete):
    (asked.folder / "zwgov.db").rename(asked.folder / "other.db")
    assert complete("zwgov show --as P0031 ") == []
    assert complete("zwgov show --db other.db --as P0031 ") == [MAIN, ASKED]
    asked.file("zwgov.toml", 'db = "other.db"\nbureau = "psb"\n')
    assert complete("zwgov show --as P0031 ") == [MAIN, ASKED]
    assert complete("zwgov inbox --as P0031") == ["P0031"]


def test_zsh_is_told_what_each_is(asked, complete):
    assert complete(f"zwgov fire --as P0032 {ASKED} 函复同", "zsh") == [
        "_arguments", "'*:", ':(("函复同意":"reply"))\''
    ]  # fmt: skip
    assert '"P0031":"王丽"' in " ".join(complete("zwgov inbox --as P0031", "zsh"))


@pytest.mark.parametrize(
    "content", [None, "", "no database, and long enough to be looked at " * 40]
)
def test_nothing_is_offered_and_nothing_said_where_there_is_no_database(desk, complete, content):
    if content is not None:
        desk.file("zwgov.db", content)
    for line in (
        "zwgov show --as P0031 ", f"zwgov fire --as P0031 {ASKED} ", "zwgov inbox --as ",
        "zwgov list --as n --state ", "zwgov list --as n --department ", "zwgov start ",
    ):  # fmt: skip
        assert complete(line) == []
    assert (desk.folder / "zwgov.db").exists() == (content is not None)


def test_a_bad_file_of_settings_does_not_get_in_the_way(asked, complete):
    asked.file("zwgov.toml", "bureau = 3\n")
    assert complete("zwgov show --as P0031 ") == [MAIN, ASKED]
