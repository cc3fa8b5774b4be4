"""A regulation file is read strictly; every refusal names its line."""

from pathlib import Path

import pytest

from findings_told import lines
from zwgov_workflow import DefinitionError
from zwgov_workflow.definition import read_regulation, reader
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.reader import parse_regulation

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")


def refusals(tmp_path, old, new):
    assert old in GOOD
    path = tmp_path / "bad.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_regulation(path)
    return [line.removeprefix(f"{tmp_path}/") for line in lines(caught.value.findings)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title:", "titel:", "6: there is no key 'titel' here. Did you mean 'title'?"),
        ("format: 1", "format: 2", "2: '2' is none of '1'"),
        ("version: 2020-01-01", "version: soon", "3: 'soon' is not a date; write it as 2026-02-11"),
        ("revision: 1", "revision: one", "4: 'one' is not a whole number"),
        ("revision: 1", "revision: 0", "4: expected a number of at least 1, found '0'"),
        ("version: 2020-01-01", "version: [soon]", "3: expected a date such as 2026-02-11, found a list"),
        ("title: 许可办理制度", f"title: {'长' * 201}", "6: at most 200 characters may stand here"),
        ("issuer: 某局\n", "", "1: the key 'issuer' is missing"),
        ("final: yes", "final: true", "52: 'true' is neither yes nor no"),
        ("type: period, value", "typ: period, value", "10: there is no key 'typ' here. Did you mean "
         "'type'?"),
        ("experts: optional list of text", "experts: a list", "47: 'a list' is no type; write such as "
         "'optional list of department'"),
        ("trigger: return, from", "trigger: Return, from", "57: 'Return' is no name that may stand "
         "here (^[a-z][a-z0-9_]*$)"),
        ("chief: {held_in: bureau,", "chief: {held_in: bureau, is: person,", "20: a role has exactly "
         "one of held_in, is, recorded_by"),
        ("ahead: 2 working days", "ahead: 2 days", "93: '2 days' is not a period. Write '5 working "
         "days', '30 calendar days' or '2 months', with ' before' behind it to count backwards."),
        ("within: notice_period", "due: received_on", "86: a deadline that is due on a date has no "
         "anchor and no period"),
        ("        within: notice_period\n", "", "86: give an anchor with within or ahead, or a due "
         "date"),
        ("on_lapse: {fire: lapse}", "on_lapse: {fire: lapse, breach: overdue}", "90: a lapse warns, "
         "or has one of breach, fire"),
        ("sets: {late: {tally: late_ones}}", "sets: {late: {tally: late_ones, copy: x}}", "79: set a "
         "literal, or one of copy, add, table, tally"),
        ("for_each: experts, as: expert", "for_each: experts", "54: for_each and as go together"),
        ("when: {silence_means: nothing}", "when: {silence_means: {}}", "66: a test must ask "
         "something"),
        ("when: {silence_means: nothing}", "when: {silence_means: {iss: x}}", "66: there is no key "
         "'iss' here. Did you mean 'is'?"),
        ("{at_least: 60}", "{at_least: sixty}", "32: 'sixty' is not a number"),
        ("{at_least: 60}", "{at_least: 1e999999999}", "32: '1e999999999' is not a number"),
        ("when: {silence_means: nothing}", "when: {}", "66: a condition must ask something"),
        ("runs_in: [received]", "runs_in: []", "88: at least one entry is needed here"),
        ("clauses: [XK-1]}\n  clerk", "clauses: [第一条]}\n  clerk", "18: '第一条' is no name that may "
         "stand here (^[A-Z]{1,3}-[0-9A-Za-z-]+$)"),
        ("form: {missing: list of text}", "form: [missing]", "57: expected 'key: value' lines, found "
         "a list"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_format_is_refused(tmp_path, old, new, message):
    assert f"bad.yaml:{message}" in refusals(tmp_path, old, new)


def test_an_error_that_has_no_words_yet_keeps_those_of_pydantic(tmp_path, monkeypatch):
    monkeypatch.delitem(reader._MESSAGES, "missing")
    with pytest.raises(DefinitionError, match="1: this is not of the format: Field required"):
        parse_regulation(GOOD.replace("issuer: 某局\n", ""), "bad.yaml")


def test_the_good_file_is_read():
    document = read_regulation(Path(__file__).parent / "good.yaml")
    regulation = document.regulation
    assert regulation.regulation == "permits"
    assert regulation.machines["permit"].states["decided"].final
    assert regulation.enumerations["channel"].words == ("paper", "online")
    assert regulation.machines["permit"].transitions[0].starting
    assert len(document.digest) == 64


def test_the_digest_counts_every_word_and_no_layout(tmp_path):
    digest = read_regulation(Path(__file__).parent / "good.yaml").digest
    path = tmp_path / "copy.yaml"
    path.write_text("# a comment\n" + GOOD.replace("\nissuer: 某局", "", 1) + "issuer:   某局\n")
    assert read_regulation(path).digest == digest
    path.write_text(GOOD.replace("5 working days", "7 working days", 1))
    assert read_regulation(path).digest != digest


def test_a_model_does_not_change():
    regulation = read_regulation(Path(__file__).parent / "good.yaml").regulation
    with pytest.raises(ValueError, match="frozen"):
        regulation.title = "another"


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("date", FieldType("date", Kind.DATE)),
        (
            "optional list of department",
            FieldType("department", Kind.DEPARTMENT, optional=True, many=True),
        ),
        ("optional result", FieldType("result", None, optional=True)),
        ("list of officer", FieldType("officer", Kind.OFFICER, many=True)),
    ],
)
def test_type_phrases(phrase, kind):
    assert FieldType.parse(phrase) == kind
    assert str(kind) == phrase
