"""A bad announcement is refused with file, line and the sum that fails."""

from datetime import date

import pytest

from findings_told import lines
from zwgov_workflow import DefinitionError, WorkingCalendar
from zwgov_workflow.calendar import Announcement, read_announcement
from zwgov_workflow.calendar.region import shipped_announcements
from zwgov_workflow.calendar.statute import read_statute

GOOD_2026 = """\
format: 1
region: CN
year: 2026
issuer: 国务院办公厅
number: 国办发明电〔2025〕7号
dated: 2025-11-04
known_from: 2025-11-04
known_from_basis: signed
days_off:
  元旦: 2026-01-01 to 2026-01-03
  春节: 2026-02-15 to 2026-02-23
  清明节: 2026-04-04 to 2026-04-06
  劳动节: 2026-05-01 to 2026-05-05
  端午节: 2026-06-19 to 2026-06-21
  中秋节: 2026-09-25 to 2026-09-27
  国庆节: 2026-10-01 to 2026-10-07
makeup_days: [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]
sources: [the notice itself]
"""

MAKEUP = "makeup_days: [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]"

NINGXIA_2026 = """\
format: 1
region: CN-NX
year: 2026
issuer: 宁夏回族自治区人民政府办公厅
known_from: 2025-12-01
known_from_basis: signed
days_off:
  古尔邦节: 2026-05-27 to 2026-05-28
sources: [the notice itself]
"""

AMENDMENT_2026 = """\
format: 1
region: CN
year: 2026
issuer: 国务院办公厅
number: 国办发明电〔2026〕1号
known_from: 2026-03-01
known_from_basis: published
amends: 国办发明电〔2025〕7号
days_off:
  劳动节: 2026-05-06
makeup_days: [2026-05-16]
sources: [the notice itself]
"""


def check(tmp_path, text, *others):
    """Read *text* as announcement.yaml and build a calendar of it and the national ones."""
    path = tmp_path / "announcement.yaml"
    path.write_text(text, encoding="utf-8")
    new = read_announcement(path)
    mine = {(new.region, new.year, new.amends)}
    rest = [a for a in shipped_announcements("CN") if (a.region, a.year, a.amends) not in mine]
    return WorkingCalendar.from_announcements(new.region, [*rest, *others, new])


def refusal(tmp_path, text, *others):
    with pytest.raises(DefinitionError) as caught:
        check(tmp_path, text, *others)
    folder = f"{tmp_path}/"
    return [line.removeprefix(folder) for line in lines(caught.value.findings)]


