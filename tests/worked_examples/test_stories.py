"""What a worked example may say: for each thing one story that goes as told, and one that does not."""  # noqa: E501 (a line of a file)

from pathlib import Path

import pytest

from findings_told import lines
from zwgov_workflow.definition import check, read_regulation
from zwgov_workflow.definition.law_text import read_law_text
from zwgov_workflow.definition.shelf import EXAMPLES, shipped_files
from zwgov_workflow.errors import DefinitionError
from zwgov_workflow.worked_examples import check_examples, read_examples, run_examples

TRIAL = read_regulation(Path(__file__).parent / "trial.yaml")

HEAD = """\
examples_of: trial
format: 1
departments:
  - {name: 旧科, until: 2026-03-31, successor: 新科}
examples:
"""
STORY = """\
  - name: 一个故事
    clauses: [SX-1]
    start: {machine: matter, trigger: open, by: proposer, on: 2026-03-02, form: {department: 户政, asked: [法制, 治安]}}
    steps:
"""  # noqa: E501 (a line of a file)


def findings(tmp_path, story, *, head=HEAD):
    """Return what is found, without the path before it; the first step stands on line 10."""
    path = tmp_path / "trial.examples.yaml"
    path.write_text(head + story, encoding="utf-8")
    try:
        found = list(run_examples(read_examples(path), [TRIAL]))
    except DefinitionError as error:
        found = error.findings
    return [line.removeprefix(f"{path}:") for line in lines(found)]


def played(tmp_path, *steps, opened=STORY):
    story = opened + "".join(f"      - {{{step}}}\n" for step in steps)
    return [one.partition("example '一个故事': ")[2] or one for one in findings(tmp_path, story)]


def test_the_regulation_of_these_stories_is_sound():
    assert {one.message for one in check(TRIAL)} == {"no clause 'SX-1'"}


# Steps


GOOD = [
    ["expect: {state: asking}"],
    ['expect: {letters: "2"}'],
    ['expect: {"letters.state": waiting, "letters[法制].reply_by": 2026-03-09}'],
    ['case: "letters[治安]", expect: {state: waiting, received_on: 2026-03-02}'],
    ['expect: {"letters[法制].remind_on": 2026-03-05}'],
    ["expect: {asked: [法制, 治安], person: empty, reply_period: 5 working days}"],
    ["expect: {breaches: none, warned: none, notified: none, late: no}"],
    ["on: 2026-03-10", 'expect: {state: agreed, "letters[法制].state": deemed}'],
    ["on: 2026-03-10, expect: {state: agreed}"],
    ["trigger: note, by: proposer, form: {remark: 一}", "expect: {warned: scored, notified: [office]}"],  # noqa: E501 (a line of a file)
    ["trigger: note, by: proposer, form: {remark: 一, score: 85}", "expect: {warned: [], score: 85}"],  # noqa: E501 (a line of a file)
    ["on: 2026-03-03, trigger: note, by: proposer", "on: 2026-03-02, trigger: note, by: proposer, refused: day"],  # noqa: E501 (a line of a file)
    ["trigger: note, by: proposer, recorded_on: 2026-03-05"],
    ["trigger: note, by: proposer, in: 治安, refused: proposer"],
    ["trigger: note, by: proposer, in: 治安, refused: role"],
    ["trigger: note, by: proposer, form: {score: 高}, refused: score"],
    ["trigger: agree, by: proposer, refused: state"],
    ["trigger: close, by: office, refused: letters"],
    ['expect: {"letters.department": 治安}'],
    ["on: 2026-03-17, trigger: contest, by: proposer, recorded_on: 2026-03-31", "expect: {state: closed}"],  # noqa: E501 (a line of a file)
    ["on: 2026-03-18, trigger: contest, by: proposer, refused: contest_by"],
    ["trigger: judge, by: court, form: {judged_on: 2026-03-01}", "expect: {judged_on: 2026-03-01}"],
    ["trigger: confirm, by: applicant, officer: 张三, refused: applicant"],
    ['case: "letters[法制]", trigger: reply, by: consulted, form: {answer: agree}'],
    ["on: 2026-03-10", 'case: "letters[法制]", trigger: reply, by: consulted, form: {answer: agree}',  # noqa: E501 (a line of a file)
     'expect: {"letters[法制].late": yes, "letters[法制].state": deemed}'],
    ['case: "letters[法制]", on: 2026-04-01, given: {state: waiting, data: {received_on: 2026-04-01}}',  # noqa: E501 (a line of a file)
     'expect: {"letters[法制].reply_by": 2026-04-09}'],
    ['case: "letters[法制]", given: {state: said_yes}', 'case: "letters[治安]", given: {state: deemed}',  # noqa: E501 (a line of a file)
     "trigger: close, by: office", "expect: {state: closed}"],
]  # fmt: skip


