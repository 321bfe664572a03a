"""Forms of talks."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class MomentInput(forms.DateTimeInput):
    """The phone's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """The phone's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentForm(forms.Form):
    """Another time."""

    moment = forms.DateTimeField(label=_("时刻"), widget=MomentInput)


class AnnounceForm(MomentForm):
    """A talk time; `key` makes a second tap the same act."""

    organisation_id = forms.TypedChoiceField(label=_("约哪里的同志"), coerce=int)
    note = forms.CharField(label=_("说一句话"), max_length=200, help_text=_("例如：想听听夜班同志最近的难处。"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("organisation_id", "note", "moment", "key")

    def __init__(self, *args: Any, led: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = led  # type: ignore[attr-defined]


LENGTHS = [(20, _("20 分钟")), (30, _("30 分钟")), (45, _("45 分钟")), (60, _("60 分钟"))]


class HoursForm(forms.Form):
    """An hour, and how often it comes again."""

    where = forms.ChoiceField(label=_("以什么身份"))
    place = forms.CharField(label=_("在哪里谈"), max_length=60, required=False, help_text=_("留空就在线上谈。"))
    starts_at = forms.DateTimeField(label=_("开始"), widget=MomentInput)
    minutes = forms.TypedChoiceField(label=_("多长"), coerce=int, choices=LENGTHS)
    weeks = forms.IntegerField(label=_("连续几周"), min_value=1, max_value=12, initial=4, help_text=_("每周同一时间。"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = places  # type: ignore[attr-defined]

    def offer(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        organisation, _colon, office = data.pop("where").partition(":")
        return data | {"organisation_id": int(organisation), "office": office}


class UndertakingForm(forms.Form):
    """What was promised."""

    text = forms.CharField(max_length=200)
    owner = forms.ChoiceField(choices=[("host", ""), ("guest", "")])
    due_on = forms.DateField()
    key = forms.UUIDField()


def promise_of(data: Any) -> dict[str, Any]:
    """What a promise form sent; what is missing reads as empty, and the service says what to do."""
    form = UndertakingForm(data)
    form.full_clean()
    said = form.cleaned_data
    return {
        "text": said.get("text", ""), "owner": said.get("owner", ""), "due_on": said.get("due_on") or date.min,
        "key": said.get("key") or uuid4(),
    }  # fmt: skip


def day_of(text: str) -> date:
    """A day as an input sends it; what is no day is the latest, which the service refuses."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return date.max


class SealedForm(forms.Form):
    """A cipher text on its way."""

    key = forms.UUIDField()
    sender_id = forms.IntegerField()
    recipient_id = forms.IntegerField()
    sealed = forms.CharField(strip=False)
