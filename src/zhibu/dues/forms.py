"""Forms of dues."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.dues.enums import BY_BASE, FIXED, POLICY_WORDS, USES, DuesKind, Method
from zhibu.dues.errors import AmountUnreadable, PolicyInThePast
from zhibu.dues.rules.amounts import fen_of
from zhibu.dues.rules.sealing import Figure
from zhibu.organisations.enums import Kind

MOST_FEN = 2**31 - 1  # what the column of one payment holds


class YuanField(forms.CharField):
    """An amount in yuan with at most two decimals, given in fen; `most` fen if there is a bound."""

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        self._most = most
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=14, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        """Fen, or None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = fen_of(text)
        except AmountUnreadable as wrong:
            raise forms.ValidationError(wrong.sentence) from wrong
        if self._most is not None and fen > self._most:
            raise forms.ValidationError(_("金额太大，请核对后再交。"))
        return fen


class DayInput(forms.DateInput):
    """The phone's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MonthField(forms.DateField):
    """A month by the phone's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
        super().__init__(input_formats=["%Y-%m", "%Y-%m-%d"], widget=widget, **kwargs)


def _kinds(kinds: Any) -> list[tuple[str, Any]]:
    return [(kind.value, DuesKind(kind).label) for kind in kinds]


class BaseForm(forms.Form):
    """A member's own base: from the pay slip, or the base itself."""

    kind = forms.ChoiceField(label=_("交纳类别"), choices=_kinds(BY_BASE))
    counted = YuanField(label=_("应计入的月收入（元）"), help_text=_(
        "机关：职务、级别工资和津贴补贴；事业单位：岗位、薪级、基础性绩效和津贴补贴；企业：基本工资、岗位工资等固定部分和"
        "经常性的奖金；个体经营：上季度月平均纯收入；离退休：实际领取的养老金。"
    ))  # fmt: skip
    deducted = YuanField(label=_("其中不计入的（元）"), required=False, help_text=_(
        "个人所得税，养老、医疗、失业、工伤、生育保险，住房公积金，职业年金和企业年金。改革性补贴（住房、交通、通讯、取暖、"
        "防暑等）、加班费、误餐费、一次性奖金不用填在上面。"
    ))  # fmt: skip
    reason = forms.CharField(
        label=_("为什么改"), max_length=200, required=False, help_text=_("今年第一次填写不用写；年中要改的写一句。")
    )
    from_month = forms.TypedChoiceField(
        label=_("从哪个月起"), coerce=int, choices=[(n, _("%(n)d 月") % {"n": n}) for n in range(1, 13)], initial=1
    )
    only_month = forms.BooleanField(
        label=_("只算这一个月"), required=False, help_text=_("实行年薪制的，兑现绩效的当月单独计算。")
    )

    def clean(self) -> dict[str, Any]:
        """What comes off is not more than what counts."""
        data = super().clean() or {}
        if (data.get("deducted") or 0) > (data.get("counted") or 0) and "counted" in data:
            self.add_error("deducted", _("减去的比收入还多，请再核对。"))
        return data

    def figure(self) -> Figure:
        """What is sealed."""
        counted, deducted = self.cleaned_data["counted"], self.cleaned_data["deducted"] or 0
        return Figure(base=counted - deducted, counted=counted, deducted=deducted)

    def others(self) -> dict[str, Any]:
        """What else the service takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "reason", "from_month", "only_month")}


class CodeForm(forms.Form):
    """A viewing code of another device."""

    code = forms.CharField(label=_("查看码"), max_length=40, help_text=_("您第一次填写时记下的 20 位字母和数字。"))


class GiveForm(forms.Form):
    """More than is owed."""

    amount = YuanField(label=_("金额（元）"), most=MOST_FEN)
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一次超过 1000 元的是大额党费，全部上缴中央，请简单写写本人情况。"),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    gateway = forms.ChoiceField(label=_("怎样付"))
    field_order = ("amount", "note", "gateway", "key")

    def __init__(self, *args: Any, gateways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = gateways  # type: ignore[attr-defined]


class QuarterForm(forms.Form):
    """By the quarter."""

    quarter = forms.TypedChoiceField(
        label=_("哪个季度"), coerce=int, choices=[(n, _("第 %(n)d 季度") % {"n": n}) for n in range(1, 5)]
    )
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("例如：长期在外地基地工作。"))


class HardshipForm(forms.Form):
    """Less or nothing for a time."""

    first_month = MonthField(label=_("从哪个月"))
    last_month = MonthField(label=_("到哪个月"))
    asked = YuanField(most=MOST_FEN, label=_("每月能交多少（元）"), help_text=_("想申请免交就填 0。"))
    reason = forms.CharField(
        label=_("困难情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("加密保存，只有支部和上级审批的人看得到。"),
    )  # fmt: skip


class StudyForm(forms.Form):
    """The branch's opinion."""

    opinion = forms.CharField(label=_("支部意见"), max_length=200)


