"""A person's record as it is shown: which items, in which order, under which words (rules.md 2.1, 2.2)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

LABELS: dict[str, Any] = {
    "name": _("姓名"),
    "former_name": _("曾用名"),
    "sex": _("性别"),
    "ethnicity": _("民族"),
    "citizen_id": _("公民身份号码"),
    "birth_date": _("出生日期"),
    "education": _("学历"),
    "category": _("人员类别"),
    "branch": _("所在党支部"),
    "joined_on": _("加入党组织日期"),
    "full_on": _("转为正式党员日期"),
    "work_post": _("工作岗位"),
    "mobile": _("手机号"),
    "phone": _("固定电话"),
    "home_address": _("家庭住址"),
    "status": _("党籍状态"),
    "is_lost": _("是否为失联党员"),
    "lost_since": _("失去联系日期"),
    "is_mobile": _("是否为流动党员"),
    "flow_to": _("外出流向"),
    "degree": _("学位"),
    "employee_number": _("工号"),
    "work_unit_and_post": _("工作单位及职务"),
    "technical_post": _("从事专业技术职务"),
    "work_since": _("参加工作日期"),
    "residence": _("现居住地"),
    "household_place": _("户籍所在地"),
    "native_place": _("籍贯"),
    "new_stratum_kind": _("新社会阶层类型"),
    "league_joined_on": _("入团日期"),
    "is_migrant_worker": _("是否农民工"),
    "is_taiwan_origin": _("是否台湾省籍"),
    "is_in_hardship": _("是否困难党员"),
    "group": _("所在党小组"),
    "standing": _("党龄"),
    "joining_kind": _("入党类型"),
    "joining_branch": _("入党时所在支部"),
    "probation_extended_to": _("延长预备期至"),
    "registered_on": _("登记日期"),
}

# The national collection form: item number → fields (rules.md 2.1).
FORM_ITEMS: tuple[tuple[int, str], ...] = (
    (1, "name"), (2, "sex"), (3, "ethnicity"), (4, "citizen_id"), (5, "birth_date"), (6, "education"),
    (7, "category"), (8, "branch"), (9, "joined_on"), (10, "full_on"), (11, "work_post"), (12, "mobile"),
    (12, "phone"), (13, "home_address"), (14, "status"), (15, "is_lost"), (15, "lost_since"), (16, "is_mobile"),
    (16, "flow_to"),
)  # fmt: skip
MEMBERSHIP_FIELDS = (
    "group", "standing", "probation_extended_to", "joining_kind", "joining_branch", "registered_on",
)  # fmt: skip
FURTHER_FIELDS = (
    "former_name", "employee_number", "work_unit_and_post", "technical_post", "work_since", "degree", "residence",
    "household_place", "native_place", "new_stratum_kind", "league_joined_on", "is_migrant_worker",
    "is_taiwan_origin", "is_in_hardship",
)  # fmt: skip
# What a person may ask to have corrected: what he knows himself. Status, branch and group follow from events.
DATES_OF_MEMBERSHIP = ("joined_on", "full_on")
CORRECTABLE = (
    "name", "former_name", "sex", "ethnicity", "citizen_id", "birth_date", "education", "degree", "work_post",
    "work_unit_and_post", "technical_post", "work_since", "mobile", "phone", "home_address", "residence",
    "household_place", "native_place", "league_joined_on", "is_migrant_worker", "is_taiwan_origin",
    *DATES_OF_MEMBERSHIP,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a record. A sealed one shows its mask; `correctable` ones can be asked about."""

    field: str
    label: Words
    value: Words
    number: int | None = None
    sealed: bool = False
    correctable: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading."""

    title: Words
    lines: tuple[Line, ...]


def yes_no(value: bool) -> Words:
    """是 or 否."""
    return _("是") if value else _("否")


def standing_words(months: int) -> Words:
    """党龄 as people say it."""
    return _("%(years)d 年 %(months)d 个月") % {"years": months // 12, "months": months % 12}


def text_of(value: object) -> str:
    """A value as a request for correction keeps it: ISO days, "1" and "" for yes and no."""
    if isinstance(value, bool):
        return "1" if value else ""
    return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")


def value_of(field: str, text: str) -> object:
    """The value behind such a text."""
    if field.startswith("is_"):
        return bool(text)
    if field == "sex":
        return int(text or 0)
    if field.endswith(("_on", "_since", "_date")):
        return date.fromisoformat(text) if text else None
    return text
