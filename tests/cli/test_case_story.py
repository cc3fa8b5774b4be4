"""A department is asked, says nothing over Spring Festival, and had replied in time after all."""

from command_desk import ASKED, EXAMPLES, LETTER, MAIN, started
from rich.cells import cell_len

from zwgov_workflow.definition.shelf import shipped_files


def test_from_an_empty_folder_to_a_disagreement(desk):
    out = desk.done("init", "--bureau", "psb")
    assert out.splitlines() == [
        "psb, CN-NX: 6 项制度, 34 份放假通知, 0 名民警",
        "下一步: zwgov people load FILE",
    ]
    people = str(EXAMPLES / "people.yaml")
    assert (
        "负有公开义务的部门、信息产生的部门、拟公开部门、擅自发布的部门, 自 2019-12-10"
        in desk.done("people", "load", people)
    )
    assert desk.done("people", "load", people) == "没有改动"

    started(desk)
    letter = desk.file("letter.yaml", LETTER)
    assert desk.done("fire", MAIN, "write_letter", "--as", "P0031", "--form", letter) == (
        f"{MAIN} 发布协调: 征求意见中"
    )
    desk.day = "2026-02-10"
    assert desk.done("fire", ASKED, "发函", "--as", "P0031") == f"{ASKED} 征求意见: 已发函待签收"
    desk.day = "2026-02-11"
    received = ("--set", "收到征求意见函之日=2026-02-11")
    assert desk.done("fire", ASKED, "签收", "--as", "P0032", *received).splitlines() == [
        f"{ASKED} 征求意见: 待函复",
        "函复期限  2026-02-25 周三, 还有 5 个工作日",
    ]

    desk.day = "2026-02-24"
    lines = desk.done("inbox", "--as", "P0032").splitlines()
    assert lines == [
        "将届满 (1)",
        f"·  {ASKED} 征求意见: 待函复",
        "   2026-02-25 周三, 还有 1 个工作日",
        "   可以办理: 函复同意 / 函复不同意",
    ]
    assert "1 次提醒" in desk.done("sweep", "--as", "nightly")
    desk.day = "2026-02-26"
    assert desk.done("sweep", "--as", "nightly", "--dry-run").endswith("(试运行: 未作改动)")
    assert "1 个期限届满" in desk.done("sweep", "--as", "nightly")
    assert "0 个期限届满" in desk.done("sweep", "--as", "nightly")
    assert f"{MAIN} 发布协调: 达成一致" in desk.done("show", MAIN, "--as", "P0031")

    reply = ("--set", "函复意见=不同意", "--set", "reply_basis=含内部流程", "--set", "written=是")
    out = desk.done("fire", ASKED, "函复不同意", "--as", "P0032", "--on", "2026-02-25", *reply)
    assert out == f"{ASKED} 征求意见: 不同意"
    assert f"{MAIN} 发布协调: 存在不同意见" in desk.done("show", MAIN, "--as", "P0031")
    lines = desk.done("history", ASKED, "--as", "P0032").splitlines()
    assert [line.strip() for line in lines[5:]] == [
        "2  2026-02-09 周一  上级事项的数据",
        "关联事项",
        "3  2026-02-10 周二  发函",
        "户政管理支队王丽  → 已发函待签收",
        "RC-7 RC-8 RC-9",
        "4  2026-02-11 周三  签收",
        "法制支队马建国  → 待函复",
        "RC-10-s1 A-6",
        "5  2026-02-24 周二  函复期限: 提醒",
        "RC-10-s1 RC-10-s2 A-6",
        "6  2026-02-26 周四  不答复，视为同意",
        "期限届满  → 视为同意",
        "被第 7 条取代；RC-10-s2 A-7",
        "7  2026-02-25 周三  函复不同意",
        "法制支队马建国  → 不同意",
        "取代第 6 条；RC-10-s1 RC-11",
    ]


