"""Forms of sign-up and leave."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LeaveForm(forms.Form):
    """Why one cannot come. Only the host reads it."""

    reason = forms.CharField(
        label=_("请假原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有主持人能看到，加密保存。"),
    )  # fmt: skip


class DecideForm(forms.Form):
    """The host's answer to a leave."""

    granted = forms.TypedChoiceField(choices=[("1", _("准假")), ("0", _("不准"))], coerce=lambda value: value == "1")
    answer = forms.CharField(label=_("答复"), max_length=200, required=False)
