"""Forms of advice."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhibu.advice.enums import Signing
from zhibu.advice.models import Office
from zhibu.advice.queries.offices import offices, people_named
from zhibu.advice.rules.steps import LONGEST, RECEIPT_LENGTH, plain_receipt
from zhibu.kernel.viewer import Viewer


class WriteForm(forms.Form):
    """Advice. `looked` says that look-alikes were shown; `key` makes a second tap the same act."""

    office_id = forms.TypedChoiceField(label=_("交给哪个部门"), coerce=int)
    title = forms.CharField(label=_("题目"), max_length=60)
    text = forms.CharField(
        label=_("内容"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("说清是什么事、您希望怎样。不写别人的姓名和隐私。"),
    )  # fmt: skip
    signing = forms.ChoiceField(label=_("署名"), choices=Signing, widget=forms.RadioSelect, initial=Signing.OPEN)
    may_quote = forms.BooleanField(label=_("每月汇总可以引用我的原话（不写姓名）"), required=False)
    looked = forms.BooleanField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = offices(viewer).filter(is_open=True).values_list("pk", "name")
        self.fields["office_id"].choices = list(rows)  # type: ignore[attr-defined]
        if viewer.is_anonymous:
            anonymous = Signing.ANONYMOUS
            self.fields["signing"].choices = [(anonymous, anonymous.label)]  # type: ignore[attr-defined]
            self.fields["signing"].initial = anonymous


class ReceiptForm(forms.Form):
    """A receipt as it was written down."""

    receipt = forms.CharField(label=_("回执"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def clean_receipt(self) -> str:
        """Without blanks and dashes."""
        found = plain_receipt(self.cleaned_data["receipt"])
        if len(found) != RECEIPT_LENGTH:
            raise ValidationError(_("回执是 12 位，请核对。"))
        return found


class StepForm(forms.Form):
    """What the office says."""

    state = forms.ChoiceField(choices=[("answered", ""), ("adopted", ""), ("done", "")])
    text = forms.CharField(max_length=LONGEST)
    key = forms.UUIDField()


def step_of(data: Any) -> dict[str, Any] | None:
    """What a step form sent, or None when words or the step are missing."""
    form = StepForm(data)
    return form.cleaned_data if form.is_valid() else None


class ChangeForm(forms.Form):
    """What is said of an office."""

    name = forms.CharField(label=_("名称"), max_length=40)
    about = forms.CharField(label=_("管哪些事"), max_length=200, required=False)
    answer_days = forms.IntegerField(label=_("几个工作日内答复"), min_value=1, max_value=60, initial=10)
    is_open = forms.BooleanField(label=_("接收意见"), required=False, initial=True)


class FoundForm(ChangeForm):
    """A new office."""

    organisation_id = forms.TypedChoiceField(label=_("属于哪个组织"), coerce=int)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, homes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_open"]
        self.fields["organisation_id"].choices = homes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A name is given once in an organisation."""
        data: dict[str, Any] = self.cleaned_data
        if {"organisation_id", "name", "key"} <= data.keys():
            same = Office.objects.filter(organisation_id=data["organisation_id"], name=data["name"].strip())
            if same.exclude(key=data["key"]).exists():
                self.add_error("name", ValidationError(_("这个组织已经有同名的部门。")))
        return data


class OfficerForm(forms.Form):
    """Somebody who answers, by full name or employee number."""

    person = forms.CharField(label=_("姓名或工号"), max_length=80, help_text=_("请写全名；有同名的请写工号。"))

    def clean_person(self) -> int:
        """The one whom it means."""
        found = people_named(str(self.cleaned_data["person"]).strip())
        if len(found) != 1:
            raise ValidationError(_("没有找到唯一的一位，请写工号。") if found else _("没有找到这位同事，请核对。"))
        return found[0]


class BriefForm(forms.Form):
    """Which month of which organisation."""

    organisation_id = forms.TypedChoiceField(label=_("哪个组织"), coerce=int)
    month = forms.DateField(
        label=_("哪个月（选那个月的任意一天）"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, homes: list[tuple[int, str]], month: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = homes  # type: ignore[attr-defined]
        self.fields["month"].initial = month