def test_show_has_labels_fields_deadlines_and_parts(asked):
    lines = asked.done("show", ASKED, "--as", "P0032").splitlines()
    assert lines[:2] == [f"{ASKED} 征求意见: 待函复", "2026-02-25 周三, 还有 5 个工作日"]
    text = "\n".join(" ".join(line.split()) for line in lines)
    assert "2026-02-09 启动, 最近办理 2026-02-11, 版本 4" in text
    assert "被征求意见的部门 法制支队" in text
    assert "发函期限: 已按期办理; 届满日 2026-02-14" in text
    assert "函复期限: 2026-02-25 周三, 还有 5 个工作日" in text
    text = asked.done("show", MAIN, "--as", "nightly")
    assert f"{ASKED} 征求意见  待函复, 2026-02-25 周三, 还有 5 个工作日" in text
    assert f"上级事项: {MAIN} 发布协调: 征求意见中" in asked.done("show", ASKED, "--as", "nightly")


def test_show_in_a_narrow_terminal_loses_nothing(asked):
    _, out, _ = asked("show", ASKED, "--as", "P0032", COLUMNS="30")
    lines = [line for line in out.splitlines() if "zwgov fire" not in line]
    assert max(cell_len(line) for line in lines) <= 30
    assert "《政府信息公开条例》第二十条" in "".join(line[-8:].strip() for line in lines)
    assert f"zwgov fire {ASKED} reply --as P0032" in out  # in one piece, to be copied


def test_why_with_days_counts_them_one_by_one(asked):
    text = asked.done("why", ASKED, "--as", "P0032", "--days")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "2026-02-14 周六 3 调休上班, 国办发明电〔2025〕7号" in lines
    assert "周六 3" not in asked.done("why", ASKED, "--as", "P0032")


def test_breaches_are_told(bureau):
    started(bureau)
    bureau.day = "2026-03-02"
    bureau.done("sweep", "--as", "nightly")
    text = bureau.done("why", ASKED, "--as", "P0031")
    assert "线索\n2026-02-15  逾期未征求意见  户政管理支队  RC-7 RC-8 AC-5-5" in text
    _, out, _ = bureau("history", ASKED, "--as", "P0031", COLUMNS="120")
    assert "发函期限: 期限届满" in out
    assert "线索: 逾期未征求意见" in out
    assert "发函期限: 已逾期; 届满日 2026-02-14" in bureau.done("show", ASKED, "--as", "P0031")


def test_due_looks_a_week_ahead_or_until_a_day(asked):
    assert asked.done("due", "--as", "nightly") == "没有届满的期限。"
    out = asked.done("due", "--as", "nightly", "--until", "2026-02-25")
    assert "函复期限" in out
    assert "2026-02-25 周三" in out
    asked.day = "2026-02-25"
    assert "今日届满" in asked.done("due", "--as", "P0032")
    asked.day = "2026-02-26"
    assert "已过 1 个工作日" in asked("due", "--as", "P0032", COLUMNS="120")[1]


def test_list_filters_by_labels_and_pages(asked):
    out = asked.done("list", "--as", "nightly")
    assert [line.split()[0] for line in out.splitlines()] == ["编号", MAIN, ASKED]
    for found, *options in (
        ([ASKED], "--state", "待函复"),
        ([ASKED], "--state", "awaiting_reply"),
        ([ASKED], "--machine", "征求意见"),
        ([MAIN], "--machine", "release_coordination/coordination"),
        ([MAIN, ASKED], "--machine", "中卫市公安局政府信息发布协调制度"),
        ([], "--machine", "secrecy_review"),
        ([], "--state", "不同意"),
        ([MAIN, ASKED], "--department", "法制支队"),
        ([ASKED], "--due-before", "2026-02-26"),
        ([], "--due-before", "2026-02-25"),
        ([MAIN, ASKED], "--text", "户籍窗口"),
    ):
        told = asked.json("list", "--as", "nightly", *options)
        assert [case["number"] for case in told["cases"]] == found, options
        assert told["after"] is None
    first = asked.json("list", "--as", "nightly", "--limit", "1")
    rest = asked.json("list", "--as", "nightly", "--limit", "1", "--after", first["after"])
    assert rest["cases"][0]["number"] == ASKED
    assert first["after"] in asked.done("list", "--as", "nightly", "--limit", "1")
    assert asked.done("list", "--as", "P0035") == "没有事项。"
    assert asked.done("inbox", "--as", "P0035") == "没有待办。"


