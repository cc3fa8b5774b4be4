"""docs/json.md has the keys that are printed, and no other."""

import re
from pathlib import Path

import pytest
from command_desk import ASKED, MAIN, started

PAGE = Path(__file__).parents[2] / "docs" / "json.md"


def documented(title):
    """Return the keys in the table under a heading."""
    text = PAGE.read_text(encoding="utf-8")
    section = re.search(
        rf"^##+ {re.escape(title)}$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL
    )[1]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    keys = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    return keys | (documented("deadline") if "A [deadline]" in section else set())


@pytest.fixture
def told(asked):
    """What the commands print, with a breach and a part in it."""
    started(asked)
    asked.day = "2026-02-25"
    asked.done("sweep", "--as", "nightly")
    late = "中公函〔2026〕2号"
    return {
        "`zwgov show`": asked.json("show", ASKED, "--as", "P0032"),
        "main": asked.json("show", MAIN, "--as", "P0031"),
        "breach": asked.json("why", late, "--as", "P0031"),
        "part": asked.json("show", late, "--as", "P0031"),
        "`zwgov why`": asked.json("why", ASKED, "--as", "P0031"),
        "`zwgov list`": asked.json("list", "--as", "nightly"),
        "`zwgov inbox`": asked.json("inbox", "--as", "P0031"),
        "`zwgov history`": asked.json("history", ASKED, "--as", "nightly"),
        "`zwgov due`": asked.json("due", "--as", "nightly", "--until", "2026-03-01"),
        "`zwgov check`": asked.json("check"),
        "`zwgov start`, `zwgov fire`": asked.json(
            "fire", ASKED, "reply", "--as", "P0032", "--set", "reply=agree", "--set", "written=yes"
        ),
    }


def test_each_command_prints_what_is_documented(told):
    for title, printed in told.items():
        if title.startswith("`"):
            assert set(printed) == documented(title), title


def test_each_object_has_the_documented_keys(told):
    show, why = told["`zwgov show`"], told["`zwgov why`"]
    [act] = told["part"]["acts"]
    for title, printed in {
        "case": show["case"],
        "deadline": show["case"]["deadlines"][0],
        "running deadline": show["deadlines"][0],
        "due deadline": told["`zwgov due`"]["deadlines"][0],
        "reason": show["state"],
        "possible": show["possible"][0],
        "act": show["acts"][0],
        "item": told["`zwgov inbox`"]["items"][0],
        "relative": told["main"]["parts"][0],
        "breach": told["breach"]["breaches"][0],
        "sentence": why["story"][0],
        "event": told["`zwgov history`"]["events"][0],
    }.items():
        assert set(printed) == documented(title), title
    assert (
        set(act["blocked_by"][0]) == set(show["deadlines"][0]["if_lapsed"]) == documented("reason")
    )
    assert set(why["parent"]) == documented("relative")
    assert set(show["possible"][0]["holders"][0]) == {"role", "department", "officers"}
    assert set(show["acts"][0]["leads_to"][0]) == {"state", "label", "final"}
    [item] = [one for one in told["`zwgov inbox`"]["items"] if one["working_days_left"] is not None]
    assert item["working_days_left"] < 0
    assert set(item["triggers"][0]) == {"trigger", "labels", "blocked_by"}


def test_every_object_of_the_page_is_looked_at():
    titles = re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    source = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{title}"' in source for title in titles)
