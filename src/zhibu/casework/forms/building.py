"""Forms with which staff build a matter without code."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from zhibu.casework.enums import Ask, Duty, Fact, Hall, Held, Special
from zhibu.casework.forms.answers import MoneyField
from zhibu.casework.rules.definition import CODE, parse

ICONS = (
    ("document", _("文件")), ("shield", _("保障")), ("help", _("帮助")), ("money", _("补助")),
    ("activities", _("活动")),
    ("edit", _("填写")), ("people", _("人员")), ("star", _("入党")),
)  # fmt: skip


def code_field() -> forms.CharField:
    """A short name for machines."""
    return forms.CharField(
        label=_("代号"), max_length=30, help_text=_("小写字母和下划线，例如 hospital_name。发布后不要改。"),
        validators=[RegexValidator(CODE, _("用小写字母开头，只用小写字母、数字和下划线。"))],
    )  # fmt: skip


class NewMatterForm(forms.Form):
    """A matter begins with a name."""

    title = forms.CharField(label=_("事项名称"), max_length=60)
    code = code_field()


class BasicsForm(forms.Form):
    """What a matter is, before form and steps."""

    title = forms.CharField(label=_("事项名称"), max_length=60)
    summary = forms.CharField(label=_("一句话说明"), max_length=80)
    who = forms.CharField(label=_("谁可以办"), max_length=200, required=False)
    guide = forms.CharField(label=_("办事指南"), widget=forms.Textarea, max_length=4000, required=False)
    hall = forms.ChoiceField(label=_("归在哪里"), choices=Hall)
    icon = forms.ChoiceField(label=_("图标"), choices=ICONS)
    special = forms.ChoiceField(label=_("特别的办法"), choices=Special, required=False)
    for_others = forms.BooleanField(label=_("可以替同事申请"), required=False)
    officers_only = forms.BooleanField(label=_("只有支部书记、副书记、组织委员可以申请"), required=False)
    most_fen = MoneyField(label=_("最多发放（元，0 为不限）"), required=False)
    renews = forms.CharField(label=_("续期办的是哪个事项（代号）"), max_length=30, required=False)
    offers = forms.MultipleChoiceField(
        label=_("符合时提示本人可以办"), choices=Fact, required=False, widget=forms.CheckboxSelectMultiple
    )

    def said(self) -> dict[str, Any]:
        """As a definition keeps it."""
        return self.cleaned_data | {"most_fen": self.cleaned_data["most_fen"] or 0}


class FieldForm(forms.Form):
    """A question."""

    label = forms.CharField(label=_("问什么"), max_length=60)
    code = code_field()
    ask = forms.ChoiceField(label=_("怎样填"), choices=Ask)
    choices = forms.CharField(
        label=_("选项"), widget=forms.Textarea, required=False, help_text=_("单选、多选时用，每行一个。")
    )
    sample = forms.CharField(label=_("范本"), max_length=120, required=False, help_text=_("显示在旁边，例如：王小禾"))
    known = forms.ChoiceField(label=_("已知就预填"), choices=[("", _("不预填")), *Held.choices], required=False)
    only_if = forms.CharField(
        label=_("什么时候才问"),
        max_length=80,
        required=False,
        help_text=_("写成 代号=选项；是否题写 代号=yes。留空总是问。"),
    )
    required = forms.BooleanField(label=_("必须填"), required=False, initial=True)
    secret = forms.BooleanField(
        label=_("敏感信息"), required=False, help_text=_("办理人看到的是遮住的，打开要记入审计日志。")
    )

    def said(self) -> dict[str, Any]:
        """As a definition keeps it."""
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        return self.cleaned_data | {"choices": [line for line in lines if line]}


class MaterialForm(forms.Form):
    """A paper."""

    label = forms.CharField(label=_("材料名称"), max_length=60)
    code = code_field()
    sample = forms.CharField(label=_("怎样准备"), max_length=120, required=False)
    only_if = forms.CharField(label=_("什么时候才要"), max_length=80, required=False, help_text=_("写成 代号=选项。"))
    required = forms.BooleanField(label=_("必须有"), required=False, initial=True)

    def said(self) -> dict[str, Any]:
        """As a definition keeps it."""
        return dict(self.cleaned_data)


class StepForm(forms.Form):
    """What a handler does."""

    label = forms.CharField(label=_("这一步做什么"), max_length=40)
    code = code_field()
    duty = forms.ChoiceField(label=_("由谁办"), choices=Duty)
    days = forms.IntegerField(label=_("几个工作日内"), min_value=1, max_value=60, initial=3)
    note = forms.CharField(label=_("给办理人的提示"), max_length=200, required=False)
    asks = forms.CharField(
        label=_("办理人要登记什么"), widget=forms.Textarea, required=False,
        help_text=_("每行一项：代号 名称 类型，例如 visited_on 走访日期 date。"),
    )  # fmt: skip
    pays = forms.BooleanField(label=_("登记款物"), required=False)
    visit = forms.BooleanField(label=_("办完记一次走访慰问"), required=False)
    letter = forms.CharField(label=_("办完出具的文书（代号）"), max_length=30, required=False)

    def clean_asks(self) -> list[dict[str, Any]]:
        """Lines of code, name and type."""
        rows = [line.split() for line in self.cleaned_data["asks"].splitlines() if line.strip()]
        if any(len(row) != 3 or not CODE.match(row[0]) or row[2] not in Ask.values for row in rows):
            raise forms.ValidationError(_("每行写三样，用空格分开：代号 名称 类型。"))
        return [{"code": code, "label": label, "ask": ask} for code, label, ask in rows]

    def said(self) -> dict[str, Any]:
        """As a definition keeps it."""
        said = dict(self.cleaned_data)
        return said | {"fields": said.pop("asks")}


class LetterForm(forms.Form):
    """A paper that the case ends with."""

    title = forms.CharField(label=_("标题"), max_length=60)
    code = code_field()
    issuer = forms.CharField(label=_("落款"), max_length=80, required=False, help_text=_("留空就用办理的组织。"))
    body = forms.CharField(
        label=_("正文"), widget=forms.Textarea, max_length=4000,
        help_text=_("可以用 {name} {branch} {today} {number} {form.代号}。"),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """As a definition keeps it."""
        return dict(self.cleaned_data)


FORMS: dict[str, Any] = {"fields": FieldForm, "materials": MaterialForm, "steps": StepForm, "letters": LetterForm}


def initial_of(part: str, row: dict[str, Any]) -> dict[str, Any]:
    """A stored part as its form shows it."""
    shown = dict(row)
    if part == "fields":
        shown["choices"] = "\n".join(row.get("choices", ()))
    if part == "steps":
        shape = parse({"title": "", "steps": [row]}).steps[0]
        shown["asks"] = "\n".join(f"{one.code} {one.label} {one.ask}" for one in shape.fields)
    return shown
