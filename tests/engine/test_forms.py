"""A form: what is asked, what is offered, and what the case knows afterwards."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from bureau import Bureau, day, error_of, regulation
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from zwgov_workflow.engine.form_schema import form_schema
from zwgov_workflow.errors import FormRejected, NotAllowed

TRIAL = regulation(
    """
    filing:
      data: {department: department, person: optional officer}
      states: {filed: {final: yes}}
      transitions:
        - {trigger: open, to: filed, by: clerk, form: asked}
        - {trigger: amend, from: filed, to: same, by: clerk, form: asked}
    """,
    """
    enumerations:
      result: {values: [granted, refused]}
      channel: {values: {paper: {label: 纸质}, online: {label: 网上}}, open: yes}
      measure: {values: {warn: {label: 警告}, fine: {label: 罚款}}}
    tables:
      measures:
        rules:
          - {when: {score: {at_least: 60}}, then: {offered: [warn]}}
          - {when: {score: {below: 60}}, then: {offered: [warn, fine]}}
    forms:
      asked:
        score: number
        result: {type: result}
        reason: {type: text, required_when: {result: refused}}
        remark: {type: optional text, required_when: {result: refused}}
        channel: {type: optional channel}
        only_paper: {type: optional measure, only: [warn]}
        chosen: {type: optional measure, choices_from: measures.offered}
        several: {type: optional list of measure, choices_from: measures.offered}
        heard: {type: optional list of department}
        table: {type: optional rows, columns: {at: date, who: officer, what: measure, note: optional text}}
    """,  # noqa: E501 (a line of a file)
)
GOOD = {"score": 85, "result": "granted"}


@pytest.fixture
def bureau():
    return Bureau(TRIAL)


def opened(bureau, **form):
    entered = {"department": "D1", **GOOD, **form}
    return bureau.start("trial/filing", "open", day(2), form=entered)


def problems(bureau, **form):
    with pytest.raises(FormRejected) as refused:
        opened(bureau, **form)
    return [str(problem) for problem in refused.value.problems]


def test_what_a_form_records_the_case_knows_afterwards(bureau):
    assert bureau.data(opened(bureau)) == {
        "department": "D1",
        "score": Decimal(85),
        "result": "granted",
    }


def test_a_field_left_empty_is_empty_afterwards(bureau):
    """A remark of the first form is gone when the second leaves it out."""
    case = opened(bureau, remark="先批")
    bureau.fire(case, "amend", day(3), form=GOOD)
    assert "remark" not in bureau.data(case)
    assert bureau.history(case)[-1].changed == {"remark": None}


def test_a_department_may_be_written_by_its_name(bureau):
    assert bureau.data(opened(bureau, heard=["D2科", "D1"]))["heard"] == ("D2", "D1")


def test_a_word_may_be_written_as_its_label(bureau):
    known = bureau.data(opened(bureau, chosen="警告", channel="纸质"))
    assert (known["chosen"], known["channel"]) == ("warn", "paper")


def test_an_open_enumeration_takes_further_text(bureau):
    assert bureau.data(opened(bureau, channel="微信"))["channel"] == "微信"


def test_a_short_table_is_read_column_by_column(bureau):
    row = {"at": "2026-03-02", "who": "person", "what": "罚款"}
    read = {"at": date(2026, 3, 2), "who": "person", "what": "fine"}
    assert bureau.data(opened(bureau, table=[row]))["table"] == (read,)


def test_a_field_that_another_answer_requires_is_required_then(bureau):
    assert problems(bureau, result="refused") == ["reason: is missing"]
    assert opened(bureau, result="refused", reason="不符合条件")


def test_an_optional_field_is_never_required(bureau):
    """`optional` and `required_when` together: a field is required unless it is optional."""
    assert "remark" not in bureau.data(opened(bureau, result="refused", reason="不符合条件"))


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"score": None}, "score: is missing"),
        ({"score": ""}, "score: is missing"),
        ({"score": "8五"}, "score: expected a number in digits, such as 85 or 2.5"),
        ({"extra": "x"}, "extra: there is no such field in this form"),
        ({"result": "perhaps"}, "result: expected one of granted, refused"),
        ({"only_paper": "fine"}, "only_paper: expected one of warn"),
        ({"chosen": "fine"}, "chosen: not among what the regulation offers here"),
        ({"several": ["warn", "fine"]}, "several: not among what the regulation offers here"),
        ({"heard": ["D9"]}, "heard: no such entry among the people"),
        ({"person": "nobody"}, "person: no such entry among the people"),
        ({"table": "x"}, "table: expected a list of rows"),
        ({"table": {"at": "x"}}, "table: expected a list of rows"),
        ({"table": ["x"]}, "table: expected rows of at, who, what, note"),
        ({"table": [{"when": "x"}]}, "table: expected rows of at, who, what, note"),
        ({"table": [{"at": "2026-03-02", "what": "fine"}]}, "table: a row has no who"),
        ({"table": [{"at": "x", "who": "person", "what": "fine"}]},
         "table: expected a date such as 2026-02-11"),
        ({"table": [{"at": "2026-03-02", "who": "x", "what": "fine"}]},
         "table: no such entry among the people"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_taken_says_which_field_and_why(bureau, form, problem):
    assert problems(bureau, **form) == [problem]
    assert bureau.families.snapshots == {}


def test_all_problems_of_a_form_are_told_at_once(bureau):
    found = problems(bureau, score="x", result="refused", extra="y")
    assert [problem.partition(":")[0] for problem in found] == ["extra", "score", "reason"]


def test_what_is_offered_follows_from_what_is_entered_with_it(bureau):
    """85 points: a warning; 50 points: a warning or a fine."""
    assert bureau.data(opened(bureau, score=50, several=["fine", "warn"]))["several"] == (
        "fine",
        "warn",
    )


SECRET = "机密内容7731"
JUNK = st.recursive(
    st.sampled_from([SECRET, 7731, 7731.5, b"7731", date(7731, 1, 1), object()]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2),
        st.dictionaries(st.sampled_from(["at", "who", SECRET]), inner, min_size=1, max_size=2),
    ),
    max_leaves=4,
)
FIELDS = sorted({"department", "person", *TRIAL.regulation.forms["asked"]})


@given(st.sampled_from(FIELDS), JUNK)
def test_a_problem_never_contains_what_was_entered(field, entered):
    bureau = Bureau(TRIAL)
    form = {"department": "D1", **GOOD, "reason": "r", field: entered}
    kinds = FormRejected, NotAllowed  # in an unknown department nobody is anything
    start = partial(bureau.start, "trial/filing", "open", day(2), by="emil", form=form)
    assert "7731" not in str(error_of(kinds, start))


ROW = {"at": "2026-03-02", "who": "person", "what": "fine"}


@pytest.mark.parametrize(
    ("form", "fits"),
    [
        ({}, True),
        ({"channel": "微信"}, True),
        ({"table": [ROW]}, True),
        ({"heard": ["D1"]}, True),
        ({"score": "8五"}, False),
        ({"result": "perhaps"}, False),
        ({"only_paper": "fine"}, False),
        ({"chosen": "jail"}, False),
        ({"table": [{"at": "2026-03-02"}]}, False),
        ({"extra": "x"}, False),
    ],
)
def test_the_schema_of_a_form_takes_what_the_form_takes(bureau, form, fits):
    schema = form_schema(TRIAL.regulation, TRIAL.regulation.forms["asked"])
    Draft202012Validator.check_schema(schema)
    entered = {"score": "85", "result": "granted", **form}
    assert Draft202012Validator(schema).is_valid(entered) is fits
    if fits:
        assert opened(bureau, **entered)
    else:
        assert problems(bureau, **entered)
