"""What can be wrong in a roster: codes, severities, sentences."""

from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

ERROR, WARNING = "error", "warning"

# Stable codes. A sentence says what is wrong and how to mend it.
ERRORS = {
    "missing_name": _("没有姓名。请照身份证填写。"),
    "missing_sex": _("没有性别。请填“男”或“女”。"),
    "missing_ethnicity": _("没有民族。请照身份证填写，如“汉族”。"),
    "missing_id": _("没有公民身份号码。请照身份证填 18 位号码。"),
    "missing_birth": _("没有出生日期。请按档案填到日，如 1985-03-15。"),
    "missing_category": _("没有人员类别。请填“正式党员”或“预备党员”。"),
    "missing_branch": _("没有所在党支部。请填支部名称，与组织树里的写法一致。"),
    "missing_join": _("没有加入党组织日期。请填支部大会通过的那一天，如 2001-07-01。"),
    "unknown_sex": _("性别“%(value)s”看不懂。请填“男”或“女”。"),
    "unknown_category": _("“%(value)s”不是党员的人员类别。请填“正式党员”或“预备党员”；不是党员的请从名册里删去。"),
    "unknown_branch": _("没有叫“%(value)s”的党支部。请先在组织树里设立它，或改成已有支部的名称。"),
    "unknown_branch_near": _(
        "没有叫“%(value)s”的党支部，是不是“%(near)s”？请改成已有支部的名称，或先在组织树里设立它。"
    ),
    "ambiguous_branch": _("“%(value)s”对得上不止一个党支部。请写全称。"),
    "unknown_status": _("党籍状态“%(value)s”看不懂。请填“正常”或“停止党籍”。"),
    "short_id": _("公民身份号码只有 %(length)d 位，应为 18 位。请对照身份证补齐。"),
    "long_id": _("公民身份号码有 %(length)d 位，应为 18 位。请对照身份证删去多余的数字。"),
    "old_id": _("这是 15 位的旧身份证号。请填第二代身份证上的 18 位号码，系统不会自行换算。"),
    "letters_in_id": _(
        "公民身份号码里有不该有的字符“%(value)s”（第 %(place)d 位）。常见的是把数字 0 写成字母 O，请改正。"
    ),
    "bad_id_province": _("公民身份号码的前两位“%(value)s”不是省份代码。请对照身份证改正。"),
    "not_citizen_id": _("这是港澳台居民居住证号码，不是公民身份号码。请在“其他证件”里登记。"),
    "bad_id_date": _("公民身份号码第 7 至 14 位“%(value)s”不是有效的日期。请对照身份证改正。"),
    "future_id_date": _("公民身份号码里的出生日期“%(value)s”在今天之后。请对照身份证改正。"),
    "bad_checksum": _("公民身份号码的校验位不对，多半有一位写错了。请对照身份证逐位核对。"),
    "id_as_number": _("公民身份号码被存成了数字，后几位已经丢失。请把这一列设为文本格式，再重新填写号码。"),
    "dup_id": _("与第 %(first)d 行的公民身份号码相同。请核对：同一个人删去一行，不同的人改正号码。"),
    "impossible_birth": _("出生日期“%(value)s”不存在或看不懂。请按档案填到日，如 1985-03-15。"),
    "future_birth": _("出生日期 %(value)s 在今天之后。请按档案改正。"),
    "bad_date": _("日期“%(value)s”不存在或看不懂。请填到日，如 2001-07-01。"),
    "future_join": _("加入党组织日期 %(value)s 在今天之后。请填支部大会通过的那一天。"),
    "join_under_18": _("加入党组织时只有 %(age)d 岁，未满 18 岁。请核对出生日期和加入日期。"),
    "full_without_date": _("正式党员没有转正日期。请填预备期满的那一天。"),
    "full_before_join": _("转正日期 %(value)s 早于加入党组织日期 %(joined)s。请核对这两个日期。"),
    "future_full": _("转正日期 %(value)s 在今天之后。还没有转正的请填“预备党员”。"),
    "bad_phone": _("手机号码“%(value)s”不对：应为 1 开头的 11 位数字。请核对后改正。"),
    "formula_cell": _("这一格是公式，结果可能不是您看到的样子。请复制后“选择性粘贴 → 数值”，再上传。"),
    "elsewhere": _("这位同志现在属于您管理范围之外的党支部。请走组织关系转接，不要用名册直接改。"),
    "left_party": _("这位同志的党籍记录是“%(status)s”，名册不能直接恢复。请先办理相应手续，或从名册里删去。"),
    "too_long": _("内容有 %(length)d 个字，最多 %(limit)d 个。请写短一些。"),
}
WARNINGS = {
    "unknown_ethnicity": _("“%(value)s”不在国标的民族名称里。会照写保存；如是笔误请改正。"),
    "unknown_education": _("“%(value)s”不在学历代码里。会照写保存；建议改成“大学本科毕业”一类的写法。"),
    "unknown_post": _("“%(value)s”不在工作岗位代码里。会照写保存；建议从代码表里选一个。"),
    "birth_mismatch": _("出生日期 %(value)s 与公民身份号码里的 %(in_id)s 不一致。以档案为准，会按表中的日期保存。"),
    "sex_mismatch": _("性别与公民身份号码第 17 位不一致。请核对；会按表中的性别保存。"),
    "probation_over_two_years": _("预备期已超过两年。预备期一年，最多延长一年；请核对是否已经转正。"),
    "probationary_with_full_date": _(
        "预备党员填了转正日期 %(value)s。已转正的请把人员类别改成“正式党员”；未转正的会不保存这个日期。"
    ),
    "bad_landline": _("固定电话“%(value)s”看不懂，会照写保存。建议写成 020-12345678。"),
    "unclear_lost_or_mobile": _("“%(value)s”看不出是失联还是流动，没有保存。请写“失联”“流动”或“否”。"),
    "lost_without_date": _("失联党员没有失去联系日期，会按导入当天登记。请随后补上实际的日期。"),
}
_SENTENCES = ERRORS | WARNINGS
# What a list of kinds calls each; one that is not here shows its code.
LABELS = {
    "missing_name": _("没有姓名"),
    "missing_sex": _("没有性别"),
    "missing_ethnicity": _("没有民族"),
    "missing_id": _("没有公民身份号码"),
    "missing_birth": _("没有出生日期"),
    "missing_category": _("没有人员类别"),
    "missing_branch": _("没有所在党支部"),
    "missing_join": _("没有加入日期"),
    "unknown_sex": _("性别看不懂"),
    "unknown_category": _("人员类别不对"),
    "unknown_branch": _("没有这个党支部"),
    "ambiguous_branch": _("党支部不明确"),
    "unknown_status": _("党籍状态看不懂"),
    "short_id": _("身份号码少位"),
    "long_id": _("身份号码多位"),
    "old_id": _("15 位旧号码"),
    "letters_in_id": _("身份号码有错字"),
    "bad_id_province": _("身份号码省份不对"),
    "not_citizen_id": _("不是公民身份号码"),
    "bad_id_date": _("身份号码日期不对"),
    "future_id_date": _("身份号码日期在今天之后"),
    "bad_checksum": _("身份号码校验位不对"),
    "id_as_number": _("身份号码存成了数字"),
    "dup_id": _("身份号码重复"),
    "impossible_birth": _("出生日期不对"),
    "future_birth": _("出生日期在今天之后"),
    "bad_date": _("日期不对"),
    "future_join": _("加入日期在今天之后"),
    "join_under_18": _("加入时未满 18 岁"),
    "full_without_date": _("没有转正日期"),
    "full_before_join": _("转正早于加入"),
    "future_full": _("转正日期在今天之后"),
    "bad_phone": _("手机号码不对"),
    "formula_cell": _("单元格是公式"),
    "elsewhere": _("在别的党支部"),
    "left_party": _("已不在册"),
    "too_long": _("内容太长"),
    "unknown_ethnicity": _("民族不在国标里"),
    "unknown_education": _("学历不在代码里"),
    "unknown_post": _("岗位不在代码里"),
    "birth_mismatch": _("出生日期与号码不一致"),
    "sex_mismatch": _("性别与号码不一致"),
    "probation_over_two_years": _("预备期超过两年"),
    "probationary_with_full_date": _("预备党员有转正日期"),
    "bad_landline": _("固定电话看不懂"),
    "unclear_lost_or_mobile": _("失联流动不明确"),
    "lost_without_date": _("失联没有日期"),
}
# Codes that differ only in their sentence.
_SAME_CODE = {"unknown_branch_near": "unknown_branch"}


def label_of(code: str) -> str:
    """What a list of kinds calls a code, in the reader's language."""
    return gettext(LABELS[code]) if code in LABELS else code


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one cell: the sheet's own row number and column letter."""

    row: int
    column: str
    kind: str
    values: dict[str, object] = field(default_factory=dict)
    sheet: str = ""

    @property
    def code(self) -> str:
        """The stable code."""
        return _SAME_CODE.get(self.kind, self.kind)

    @property
    def severity(self) -> str:
        """error: the row is not imported; warning: it is, and somebody should look."""
        return ERROR if self.kind in ERRORS else WARNING

    @property
    def is_error(self) -> bool:
        """Whether the row stays out."""
        return self.kind in ERRORS

    @property
    def message(self) -> str:
        """What is wrong and how to mend it, in the reader's language."""
        return gettext(_SENTENCES[self.kind]) % self.values

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "row": self.row, "column": self.column, "code": self.code,
            "severity": self.severity, "message": self.message,
        }  # fmt: skip