def test_the_good_files_are_good(tmp_path):
    assert check(tmp_path, GOOD_2026).statutory_sum(2026).holds
    assert not check(tmp_path, NINGXIA_2026).is_working_day(date(2026, 5, 27))
    amended = check(tmp_path, AMENDMENT_2026)
    assert not amended.is_working_day(date(2026, 5, 6))
    assert amended.is_working_day(date(2026, 5, 16))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            MAKEUP,
            "makeup_days: [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20]",
            "17: the sum fails: 19 weekdays off − 5 make-up days = 14; 国务院令第795号: 13 days",
        ),
        (
            "2026-10-10]",
            "2026-10-12]",
            "17: 2026-10-12 is a Monday; make-up days are Saturdays or Sundays",
        ),
        ("2026-10-10]", "2026-10-04]", "17: 2026-10-04 is both a make-up day and a day off"),
        ("2026-10-10]", "2027-10-09]", "17: 2027-10-09 lies outside 2025-12-29 to 2026-12-31, the "
         "days the year 2026 can set"),
        ("2026-10-10]", "2026-01-04]", "17: 2026-01-04 stands twice"),
        (
            "2026-06-19 to 2026-06-21",
            "2026-06-22",
            "9: 2026-06-19 is 端午节 by 国务院令第795号 and must be off",
        ),
        (
            "端午节: 2026-06-19 to 2026-06-21",
            "端午节: [2026-06-19 to 2026-06-21, 2026-05-05]",
            "9: 2026-05-05 is already off for 劳动节",
        ),
        ("  元旦:", "  元宵:", "9: 2026-01-01 is 元旦 by 国务院令第795号, not 元宵"),
        (
            "known_from: 2025-11-04",
            "known_from: 2027-01-02",
            "7: 2027-01-02 lies after the year 2026",
        ),
        (
            "known_from_basis: signed",
            "known_from_basis: signed\nbeyond_statute: 1",
            "9: say in beyond_statute_because why there are more days",
        ),
    ],
)  # fmt: skip
def test_a_sum_or_a_day_that_is_wrong_is_named(tmp_path, old, new, message):
    assert old in GOOD_2026
    assert f"announcement.yaml:{message}" in refusal(tmp_path, GOOD_2026.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format: 1", "format: 2", "1: this version reads 'format: 1'"),
        ("year: 2026", "year: next", "3: 'next' is not a whole number of at "
         "most nine digits"),
        ("year: 2026", "year: 12", "3: 12 is none of the years 2004 to 2060 that can be "
         "counted"),
        ("year: 2026", "year: 2061", "3: 2061 is none of the years 2004 to 2060 that can be "
         "counted"),
        ("dated:", "datd:", "6: there is no key 'datd' here. Did you mean 'dated'?"),
        ("2025-11-04\nknown_from: ", "2025-11-04\n#", "1: the key 'known_from' is missing"),
        ("known_from: 2025-11-04", "known_from: 2025-11-03", "7: nobody knew it before the day it "
         "is dated"),
        ("sources: [the notice itself]", "sources: []", "18: name at least one source: where its "
         "content was found"),
        ("dated: 2025-11-04", "dated: 4.11.2025", "6: '4.11.2025' is not a date; write it as "
         "2026-02-11"),
        ("dated: 2025-11-04", "dated: 2025-W45-2", "6: '2025-W45-2' is not a date; write it as "
         "2026-02-11"),
        ("dated: 2025-11-04", "dated: 2025-11-31", "6: '2025-11-31' is not a date; write it as "
         "2026-02-11"),
        ("2026-01-01 to 2026-01-03", "2026-01-03 to 2026-01-01", "10: '2026-01-03 to 2026-01-01' "
         "is not a run of days; write it as 2026-02-15 to 2026-02-23"),
        ("2026-01-01 to 2026-01-03", "2026-01-01 to 2026-12-31", "10: 2026-01-01 to 2026-12-31 has "
         "365 days; no holiday is so long"),
        ("  元旦: 2026-01-01 to 2026-01-03", "  元旦: {first: 2026-01-01}", "10: expected a list, "
         "found 'key: value' lines"),
        ("region: CN", "region: ''", "2: a value is missing here"),
        ("region: CN", "region: [CN]", "2: expected a text, found a list"),
        ("region: CN", "region: CN\nregion: CN-NX", "3: the key 'region' stands twice; first on "
         "line 2"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_of_the_form_is_refused(tmp_path, old, new, message):
    assert old in GOOD_2026
    assert refusal(tmp_path, GOOD_2026.replace(old, new)) == [f"announcement.yaml:{message}"]


def test_limits_keep_a_hostile_file_small(tmp_path):
    days = ", ".join(f"2026-0{m}-{d:02}" for m in (3, 4, 6) for d in range(1, 25))
    many = GOOD_2026.replace("2026-01-01 to 2026-01-03", f"[{days}]")
    assert refusal(tmp_path, many) == [
        "announcement.yaml:10: 72 days; no announcement has so many in one place"
    ]
    holidays = "".join(f"  节{i}: 2026-03-03\n" for i in range(60))
    assert refusal(tmp_path, GOOD_2026.replace("  元旦", f"{holidays}  元旦")) == [
        "announcement.yaml:10: more than 60 holidays are no year's"
    ]
    less = GOOD_2026.replace(
        "known_from_basis: signed", "known_from_basis: signed\nbeyond_statute: -1"
    )
    assert refusal(tmp_path, less) == [
        "announcement.yaml:9: -1 days beyond the statute; leave it out where there are none"
    ]


def test_an_announcement_is_not_known_before_that_of_the_year_before(tmp_path):
    early = GOOD_2026.replace("2025-11-04", "2024-11-11")
    assert refusal(tmp_path, early) == [
        "announcement.yaml:7: it cannot have been known before that of 2025, 2024-11-12"
    ]


def test_an_announced_year_is_not_announced_again(tmp_path):
    other = next(a for a in shipped_announcements("CN") if a.year == 2026)
    again = GOOD_2026.replace("〔2025〕7号", "〔2025〕8号").replace("2025-11-04", "2025-11-03")
    assert refusal(tmp_path, again, other) == [
        "announcement.yaml:3: CN 2026 is already announced by 国办发明电〔2025〕7号; an "
        "announcement that changes it says so with 'amends'"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("amends: 国办发明电〔2025〕7号", "amends: 国办发明电〔2025〕9号",
         "8: no '国办发明电〔2025〕9号' to amend for CN 2026: 国办发明电〔2025〕7号"),
        ("makeup_days:", "cancels_days_off: [2026-03-03]\nmakeup_days:", "11: 2026-03-03 is "
         "cancelled, but was no day off of 2026"),
        ("makeup_days: [2026-05-16]", "cancels_makeup_days: [2026-05-16]", "11: 2026-05-16 is "
         "cancelled, but was no make-up day of 2026"),
        ("amends: 国办发明电〔2025〕7号", "cancels_days_off: [2026-05-05]", "8: only an amendment "
         "cancels days; say with 'amends' what it amends"),
        ("number: 国办发明电〔2026〕1号", "number: 国办发明电〔2025〕7号",
         "5: 国办发明电〔2025〕7号 is already the number of another announcement"),
        ("2026-05-06", "2026-05-05", "9: 2026-05-05 is already off for 劳动节 by "
         "国办发明电〔2025〕7号"),
    ],
)  # fmt: skip
def test_an_amendment_must_fit_what_it_amends(tmp_path, old, new, message):
    assert old in AMENDMENT_2026
    first = refusal(tmp_path, AMENDMENT_2026.replace(old, new))
    assert f"announcement.yaml:{message}" in first


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2026-05-27 to 2026-05-28", "2026-05-09", "7: 2026-05-09 is a make-up working day by "
         "国办发明电〔2025〕7号; national make-up days stay working days in CN-NX"),
        ("  古尔邦节: 2026-05-27 to 2026-05-28\n", "  古尔邦节: []\nmakeup_days: [2026-05-03]\n",
         "9: 2026-05-03 is a day off by 国办发明电〔2025〕7号"),
    ],
)  # fmt: skip
def test_a_regional_announcement_must_fit_the_national_one(tmp_path, old, new, message):
    assert old in NINGXIA_2026
    assert refusal(tmp_path, NINGXIA_2026.replace(old, new)) == [f"announcement.yaml:{message}"]


