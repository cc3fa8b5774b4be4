"""A form that is printed to be filled in can be handed in again, in every regulation."""

import re
from datetime import date

import pytest

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.forms.entry import entered
from zwgov_workflow.cli.forms.field_words import example
from zwgov_workflow.cli.forms.template import template
from zwgov_workflow.definition.kinds import Kind
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.form import read_form
from zwgov_workflow.people import Department, Officer, People

DAY = date(2026, 3, 2)
PEOPLE = People(
    departments=[Department(id="HZ", name="户政管理支队")],
    officers=[Officer(id="P0031", name="王丽")],
    appointments=[],
    services=[],
)


def forms():
    """Yield every form that an officer fills in, once."""
    for name, document in shipped_regulations().items():
        for machine in document.regulation.machines:
            compiled = CompiledMachine(document.regulation, machine)
            seen = []
            for arrow in compiled.arrows:
                if arrow.for_officers and arrow.form and arrow.form not in seen:
                    seen.append(arrow.form)
                    yield pytest.param(
                        compiled,
                        arrow.form,
                        id=f"{name}/{machine}/{arrow.rule.trigger}-{len(seen)}",
                    )


def filled(text, labels, form):
    """Return a template with a value in every place where one goes."""
    fields = iter(form.values())
    lines, field, columns = [], None, iter(())
    for line in text.splitlines():
        if line.startswith("#") or not line:
            lines.append(line)
        elif not line.startswith(" "):
            field = next(fields)
            columns = iter(field.columns.values())
            many = field.type.many or field.type.kind is Kind.ROWS
            value = "" if many else f" {example(labels, field.type, field.only, DAY)}"
            lines.append(f"{line}{value}")
        else:
            kind = next(columns, field.type)
            only = None if field.columns else field.only
            lines.append(f"{line} {example(labels, kind, only, DAY)}")
    return "\n".join((*lines, ""))


@pytest.mark.parametrize(("machine", "form"), list(forms()))
def test_every_form_is_filled_in_and_handed_in_again(tmp_path, machine, form):
    labels = Labels(machine, PEOPLE, None, None)
    text = template(labels, form, DAY, ("中公函〔2026〕1号",))
    path = tmp_path / "form.yaml"

    path.write_text(text, encoding="utf-8")
    empty = entered(path, (), form)
    assert list(empty) == list(form)
    assert set(empty.values()) == {None}
    nothing = read_form(machine, form, empty, PEOPLE)
    assert (nothing.values, nothing.problems) == ({}, ())

    path.write_text(filled(text, labels, form), encoding="utf-8")
    whole = read_form(machine, form, entered(path, (), form), PEOPLE)
    assert whole.problems == ()
    assert set(whole.values) == set(form)


def test_every_regulation_has_forms():
    found = {re.match(r"\w+", case.id)[0] for case in forms()}
    assert found == set(shipped_regulations())


def test_a_template_says_what_each_field_takes():
    regulation = shipped_regulations()["release_coordination"].regulation
    machine = CompiledMachine(regulation, "consultation")
    form = next(a.form for a in machine.arrows if a.rule.trigger == "reply")
    labels = Labels(machine, PEOPLE, None, None)
    assert template(labels, form, DAY, ("a", "b")).splitlines() == [
        "# a",
        "# b",
        "",
        "# one of the list; required (RC-10-s1)",
        "#   同意 | 不同意",
        "函复意见:",
        "",
        "# text; required where the other answers ask for it (RC-10-s1 RC-11)",
        "不同意见的内容和依据:",
        "",
        "# yes/no; required (RC-10-s1)",
        "是否书面:",
    ]
