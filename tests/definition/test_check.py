"""Each rule of the checker: a bad file, and its exact message."""

from pathlib import Path

import pytest

from findings_told import lines
from zwgov_workflow import DefinitionError
from zwgov_workflow.definition import check, read_law_text, read_regulation

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
TEXTS = {"permits": read_law_text(HERE / "permits.text.md")}


def findings(tmp_path, *changes):
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    found = check(read_regulation(path), texts=TEXTS)
    return [line.removeprefix(f"{tmp_path}/") for line in lines(found)]


def test_the_good_file_is_sound(tmp_path):
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # names
        ("type: silence", "type: silense", "11: 'silense' names no type or enumeration of the file. "
         "Did you mean 'silence'?"),
        ("if_abolished: chief", "if_abolished: chef", "45: 'chef' names no role of the file. Did you "
         "mean 'chief'?"),
        ("recorded_by: [clerk]", "recorded_by: [clark]", "21: 'clark' names no role of the file. Did "
         "you mean 'clerk'?"),
        ("choices_from: grades.grade", "choices_from: grade.grade", "26: 'grade' names no table of "
         "the file. Did you mean 'grades'?"),
        ("fields: [result, reason]", "fields: [result, reasons]", "37: 'reasons' names no field of "
         "the file. Did you mean 'reason'?"),
        ("form: {missing: list of text}", "form: {missing: list of text, result: text}", "68: "
         "'result' is result here and text elsewhere in 'permit'"),
        ("person: officer\n", "person: officer\n      today: date\n", "45: 'today' is a reserved "
         "word, no field"),
        ("person: officer\n", "person: officer\n      notice_period: date\n", "42: 'notice_period' is "
         "both a field and a parameter of 'permit'"),
        # references
        ("to: accepted\n", "to: acepted\n", "61: 'acepted' names no state of 'permit'. Did you mean "
         "'accepted'?"),
        ("from: incomplete", "from: incomplet", "58: 'incomplet' names no state of 'permit'. Did you "
         "mean 'incomplete'?"),
        ("requires: [by_competent]", "requires: [competent]", "68: 'competent' names no requirement "
         "of 'permit'. Did you mean 'by_competent'?"),
        ("letter: refusal", "letter: refused", "75: 'refused' names no letter of 'permit'. Did you "
         "mean 'refusal'?"),
        ("distinct_from: [return]", "distinct_from: [retun]", "82: 'retun' names no trigger of "
         "'permit'. Did you mean 'return'?"),
        ("breaches:\n  overdue: {label: 逾期,", "breaches:\n  overdue: {department: departmet, label: 逾期,",
         "35: 'departmet' names no department field of the file. Did you mean 'department'?"),
        ("form: decision\n        when", "form: decisions\n        when", "73: 'decisions' names no "
         "form of 'permit'. Did you mean 'decision'?"),
        ("trigger: close}]", "trigger: clse}]", "77: 'clse' names no trigger of permits/opinion. Did "
         "you mean 'close'?"),
        # quotations
        ("notice_period: {type: period, value: 5 working days, clauses: [XK-2]}",
         "notice_period: {type: period, value: 7 working days, clauses: [XK-2], quote: 5个工作日}",
         "10: '7 working days' is none of the quotation, which has 5"),
        # demands
        ("requires: [by_competent]", "requires: [by_competent], sets: {channel: paper}", "68: 'decide' "
         "requires 'by_competent', which reads the 'channel' it sets"),
        ("requires: [by_competent]", "requires: [by_competent], corrects: return", "68: 'decide' "
         "corrects 'return', and asks for no second officer"),
        ("{tally: late_ones}", "{tally: late_one}", "79: 'late_one' names no tally of the file. Did "
         "you mean 'late_ones'?"),
        ("otherwise: overdue", "otherwise: overdu", "83: 'overdu' names no breach of the file. Did "
         "you mean 'overdue'?"),
        ("anchor: received_on", "anchor: recieved_on", "86: 'recieved_on' names no path of 'permit'. "
         "Did you mean 'received_on'?"),
        ("within: notice_period", "within: notice_priod", "87: 'notice_priod' names no period or path "
         "of 'permit'. Did you mean 'notice_period'?"),
        ("runs_in: [received]", "runs_in: [recieved]", "88: 'recieved' names no state of 'permit'. Did "
         "you mean 'received'?"),
        ("met_by: [return]", "met_by: [retrun]", "89: 'retrun' names no trigger of 'permit'. Did you "
         "mean 'return'?"),
        ("machine: permits/opinion", "machine: permits/opinions", "54: there is no machine "
         "'permits/opinions'"),
        ("machine: permits/opinion", "machine: other/opinion", "54: 'other' is named, but is not "
         "among 'uses'"),
        ("start: ask", "start: give", "54: 'give' names no starting trigger of permits/opinion; "
         "known: ask"),
        ("as: expert", "as: xpert", "54: 'xpert' names no field of permits/opinion. Did you mean "
         "'expert'?"),
        ("give: {due_on: notice_by}", "give: {due_by: notice_by}", "54: 'due_by' names no field of "
         "permits/opinion. Did you mean 'due_on'?"),
        ("give: {due_on: notice_by}", "give: {due_on: notice_in}", "54: 'notice_in' names no path of "
         "'permit'. Did you mean 'notice_by'?"),
        ("calendar: CN\n", "calendar: CN\nuses: [gone]\n", "9: the regulation 'gone' was not given"),
        # paths
        ("when: {silence_means: nothing}", "when: {silence_mean: nothing}", "66: 'silence_mean' names "
         "no path of 'permit'. Did you mean 'silence_means'?"),
        ("when: {silence_means: nothing}", "when: {silence_means: nothin}", "66: 'nothin' names no "
         "value of 'silence_means'. Did you mean 'nothing'?"),
        ("{all: [given]}", "{all: [gave]}", "67: 'gave' names no state of permits/opinion. Did you "
         "mean 'given'?"),
        ("{in: competent}", "{in: competents}", "83: 'competents' names no path of 'permit'. Did you "
         "mean 'competent'?"),
        ("that: {channel: {in: competent}}", "that: {received_on: {before: channel}}", "83: 'channel' "
         "is channel, and no date to compare"),
        ("that: {channel: {in: competent}}", "that: {channel: {at_least: 3}}", "83: 'channel' is "
         "channel, and no number to compare"),
        # graph
        ("trigger: return, from: received, to: incomplete", "trigger: return, from: received, to: "
         "same", "50: state 'incomplete' of 'permit' is not reachable"),
        ("  - {trigger: give, from: asked, to: given, by: clerk, clauses: [XK-1]}\n      - {trigger: "
         "close, from: asked, to: given, by: case, clauses: [XK-4]}", "  - {trigger: close, from: "
         "given, to: given, by: case, clauses: [XK-4]}", "97: 'asked' of 'opinion' is a dead end"),
        ("incomplete: {label: 待补正, waits: 等待申请人补正}", "incomplete: {label: 待补正}", "50: "
         "'incomplete' of 'permit' waits without deadline or reason"),
        ("on_lapse: {fire: lapse}", "on_lapse: warn", "59: nobody fires 'lapse' of 'permit'"),
        ("on_lapse: {fire: lapse}", "on_lapse: {fire: return}", "90: the lapse fires 'return', which "
         "is no transition by the clock"),
        ("met_by: [return]", "met_by: [complete]", "89: 'complete' answers the deadline but never "
         "leaves a state it runs in"),
        ("trigger: ask, to: asked", "trigger: ask, to: same", "100: a transition that starts a case "
         "cannot stay in the 'same' state"),
        ("{trigger: ask, to: asked", "{trigger: ask, from: given, to: asked", "54: 'ask' names no "
         "starting trigger of permits/opinion; known: none"),
        # choices
        ("when: {silence_means: nothing}", "when: {silence_means: [accepted, nothing]}", "66: 'lapse' "
         "from 'received': overlap when silence_means is accepted"),
        ("when: {result: refused}\n        letter", "when: {result: granted}\n        letter", "74: "
         "'decide' from 'accepted': overlap when result is granted"),
        ("by: clerk, form: {missing: list of text}", "by: clerk, when: {channel: paper}, form: "
         "{missing: list of text}", "57: 'return' from 'received': a condition that only refuses "
         "belongs in 'requires'"),
        ("form: decision, when: {result: granted}", "form: {result: result}, when: {result: granted}",
         "73: 'decide' from 'accepted' has two forms for 'chief'"),
        ("{score: {below: 60}}", "{score: {below: 59}}", "30: table 'grades': no row when score is "
         "59, result is granted"),
        ("{score: {below: 60}}", "{score: {below: 61}}", "33: table 'grades': rows 1 and 2 when score "
         "is 60, result is granted"),
        ("      decided: {label: 已决定, final: yes}", "      decided: {label: 已决定, waits: 无}", "49: no "
         "final state can be reached from 'received' of 'permit'"),
        ("{trigger: ask, to: asked, by: case", "{trigger: ask, from: asked, to: asked, by: case", "54: "
         "'ask' names no starting trigger of permits/opinion; known: none"),
        ("choices_from: grades.grade}", "clauses: [XK-4]}", "30: the table 'grades' is used "
         "by no transition, deadline or field"),
        ("when: {score: {at_least: 60}}", "when: {points: {at_least: 60}}", "32: 'points' names no path "
         "of 'permit'; known: channel, competent, department, experts, grade, late, missing, "
         "notice_by, notice_period, opinions, person, reason, received_on, result, score, "
         "silence_means, today, warn_on"),
        # values
        ("value: 5 working days", "value: five days", "10: 'five days' is no period"),
        ("value: [某局]", "value: 某局", "12: expected a list of text"),
        ("value: accepted", "value: silence", "11: 'silence' is no silence"),
        ("sets: {late: {tally: late_ones}}", "sets: {score: many}", "79: 'score': 'many' is no number"),
        ("sets: {late: {tally: late_ones}}", "sets: {score: today}", "79: 'score' is number, and today is "
         "a date"),
        ("then: {grade: 合格}", "then: {mark: 合格}", "32: row 1 has no column 'grade' for 'grade'"),
        ("ahead: 2 working days", "ahead: 2 working days before", "93: '2 working days before': the "
         "direction is said by within, ahead and remind"),
        ("within: notice_period", "within: reason", "87: 'reason' is no period"),
        ("required_when: {result: refused}", "required_when: {result: refuse}", "25: 'refuse' names no "
         "value of 'result'. Did you mean 'refused'?"),
        ("{in: competent}", "{in: competent}, score: sixty", "83: 'score' is a number, and 'sixty' is "
         "none"),
        # uses
        ("breaches:\n", "breaches:\n  lost: {label: 遗失, clauses: [XK-3]}\n", "35: the breach 'lost' is "
         "used by no transition, deadline or field"),
        (", starts: [opinions]", "", "54: nobody starts 'opinions' of 'permit'"),
        ("        tells: [{group: opinions, trigger: close}]\n", "", "101: nobody tells 'close' to "
         "'opinion'"),
        (", requires: [by_competent]", "", "83: no transition of 'permit' requires 'by_competent'"),
        # clocks and families again
        ("{trigger: all_agree, from: received, to: accepted,", "{trigger: all_agree, from: received, "
         "to: same,", "67: the rule 'all_agree' stays in its state and would fire for ever"),
        ("by: clock, when: {silence_means: nothing}", "by: clock, form: {missing: list of text}, when: "
         "{silence_means: nothing}", "66: nobody fills in the form of 'lapse'"),
        ("anchor: received_on", "anchor: reason", "86: 'notice_by' runs from 'reason', which is no date"),
        ("runs_in: [received]", "runs_in: [received, incomplete]", "90: the lapse fires 'lapse' also in "
         "'incomplete', where there is none"),
        ("value: 5 working days", "value: none", "49: 'received' of 'permit' waits without deadline or "
         "reason"),
        # clocks and families
        ("by: applicant, sets: {received_on: today}, clauses: [XK-2]", "by: applicant, clauses: [XK-2]", "58: "
         "'complete' starts 'notice_by', but records no 'received_on'"),
        ("{trigger: give, from: asked, to: given, by: clerk,", "{trigger: give, from: asked, to: given, "
         "by: clerk, form: {due_on: date},", "54: 'due_on' is given by 'permit' and filled in by "
         "'give' of permits/opinion"),
        ("give: {due_on: notice_by}", "give: {due_on: notice_by, department: reason}", "54: 'reason' is "
         "text, and 'department' of permits/opinion is optional department"),
        ("give: {due_on: notice_by}", "give: {due_on: experts}", "54: 'experts' is optional list of text, "
         "and 'due_on' of permits/opinion is date"),
        (", give: {due_on: notice_by}", "", "54: permits/opinion needs 'due_on' from its start, and "
         "nobody gives it"),
        ("give: {due_on: notice_by}", "give: {due_on: notice_by}, take: {channel: expert}", "54: "
         "'take' from many children would keep the last one's: take from single groups"),
        ("clerk: {held_in: department,", "clerk: {held_in: office,", "42: role 'clerk' needs a field "
         "'office' in 'permit'"),
        # citations
        ("overdue: {label: 逾期, clauses: [XK-3]}", "overdue: {label: 逾期}", "35: this says nothing of "
         "its source: give clauses, a reading or a law"),
        ("overdue: {label: 逾期, clauses: [XK-3]}", "overdue: {label: 逾期, clauses: [XK-9]}", "35: no "
         "clause 'XK-9'"),
        ("quote: 逾期不告知的,视为受理", "quote: 逾期不告知的，视为受理", "65: the quotation stands in "
         "none of XK-3"),
        ("declaratory: {XK-0: 标题}\n", "", "1: clause XK-0 is neither realised nor declared "
         "declaratory"),
        ("{XK-0: 标题}", "{XK-0: 标题, XK-1: 申请}", "103: clause XK-1 is cited, and yet called "
         "declaratory"),
        ("{XK-0: 标题}", "{XK-0: 标题, XK-7: 无}", "103: no clause 'XK-7'"),
        ("        clauses: [XK-3]\n        quote", "        reading: A-1\n        quote", "65: a quotation needs the "
         "clause it is taken from"),
    ],
)  # fmt: skip
def test_each_rule_has_a_file_that_breaks_it(tmp_path, old, new, message):
    assert f"bad.yaml:{message}" in findings(tmp_path, (old, new))