def test_a_new_version_is_published_and_running_cases_go_on(asked):
    shipped = next(p for p in shipped_files() if p.parent.name == "release_coordination")
    text = shipped.read_text(encoding="utf-8")
    for old, new in (
        ("revision: 1", "revision: 2"),
        ("in_force_from: 2019-12-10", "in_force_from: 2026-03-01"),
        ("函复期限\n    type: period\n    value: 5 ", "函复期限\n    type: period\n    value: 7 "),
        ("    quote: 在收到书面征求意见公文后5个工作日内\n", ""),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path = asked.file("seven.yaml", text)
    out = asked.done("regulation", "add", path, "--dry-run")
    head = "release_coordination 2019-12-10/2: "
    assert out.startswith(f"{head}将会公布, 自 2026-03-01 起施行\n2 个事项仍按启动时的版本办理\n")
    assert "数值 (value): 5 个工作日 → 7 个工作日" in out
    assert asked.done("regulation", "add", path, "--as", "P0031").startswith(f"{head}已公布")
    assert asked.done("regulation", "add", path) == f"{head}此前已公布; 没有改动"
    told = asked.json("regulation", "add", path)
    assert (told["known"], told["in_force_from"]) == (True, "2026-03-01")
    listed = asked.json("regulation", "list", "--db", "zwgov.db")["regulations"]
    assert len(listed) == 7
    assert {one["revision"] for one in listed if "coordination" in one["regulation"]} == {1, 2}
    asked.day = "2026-03-02"
    asked.done(
        "start", "发布协调", "--as", "P0031", "--set", "proposing_department=HZ",
        "--set", "concerned_departments=FZ", "--set", "made_on=2026-03-02",
    )  # fmt: skip
    first, second = asked.json("list", "--as", "nightly", "--machine", "发布协调")["cases"]
    assert first["digest"] != second["digest"] == told["digest"]


def test_an_announcement_moves_deadlines(asked):
    amendment = asked.file(
        "amendment.yaml",
        "format: 1\nregion: CN\nyear: 2026\nissuer: 国务院办公厅\nnumber: 国办发明电〔2026〕9号\n"
        "known_from: 2026-02-11\nknown_from_basis: published\n"
        "amends: 国办发明电〔2025〕7号\ndays_off:\n  春节: 2026-02-24\n"
        "makeup_days: [2026-03-07]\nsources: [invented]\n",
    )
    moved = "2026-02-25 周三 → 2026-02-26 周四"
    out = asked.done("calendar", "apply", amendment, "--dry-run")
    assert out.startswith("国办发明电〔2026〕9号: 将会变动的期限: 1\n")
    assert moved in out
    assert asked.json("show", ASKED, "--as", "P0032")["case"]["due"] == "2026-02-25"
    assert asked.done("calendar", "apply", amendment).splitlines() == [
        "国办发明电〔2026〕9号: 已收入; 变动的期限: 1",
        f"{ASKED}  函复期限  {moved}",
    ]
    assert asked.json("show", ASKED, "--as", "P0032")["case"]["due"] == "2026-02-26"
    assert asked.done("calendar", "apply", amendment).endswith("已经收入; 没有改动")
    _, out, _ = asked("history", ASKED, "--as", "P0032", COLUMNS="120")
    assert "2026-02-25 → 2026-02-26" in out


def test_what_lapsed_under_the_old_days_is_told(asked):
    asked.day = "2026-02-26"
    asked.done("sweep", "--as", "nightly")
    text = (
        "format: 1\nregion: CN\nyear: 2026\nissuer: 国务院办公厅\nnumber: 国办发明电〔2026〕9号\n"
        "known_from: 2026-02-26\nknown_from_basis: published\n"
        "amends: 国办发明电〔2025〕7号\ndays_off:\n  春节: 2026-02-24\n"
        "makeup_days: [2026-03-07]\nsources: [invented]\n"
    )
    out = asked.done("calendar", "apply", asked.file("late.yaml", text), "--dry-run")
    assert "已经届满, 按新通知届满日本应不同:\n" in out
    assert "2026-02-25 周三 → 2026-02-26 周四" in out


def test_the_same_key_does_nothing_twice(asked):
    reply = (
        "fire", ASKED, "reply", "--as", "P0032", "--key", "OA-1",
        "--set", "reply=agree", "--set", "written=yes",
    )  # fmt: skip
    assert asked.json(*reply)["case"]["version"] == 5
    assert asked.json(*reply)["case"]["version"] == 5
    code, line = asked.refused("fire", ASKED, "reply", "--as", "P0031", "--key", "OA-1")
    assert (code, line) == (1, "键 OA-1 已用于另一命令; 每个命令请用各自的键")


def test_what_another_records_is_said(asked):
    """The office enters what the department did: it holds no role for it, and says so."""
    reply = ("--set", "reply=agree", "--set", "written=yes")
    by = ("--as", "P0032", "--recorded-by", "P0034")
    code, line = asked.refused("fire", ASKED, "reply", *by, *reply)
    assert code == 1
    assert "代录的 田军 在 2026-02-11 没有这些岗位" in line


def test_json_has_the_same_for_programs(asked):
    case = asked.json("show", ASKED, "--as", "nightly")["case"]
    assert case["number"] == ASKED
    assert (case["state"], case["state_label"]) == ("awaiting_reply", "待函复")
    assert case["data"]["received_on"] == "2026-02-11"
    assert case["deadlines"][1] == {
        "name": "reply_by",
        "label": "函复期限",
        "status": "running",
        "instance": 1,
        "anchor": "2026-02-11",
        "rule": "5 working days",
        "due": "2026-02-25",
        "provisional": False,
        "working_days_left": 5,
        "closed_on": None,
    }
    told = asked.json("history", case["id"], "--as", "nightly")
    assert told["case"] == {"id": case["id"], "number": ASKED}
    assert [event["trigger"] for event in told["events"]] == ["prepare", None, "send", "receive"]
    assert told["events"][3]["form"] == {"received_on": "2026-02-11"}
    assert {"superseded_by", "late", "notes", "occurred_on"} <= told["events"][3].keys()
    why = asked.json("why", ASKED, "--as", "nightly")
    assert why["state"] == {"name": "awaiting_reply", "label": "待函复", "sources": ["RC-10-s1"]}
    assert why["deadlines"][0]["count"]["due"] == "2026-02-25"
    assert why["possible"][0] == {
        "trigger": "reply",
        "labels": ["函复同意", "函复不同意"],
        "roles": [{"name": "consulted", "label": "被征求意见的部门"}],
        "holders": [
            {
                "role": "consulted",
                "department": "FZ",
                "officers": [{"id": "P0032", "name": "马建国"}],
            }
        ],
    }
    assert why["breaches"] == []
    [item] = asked.json("inbox", "--as", "P0032")["items"]
    assert (item["number"], item["due"], item["working_days_left"]) == (ASKED, "2026-02-25", 5)
    assert item["triggers"] == [
        {"trigger": "reply", "labels": ["函复同意", "函复不同意"], "blocked_by": []}
    ]
    [due] = asked.json("due", "--as", "nightly", "--until", "2026-02-25")["deadlines"]
    assert (due["case"]["number"], due["name"]) == (ASKED, "reply_by")
    assert due["sources"] == ["RC-10-s1", "RC-10-s2", "A-6"]
    swept = asked.json("sweep", "--as", "nightly")
    assert (swept["day"], swept["families"], swept["events"]) == ("2026-02-11", 0, 0)


def test_in_english(asked):
    out = asked.done("--lang", "en", "show", ASKED, "--as", "P0032")
    assert "opened 2026-02-09, last acted on 2026-02-11" in out
    assert "5 working days left" in " ".join(out.split())
    out = asked.done("--lang", "en", "due", "--as", "nightly", "--until", "2026-02-25")
    assert out.split() == [
        "Number", "State", "Deadline", "Due", ASKED, "征求意见:", "待函复", "函复期限",
        "2026-02-25", "周三,".replace("周三", "Wed"), "5", "working", "days", "left",
    ]  # fmt: skip
    assert "(clock)" not in asked.done("--lang", "en", "history", ASKED, "--as", "P0032")
