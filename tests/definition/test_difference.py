"""What differs between two documents: each section, and how elements are found again."""

from itertools import count, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zwgov_workflow.definition import read_regulation
from zwgov_workflow.definition.check.citations import cited_elements
from zwgov_workflow.definition.difference import (
    AttributeChange,
    Change,
    ChangeKind,
    _root,
    difference,
)
from zwgov_workflow.definition.shelf import shipped_files, shipped_regulations

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
COORDINATION = "release_coordination"
SWAPPED = {"added": "removed", "removed": "added", "changed": "changed"}

FORM = "form: {missing: list of text}"
GIVE = "      - {trigger: give, from: asked, to: given, by: clerk, clauses: [XK-1]}\n"


@pytest.fixture
def a_document(tmp_path):
    """Return a maker of documents from the good one."""
    number = count()

    def make(*changes, text=GOOD):
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / f"{next(number)}.yaml"
        path.write_text(text, encoding="utf-8")
        return read_regulation(path)

    return make


def told(found):
    """Return each change on a line."""
    lines = []
    for change in found.changes:
        words = [f"{a.name}: {a.old} → {a.new}" for a in change.attributes]
        lines.append(
            " | ".join((f"{change.kind} {change.place}", " ".join(change.clauses), *words))
        )
    return lines


CHANGED = [
    # header
    ("revision: 1", "revision: 2", "changed header |  | revision: 1 → 2"),
    ("calendar: CN\n", "calendar: CN-NX\nuses: [fees]\n", "changed header |  | calendar: CN → CN-NX | uses: None → [fees]"),
    ("{XK-0: 标题}", "{XK-0: 名称}", "changed declaratory.XK-0 | XK-0 | reason: 标题 → 名称"),
    # each section
    ("value: 5 working days", "value: 7 working days", "changed parameters.notice_period | XK-2 | value: 5 working days → 7 working days"),
    ("{values: [granted, refused], ", "{values: [granted, refused], open: yes, ", "changed enumerations.result | XK-4 | open: None → yes"),
    ("paper: {label: 纸质}", "paper: {label: 书面}", "changed enumerations.channel.values.paper | XK-1 | label: 纸质 → 书面"),
    ("chief: {held_in: bureau", "chief: {is: person", "changed roles.chief | XK-4 | is: None → person | held_in: bureau → None"),
    ("score: number", "score: optional number", "changed forms.decision.score | XK-4 | type: number → optional number"),
    ("{result: refused}, clauses", "{score: {below: 9}}, clauses", "changed forms.decision.reason | XK-4 | required_when: {result: refused} → {score: {below: 9}}"),
    ("grades:\n    clauses: [XK-4]", "grades:\n    clauses: [XK-3]", "changed tables.grades | XK-4 XK-3 | clauses: [XK-4] → [XK-3]"),
    ("then: {grade: 合格}", "then: {grade: 良}", "changed tables.grades.rules.1 | XK-4 | then.grade: 合格 → 良"),
    ("at_least: 60", "at_least: 70", "changed tables.grades.rules.1 | XK-4 | when: {score: {at_least: 60}} → {score: {at_least: 70}}"),
    ("{label: 逾期, ", "{label: 超期, ", "changed breaches.overdue | XK-3 | label: 逾期 → 超期"),
    ("fields: [result, reason]", "fields: [reason, result]", "changed letters.refusal | XK-4 | fields: [result, reason] → [reason, result]"),
    ("count: deadlines_lapsed", "count: deadlines_met", "changed tallies.late_ones | XK-3 | count: deadlines_lapsed → deadlines_met"),
    # machines
    ("label: 许可\n", "label: 许可\n    readers: [court]\n", "changed machines.permit |  | readers: None → [court]"),
    ("person: officer\n", "person: optional officer\n", "changed machines.permit.data.person | XK-1 | type: officer → optional officer"),
    ("incomplete: {label: 待补正", "incomplete: {label: 补正中", "changed machines.permit.states.incomplete | XK-2 | label: 待补正 → 补正中"),
    ("give: {due_on: notice_by}", "give: {due_on: received_on}", "changed machines.permit.children.opinions | XK-1 | give.due_on: notice_by → received_on"),
    ("as: expert,", "as: {expert: name},", "changed machines.permit.children.opinions | XK-1 | as.expert: None → name | as: expert → None"),
    ("otherwise: overdue", "otherwise: warn", "changed machines.permit.requirements.by_competent | XK-4 | otherwise: overdue → warn"),
    ("on_lapse: {fire: lapse}", "on_lapse: warn", "changed machines.permit.deadlines.notice_by | XK-2 | on_lapse: {fire: lapse} → warn"),
    ("ahead: 2 working days", "ahead: 3 working days", "changed machines.permit.dates.warn_on | XK-2 | ahead: 2 working days → 3 working days"),
    # transitions
    ("to: accepted\n", "to: decided\n", "changed machines.permit.transitions.lapse.1 | XK-3 | to: accepted → decided"),
    ("from: incomplete", "from: [incomplete, accepted]", "changed machines.permit.transitions.complete | XK-2 | from: incomplete → [incomplete, accepted]"),
    ("to: given, by: clerk", "to: given, by: [clerk, chief]", "changed machines.opinion.transitions.give | XK-1 | by: clerk → [clerk, chief]"),
    ("sets: {received_on: today}", "sets: {received_on: empty, late: no}", "changed machines.permit.transitions.apply | XK-1 | sets.received_on: today → empty | sets.late: None → no"),
    ("silence_means: accepted}", "silence_means: nothing}", "changed machines.permit.transitions.lapse.1 | XK-3 | when: {silence_means: accepted} → {silence_means: nothing}"),
    ("{group: opinions, trigger: close}", "{group: opinions, trigger: end}", "changed machines.permit.transitions.decide.2 | XK-4 | tells: [{group: opinions, trigger: close}] → [{group: opinions, trigger: end}]"),
    ("missing: list of text", "missing: text", "changed machines.permit.transitions.return.form.missing | XK-2 | type: list of text → text"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), CHANGED)
