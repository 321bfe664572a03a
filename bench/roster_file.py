"""Writes a roster of invented members, with the mess of real ones, of any length."""

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook


def _words(text: str) -> list[str]:
    return text.split()


HEADINGS = _words(
    "姓名* 性别* 民族* 公民身份号码* 出生日期* 学历 人员类别* 所在党支部* 加入党组织日期* 转为正式党员日期 工作岗位 "
    "手机号码 固定电话 家庭住址 党籍状态 是否失联/流动"
)
BRANCHES = [f"第{number}车间党支部" for number in range(1, 2001)]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
_GIVEN = "安博晨丹恩芳刚航佳凯兰明宁鹏青荣诗涛文欣雅泽"
_PEOPLES = _words("汉族 汉 汉族 汉族 壮族 满族 回族 苗族 土家族")
_EDUCATIONS = _words("大学本科毕业 大学本科 大专 大学专科毕业 普通高中毕业 硕士研究生毕业 中等专科毕业")


def citizen_id(born: date, order: int, area: int) -> str:
    """A valid number in an area that was never allotted (last two digits 99)."""
    head = f"44{area % 90 + 10:02}99{born:%Y%m%d}{order:03}"
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True)) % 11]


def members(count: int, *, branches: int = 2000, seed: int = 20) -> list[list[object]]:
    """Rows in the order of HEADINGS; every number is different."""
    chance = random.Random(seed)  # noqa: S311
    return [_member(index, chance, BRANCHES[:branches]) for index in range(count)]


def _member(index: int, chance: random.Random, branches: list[str]) -> list[object]:
    sex = chance.randrange(2)
    born = date(1955, 1, 1) + timedelta(days=index % 17000)
    order = index // 17000 // 90 * 2 + 100 + sex
    joined, full = date(born.year + 22, born.month, 1), date(born.year + 23, born.month, 1)
    number = citizen_id(born, order, index // 17000)
    phone = f"13{chance.randrange(10**9):09}"
    return [
        chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN),
        "女男"[sex], chance.choice(_PEOPLES), number, _written(born, chance), chance.choice(_EDUCATIONS),
        chance.choice(("正式党员", "正式")), branches[index % len(branches)], _written(joined, chance),
        _written(full, chance), "企业管理人员", float(phone) if chance.random() < 0.1 else phone, None,
        f"广东省广州市荔湾区示例路{chance.randrange(9999)}号", "正常", None,
    ]  # fmt: skip


def _written(day: date, chance: random.Random) -> object:
    forms = (day, f"{day}", f"{day:%Y/%m/%d}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}")
    return chance.choice((*forms, f"{day.year}年{day.month}月{day.day}日"))


def write(path: Path, count: int, **options: int) -> None:
    """Write a workbook of `count` members."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("党员信息采集表")
    sheet.append(["中共示例集团有限公司委员会党员信息采集表"])
    sheet.append(HEADINGS)
    for row in members(count, **options):
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("count", type=int)
    arguments = parser.parse_args()
    write(arguments.path, arguments.count)
