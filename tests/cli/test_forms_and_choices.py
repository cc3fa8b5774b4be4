"""Forms printed and handed in again, and what is said where nobody can be asked."""

import yaml
from command_desk import ASKED, LETTER, MAIN, started


def test_what_can_be_started_is_listed(bureau):
    lines = bureau.done("form", "--as", "P0037").splitlines()
    assert lines[0].split() == ["名称", "流程", "制度"]
    assert not any("release_coordination/coordination" in line for line in lines)
    out = bureau.done("form", "--as", "P0031")
    assert "发布协调" in out
    assert "release_coordination/coordination" in out
    found = bureau.json("form", "--as", "P0031")["machines"]
    assert {"machine", "label", "regulation", "triggers"} == set(found[0])
    assert bureau.done("form", "--as", "P0038", "--on", "2019-12-01") == "没有可以启动的事项。"


def test_what_can_be_done_with_a_case_is_listed(asked):
    lines = [line.split() for line in asked.done("form", ASKED, "--as", "P0032").splitlines()]
    assert lines[0] == ["办理", "名称"]
    assert ["函复同意", "/", "函复不同意", "reply"] in lines
    acts = asked.json("form", ASKED, "--as", "P0032")["acts"]
    assert {"trigger": "reply", "label": "函复同意 / 函复不同意"} in acts
    assert asked.done("form", MAIN, "--as", "P0034") != ""


def test_a_case_is_started_from_its_form(bureau):
    text = bureau.done("form", "发布协调", "--as", "P0031", "--on", "2026-02-09")
    assert "# 填好后: zwgov start 发布协调 --as P0031 --form FILE" in text
    assert "# 部门, 写名称或编号; 必填 (RC-7 RC-8 RC-5-p4-s1 RC-5-p4-s2 RC-5-p5)" in text
    for key, value in (
        ("拟公开部门（依申请公开的，受理申请的部门）:", "户政管理支队"),
        ("制作、变更或收到申请之日:", "2026年2月9日"),
        ("  -", "法制支队"),
    ):
        assert f"\n{key}\n" in f"{text}\n"
        text = f"{text}\n".replace(f"\n{key}\n", f"\n{key} {value}\n").rstrip("\n")
    path = bureau.file("start.yaml", text)
    bureau.done("start", "发布协调", "--as", "P0031", "--form", path)
    data = bureau.json("show", MAIN, "--as", "P0031")["case"]["data"]
    assert data["concerned_departments"] == ["FZ"]
    assert data["made_on"] == "2026-02-09"


def test_a_form_handed_in_empty_is_refused_by_label(asked):
    text = asked.done("form", ASKED, "函复", "--as", "P0032")
    assert set(yaml.safe_load(text)) == {"函复意见", "不同意见的内容和依据", "是否书面"}
    path = asked.file("reply.yaml", text)
    code, line = asked.refused("fire", ASKED, "函复", "--as", "P0032", "--form", path)
    assert code == 1
    assert "函复意见: 未填; 是否书面: 未填; 例如 " in line
    path = asked.file("reply.yaml", text.replace("函复意见:", "函复意见: 同意").rstrip() + " 是\n")
    out = asked.done("fire", ASKED, "函复", "--as", "P0032", "--form", path)
    assert out == f"{ASKED} 征求意见: 同意"


def test_a_form_as_json_schema(asked):
    told = asked.json("form", ASKED, "函复", "--as", "P0032")
    assert told["trigger"] == "reply"
    assert told["form"]["required"] == ["reply", "written"]
    assert told["form"]["properties"]["reply"]["title"] == "函复意见"
    assert asked.json("form", "发布协调", "--as", "P0031")["trigger"] == "open"


def test_an_act_without_a_form_says_so(bureau):
    started(bureau)
    letter = bureau.file("letter.yaml", LETTER)
    bureau.done("fire", MAIN, "拟写征求意见函", "--as", "P0031", "--form", letter)
    told = bureau.done("form", ASKED, "发函", "--as", "P0031")
    assert told == f"# {ASKED}: 办理“发函”没有表单: zwgov fire {ASKED} 发函 --as P0031"
    bureau.day = "2026-02-10"
    bureau.done("fire", ASKED, "发函", "--as", "P0031")
    code, line = bureau.refused("form", ASKED, "发函", "--as", "P0031")
    assert code == 1
    assert "send" in line


def test_forms_that_are_not_there(bureau):
    assert bureau.refused("form", "梦", "--as", "P0031")[0] == 1
    code, line = bureau.refused("form", "发布协调", "nothing", "--as", "P0031")
    assert code == 1
    assert line.endswith("可以办理: open")


def test_what_is_not_said_is_listed_where_nobody_can_be_asked(asked):
    code, out, err = asked("fire", ASKED, "--as", "P0032", COLUMNS="300")
    assert (code, out) == (2, "")
    assert "请写明办理什么: 函复同意 / 函复不同意 (reply)" in err
    code, out, err = asked("start", "--as", "P0031", COLUMNS="1000")
    assert (code, out) == (2, "")
    assert "发布协调 (release_coordination/coordination)" in err
    code, _, err = asked("start", "--as", "P0031", "--on", "2019-12-01", COLUMNS="300")
    assert code == 2
    assert "该民警没有可以启动的事项" in err


def test_where_nothing_can_be_done_it_says_who_knows(asked):
    reply = ("--set", "函复意见=同意", "--set", "是否书面=是")
    asked.done("fire", ASKED, "函复", "--as", "P0032", *reply)
    code, out, err = asked("fire", ASKED, "--as", "P0031", COLUMNS="300")
    assert (code, out) == (2, "")
    assert f"王丽现在没有可以办理的; 由谁办理, 请用 zwgov why {ASKED} 查看" in err
    assert asked.done("form", ASKED, "--as", "P0031") == "现在没有可以办理的。"


def test_a_lapse_before_the_act_is_told(asked):
    """The reply comes on the day after the last: silence had agreed, the late reply is recorded."""
    asked.day = "2026-02-26"
    reply = ("--set", "函复意见=同意", "--set", "是否书面=是")
    lines = asked.done("fire", ASKED, "函复", "--as", "P0032", *reply).splitlines()
    assert lines == [
        "先行期满: 函复期限 (2026-02-25), 不答复，视为同意 → 视为同意",
        f"{ASKED} 征求意见: 视为同意",
    ]
    assert "先行期满" not in asked.done("show", ASKED, "--as", "P0032")


def test_days_are_taken_as_they_are_written_here(asked):
    code, line = asked.refused(
        "fire", ASKED, "函复", "--as", "P0032", "--on", "2026年2月12日", "--set", "written=是"
    )
    assert code == 1
    assert "的日期不能是 2026-02-12: 晚于登记之日 2026-02-11; 请用 --on 写明实际办理之日" in line
    told = asked.json("fire", ASKED, "函复", "--as", "P0032", "--on", "2026/2/11",
                      "--set", "函复意见=同意", "--set", "是否书面=Y")  # fmt: skip
    assert told["case"]["last_on"] == "2026-02-11"
