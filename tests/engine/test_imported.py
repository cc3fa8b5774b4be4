"""Cases from elsewhere: opened where they stand, with what happened since."""

import pytest
from bureau import Bureau, contents, day, regulation
from hypothesis import given
from hypothesis import strategies as st

from zwgov_workflow.engine.case import DeadlineStatus
from zwgov_workflow.engine.imported import ImportedCase, ImportedFact
from zwgov_workflow.engine.outcome import EventKind

TRIAL = regulation(
    """
    filing:
      data: {department: department, asked: optional list of text, formed_on: date, kind: optional kind, note: optional text}
      states:
        filed: {label: 已登记}
        heard: {label: 听证中}
        suspended: {waits: 中止}
        decided: {final: yes}
        refused: {final: yes}
      children:
        letters: {machine: trial/letter, start: send, for_each: asked, as: name, give: {department: department, formed_on: formed_on}}
      transitions:
        - {trigger: file, to: filed, by: clerk, sets: {counted_from: {copy: formed_on}, period: {copy: decide_period}}, starts: [letters]}
        - {trigger: hear, from: filed, to: heard, by: clerk, requires: [never]}
        - {trigger: suspend, from: [filed, heard], to: suspended, by: clerk}
        - {trigger: resume, from: suspended, to: filed, by: clerk}
        - {trigger: annotate, from: any, to: same, by: clerk, form: {note: optional text}}
        - {trigger: redate, from: any, to: same, by: clerk, form: {counted_from: date}}
        - {trigger: decide, from: heard, to: decided, by: chief, when: {verdict: grant}, form: {verdict: verdict, reason: optional text}, sets: {decided_on: today}, notifies: [clerk]}
        - {trigger: decide, from: heard, to: refused, by: chief, when: {verdict: refuse}, form: {verdict: verdict, reason: optional text}, breach: refused}
        - {trigger: all_said, from: filed, to: heard, by: rule, when: {letters: {all: [said, silent]}}}
      requirements:
        never: {label: 从不, that: {note: 从不}}
      deadlines:
        decide_by: {label: 决定期限, anchor: counted_from, within: period, runs_in: [filed, heard], pauses_in: [suspended], met_by: [decide], on_lapse: {breach: overdue}, remind: [2 working days]}
    letter:
      data: {department: department, name: text, formed_on: date, received_on: optional date}
      states:
        waiting: {label: 待函复}
        said: {final: yes}
        silent: {final: yes}
      transitions:
        - {trigger: send, to: waiting, by: case, sets: {received_on: today}}
        - {trigger: say, from: waiting, to: said, by: clerk, form: {words: text}}
        - {trigger: fall_silent, from: waiting, to: silent, by: clock}
      deadlines:
        say_by: {label: 函复期限, anchor: received_on, within: 5 working days, runs_in: [waiting], met_by: [say], late: record, on_lapse: {fire: fall_silent}}
    """,  # noqa: E501 (a line of a file)
    """
    parameters: {decide_period: {type: period, value: 5 working days}}
    enumerations:
      kind: {values: [plain, special]}
      verdict: {values: [grant, refuse]}
    breaches: {overdue: {label: 逾期}, refused: {label: 不予}}
    """,
)
OUTSIDE = "a deadline of it leaves the days of the calendar"
FILING, LETTER = "trial/filing", "trial/letter"


def row(on=2, state="filed", source="a.csv line 2", facts=(), **rest):
    data = {"department": "D1", "formed_on": "2026-03-02"} | rest.pop("data", {})
    return ImportedCase(source=source, state=state, on=day(on), data=data, facts=facts, **rest)


def fact(trigger, on, **data):
    return ImportedFact(trigger=trigger, on=day(on), data=data)


@pytest.fixture
def bureau():
    return Bureau(TRIAL)


