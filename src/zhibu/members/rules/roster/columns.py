"""Finding the header row and what each column holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibu.members.rules.roster.guard import column_letters
from zhibu.members.rules.text import plain, squeezed

# Field → the national form's own heading first, then what people write instead.
HEADINGS = {
    "name": ("姓名", "党员姓名", "name", "fullname"),
    "sex": ("性别", "sex", "gender"),
    "ethnicity": ("民族", "ethnicity"),
    "citizen_id": (
        "公民身份号码", "公民身份证号码", "身份证号码", "身份证号", "居民身份证号码", "居民身份证号", "身份证",
        "身份号码", "证件号码", "citizenid", "idnumber",
    ),
    "birth_date": ("出生日期", "出生年月日", "出生年月", "生日", "出生时间", "birthdate", "dateofbirth"),
    "education": ("学历", "最高学历", "文化程度", "教育程度", "education"),
    "category": ("人员类别", "党员类别", "党员类型", "人员类型", "党员身份", "category"),
    "branch": (
        "所在党支部", "所属党支部", "所在支部", "所属支部", "党支部", "支部", "党支部名称", "支部名称", "所在党组织",
        "所属党组织", "党组织名称", "branch",
    ),
    "joined_on": ("加入党组织日期", "入党日期", "入党时间", "加入党组织时间", "加入中共组织时间", "joinedon"),
    "full_on": ("转为正式党员日期", "转正日期", "转正时间", "转为正式党员时间", "fullon"),
    "post": ("工作岗位", "岗位", "岗位类别", "post"),
    "mobile": ("手机号码", "手机号", "手机", "移动电话", "联系电话", "联系方式", "电话", "mobile"),
    "phone": ("固定电话", "座机", "办公电话", "固话", "宅电", "phone", "landline"),
    "home_address": ("家庭住址", "住址", "家庭地址", "住所", "地址", "homeaddress", "address"),
    "status": ("党籍状态", "党籍", "status"),
    "lost_or_mobile": ("是否失联/流动", "是否失联流动", "失联/流动", "失联或流动"),
    "is_lost": ("是否为失联党员", "是否失联党员", "是否失联"),
    "lost_since": ("失去联系日期", "失联日期", "失联时间"),
    "is_mobile": ("是否为流动党员", "是否流动党员", "是否流动"),
    "flow_to": ("外出流向", "流动去向", "流向"),
}  # fmt: skip
REQUIRED = ("name", "sex", "ethnicity", "citizen_id", "birth_date", "category", "branch", "joined_on")
_FIELD_OF = {heading: (name, rank) for name, all_ in HEADINGS.items() for rank, heading in enumerate(all_)}
_NOISE = re.compile(r"[*＊:：\s]|[(（\[][^)）\]]*[)）\]]")
# A header stands in the first rows, below titles and notes.
SEARCHED_ROWS = 40
# Fewer known headings than this are a coincidence in a sheet of notes.
_FEWEST = 4


@dataclass(frozen=True)
class Columns:
    """Where each field stands: index from 0 and letter."""

    header_row: int
    index: dict[str, int]
    titles: tuple[str, ...] = ()

    @property
    def letters(self) -> dict[str, str]:
        """Field → column letter."""
        return {name: column_letters(at + 1) for name, at in self.index.items()}

    @property
    def missing(self) -> list[str]:
        """Headings of required fields that no column has."""
        return [HEADINGS[name][0] for name in REQUIRED if name not in self.index]


def field_of(cell: object) -> tuple[str, int] | None:
    """The field a heading names and how usual the wording is (0 = the form's own), or None."""
    return _FIELD_OF.get(_NOISE.sub("", squeezed(cell)).lower()) if isinstance(cell, str) and cell else None


def read_header(number: int, cells: Sequence[object]) -> Columns | None:
    """The columns, when this row is a header. Of two columns for one field the better wording wins."""
    best: dict[str, tuple[int, int]] = {}
    for at, cell in enumerate(cells):
        if found := field_of(cell):
            name, rank = found
            if name not in best or rank < best[name][0]:
                best[name] = (rank, at)
    if len(best) < _FEWEST or "name" not in best:
        return None
    titles = tuple(plain(cell) for cell in cells)
    return Columns(number, {name: at for name, (_rank, at) in best.items()}, titles)
