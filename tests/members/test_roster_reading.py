"""Reading a roster: the real file with its faults, the layouts people make, and files that must not be opened."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.members.rosters import GOOD, HEADER, changed, workbook
from zhibu.members.enums import Category, Sex
from zhibu.members.errors import UnreadableFile
from zhibu.members.rules.roster import guard
from zhibu.members.rules.roster.problems import ERRORS, WARNINGS
from zhibu.members.rules.roster.reading import Roster, preview

TODAY = date(2026, 11, 21)
DATA = Path(__file__).parent / "data"
BRANCHES = {"甲支部": 1, "机关党支部": 1, "研发中心党支部": 2}


def codes_of(rows, known=BRANCHES):
    found = preview(workbook(("名册", [HEADER, *rows])), today=TODAY, known_branches=known)
    return [(problem.row, problem.column, problem.code) for problem in found.problems]


def read(file, known=BRANCHES):
    return list(Roster(file, today=TODAY, known_branches=known))


def faults():
    with (DATA / "roster-faults.csv").open(encoding="utf-8") as file:
        return [(int(row["row"]), row["column"], row["code"], row["severity"]) for row in csv.DictReader(file)]


def test_the_real_roster_shows_its_twenty_faults_and_nothing_else():
    with (DATA / "roster.xlsx").open("rb") as file:
        found = preview(file, today=TODAY, known_branches={})
    assert [(p.row, p.column, p.code, p.severity) for p in found.problems] == faults()
    assert found.rows == 320
    assert sorted(found.new_branches) == [
        "四川基地党支部", "天津基地党支部", "新乡基地党支部", "机关党支部", "物流中心党支部", "番禺生产基地党支部",
        "研发中心党支部", "营销中心党支部",
    ]  # fmt: skip


def test_the_real_roster_against_the_eight_branches_shows_the_same():
    with (DATA / "roster.xlsx").open("rb") as file:
        known = {name: pk for pk, name in enumerate(preview(file, today=TODAY, known_branches={}).new_branches, 1)}
        found = preview(file, today=TODAY, known_branches=known)
    assert [(p.row, p.column, p.code, p.severity) for p in found.problems] == faults()


def test_every_sentence_says_how_to_mend_it():
    assert all(text.endswith("。") and "！" not in text for text in (ERRORS | WARNINGS).values())


def test_a_good_row_is_read_into_stored_forms():
    (row,) = read(workbook(("名册", [HEADER, GOOD])))
    values = row.values
    assert (row.row, row.is_good, row.problems) == (2, True, [])
    assert (values.name, values.sex, values.ethnicity) == ("张安", Sex.MALE, "汉族")
    assert (values.education, values.category) == ("大学本科毕业", Category.FULL)
    assert (values.branch_id, values.joined_on, values.full_on) == (1, date(2008, 7, 1), date(2009, 7, 1))


def test_columns_in_any_order_and_wording_with_a_title_and_an_empty_column():
    header = ["", "序号", "联系电话", "身份证号", "姓 名", "入党时间", "转正时间", "出生年月日（按档案）", "性别",
    "民族", "所在支部",
              "党员类别"]  # fmt: skip
    line = [None, 1, 13846549611, "119901198503150015", "张 安", "2008.7.1", date(2009, 7, 1), 19850315, "男", "汉",
            "中共机关支部委员会", "正式"]  # fmt: skip
    rows = [["党员花名册"], [], ["填报单位"], header, line]
    (row,) = read(workbook(("说明", [["先看这里", "姓名"]]), ("花名册", rows)))
    assert (row.row, row.problems) == (5, [])
    assert (row.values.name, row.values.mobile, row.values.branch_id) == ("张安", "13846549611", 1)
    assert (row.values.birth_date, row.values.joined_on) == (date(1985, 3, 15), date(2008, 7, 1))


def test_empty_rows_totals_remarks_and_repeated_headers_are_not_members():
    rows = [
        HEADER,
        GOOD,
        [],
        ["  "],
        HEADER,
        ["小计", 1],
        ["合计：", 320],
        ["注：以上人员已核对"],
        ["填表人：李某", "日期：今天"],
    ]
    assert [row.row for row in read(workbook(("名册", rows)))] == [2]


def test_a_sheet_of_notes_and_a_hidden_sheet_are_left_alone():
    file = workbook(("填表说明", [["1. 带*号为必填项。"]]), ("名册", [HEADER, GOOD]))
    assert len(read(file)) == 1


def test_several_rosters_in_one_workbook_are_one_roster():
    file = workbook(("甲", [HEADER, GOOD]), ("乙", [HEADER, GOOD]))
    found = preview(file, today=TODAY, known_branches=BRANCHES)
    assert [(p.sheet, p.row, p.code) for p in found.problems] == [("乙", 2, "dup_id")]


@pytest.mark.parametrize(
    ("heading", "value", "column", "code"),
    [
        ("性别", "", "B", "missing_sex"), ("性别", "不明", "B", "unknown_sex"), ("民族", "", "C",
        "missing_ethnicity"),
        ("公民身份号码", "", "D", "missing_id"), ("公民身份号码", 119901198503150015.0, "D", "id_as_number"),
        ("公民身份号码", "1.19901E+17", "D", "id_as_number"), ("公民身份号码", "119901850315001", "D", "old_id"),
        ("公民身份号码", "1199011985031500150", "D", "long_id"), ("公民身份号码", "00990119850315001X", "D",
        "bad_id_province"),
        ("公民身份号码", "819901198503150010", "D", "not_citizen_id"),
        ("公民身份号码", "119901199002300112", "D", "bad_id_date"), ("公民身份号码", "119901209912310113", "D",
        "future_id_date"),
        ("出生日期", "", "E", "missing_birth"), ("人员类别", "", "G", "missing_category"),
        ("加入党组织日期", "", "I", "missing_join"), ("转为正式党员日期", "2027-01-01", "J", "future_full"),
        ("转为正式党员日期", "后补", "J", "bad_date"), ("工作岗位", "老板", "K", "unknown_post"),
        ("固定电话", "没有", "M", "bad_landline"), ("家庭住址", "长" * 201, "N", "too_long"),
        ("党籍状态", "不详", "O", "unknown_status"), ("是否失联/流动", "是", "P", "unclear_lost_or_mobile"),
        ("是否失联/流动", "失联", "P", "lost_without_date"), ("出生日期", "=DATE(1985,3,15)", "E", "formula_cell"),
        ("所在党支部", "机关党支", "H", "unknown_branch"),
    ],
)  # fmt: skip
def test_each_fault_has_its_code(heading, value, column, code):
    assert codes_of([changed(**{heading: value})]) == [(2, column, code)]


def test_a_date_of_a_probationary_member_is_not_kept():
    file = workbook(
        ("名册", [HEADER, changed(人员类别="预备党员", 加入党组织日期="2026-01-01", 转为正式党员日期="2026-06-01")])
    )
    (row,) = read(file)
    assert ([p.code for p in row.problems], row.is_good, row.values.full_on) == (
        ["probationary_with_full_date"],
        True,
        None,
    )


def test_a_branch_spelled_in_a_way_that_fits_two_is_asked_about():
    known = {"机关党支部": 1, "机关支部": 2}
    assert codes_of([changed(所在党支部="机关党支部")], known) == []
    assert codes_of([changed(所在党支部="中共机关党支部委员会")], known) == [(2, "H", "ambiguous_branch")]


def test_a_slip_in_a_branch_name_gets_a_suggestion():
    found = preview(workbook(("名册", [HEADER, changed(所在党支部="机关党支")])), today=TODAY, known_branches=BRANCHES)
    assert "机关党支部" in found.problems[0].message


def test_a_formula_with_a_stored_result_is_found_in_the_sheet_itself():
    assert codes_of([changed(出生日期="=DATE(1985,3,15)")]) == [(2, "E", "formula_cell")]


def test_formulas_in_totals_and_in_columns_nobody_reads_do_no_harm():
    rows = [[*HEADER, "序号"], [*GOOD, "=ROW()-1"], ["合计", "=COUNTA(A2:A2)"]]
    assert preview(workbook(("名册", rows)), today=TODAY, known_branches=BRANCHES).problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_of_excel_and_wps(encoding, delimiter):
    text = io.StringIO()
    line = changed(公民身份号码='="119901198503150015"')
    csv.writer(text, delimiter=delimiter).writerows([["名册"], HEADER, line])
    (row,) = read(io.BytesIO(text.getvalue().encode(encoding)))
    assert (row.row, row.problems, row.values.name) == (3, [], "张安")


def refusal_of(content):
    with pytest.raises(UnreadableFile) as refused:
        read(io.BytesIO(content))
    assert str(refused.value).endswith("。")
    return refused.value.code


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"), (b"%PDF-1.7 ...", "not_a_workbook"), (b"\x89PNG\r\n\x1a\n...", "not_a_workbook"),
        (b"\x00\x01\x02 something", "not_a_workbook"), (b"PK\x03\x04 cut off", "damaged_file"),
        ("﻿<html><table><tr><td>姓名".encode(), "not_a_workbook"), (b"name and nothing else", "no_header"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted_file"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le") + b"\0" * 600, "damaged_file"),
        (b"\xff\xff\xff", "damaged_file"), (zipped({"a.txt": "text"}), "not_a_workbook"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "damaged_file"),
        (",".join(["姓名", "性别", "民族", "学历"]).encode(), "missing_columns"),
    ],
)  # fmt: skip
def test_what_is_no_roster_is_refused_with_a_reason(content, code):
    assert refusal_of(content) == code


def test_a_truncated_workbook_is_refused():
    content = workbook(("名册", [HEADER, GOOD])).getvalue()
    assert {refusal_of(content[:cut]) for cut in (100, len(content) // 2, len(content) - 30)} == {"damaged_file"}


def test_a_workbook_with_a_changed_byte_is_refused():
    content = bytearray(workbook(("名册", [HEADER, GOOD])).getvalue())
    place = content.find(b"xl/worksheets/sheet1.xml") + 80
    content[place] ^= 0xFF
    assert refusal_of(bytes(content)) == "damaged_file"


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = zipped({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b" " * (16 * guard.MIB)})
    assert len(bomb) < 100_000
    assert refusal_of(bomb) == "zip_bomb"


def test_a_zip_of_thousands_of_parts_is_refused():
    assert refusal_of(zipped({f"xl/{number}.xml": "" for number in range(guard.MAX_PARTS + 1)})) == "zip_bomb"


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = zipped({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b" " * (16 * guard.MIB)})
    honest = (16 * guard.MIB).to_bytes(4, "little")
    assert refusal_of(content.replace(honest, (1000).to_bytes(4, "little"))) == "damaged_file"


@pytest.mark.parametrize("address", ["XFD2", "CA2", "A200000", "B1048576"])
def test_a_cell_far_away_is_refused(address):
    content = workbook(("名册", [HEADER, GOOD]), **{address: "x"}).getvalue()
    assert refusal_of(content) == "sheet_too_large"


def test_a_hundred_megabytes_are_refused_without_being_read():
    class Huge(io.BytesIO):
        def seek(self, offset, whence=0):
            return 100 * guard.MIB if whence == 2 else super().seek(offset, whence)

        def read(self, size=-1):
            raise AssertionError("read")

    with pytest.raises(UnreadableFile) as refused:
        read(Huge())
    assert refused.value.code == "file_too_large"


def test_control_characters_do_not_reach_the_values():
    (row,) = read(io.BytesIO("\n".join([",".join(HEADER), ",".join(changed(姓名="张\x07安"))]).encode()))
    assert row.values.name == "张安"


def test_column_letters():
    assert [guard.column_letters(number) for number in (1, 26, 27, 78)] == ["A", "Z", "AA", "BZ"]
    assert [guard.column_number(letters) for letters in ("A", "Z", "AA", "BZ")] == [1, 26, 27, 78]
