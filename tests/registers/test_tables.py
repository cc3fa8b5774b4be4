"""Tables as offices write them."""

import sys
from datetime import date

import pytest
import xlsxwriter

from zwgov_workflow.errors import DefinitionError, MissingPackage
from zwgov_workflow.registers.table import open_table

TEXT = "编号,名称,日期\nA1,户籍指南,2026/3/2\n"
ROW = {"编号": "A1", "名称": "户籍指南", "日期": "2026/3/2"}


def rows(path, **how):
    with open_table(path, **how) as table:
        return [(row.line, dict(row.cells)) for row in table.rows]


def refused(path, **how):
    with pytest.raises(DefinitionError) as caught:
        rows(path, **how)
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_separators_that_offices_write(table, encoding, separator, end):
    text = TEXT.replace(",", separator).replace("\n", end)
    assert rows(table(text.encode(encoding))) == [(2, ROW)]


def test_a_character_that_only_gb18030_has(table):
    assert rows(table("名称\n㐀𠀀\n".encode("gb18030"))) == [(2, {"名称": "㐀𠀀"})]


def test_lines_are_those_of_an_editor_where_a_cell_has_several(table):
    text = '编号,名称\nA1,"第一行\n第二行"\n\n , \nA2,x\n'
    assert rows(table(text)) == [
        (2, {"编号": "A1", "名称": "第一行\n第二行"}),
        (6, {"编号": "A2", "名称": "x"}),
    ]


def test_names_of_columns_below_a_title_with_commas_of_its_own(table):
    text = "二〇二六年, 台账, 一\n\n编号;名称\nA1;x\n"
    assert rows(table(text), header=3) == [(4, {"编号": "A1", "名称": "x"})]


def test_short_rows_end_empty_and_surplus_is_noticed(table):
    with open_table(table("a,b\n1\n1,2,3\n1,2,\n")) as opened:
        found = [(dict(row.cells), row.surplus) for row in opened.rows]
    assert found == [
        ({"a": "1", "b": ""}, False),
        ({"a": "1", "b": "2"}, True),
        ({"a": "1", "b": "2"}, False),
    ]


def test_columns_without_name_are_not_looked_at(table):
    assert rows(table("a,,b\n1,2,3\n")) == [(2, {"a": "1", "b": "3"})]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", ": has no line 1"),
        (",,\n1,2,3\n", ":1: no column has a name here"),
        ("a,b,a\n", ":1: 2 columns are called 'a'"),
        ('a,b\n1,"x\n', ":2: is not read as separated values: unexpected end of data"),
        (b"a,b\n\x81\x30\xff,1\n", ": cannot be read: is no text in UTF-8, UTF-16 or GB 18030"),
    ],
)
def test_what_is_no_table_is_refused(table, content, what):
    assert refused(table(content)) == what


def test_a_file_that_is_not_there(tmp_path):
    assert refused(tmp_path / "no.csv") == ": cannot be read: No such file or directory"
    assert refused(tmp_path / "no.xlsx") == ": cannot be read: no such file, or no right to read it"


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write(0, 0, "填表说明")
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, ["编号", "日期", "分数", "是否"])
        sheet.write_row(3, 0, [17, None, 2.5, True])
        sheet.write_datetime(3, 1, date(2026, 3, 2), day)
        sheet.write_row(4, 0, [" A2 ", 46083])
    return path


def test_a_sheet_of_a_spreadsheet(workbook):
    assert rows(workbook, sheet="台账", header=2) == [
        (4, {"编号": 17, "日期": date(2026, 3, 2), "分数": 2.5, "是否": True}),
        (5, {"编号": "A2", "日期": 46083, "分数": "", "是否": ""}),
    ]
    assert rows(workbook) == []


def test_a_sheet_that_is_not_there(workbook):
    assert refused(workbook, sheet="台 账") == ": has no sheet '台 账'. Did you mean '台账'?"


def test_what_is_called_a_spreadsheet_and_is_none(table):
    assert refused(table("a,b\n", "x.xlsx")).startswith(": is no spreadsheet that can be read")


def test_a_spreadsheet_without_what_reads_it(workbook, monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingPackage, match=r"pip install 'zwgov_workflow\[spreadsheets\]'"):
        rows(workbook)