def test_what_changed_is_told_in_the_words_of_the_file(a_document, old, new, line):
    assert told(difference(a_document(), a_document((old, new)))) == [line]


ADDED = [
    ("{XK-0: 标题}", "{XK-0: 标题, XK-9: 附则}", "declaratory.XK-9 | XK-9"),
    ("parameters:\n", "parameters:\n  pause: {type: period, value: none, law: 某法}\n", "parameters.pause | "),
    ("enumerations:\n", "enumerations:\n  none_yet: {values: {}, clauses: [XK-1]}\n", "enumerations.none_yet | XK-1"),
    ("{values: [granted, refused]", "{values: [granted, refused, partly]", "enumerations.result.values.partly | XK-4"),
    ("values: {paper:", "values: {fax: {clauses: [XK-2]}, paper:", "enumerations.channel.values.fax | XK-2"),
    ("roles:\n", "roles:\n  guard: {held_in: bureau, clauses: [XK-2]}\n", "roles.guard | XK-2"),
    ("forms:\n", "forms:\n  empty_one: {}\n", "forms.empty_one | "),
    ("    score: number\n", "    score: number\n    remark: {type: text, reading: A-1}\n", "forms.decision.remark | "),
    ("    rules:\n", "    rules:\n      - {when: {score: {below: 5}}, then: {grade: 差}}\n", "tables.grades.rules.1 | XK-4"),
    ("breaches:\n", "breaches:\n  lost: {label: 遗失, clauses: [XK-3]}\n", "breaches.lost | XK-3"),
    ("letters:\n", "letters:\n  note: {addressee: person, fields: [result], clauses: [XK-2]}\n", "letters.note | XK-2"),
    ("tallies:\n", "tallies:\n  all: {count: cases, of: permits.permit, clauses: [XK-3]}\n", "tallies.all | XK-3"),
    ("person: officer\n", "person: officer\n      phone: text\n", "machines.permit.data.phone | XK-1"),
    ("    states:\n", "    states:\n      lost: {final: yes}\n", "machines.permit.states.lost | "),
    ("    children:\n", "    children:\n      more: {machine: permits/opinion, start: ask, clauses: [XK-1]}\n", "machines.permit.children.more | XK-1"),
    ("    requirements:\n", "    requirements:\n      late: {that: {score: {below: 9}}, clauses: [XK-4]}\n", "machines.permit.requirements.late | XK-4"),
    ("    deadlines:\n", "    deadlines:\n      end_by: {due: due_on, runs_in: [received], on_lapse: warn, clauses: [XK-2]}\n", "machines.permit.deadlines.end_by | XK-2"),
    ("    dates:\n", "    dates:\n      then_on: {anchor: received_on, within: 1 month, clauses: [XK-2]}\n", "machines.permit.dates.then_on | XK-2"),
    (GIVE, GIVE + GIVE.replace("give", "withdraw"), "machines.opinion.transitions.withdraw | XK-1"),
    (FORM, "form: {missing: list of text, kind: text}", "machines.permit.transitions.return.form.kind | XK-2"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), ADDED)
def test_what_is_added_one_way_is_removed_the_other_way(a_document, old, new, line):
    one, other = a_document(), a_document((old, new))
    assert told(difference(one, other)) == [f"added {line}"]
    assert told(difference(other, one)) == [f"removed {line}"]