def test_an_announcement_made_in_python_is_checked_too():
    new = Announcement(region="CN", year=2027, issuer="国务院办公厅", known_from=date(2026, 11, 4))
    with pytest.raises(DefinitionError, match="<announcement>: 2027-01-01 is 元旦"):
        WorkingCalendar.from_announcements("CN", [*shipped_announcements("CN"), new])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("days: 13", "days: 12", "12 days are stated, the holidays below have 13"),
        ("除夕: {feast: 春节,", "除夕: {feast: 春季,", "'春季' is none of the feasts 春节, 清明"),
        ("  2027: 02-06", "  next: 02-06", "'next' is not a whole number"),
        ("format: 1", "format: 2", "this version reads 'format: 1'"),
        ("2027: 02-06 04-05", "2027: 04-05", "expected 4 days such as 02-17, one for each feast"),
        ("2027: 02-06", "2027: 02-30", "expected 4 days such as 02-17, one for each feast"),
        ("[05-01, 05-02]", "[05-01, 05-32]", "'05-32' is neither a day such as 05-01 nor a moving"),
    ],
)
def test_a_statute_that_does_not_add_up_is_refused(tmp_path, old, new, message):
    from zwgov_workflow.calendar import region  # noqa: PLC0415 (for the folder alone)

    text = (region._DATA / "statute.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "statute.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        read_statute(path)
