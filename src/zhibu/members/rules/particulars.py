"""What is held on a person: the forms that are stored, and what cannot be right (rules.md 2.1)."""

from datetime import date
from typing import Any, TypedDict, cast

from django.utils.translation import gettext_lazy as _

from zhibu.members.enums import Category, Sex
from zhibu.members.rules import codes
from zhibu.members.rules.citizen_id import IdClass, read_citizen_id
from zhibu.members.rules.dates import add_years
from zhibu.members.rules.text import landline_number, mobile_number, person_name, plain, squeezed

ADULT = 18  # Party constitution, Article 1
SEALED = ("citizen_id", "home_address", "residence")  # class A, rules.md 10.2


class Details(TypedDict, total=False):
    """The columns of a person that people fill in; whatever is left out stays as it is."""

    name: str
    former_name: str
    sex: int
    ethnicity: str
    birth_date: date | None
    citizen_id: str
    education: str
    degree: str
    employee_number: str | None
    is_employee: bool
    work_post: str
    work_unit_and_post: str
    technical_post: str
    work_since: date | None
    mobile: str
    phone: str
    home_address: str
    residence: str
    household_place: str
    native_place: str
    new_stratum_kind: str
    league_joined_on: date | None
    is_migrant_worker: bool
    is_taiwan_origin: bool
    is_in_hardship: bool


def normalised(details: Details, *, today: date) -> Details:
    """The same in the forms that are stored; sex and birth date come from the number only where none is given."""
    values = cast("dict[str, Any]", {name: _tidy(name, value) for name, value in details.items()})
    number = read_citizen_id(values.get("citizen_id", ""), today=today)
    if number.valid:
        values["citizen_id"] = number.text
        values["sex"] = values.get("sex") or (Sex.MALE if number.sex == "M" else Sex.FEMALE)
        values["birth_date"] = values.get("birth_date") or number.birth_date
    return cast("Details", values)


def _tidy(name: str, value: Any) -> Any:
    if name in {"name", "former_name"}:
        return person_name(value)
    if name == "mobile":
        return mobile_number(value) or plain(value)
    if name == "ethnicity":
        return codes.ethnicity(squeezed(value)) or squeezed(value)
    if name == "education":
        return codes.education(squeezed(value)) or squeezed(value)
    if name == "employee_number":
        return squeezed(value) or None
    return value.strip() if isinstance(value, str) else value


_ID_SENTENCES = {
    IdClass.OLD_15_DIGIT: _("这是 15 位的旧号码。请填写身份证上的 18 位号码。"),
    IdClass.BAD_LENGTH: _("身份证号码应为 18 位。请对照身份证逐位核对。"),
    IdClass.BAD_CHARACTER: _("身份证号码只能有数字，最后一位可以是 X。请改正后再保存。"),
    IdClass.BAD_DATE: _("身份证号码里的出生日期不存在。请核对第 7 到 14 位。"),
    IdClass.FUTURE_BIRTH_DATE: _("身份证号码里的出生日期在今天之后。请核对第 7 到 14 位。"),
    IdClass.BAD_CHECKSUM: _("身份证号码的最后一位对不上，多半有一位输错了。请逐位核对。"),
    IdClass.NOT_A_CITIZEN_NUMBER: _("这是港澳台居民居住证号码，不是公民身份号码。请核对证件。"),
}
_BAD_ID = _("身份证号码的前两位不是省级代码。请对照身份证核对。")


def faults(details: Details, *, today: date) -> dict[str, object]:
    """Field → sentence for everything in normalised details that cannot be right."""
    found = {
        "name": _("请填写姓名，写法与身份证一致。") if details.get("name") == "" else None,
        "citizen_id": _id_fault(details, today=today),
        "sex": _sex_fault(details, today=today),
        "birth_date": _birth_fault(details, today=today),
        "ethnicity": _ethnicity_fault(details),
        "mobile": _mobile_fault(details),
        "phone": _phone_fault(details),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _id_fault(details: Details, *, today: date) -> object | None:
    number = read_citizen_id(details.get("citizen_id", ""), today=today)
    if number.valid or number.error_class is IdClass.EMPTY:
        return None
    return _ID_SENTENCES.get(number.error_class, _BAD_ID)


def _sex_fault(details: Details, *, today: date) -> object | None:
    number, sex = read_citizen_id(details.get("citizen_id", ""), today=today), details.get("sex")
    if not number.valid or sex not in (Sex.MALE, Sex.FEMALE) or (sex == Sex.MALE) == (number.sex == "M"):
        return None
    return _("性别与身份证号码第 17 位不一致。请核对其中一项。")


def _birth_fault(details: Details, *, today: date) -> object | None:
    born = details.get("birth_date")
    return _("出生日期在今天之后。请核对年份。") if born and born > today else None


def _ethnicity_fault(details: Details) -> object | None:
    name = details.get("ethnicity", "")
    return _("民族不在国家标准名称之内。请写全称，例如“汉族”。") if name and codes.ethnicity(name) is None else None


def _mobile_fault(details: Details) -> object | None:
    number = details.get("mobile", "")
    return _("手机号应为 11 位数字，以 1 开头。请核对。") if number and mobile_number(number) is None else None


def _phone_fault(details: Details) -> object | None:
    number = details.get("phone", "")
    known = not number or landline_number(number) or mobile_number(number)
    return None if known else _("固定电话请写区号和号码，例如 020-81234567。")


def birth_differs(citizen_id: str, birth_date: date | None, *, today: date) -> bool:
    """Whether number and birth date disagree; the archive's date stays, people are only told (rules.md 2.1)."""
    number = read_citizen_id(citizen_id, today=today)
    return number.valid and birth_date is not None and number.birth_date != birth_date


def date_faults(
    *, category: str, joined_on: date, full_on: date | None, birth_date: date | None, today: date
) -> dict[str, object]:
    """Field → sentence for dates of a membership that cannot be right together."""
    found: dict[str, object] = {}
    if joined_on > today:
        found["joined_on"] = _("加入党组织日期在今天之后。请核对年份。")
    elif birth_date and joined_on < add_years(birth_date, ADULT):
        found["joined_on"] = _("按出生日期算，加入党组织时不满 18 岁。请核对这两个日期。")
    if sentence := _full_fault(category, joined_on, full_on, today):
        found["full_on"] = sentence
    return found


def _full_fault(category: str, joined_on: date, full_on: date | None, today: date) -> object | None:
    if category == Category.PROBATIONARY:
        return _("预备党员还没有转正日期。请留空，或把人员类别改为正式党员。") if full_on else None
    if full_on is None:
        return _("正式党员要有转为正式党员日期，也就是预备期满那天。请补上。")
    if full_on < joined_on:
        return _("转正日期早于加入党组织日期。请核对这两个日期。")
    return _("转正日期在今天之后。请核对年份。") if full_on > today else None