def test_of_a_machine_added_each_element_is_told(a_document):
    one = a_document(("  opinion:\n", "  advice:\n"))
    found = told(difference(a_document(), one))
    inside = ["data.expert | XK-1", "data.due_on | XK-1", "data.department | XK-1"]
    inside += ["states.asked | XK-1", "states.given | XK-1 XK-4", "transitions.ask | XK-1"]
    inside += ["transitions.give | XK-1", "transitions.close | XK-4"]
    assert found == [
        "added machines.advice | ",
        *(f"added machines.advice.{line}" for line in inside),
        "removed machines.opinion | ",
        *(f"removed machines.opinion.{line}" for line in inside),
    ]


def test_what_is_removed_stands_at_the_end_of_its_section(a_document):
    new = a_document(("notice_period:", "reply_period:"), ("revision: 1", "revision: 2"))
    assert told(difference(a_document(), new))[:3] == [
        "changed header |  | revision: 1 → 2",
        "added parameters.reply_period | XK-2",
        "removed parameters.notice_period | XK-2",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("score: number", "score: {type: number}"),
        ("by: clerk, form", "by: [clerk], form"),
        ("revision: 1", "revision: 1  # ours"),
        ("{is: person, clauses: [XK-1]}", "{clauses: [XK-1], is: person}"),
        ("to: given, by: clerk", "to: given, extension: no, by: clerk"),
        ("score: {below: 60}", "score: {below: 60.0}"),
        (GIVE, ""),
    ],
)
def test_ways_of_writing_the_same_are_no_difference(a_document, old, new):
    changes = (
        [(old, new)]
        if new
        else [(GIVE, ""), ("{trigger: ask,", GIVE[8:] + "      - {trigger: ask,")]
    )
    one, other = a_document(), a_document(*changes)
    assert difference(one, other).changes == ()


def test_the_order_of_words_is_no_difference_where_it_means_nothing(a_document):
    words = (
        "by: [{}, {}], when: {{any_of: [{{score: {{below: 9}}}}, {{result: [granted, refused]}}]}}"
    )
    other = (
        "by: [{}, {}], when: {{any_of: [{{result: [refused, granted]}}, {{score: {{below: 9}}}}]}}"
    )
    old = a_document(("to: given, by: clerk", "to: given, " + words.format("clerk", "chief")))
    new = a_document(("to: given, by: clerk", "to: given, " + other.format("chief", "clerk")))
    assert old.digest != new.digest
    assert difference(old, new).changes == ()


def test_a_form_that_comes_to_stand_on_the_spot(a_document):
    new = a_document(
        (
            "form: decision, when: {result: granted}",
            "form: {score: number}, when: {result: granted}",
        )
    )
    assert told(difference(a_document(), new)) == [
        "changed machines.permit.transitions.decide.1 | XK-4 | form: decision → {score: number}",
        "added machines.permit.transitions.decide.1.form.score | XK-4",
    ]


ARROWS = {
    "a": "{trigger: go, from: asked, to: given, by: clerk, when: {expert: x}, label: 甲, clauses: [XK-1]}",
    "b": "{trigger: go, from: asked, to: given, by: clerk, when: {expert: y}, label: 乙, clauses: [XK-1]}",
    "c": "{trigger: go, from: asked, to: asked, by: clerk, when: {expert: z}, label: 丙, clauses: [XK-1]}",
}  # fmt: skip


class TestTransitions:
    """They have no name, and are found again by what they do."""

    @pytest.fixture
    def arrows(self, a_document):
        def make(*lines):
            return a_document((GIVE, "".join(f"      - {line}\n" for line in lines)))

        return make

    @pytest.mark.parametrize("order", [*permutations("abc")])
    def test_in_any_order(self, arrows, order):
        one, other = arrows(*ARROWS.values()), arrows(*(ARROWS[name] for name in order))
        assert difference(one, other).changes == ()

    @pytest.mark.parametrize(
        "step",
        [
            ("a", "expert: x", "expert: w", "when: {expert: x} → {expert: w}"),
            ("b", "expert: y", "expert: w", "when: {expert: y} → {expert: w}"),
            ("b", "label: 乙", "label: 丁", "label: 乙 → 丁"),
            ("b", "to: given", "to: same", "to: given → same"),
            ("b", "by: clerk", "by: chief", "by: clerk → chief"),
            ("b", "from: asked", "from: any", "from: asked → any"),
        ],
    )
    @pytest.mark.parametrize("order", [*permutations("abc")])
    def test_a_changed_one_among_others(self, arrows, order, step):
        name, old, new, words = step
        lines = {**ARROWS, name: ARROWS[name].replace(old, new)}
        one, other = arrows(*ARROWS.values()), arrows(*(lines[name] for name in order))
        (change,) = difference(one, other).changes
        assert change.kind is ChangeKind.CHANGED
        assert [f"{a.name}: {a.old} → {a.new}" for a in change.attributes] == [words]
        number = order.index(name) + 1
        assert change.place == f"machines.opinion.transitions.go.{number}"

    def test_both_conditions_changed_the_label_tells_which(self, arrows):
        one = arrows(ARROWS["a"], ARROWS["b"])
        other = arrows(ARROWS["b"].replace(": y", ": q"), ARROWS["a"].replace(": x", ": p"))
        found = difference(one, other).changes
        assert [(c.label, c.attributes[0].new) for c in found] == [
            ("乙", "{expert: q}"),
            ("甲", "{expert: p}"),
        ]

    def test_another_trigger_is_another_transition(self, arrows):
        one, other = (
            arrows(ARROWS["a"]),
            arrows(ARROWS["a"].replace("trigger: go", "trigger: run")),
        )
        assert told(difference(one, other)) == [
            "added machines.opinion.transitions.run | XK-1",
            "removed machines.opinion.transitions.go | XK-1",
        ]