class TestTheOpening:
    def test_it_is_one_event_with_its_source_and_the_account(self, bureau):
        [case] = bureau.take_in(FILING, row(3, "heard"), today=day(4))
        [event] = bureau.history(case)
        assert (event.kind, event.from_state, event.to_state) == ("imported", None, "heard")
        assert (event.trigger, event.occurred_on) == (None, day(3))
        assert (event.actor.role, event.actor.officer, event.actor.recorder) == (
            "importer",
            None,
            "importer",
        )
        assert event.form == {"source": "a.csv line 2"}
        assert event.changed["department"] == "D1"
        assert bureau.case(case).imported

    def test_what_the_engine_started_itself_is_not_imported(self, bureau):
        form = {"department": "D1", "formed_on": day(2)}
        assert not bureau.case(bureau.start(FILING, "file", day(2), form=form)).imported

    def test_a_deadline_runs_from_what_its_start_sets(self, bureau):
        [case] = bureau.take_in(FILING, row(3, "heard"), today=day(4))
        found = bureau.row(case, "decide_by")
        assert (found.status, found.anchor, found.due) == ("running", day(2), day(9))
        assert found.remind_on == day(5)

    def test_what_the_row_says_itself_goes_before_that(self, bureau):
        [case] = bureau.take_in(FILING, row(data={"counted_from": "2026-03-03"}), today=day(4))
        assert bureau.row(case, "decide_by").due == day(10)

    def test_a_deadline_that_stands_still_does_so_from_its_day(self, bureau):
        [case] = bureau.take_in(FILING, row(4, "suspended"), today=day(6))
        assert bureau.row(case, "decide_by").status == DeadlineStatus.PAUSED
        bureau.fire(case, "resume", day(6))
        assert bureau.row(case, "decide_by").due == day(11)

    def test_in_a_final_state_nothing_runs(self, bureau):
        [case] = bureau.take_in(FILING, row(3, "decided"), today=day(4))
        assert bureau.case(case).deadlines == {}

    def test_no_demand_is_asked_no_part_started_and_no_rule_runs(self, bureau):
        [case] = bureau.take_in(FILING, row(data={"asked": ["甲"]}), today=day(30))
        assert (bureau.children(case, "letters"), bureau.state(case)) == ([], "filed")
        assert len(bureau.history(case)) == 1

    def test_the_matter_may_have_been_opened_before(self, bureau):
        [case] = bureau.take_in(FILING, row(5, "heard", opened_on=day(2)), today=day(6))
        found = bureau.case(case)
        assert (found.opened_on, found.since, found.last_on) == (day(2), day(5), day(5))

    def test_what_is_over_lapses_with_the_next_sweep(self, bureau):
        [case] = bureau.take_in(FILING, row(), today=day(20))
        bureau.sweep(day(20))
        assert bureau.row(case, "decide_by").status == DeadlineStatus.LAPSED
        assert bureau.history(case)[1].occurred_on == day(10)
        assert bureau.breaches(case) == ["overdue"]


class TestAStatedDay:
    def test_it_is_taken_as_it_is_and_stays(self, bureau):
        [case] = bureau.take_in(FILING, row(due={"decide_by": day(13)}), today=day(4))
        found = bureau.row(case, "decide_by")
        assert (found.due, found.rule, found.anchor) == (day(13), None, day(13))
        bureau.fire(case, "annotate", day(4), form={"note": "一"})
        assert bureau.row(case, "decide_by").due == day(13)
        assert bureau.view(case, day(4)).value("decide_by") == day(13)
        bureau.sweep(day(14))
        assert bureau.row(case, "decide_by").status == DeadlineStatus.LAPSED
        assert bureau.view(case, day(14)).value("decide_by") == day(13)

    def test_a_later_act_on_what_it_is_counted_from_counts_it_anew(self, bureau):
        [case] = bureau.take_in(FILING, row(due={"decide_by": day(13)}), today=day(4))
        bureau.fire(case, "redate", day(4), form={"counted_from": day(4)})
        found = bureau.row(case, "decide_by")
        assert (found.due, found.rule) == (day(11), "5 working days")

    @pytest.mark.parametrize(
        ("state", "name"), [("filed", "say_by"), ("suspended", "decide_by"), ("decided", "x")]
    )
    def test_of_a_deadline_that_does_not_run_there_it_is_refused(self, bureau, state, name):
        assert bureau.take_in(FILING, row(state=state, due={name: day(9)}), today=day(9)) == [
            f"a.csv line 2: no deadline '{name}' runs in this state"
        ]


