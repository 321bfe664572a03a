"""Forms of handlers."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.casework.enums import OutlayKind
from zhibu.casework.forms.answers import DayInput, MoneyField


class WordsForm(forms.Form):
    """Words that somebody reads."""

    words = forms.CharField(label=_("要说的话"), max_length=1000, required=False, widget=forms.Textarea)
    key = forms.UUIDField(required=False)


class PayForm(forms.Form):
    """What was given; `key` makes a second tap the same row."""

    kind = forms.ChoiceField(label=_("种类"), choices=OutlayKind)
    amount_fen = MoneyField(label=_("金额（元）"), help_text=_("例如：500 或 486.50"))
    what = forms.CharField(
        label=_("物品或用途"), max_length=80, required=False, help_text=_("例如：牛奶两箱、水果一篮")
    )
    given_to = forms.CharField(label=_("交给谁"), max_length=40)
    given_on = forms.DateField(label=_("哪天"), widget=DayInput)
    receipt = forms.FileField(label=_("收据或签收照片"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RateForm(forms.Form):
    """How it was handled."""

    stars = forms.TypedChoiceField(
        label=_("办得怎么样"), coerce=int, widget=forms.RadioSelect,
        choices=[(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))],
    )  # fmt: skip
    words = forms.CharField(label=_("想说的话"), max_length=200, required=False)


class WindowForm(forms.Form):
    """From when to when."""

    title = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：2027 年度补充医疗保险"))
    opens_on = forms.DateField(label=_("开始"), widget=DayInput)
    closes_on = forms.DateField(label=_("结束"), widget=DayInput)


def uuid_of(text: str) -> UUID:
    """A key as a form carries it; what is none becomes a new one."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def number_of(text: str) -> int:
    """A number as a form carries it, 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def said(data: Any) -> str:
    """The words of a form."""
    return str(data.get("words", ""))