@pytest.mark.parametrize("steps", GOOD, ids=lambda steps: steps[-1])
def test_a_story_that_goes_as_told_finds_nothing(tmp_path, steps):
    assert played(tmp_path, *steps) == []


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        # what is expected
        (["expect: {state: agreed}"], "expected state to be agreed, it is asking"),
        (['expect: {letters: "3"}'], "expected letters to be 3, it is 2"),
        (["expect: {asked: [法制]}"], "expected asked to be [法制], it is [法制, 治安]"),
        (["expect: {person: 张三}"], "expected person to be 张三, it is empty"),
        (["expect: {department: empty}"], "expected department to be empty, it is 户政"),
        (["expect: {breaches: silent}"], "expected breaches to be [silent], it is []"),
        (["expect: {warned: scored}"], "expected warned to be [scored], it is []"),
        (["trigger: note, by: proposer", "expect: {notified: none}"],
         "expected notified to be [], it is [office]"),
        (["expect: {late: yes}"], "expected late to be yes, it is no"),
        (['expect: {"letters[法制].reply_by": 2026-03-10}'],
         "expected letters[法制].reply_by to be 2026-03-10, it is 2026-03-09"),
        (["on: 2026-03-09, expect: {state: agreed}"], "expected state to be agreed, it is asking"),
        (["expect: {stat: asking}"], "'matter' knows no 'stat'"),
        (['expect: {"letters[政治].state": waiting}'],
         "there is no case 'letters[政治]'; there are: 治安, 法制"),
        (['expect: {"reviews.state": waiting}'], "there is no case 'reviews'; there are: none"),
        # acts
        (["trigger: note, by: proposer, in: 治安"],
         "is refused: Case case-0001: 治安的经办部门 may not 'note': holds none of these roles for it on "  # noqa: E501 (a line of a file)
         "that day. It is for proposer."),
        (["trigger: note, by: proposer, in: 治安, refused: state"],
         "is refused: Case case-0001: 治安的经办部门 may not 'note': holds none of these roles for it on "  # noqa: E501 (a line of a file)
         "that day. It is for proposer."),
        (["trigger: note, by: proposer, refused: score"],
         "'note' is taken, and not refused for 'score'"),
        (["trigger: note, by: clerk"],
         "nobody acts as 'clerk'; roles: proposer, consulted, office, applicant, court"),
        (["trigger: confirm, by: applicant"],
         "nobody acts as 'applicant'; roles: proposer, consulted, office, applicant, court"),
        (["trigger: note, by: proposer, recorded_on: 2026-03-01"],
         "is refused: Case case-0001: 'note' cannot be of 2026-03-02: it lies ahead of 2026-03-01."),  # noqa: E501 (a line of a file)
        # given
        (["given: {state: agreed, data: {asked: []}}"], "a value is missing here"),
        (["given: {state: done}"], "'done' is no state of 'matter'"),
        (["given: {state: agreed, data: {what: x}}"], "'what' is no field of 'matter'"),
        (["given: {state: agreed, data: {score: 高}}"],
         "expected a number in digits, such as 85 or 2.5"),
    ],
)  # fmt: skip
def test_a_story_that_does_not_go_as_told_names_its_first_step_that_differs(
    tmp_path, steps, message
):
    """The first step stands on line 10."""
    (found,) = findings(tmp_path, STORY + "".join(f"      - {{{step}}}\n" for step in steps))
    assert found == f"{9 + len(steps)}: example '一个故事': {message}"


def test_only_the_first_difference_of_a_story_is_told_and_each_story_has_its_own(tmp_path):
    wrong = STORY + "      - {expect: {state: agreed}}\n      - {expect: {state: closed}}\n"
    found = findings(tmp_path, wrong + wrong.replace("一个", "又一"))
    assert [one.partition(": expected")[0] for one in found] == [
        "10: example '一个故事'",
        "16: example '又一故事'",
    ]


# Parameters, departments, starts


def test_a_story_may_set_a_parameter_otherwise(tmp_path):
    """Where silence means nothing, it is a breach and nobody has agreed."""
    opened = STORY.replace(
        "    start:", "    with: {silence_means: nothing, reply_period: 2 working days}\n    start:"
    )
    steps = ["on: 2026-03-05", 'expect: {state: asking, "letters[法制].breaches": silent}']
    assert played(tmp_path, *steps, opened=opened) == []
    assert len(played(tmp_path, *steps)) == 1