def test_rules_of_one_state_are_disjoint(tmp_path):
    other = (
        "      - {trigger: some_agree, from: received, to: decided, by: rule, "
        "when: {opinions: {any: [given]}}, clauses: [XK-1]}\n"
    )
    found = findings(
        tmp_path, ("      - {trigger: decide, from", other + "      - {trigger: decide, from")
    )
    assert found == [
        "bad.yaml:68: rules 'all_agree' and 'some_agree' of 'received' both hold when opinions has "
        "given, experts has another"
    ]


def test_a_transition_that_no_case_selects_is_refused(tmp_path):
    never = (
        "      - {trigger: decide, from: accepted, to: received, by: chief, form: decision, "
        "when: {result: granted, none_of: [{result: granted}]}, clauses: [XK-4]}\n"
    )
    found = findings(
        tmp_path, ("      - {trigger: decide, from", never + "      - {trigger: decide, from")
    )
    assert "bad.yaml:68: 'decide' from 'accepted': this condition never holds" in found
    rule = ("opinions: {all: [given]}", "opinions: {all: [given], none: [given], any: [given]}")
    assert findings(tmp_path, rule) == [
        "bad.yaml:67: rule 'all_agree' of 'received': this condition never holds"
    ]


def test_rules_that_go_round_are_refused(tmp_path):
    back = (
        "      - {trigger: back, from: accepted, to: received, by: rule, sets: {received_on: today}, "
        "when: {opinions: {any: [given]}}, clauses: [XK-1]}\n"
    )
    found = findings(
        tmp_path, ("      - {trigger: decide, from", back + "      - {trigger: decide, from")
    )
    assert found == [
        "bad.yaml:67: rules 'back', 'all_agree' go round when opinions has given, experts has another"
    ]