class DecideForm(forms.Form):
    """The decision of the level above."""

    approved = YuanField(most=MOST_FEN, label=_("批准每月交多少（元）"), help_text=_("免交填 0。"))
    document = forms.CharField(label=_("批准文件或会议"), max_length=200)


class ConsentForm(forms.Form):
    """Who may pay."""

    payer_id = forms.TypedChoiceField(label=_("由谁代交"), coerce=int)

    def __init__(self, *args: Any, mates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer_id"].choices = mates  # type: ignore[attr-defined]


class RegisterForm(forms.Form):
    """Money that was handed in."""

    months = forms.TypedMultipleChoiceField(label=_("哪几个月"), coerce=int, widget=forms.CheckboxSelectMultiple)
    method = forms.ChoiceField(label=_("怎样交的"), choices=Method.choices, widget=forms.RadioSelect, initial="cash")
    received_on = forms.DateField(label=_("哪天收到"), widget=DayInput)
    reference = forms.CharField(label=_("银行流水号"), max_length=64, required=False)
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("补交 6 个月以前的，写明支部研究的意见。")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, open_months: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = open_months  # type: ignore[attr-defined]

    def payment(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        return {"obligation_ids": data.pop("months"), **data}


class FixedForm(forms.Form):
    """A sum that needs no base."""

    kind = forms.ChoiceField(label=_("类别"), choices=_kinds(FIXED))
    sum_fen = YuanField(
        label=_("每月多少（元）"), required=False,
        help_text=_("农民党员 0.20 元到 1.00 元；其余类别都是 0.20 元，可以不填。"),
    )  # fmt: skip


class NoteForm(forms.Form):
    """One sentence."""

    note = forms.CharField(label=_("说明"), max_length=200)


class DepositForm(forms.Form):
    """Cash to the bank, or interest."""

    what = forms.ChoiceField(
        label=_("做什么"),
        choices=[("deposit", _("现金存入专户")), ("interest", _("登记利息")), ("opening", _("登记期初结存"))],
    )
    amount = YuanField(label=_("金额（元）"))
    on = forms.DateField(label=_("日期"), widget=DayInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class UseForm(forms.Form):
    """A collective decision to use money."""

    purpose = forms.ChoiceField(label=_("用途"), choices=[(use.value, use.label) for use in USES])
    amount = YuanField(label=_("金额（元）"))
    text = forms.CharField(label=_("做什么用"), max_length=200)
    meeting = forms.CharField(
        label=_("哪次会议决定的"), max_length=200, help_text=_("例如：2026年11月支委会，会议纪要第12号。")
    )
    decided_on = forms.DateField(label=_("会议日期"), widget=DayInput)
    present = forms.IntegerField(label=_("到会人数"), min_value=1, max_value=999)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def decision(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        return {"amount_fen": data.pop("amount") or 0, **data}


class PeriodForm(forms.Form):
    """Months of a sheet."""

    first_month = MonthField(label=_("从哪个月"))
    last_month = MonthField(label=_("到哪个月"))


class YearForm(forms.Form):
    """Which year."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(today.year - 1, today.year - 6, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class CompareForm(forms.Form):
    """A day's books."""

    day = forms.DateField(label=_("哪一天"), widget=DayInput)
    gateway = forms.ChoiceField(label=_("收款渠道"))
    bank_file = forms.FileField(
        label=_("银行对账文件（CSV）"), required=False,
        help_text=_("列名 day,number,amount_yuan,reference，最后一行 TOTAL,笔数,合计。"),
    )  # fmt: skip

    def __init__(self, *args: Any, gateways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = gateways  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """How much goes up."""

    organisation_kind = forms.ChoiceField(label=_("哪一级"), choices=Kind.choices)
    percent = forms.DecimalField(label=_("上缴比例（%）"), min_value=0, max_value=100, decimal_places=2)
    in_force_from = forms.DateField(label=_("从哪天起"), widget=DayInput)
    document = forms.CharField(label=_("依据文件"), max_length=200)

    def rule(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        return {"basis_points": int(data.pop("percent") * 100), **data}


class PolicyForm(forms.Form):
    """A choice where the rules leave it open."""

    choice = forms.ChoiceField(
        label=_("选哪一种"), choices=[(f"{code}={value}", words) for (code, value), words in POLICY_WORDS.items()]
    )
    in_force_from = forms.DateField(
        label=_("从哪天起"), widget=DayInput, help_text=_("今天或以后。已经核定的月份不变。")
    )
    document = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：党委会纪要〔2026〕12 号，2026-11-20 集体研究")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_force_from"].initial = self.today = today

    def clean_in_force_from(self) -> date:
        """From today on."""
        day: date = self.cleaned_data["in_force_from"]
        if day < self.today:
            raise forms.ValidationError(PolicyInThePast.sentence)
        return day

    def policy(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        code, _sign, value = data.pop("choice").partition("=")
        return {"code": code, "value": value, **data}


class BasesForm(forms.Form):
    """The unit's sealed file."""

    file = forms.FileField(label=_("密封的文件（.sealed）"))
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [today.year, *([today.year + 1] if today.month == 12 else [])]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