def test_a_parameter_that_is_a_list_may_be_set_otherwise_too(tmp_path):
    opened = STORY.replace("asked: [法制, 治安]}", "asked: [法制], body: 县局}")
    with_ = opened.replace("    start:", "    with: {competent: [县局, 某局]}\n    start:")
    assert played(tmp_path, "expect: {body: 县局}", opened=with_) == []
    refused = opened.replace("on: 2026-03-02", "on: 2026-03-02, refused: by_competent")
    assert played(tmp_path, opened=refused.removesuffix("    steps:\n")) == []


@pytest.mark.parametrize(
    ("with_", "message"),
    [
        ("{silence: nothing}", "'silence' is no parameter of 'trial'"),
        ("{reply_period: soon}", "'reply_period': expected a period such as 5 working days"),
        ("{silence_means: refusal}",
         "'silence_means': expected one of agreement, nothing"),
    ],
)  # fmt: skip
def test_a_parameter_must_be_there_and_of_its_type(tmp_path, with_, message):
    opened = STORY.replace("    start:", f"    with: {with_}\n    start:")
    assert played(tmp_path, "expect: {state: asking}", opened=opened) == [message]


def test_a_department_that_is_gone_is_followed_by_its_successor(tmp_path):
    opened = STORY.replace("department: 户政", "department: 旧科")
    steps = [
        "on: 2026-03-31, expect: {department: 旧科}",
        "on: 2026-04-01, expect: {department: 新科}",
    ]
    assert played(tmp_path, *steps, opened=opened) == []


def test_without_a_successor_the_office_is_there_to_take_over(tmp_path):
    head = HEAD.replace("  - {name: 旧科", "  - {name: 老科, until: 2026-03-31}\n  - {name: 旧科")
    story = STORY.replace("department: 户政", "department: 老科")
    told = story + "      - {on: 2026-04-01, expect: {department: 办公室}}\n"
    assert findings(tmp_path, told, head=head) == []


def test_a_person_whom_a_form_names_acts_himself(tmp_path):
    opened = STORY.replace("department: 户政,", "department: 户政, person: 李四,")
    assert played(tmp_path, "trigger: confirm, by: applicant", opened=opened) == []


def test_a_person_who_is_named_is_the_same_in_two_roles(tmp_path):
    opened = STORY.replace("by: proposer,", "by: proposer, officer: 王丽,")
    opened = opened.replace("department: 户政,", "department: 户政, person: 王丽,")
    steps = ["trigger: confirm, by: applicant", "trigger: note, by: proposer, officer: 王丽"]
    assert played(tmp_path, *steps, opened=opened) == []


def test_the_start_may_be_what_is_refused(tmp_path):
    refused = STORY.replace("on: 2026-03-02", "on: 2026-03-02, in: 治安, refused: proposer")
    assert played(tmp_path, opened=refused.removesuffix("    steps:\n")) == []
    assert played(tmp_path, "expect: {state: asking}", opened=refused) == [
        "nothing follows a start that is refused"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("machine: matter", "machine: mater", "'trial/mater' is no machine; there are matter, letter"),  # noqa: E501 (a line of a file)
        ("on: 2026-03-02", "on: 2019-12-31", "No version of trial was in force on 2019-12-31; the "
         "first came into force on 2020-01-01."),
        ("on: 2026-03-02", "on: 2026-03-02, refused: proposer",
         "'open' is taken, and not refused for 'proposer'"),
        ("by: proposer", "by: clerk",
         "nobody acts as 'clerk'; roles: proposer, consulted, office, applicant, court"),
        ("trigger: open", "trigger: note", "is refused: Case (trial/matter, not started) is 'not started', where 'note' "  # noqa: E501 (a line of a file)
         "is not possible; possible: open."),
    ],
)  # fmt: skip
def test_a_start_must_be_one(tmp_path, old, new, message):
    opened = STORY.replace(old, new, 1).removesuffix("    steps:\n")
    assert played(tmp_path, opened=opened) == [message]


def test_a_day_that_no_calendar_has_is_a_finding_and_no_traceback(tmp_path):
    steps = ["case: letters, given: {state: waiting, data: {received_on: 1990-01-01}}"]
    (found,) = played(tmp_path, *steps)
    assert "outside the CN calendar" in found


def test_examples_of_another_regulation_are_a_finding_and_no_traceback(tmp_path):
    story = STORY.removesuffix("    steps:\n")
    (found,) = findings(tmp_path, story, head=HEAD.replace("of: trial", "of: trail"))
    assert found == "6: example '一个故事': There is no regulation 'trail'; there are trial."