def test_a_machine_that_nobody_starts_is_refused(tmp_path):
    found = findings(
        tmp_path,
        ("- {trigger: apply, to: received,", "- {trigger: apply, from: received, to: received,"),
    )
    assert "bad.yaml:42: no transition without 'from' starts a case" in found


def test_more_cases_than_can_be_looked_at_are_refused_and_not_waited_for(tmp_path):
    values = ", ".join(f"v{i}" for i in range(30))
    fields = ", ".join(f"f{i}: many" for i in range(5))
    asked = ", ".join(f"f{i}: v{i}" for i in range(5))
    found = findings(
        tmp_path,
        (
            "  result: {values: [granted",
            f"  many: {{values: [{values}], clauses: [XK-4]}}\n  result: {{values: [granted",
        ),
        (
            "form: {missing: list of text}",
            f"form: {{missing: list of text, {fields}}}, when: {{{asked}}}",
        ),
    )
    assert found == ["bad.yaml:58: 'return' from 'received': too many cases"]


def test_a_word_that_is_only_set_is_checked_where_it_is_given(tmp_path):
    found = findings(
        tmp_path,
        ("{late: {tally: late_ones}}", "{late: {tally: late_ones}, mark: grant}"),
        ("give: {due_on: notice_by}", "give: {due_on: notice_by, how: mark}"),
        (
            "department: optional department}",
            "department: optional department, how: optional result}",
        ),
    )
    assert found == [
        "bad.yaml:54: 'grant' names no value of 'how' of permits/opinion. Did you mean 'granted'?"
    ]


def test_a_text_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match=r"none\.text\.md: cannot be read"):
        read_law_text(tmp_path / "none.text.md")
    other = tmp_path / "other.text.md"
    other.write_bytes("`XK-1` 许可".encode("gb18030"))
    with pytest.raises(DefinitionError, match=r"other\.text\.md: is not UTF-8 text"):
        read_law_text(other)
    twice = tmp_path / "twice.text.md"
    twice.write_text("`XK-1` 一\n\n`XK-1` 二\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"twice\.text\.md:3: the clause XK-1 stands twice"):
        read_law_text(twice)


def test_names_are_resolved_before_anything_is_reasoned_about(tmp_path):
    """A file with both kinds of faults shows those of names alone: the rest may follow from them."""
    found = findings(
        tmp_path, ("to: accepted\n", "to: acepted\n"), ("declaratory: {XK-0: 标题}\n", "")
    )
    assert len(found) == 1
