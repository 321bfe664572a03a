"""A letter from outside, and what our own letters show."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import value_fault
from zhibu.transfers.enums import Kind
from zhibu.transfers.forms.sampled import MonthField, SampledForm, day_input
from zhibu.transfers.queries.parties import receiving_branches, targets


class RegisterForm(SampledForm):
    """What a paper letter says, copied by the committee that receives."""

    from_unit = forms.CharField(label=_("开介绍信的党委"), max_length=120)
    letter_number = forms.CharField(label=_("介绍信编号"), max_length=60)
    letter_issued_on = forms.DateField(label=_("开具日期"), widget=day_input())
    letter_valid_days = forms.IntegerField(label=_("有效期（天）"), min_value=1, max_value=366)
    name = forms.CharField(label=_("姓名"), max_length=80)
    citizen_id = forms.CharField(label=_("公民身份号码"), max_length=18)
    ethnicity = forms.CharField(label=_("民族"), max_length=20, required=False)
    joined_on = forms.DateField(label=_("加入党组织日期"), widget=day_input())
    full_on = forms.DateField(label=_("转为正式党员日期"), widget=day_input(), required=False)
    paid_through = MonthField(label=_("党费已交到"), required=False)
    mobile = forms.CharField(label=_("本人联系电话"), max_length=20, required=False)
    branch_id = forms.TypedChoiceField(label=_("接收支部"), coerce=int)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, **options)
        self._today = today
        self.fields["branch_id"].choices = receiving_branches(viewer)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the record would refuse when the branch takes him in is said now, to whoever holds the letter."""
        data: dict[str, Any] = self.cleaned_data
        for name in ("citizen_id", "ethnicity", "mobile"):
            if fault := value_fault(name, data.get(name, ""), today=self._today):
                self.add_error(name, str(fault))
        return data


class HeadForm(forms.Form):
    """What the letters of a committee show beside the text."""

    code = forms.RegexField(
        r"^[A-Z0-9]{2,12}$", label=_("编号前缀"), help_text=_("2 到 12 位大写字母或数字，印在每个编号前面。")
    )
    address = forms.CharField(label=_("通讯地址"), max_length=120, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    fax = forms.CharField(label=_("传真"), max_length=30, required=False)
    postcode = forms.CharField(label=_("邮政编码"), max_length=10, required=False)


class PeerForm(forms.Form):
    """Another installation."""

    name = forms.CharField(label=_("单位名称"), max_length=120)
    address = forms.URLField(label=_("对方网址"), max_length=200, assume_scheme="https")
    public_key = forms.CharField(
        label=_("对方公钥"), max_length=60, help_text=_("44 个字符。请在电话里逐组核对，不要只看邮件。")
    )


class BatchForm(SampledForm):
    """A whole unit: which branch, where to, on which decision."""

    branch_id = forms.TypedChoiceField(label=_("整建制转出的支部"), coerce=int)
    to_branch_id = forms.TypedChoiceField(label=_("转到本系统的支部"), coerce=int, empty_value=None, required=False)
    to_unit = forms.CharField(label=_("转去的党组织"), max_length=120, required=False)
    addressee = forms.CharField(label=_("介绍信抬头"), max_length=120, required=False)
    document = forms.CharField(label=_("批复文件"), max_length=120)
    paid_through = MonthField(label=_("党费已交到"))
    valid_days = forms.IntegerField(label=_("有效期（天）"), min_value=1, max_value=90, initial=90)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, kind=Kind.WHOLE_UNIT, initial={"key": uuid4()}, **options)
        self.fields["branch_id"].choices = receiving_branches(viewer)  # type: ignore[attr-defined]
        others = [("", _("转到系统外（开介绍信）")), *targets(viewer)]
        self.fields["to_branch_id"].choices = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Inside or outside, one of the two."""
        data = super().clean() or {}
        if not data.get("to_branch_id") and not data.get("to_unit"):
            self.add_error("to_unit", _t("请选本系统的支部，或填写系统外的党组织。"))
        return data