class TestALaterFact:
    def test_in_time_it_meets_the_deadline(self, bureau):
        facts = [fact("decide", 9, verdict="grant")]
        [case] = bureau.take_in(FILING, row(state="heard", facts=facts), today=day(20))
        found = bureau.row(case, "decide_by")
        assert (bureau.state(case), found.status, found.closed_on) == ("decided", "met", day(9))
        event = bureau.history(case)[1]
        assert (event.kind, event.trigger, event.actor.role) == ("imported", "decide", "importer")
        assert event.form == {"source": "a.csv line 2", "entered": {"verdict": "grant"}}
        assert event.changed == {"verdict": "grant", "decided_on": day(9)}
        assert (event.notices, bureau.breaches(case)) == ((), [])
        assert bureau.data(case)["decided_on"] == day(9)

    def test_late_it_comes_after_the_lapse_and_its_breach(self, bureau):
        facts = [fact("decide", 10, verdict="refuse")]
        [case] = bureau.take_in(FILING, row(state="heard", facts=facts), today=day(20))
        found = bureau.row(case, "decide_by")
        assert (found.status, found.closed_on) == ("lapsed", day(10))
        kinds = [event.kind for event in bureau.history(case)]
        assert kinds == [EventKind.IMPORTED, EventKind.LAPSE, EventKind.IMPORTED]
        assert bureau.history(case)[2].deadlines[0].change == "answered late"
        assert bureau.breaches(case) == ["overdue"]  # and none of the act itself

    def test_steps_between_need_not_be_told(self, bureau):
        facts = [fact("decide", 4, verdict="grant")]
        [case] = bureau.take_in(FILING, row(facts=facts), today=day(20))
        event = bureau.history(case)[1]
        assert (event.from_state, event.to_state) == ("filed", "decided")
        assert bureau.row(case, "decide_by").status == DeadlineStatus.MET

    def test_several_follow_in_order(self, bureau):
        facts = [fact("suspend", 3), fact("resume", 5), fact("annotate", 5, note="一")]
        [case] = bureau.take_in(FILING, row(facts=facts), today=day(20))
        assert (bureau.state(case), bureau.row(case, "decide_by").due) == ("filed", day(11))
        assert bureau.case(case).since == day(5)

    def test_an_answer_after_a_lapse_that_moved_the_case_changes_nothing(self, bureau):
        data = {"name": "甲", "received_on": day(2)}
        facts = [fact("say", 10, words="好")]
        [case] = bureau.take_in(LETTER, row(state="waiting", data=data, facts=facts), today=day(20))
        lapse, late = bureau.history(case)[1:]
        assert (lapse.to_state, late.to_state, late.late) == ("silent", "silent", True)
        assert (late.kind, late.changed) == ("imported", {})
        assert bureau.case(case).last_on == day(10)

    @pytest.mark.parametrize(
        ("facts", "problem"),
        [
            ([fact("decide", 9)], "decide: the fields do not say what it led to"),
            ([fact("resume", 9)], None),
            ([fact("say", 9)], "say: it is not possible in the state of the case"),
            ([fact("hear", 1)], "hear: its day lies before 2026-03-02"),
            ([fact("hear", 5), fact("annotate", 4)], "annotate: its day lies before 2026-03-05"),
            ([fact("hear", 21)], "hear: its day lies ahead of 2026-03-20"),
            ([fact("hear", 3, x="1")], "hear: x: there is no such field in this form"),
            ([fact("decide", 3, verdict="或许")], "decide: verdict: expected one of grant, refuse"),
        ],
    )
    def test_what_cannot_have_been_is_refused(self, bureau, facts, problem):
        before = contents(bureau.families)
        found = bureau.take_in(FILING, row(facts=facts), today=day(20))
        if problem is None:
            assert (
                bureau.state(found[0]) == "filed"
            )  # suspended in between, of which nothing is said
        else:
            assert found == [f"a.csv line 2: {problem}"]
            assert contents(bureau.families) == before


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("rest", "problem"),
        [
            ({"state": "lost"}, "the machine has no such state"),
            ({"on": 21}, "the day of its state lies ahead of 2026-03-20"),
            ({"opened_on": day(3)}, "it was opened after the day of its state"),
            ({"data": {"x": "1"}}, "x: there is no such field in this form"),
            ({"data": {"formed_on": "机密"}}, "formed_on: expected a date such as 2026-02-11"),
            ({"data": {"formed_on": " "}}, "formed_on: is missing"),
            ({"data": {"kind": "机密"}}, "kind: expected one of plain, special"),
            ({"data": {"department": "机密"}}, "department: no such entry among the people"),
            ({"data": {"counted_from": "2003-01-01"}}, OUTSIDE),
            ({"parent": "case-0001"}, "a parent and its group go together"),
            ({"parent": "case-9999", "group": "letters"}, "its parent is not there"),
        ],
    )  # fmt: skip
    def test_it_is_named_and_never_what_the_row_contains(self, bureau, rest, problem):
        found = bureau.take_in(FILING, row(**rest), today=day(20))
        assert found == [f"a.csv line 2: {problem}"]
        assert "机密" not in "".join(found)

    def test_all_of_a_row_is_named_at_once(self, bureau):
        wrong = row(21, "filed", data={"formed_on": "x", "kind": "x"}, due={"say_by": day(3)})
        assert len(bureau.take_in(FILING, wrong, today=day(20))) == 4

    def test_two_rows_of_one_source(self, bureau):
        assert bureau.take_in(FILING, row(), row(), today=day(20)) == [
            "a.csv line 2: another row has the same source"
        ]

    def test_a_state_that_it_had_left_by_then(self, bureau):
        data = {"name": "甲", "received_on": day(2)}
        found = bureau.take_in(LETTER, row(10, "waiting", data=data), today=day(20))
        words = "its deadline '函复期限' was over before it came to this state"
        assert found == [f"a.csv line 2: {words}"]