@pytest.mark.clauses("RC-10-s1")
def test_a_reply_period_of_seven_days_is_one_change(a_document):
    """The law changes five working days to seven: one change, cited."""
    old = shipped_regulations()[COORDINATION]
    path = next(path for path in shipped_files() if path.parent.name == COORDINATION)
    before, mark, after = path.read_text(encoding="utf-8").partition("  reply_period:")
    new = a_document(text=before + mark + after.replace("5 working days", "7 working days", 1))
    found = difference(old, new)
    change = Change(
        kind=ChangeKind.CHANGED,
        place="parameters.reply_period",
        label="函复期限",
        clauses=("RC-10-s1",),
        attributes=(AttributeChange("value", "5 working days", "7 working days"),),
    )
    assert found.changes == (change,)
    assert found.by_clause() == {"RC-10-s1": (change,)}
    assert found.without_clause == ()


def test_clauses_are_counted_not_spelled(a_document):
    old = a_document(("clauses: [XK-2]}", "clauses: [XK-10, XK-2]}"))
    new = a_document(("value: 5", "value: 6"), ("revision: 1", "revision: 2"))
    found = difference(old, new)
    assert list(found.by_clause()) == ["XK-2", "XK-10"]
    assert found.by_clause()["XK-2"] == found.by_clause()["XK-10"] == found.changes[1:]
    assert found.without_clause == found.changes[:1]


@pytest.mark.parametrize("name", shipped_regulations())
def test_a_document_does_not_differ_from_itself(name):
    document = shipped_regulations()[name]
    assert difference(document, document).changes == ()


@pytest.mark.parametrize("name", shipped_regulations())
def test_no_element_that_can_cite_is_overlooked(name):
    """Forms and words without label have no citation, and are elements all the same."""
    document = shipped_regulations()[name]

    def labels(element):
        yield element.label
        for elements in element.parts.values():
            for inside in elements:
                yield from labels(inside)

    found = sorted(filter(None, labels(_root(document))))
    known = [e.label for _, e in cited_elements(document.regulation) if e.label]
    assert found == sorted([*known, document.regulation.title])


def kinds(found):
    return sorted(
        (change.kind.value, change.label) for change in found.changes if change.kind != "changed"
    )


@pytest.mark.parametrize("pair", [*permutations(shipped_regulations(), 2)], ids="-".join)
def test_swapping_the_documents_swaps_added_and_removed(pair):
    one, other = (shipped_regulations()[name] for name in pair)
    there, back = difference(one, other), difference(other, one)
    assert there.changes
    assert kinds(there) == sorted((SWAPPED[kind], label) for kind, label in kinds(back))
    assert len(there.changes) == len(back.changes)


def said(found, *, swapped=False):
    """Return what *found* says regardless of order, as it would say it the other way round."""

    def attribute(a):
        return (a.name, a.new, a.old) if swapped else (a.name, a.old, a.new)

    def kind(change):
        return SWAPPED[change.kind] if swapped else change.kind.value

    return {
        (kind(c), frozenset(c.clauses), frozenset(map(attribute, c.attributes)))
        for c in found.changes
    }


@settings(max_examples=60)
@given(drawn=st.lists(st.sampled_from(CHANGED + ADDED), min_size=2, max_size=6, unique=True))
def test_any_changes_together_swap_as_well(tmp_path_factory, drawn):
    text = GOOD
    for old, new, _ in drawn:
        text = text.replace(old, new, 1)
    path = tmp_path_factory.mktemp("drawn") / "permits.yaml"
    path.write_text(text, encoding="utf-8")
    one, other = read_regulation(HERE / "good.yaml"), read_regulation(path)
    assert difference(other, other).changes == ()
    assert said(difference(one, other)) == said(difference(other, one), swapped=True)
