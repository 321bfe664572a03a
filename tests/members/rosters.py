"""Rosters for tests: invented people in areas that were never allotted."""

import io
from datetime import date

from openpyxl import Workbook

from zhibu.members.rules.citizen_id import check_character

HEADER = ["姓名*", "性别", "民族", "公民身份号码", "出生日期", "学历", "人员类别", "所在党支部", "加入党组织日期",
          "转为正式党员日期", "工作岗位", "手机号码", "固定电话", "家庭住址", "党籍状态", "是否失联/流动"]  # fmt: skip
GOOD = ["张安", "男", "汉族", "119901198503150015", "1985-03-15", "大学本科", "正式党员", "甲支部", "2008-07-01",
        "2009-07-01", "企业管理人员", "13846549611", "", "广州市示例路1号", "正常", ""]  # fmt: skip


def citizen_id(order, born=date(1985, 3, 15)):
    """A valid number of a man."""
    head = f"119901{born:%Y%m%d}{order * 2 + 101:03}"
    return head + check_character(head)


def changed(**values):
    """The good row with some fields changed, by heading."""
    row = dict(zip((heading.strip("*") for heading in HEADER), GOOD, strict=True)) | values
    return list(row.values())


def people(count, **values):
    """Rows of that many different men."""
    names = [f"张{given}" for given in "一二三四五六七八九十"]
    return [changed(姓名=names[n % 10], 公民身份号码=citizen_id(n), **values) for n in range(count)]


def workbook(*sheets, **cells):
    """A workbook of (name, rows) sheets as a file; keyword cells are set last."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for address, value in cells.items():
            sheet[address] = value
    file = io.BytesIO()
    book.save(file)
    file.name = "roster.xlsx"
    return file


def roster(*rows):
    """A roster file of these rows."""
    return workbook(("名册", [HEADER, *rows]))
