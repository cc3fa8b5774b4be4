"""Which field is asked next, given the answers so far; nothing is typed here."""

from datetime import date

import pytest

from zwgov_workflow import WorkingCalendar
from zwgov_workflow.cli.acting.consequences import irrevocable, leads_to
from zwgov_workflow.cli.acting.meaning import meant_by
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.forms.entries import day_text, understood
from zwgov_workflow.cli.forms.questions import Questions
from zwgov_workflow.cli.refusals.typed_again import typed_again
from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine.case import Place, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.view import View
from zwgov_workflow.people import People


def compiled(regulation, machine):
    return CompiledMachine(shipped_regulations()[regulation].regulation, machine)


def arrow_of(machine, trigger, label=None):
    """Return the transition of that trigger and label."""
    found = (a for a in machine.arrows if a.rule.trigger == trigger)
    return next(a for a in found if label in (None, a.rule.label))


def questions(regulation, machine, trigger, **data):
    """Return the form of a trigger as it is asked, of a case with *data*."""
    made = compiled(regulation, machine)
    case = Snapshot(id="1", place=Place("1"), machine=made.path, digest="", data=data)
    calendar = WorkingCalendar.of("CN-NX")
    view = View(made, case, today=date(2026, 3, 2), calendar=calendar)
    return Questions(made, arrow_of(made, trigger).form, People.empty(), view)


def asked(form, **answers):
    """Return what is asked after *answers*, each further one left empty."""
    found = []
    while (question := form.next(answers)) is not None:
        found.append((question.name, question.required))
        answers[question.name] = None
        if question.required:
            return found
    return found


REPLY = questions("release_coordination", "consultation", "reply")
LETTER = questions("release_coordination", "coordination", "write_letter")


def test_the_required_come_in_the_order_of_the_form():
    assert REPLY.next({}).name == "reply"
    assert REPLY.next({"reply": "agree"}).name == "written"
    assert LETTER.next({"title": "a", "content_description": "b"}).name == "document_number"


def test_what_an_answer_requires_is_asked_once_it_is_given():
    assert REPLY.next({"reply": "agree", "written": "yes"}) is None
    question = REPLY.next({"reply": "disagree", "written": "yes"})
    assert (question.name, question.required) == ("reply_basis", True)
    assert REPLY.next({"reply": "不同意", "written": "yes"}).name == "reply_basis"
    assert REPLY.lacks({"reply": "disagree", "written": "yes"})
    assert not REPLY.lacks({"reply": "disagree", "written": "yes", "reply_basis": "a"})


def test_what_may_be_left_empty_comes_last():
    required = {name: "a" for name, f in LETTER.form.items() if not f.type.optional}
    question = LETTER.next({**required, "produced_on": "2026-03-02", "proposer_opinion": "公开"})
    assert (question.name, question.required) == ("other_content", False)
    assert LETTER.next({**required, "other_content": None}) is None
    assert not LETTER.lacks(required)


def test_an_optional_answer_may_require_another():
    hearing = questions("accountability", "subject", "hear")
    assert asked(hearing, waived="yes") == [("objected_on", False), ("dissented", False)]
    assert asked(hearing, waived="yes", objected_on="2026-03-02") == [("objection_ref", True)]
    assert asked(hearing, waived="no") == [("statement", True)]


def test_an_answer_is_looked_at_alone():
    assert REPLY.problem("reply", {"reply": "也许"}).problem == "expected one of agree, disagree"
    assert REPLY.problem("reply", {"reply": "同意"}) is None
    assert REPLY.problem("reply", {"reply": ""}).problem == "is missing"
    assert REPLY.problem("written", {"reply": "也许", "written": "yes"}) is None
    assert [one.field for one in REPLY.problems({"reply": "也许", "nothing": "a"})] == [
        "nothing", "reply"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026年3月2日", "2026-03-02"),
        ("2026/3/2", "2026-03-02"),
        ("2026.03.02", "2026-03-02"),
        (" ２０２６年１２月３１日 ", "2026-12-31"),
        ("2026-3-2", "2026-03-02"),
        ("2026-02-30", "2026-02-30"),
        ("3月2日", "3月2日"),
        ("2026/3-2", "2026/3-2"),
        ("明天", "明天"),
    ],
)
def test_a_day_is_taken_as_it_is_written_here(written, day):
    assert day_text(written) == day


@pytest.mark.parametrize(
    ("kind", "written", "taken"),
    [
        ("yes_no", "是", "yes"),
        ("yes_no", "Ｎ", "no"),
        ("yes_no", "也许", "也许"),
        ("number", "８５．５", "85.5"),
        ("period", "5个工作日", "5 working days"),
        ("period", "无", "none"),
        ("period", "很久", "很久"),
        ("date", "2026年3月2日", "2026-03-02"),
        ("text", "是", "是"),
        ("reference", "２号", "２号"),
    ],
)
def test_a_value_is_taken_in_the_words_of_its_type(kind, written, taken):
    assert understood(written, FieldType.parse(kind)) == taken


def test_a_word_means_a_trigger_by_name_label_or_how_its_labels_begin():
    labels = Labels(
        compiled("release_coordination", "consultation"), People.empty(), "awaiting_reply", None
    )
    assert meant_by(labels, "awaiting_reply", "reply") == ("reply", None)
    assert meant_by(labels, "awaiting_reply", "函复") == ("reply", None)
    assert meant_by(labels, "awaiting_reply", "函复不同意") == ("reply", "函复不同意")
    assert meant_by(labels, "awaiting_reply", "函复不") == ("reply", "函复不同意")
    assert meant_by(labels, "awaiting_reply", "梦") == ("梦", None)


def test_what_cannot_be_taken_back_is_read_off_the_regulation():
    machine = compiled("release_coordination", "consultation")
    labels = Labels(machine, People.empty(), "awaiting_reply", None)
    disagree = arrow_of(machine, "reply", "函复不同意")
    ends, sends = irrevocable(labels, [disagree])
    assert "ends" in ends
    assert "函复" in sends
    assert leads_to(labels, [disagree], "awaiting_reply") == "不同意"
    receive = arrow_of(machine, "receive")
    assert irrevocable(labels, [receive]) == ()  # correct_receipt corrects it
    main = compiled("release_coordination", "coordination")
    labels = Labels(main, People.empty(), "consulting", None)
    assert irrevocable(labels, [arrow_of(main, "open")]) == ()
    assert len(irrevocable(labels, [arrow_of(main, "involve")])) == 1
    assert leads_to(labels, [arrow_of(main, "involve")], "consulting") == "征求意见中"


def test_a_command_is_typed_again_with_quotes_only_where_needed():
    words = ["zwgov", "form", "中公函〔2026〕1号", "a b", "x=1", ""]
    assert typed_again(words) == "zwgov form 中公函〔2026〕1号 'a b' x=1 ''"