# What the file may say


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("format: 1", "format: 2", 2, "this version reads 'format: 1'"),
        ("examples_of: trial\n", "", 1, "the key 'examples_of' is missing"),
        ("until:", "til:", 4, "there is no key 'til' here. Did you mean 'until'?"),
        ("until: 2026-03-31", "until: March", 4, "'March' is not a date; write it as 2026-02-11"),
        ("examples:\n", "stories:\n", 5, "there is no key 'stories' here; known: examples_of, format, "  # noqa: E501 (a line of a file)
         "departments, examples"),
        ("clauses:", "clause:", 7, "there is no key 'clause' here. Did you mean 'clauses'?"),
        ("    clauses: [SX-1]\n", "", 6, "the key 'clauses' is missing"),
        ("machine: matter, ", "", 8, "the key 'machine' is missing"),
        ("trigger: open, ", "", 8, "the key 'trigger' is missing"),
        ("by: proposer, ", "", 8, "the key 'by' is missing"),
        ("on: 2026-03-02, ", "", 8, "the key 'on' is missing"),
        ("by: proposer", "bye: proposer", 8, "there is no key 'bye' here. Did you mean 'by'?"),
        ("expect:", "expects:", 10, "there is no key 'expects' here; known: case, on, recorded_on, "
         "trigger, by, officer, in, form, refused"),
        ("expect: {state: asking}", "case: letters", 10, "the key 'on' is missing"),
        ("expect: {state: asking}", "trigger: note", 10, "the key 'by' is missing"),
        ("expect: {state: asking}", "expect: {state: asking}, trigger: note", 10,
         "there is no key 'trigger' here; known: case, on, expect"),
        ("expect: {state: asking}", "given: {data: {}}", 10, "the key 'state' is missing"),
        ("expect: {state: asking}", "given: {state: agreed, form: {}}", 10,
         "there is no key 'form' here; known: state, data"),
        ("expect: {state: asking}", "given: {state: agreed}, by: x", 10,
         "there is no key 'by' here; known: case, on, given"),
        ("expect: {state: asking}", "on: 2026-02-30", 10,
         "'2026-02-30' is not a date; write it as 2026-02-11"),
        ("expect: {state: asking}", "on: 2026-03-03, trigger: note, by: proposer, recorded_on: x", 10,  # noqa: E501 (a line of a file)
         "'x' is not a date; write it as 2026-02-11"),
    ],
)  # fmt: skip
def test_the_file_is_read_strictly(tmp_path, old, new, line, message):
    whole = HEAD + STORY + "      - {expect: {state: asking}}\n"
    assert old in whole
    assert findings(tmp_path, whole.replace(old, new, 1), head="") == [f"{line}: {message}"]


def test_a_step_without_a_day_is_of_the_day_before_it(tmp_path):
    path = tmp_path / "x.examples.yaml"
    steps = "      - {trigger: note, by: proposer}\n      - {on: 2026-03-05}\n"
    path.write_text(HEAD + STORY + steps + steps.splitlines()[0] + "\n", encoding="utf-8")
    (example,) = read_examples(path).examples
    assert [str(one.act.on if one.act else one.begins) for one in example.steps] == [
        "2026-03-02",
        "2026-03-05",
        "2026-03-05",
    ]


# Examples beside a regulation


def test_examples_beside_a_file_are_run_with_it_and_need_not_be_there(tmp_path):
    path = tmp_path / "2020-01-01.yaml"
    path.write_text(Path(TRIAL.source.path).read_text(encoding="utf-8"), encoding="utf-8")
    document = read_regulation(path)
    assert list(check_examples(document)) == []
    beside = tmp_path / f"2020-01-01{EXAMPLES}"
    beside.write_text(HEAD + STORY + "      - {expect: {state: agreed}}\n", encoding="utf-8")
    unknown, found = check_examples(document)
    assert unknown.message == "example '一个故事': no clause 'SX-1'"
    assert (found.path, found.line) == (str(beside), 10)


SHIPPED = sorted({path for one in shipped_files() for path in one.parent.glob(f"*{EXAMPLES}")})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_the_shipped_examples_go_as_told(path):
    document = read_regulation(path.with_name(path.name.replace(EXAMPLES, ".yaml")))
    assert [str(finding) for finding in check_examples(document)] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_the_shipped_examples_are_of_their_own_law(path):
    """Each names clauses of its own text, and no two of a file have one name."""
    file = read_examples(path)
    text = read_law_text(path.with_name(path.name.replace(EXAMPLES, ".text.md")))
    assert file.regulation == path.parent.name
    names = [example.name for example in file.examples]
    assert len(set(names)) == len(names)
    for example in file.examples:
        own = {clause for clause in example.clauses if clause.startswith(next(iter(text))[:3])}
        assert example.clauses
        assert own <= set(text), example.name
