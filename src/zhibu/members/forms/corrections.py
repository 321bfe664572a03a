"""Forms of requests for correction."""

from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.members.forms.records import field_for
from zhibu.members.rules.particulars import Details, faults, normalised
from zhibu.members.rules.record import CORRECTABLE, LABELS


class FieldForm(forms.Form):
    """Which item is wrong."""

    field = forms.ChoiceField(label=_("要更正哪一项"), choices=[(name, LABELS[name]) for name in CORRECTABLE])


class CorrectionForm(forms.Form):
    """What the item should say, and why."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reason = forms.CharField(
        label=_("更正理由"), max_length=300, help_text=_("例如：身份证已更换；请写明有什么材料可以核对。")
    )
    field_order = ("proposed", "reason")

    def __init__(self, *args: Any, field: str, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._field, self._today = field, today
        self.fields["proposed"] = field_for(field)
        self.fields["proposed"].label = _("更正为")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Say at the field what cannot be right."""
        details = cast("Details", {self._field: self.cleaned_data.get("proposed", "")})
        found = faults(normalised(details, today=self._today), today=self._today)
        if self._field in found and "proposed" not in self.errors:
            self.add_error("proposed", str(found[self._field]))
        return self.cleaned_data

    def request(self) -> dict[str, Any]:
        """What the service takes."""
        return {"field": self._field, **{name: self.cleaned_data[name] for name in ("proposed", "reason", "key")}}


class AnswerForm(forms.Form):
    """Accept or decline; declining needs its reason."""

    accept = forms.TypedChoiceField(
        label=_("答复"),
        choices=[("yes", _("同意，按申请更正")), ("no", _("不更正，写明原因"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("答复说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """A refusal is explained."""
        if self.cleaned_data.get("accept") is False and not self.cleaned_data.get("answer", "").strip():
            self.add_error("answer", _("请写明为什么不更正，本人会看到这段话。"))
        return self.cleaned_data