class TestAYardstick:
    def test_what_is_older_than_the_regulation_is_refused(self, bureau):
        old = row(data={"formed_on": "2019-03-04"}, opened_on=day(2).replace(year=2019))
        assert bureau.take_in(FILING, old, today=day(20)) == [
            "a.csv line 2: the regulation is in force only since 2020-01-01"
        ]

    def test_or_measured_by_the_latest_version_which_says_so(self, bureau):
        old = row(data={"formed_on": "2019-03-04"}, opened_on=day(2).replace(year=2019))
        newer = row(source="b")
        first, second = bureau.take_in(FILING, old, newer, today=day(20), yardstick=True)
        assert bureau.history(first)[0].form["measured_against"] == "trial 2020-01-01"
        assert "measured_against" not in bureau.history(second)[0].form


SMALL = "{states: {open: {final: yes}}, transitions: [{trigger: open, to: open, by: chief}]}"


class TestTheVersion:
    """Two versions of a regulation; the second has a machine more."""

    BUREAU = Bureau(
        regulation(f"old: {SMALL}"), regulation(f"old: {SMALL}\nnew: {SMALL}", since="2026-03-02")
    )

    def taken(self, path, on, **more):
        one = ImportedCase(source="x", state="open", on=day(9), data={}, opened_on=on)
        return self.BUREAU.take_in(path, one, today=day(20), **more)

    def version(self, case):
        digest = self.BUREAU.case(case).digest
        return str(self.BUREAU.regulations.documents[digest].regulation.version)

    def test_it_is_that_in_force_on_the_day_the_matter_was_opened(self):
        [old], [new] = self.taken("trial/old", day(1)), self.taken("trial/old", day(2))
        assert (self.version(old), self.version(new)) == ("2020-01-01", "2026-03-02")

    def test_a_machine_that_it_did_not_have_is_refused(self):
        assert self.taken("trial/new", day(1)) == ["x: the regulation had no such machine then"]

    def test_the_latest_measures_what_an_older_one_ruled(self):
        [case] = self.taken("trial/new", day(1), yardstick=True)
        assert self.version(case) == "2026-03-02"
        measured = self.BUREAU.history(case)[0].form["measured_against"]
        assert measured == "trial 2026-03-02"


class TestAPart:
    def case(self, bureau, *asked, on=2):
        [case] = bureau.take_in(FILING, row(on, data={"asked": asked}), today=day(20))
        return case

    def part(self, parent, name="甲", state="waiting", on=2, **rest):
        data = {"name": name} | rest.pop("data", {})
        return ImportedCase(
            source=name, state=state, on=day(on), data=data, parent=parent, group="letters", **rest
        )

    def test_it_is_counted_and_has_what_its_parent_gives(self, bureau):
        case = self.case(bureau, "甲", "乙")
        parts = [self.part(case), self.part(case, "乙", "said")]
        first, second = bureau.take_in(LETTER, *parts, today=day(4))
        found = bureau.case(case)
        assert found.counts == {"letters": {"waiting": 1, "said": 1}}
        assert found.items == {"letters": ("甲", "乙")}
        assert bureau.data(first)["department"] == "D1"
        assert (bureau.case(first).place.parent, bureau.case(second).place.item) == (case, "乙")
        assert len(bureau.history(case)) == 1

    def test_its_rule_fires_with_the_next_step_that_touches_the_parent(self, bureau):
        case = self.case(bureau, "甲", "乙")
        parts = [self.part(case), self.part(case, "乙", "said")]
        first, _ = bureau.take_in(LETTER, *parts, today=day(4))
        assert bureau.state(case) == "filed"
        bureau.fire(first, "say", day(5), form={"words": "好"})
        assert bureau.state(case) == "heard"

    def test_or_with_a_lapse_that_the_sweep_finds(self, bureau):
        case = self.case(bureau, "甲")
        bureau.take_in(LETTER, self.part(case), today=day(4))
        bureau.sweep(day(10))
        assert bureau.state(case) == "heard"

    def test_where_no_part_moves_it_waits_for_an_act_on_the_parent(self, bureau):
        case = self.case(bureau, "甲")
        bureau.take_in(LETTER, self.part(case, state="said"), today=day(4))
        bureau.sweep(day(5))
        assert bureau.state(case) == "filed"
        bureau.fire(case, "annotate", day(5), form={"note": "一"})
        assert bureau.state(case) == "heard"

    def test_a_fact_of_a_part_moves_its_parent_by_no_rule(self, bureau):
        case = self.case(bureau, "甲")
        facts = [fact("say", 10, words="好")]
        bureau.take_in(LETTER, self.part(case, facts=facts), today=day(20))
        assert bureau.case(case).counts == {"letters": {"silent": 1}}
        assert bureau.state(case) == "filed"

    @pytest.mark.parametrize(
        ("rest", "problem"),
        [
            ({"name": "丙"}, "the list of its parent has no such part"),
            ({"data": {"department": "D2"}}, "department: its parent has it otherwise"),
        ],
    )
    def test_it_must_fit_its_parent(self, bureau, rest, problem):
        case = self.case(bureau, "甲")
        [found] = bureau.take_in(LETTER, self.part(case, **rest), today=day(4))
        assert found.partition(": ")[2] == problem

    def test_there_is_one_for_each_item(self, bureau):
        case = self.case(bureau, "甲")
        bureau.take_in(LETTER, self.part(case), today=day(4))
        assert bureau.take_in(LETTER, self.part(case), today=day(4)) == [
            "甲: its parent has this part already"
        ]

    def test_a_case_that_has_ended_takes_no_part_that_runs(self, bureau):
        case = self.case(bureau, "甲")
        [ended] = bureau.take_in(FILING, row(3, "decided", data={"asked": ["甲"]}), today=day(4))
        assert bureau.take_in(LETTER, self.part(ended), today=day(4)) == [
            "甲: its parent has ended"
        ]
        assert case != ended

    def test_of_another_group_or_machine_it_is_none(self, bureau):
        case = self.case(bureau, "甲")
        wrong = row(parent=case, group="letters")
        assert bureau.take_in(FILING, wrong, today=day(4)) == [
            "a.csv line 2: its parent has no such group of this machine"
        ]


@given(
    formed=st.dates(day(2, 1), day(27, 2)),
    later=st.integers(0, 20),
    steps=st.lists(st.sampled_from(["suspend", "resume", "annotate"]), max_size=3),
)
def test_it_runs_as_in_a_case_that_was_here_from_the_start(formed, later, steps):
    """A case imported with the state and data of another has the deadlines that run in it."""
    known = Bureau(TRIAL)
    form = {"department": "D1", "formed_on": formed}
    case = known.start(FILING, "file", formed, form=form)
    for step in steps:
        if step in ("annotate", *known.view(case, formed).machine.triggers_of(known.state(case))):
            known.fire(case, step, formed)
    before = known.case(case)
    since = before.since
    copied = ImportedCase(
        source="x", state=before.state, on=since, data=dict(before.data), opened_on=formed
    )
    fresh = Bureau(TRIAL)
    [twin] = fresh.take_in(FILING, copied, today=day(31))
    facts = ("due", "anchor", "rule", "status", "remind_on", "paused_on", "provisional")
    for name, one in before.deadlines.items():
        assert [getattr(fresh.row(twin, name), fact) for fact in facts] == [
            getattr(one, fact) for fact in facts
        ]
    for bureau, one in ((known, case), (fresh, twin)):
        bureau.sweep(day(2) if later == 0 else day(later))
        assert bureau.state(one) == known.state(case)
    assert known.breaches(case) == fresh.breaches(twin)
