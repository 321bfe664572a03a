"""Asking to be away for a time, and what is written down meanwhile."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.viewer import Viewer
from zhibu.transfers.enums import NoteKind, TemporaryKind
from zhibu.transfers.forms.sampled import SampledForm, day_input
from zhibu.transfers.forms.starting import MemberField
from zhibu.transfers.queries.parties import may_start_for


class StayForm(SampledForm):
    """Where, when, why, and how one can be reached."""

    who = MemberField()
    place = forms.CharField(label=_("去哪里"), max_length=120)
    host = forms.CharField(label=_("接收参加组织生活的党组织"), max_length=120, required=False)
    reason = forms.CharField(label=_("外出事由"), max_length=200)
    starts_on = forms.DateField(label=_("外出日期"), widget=day_input())
    ends_on = forms.DateField(label=_("预计返回日期"), widget=day_input())
    cannot_move = forms.CharField(label=_("超过六个月而转不了关系的原因"), max_length=200, required=False)
    contact = forms.CharField(label=_("在外怎样联系"), max_length=120)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, kind: str, **options: Any) -> None:
        super().__init__(*args, kind=kind, initial={"key": uuid4()}, **options)
        self.kind = kind
        self.fields["who"].viewer = viewer  # type: ignore[attr-defined]
        self.fields["who"].required = not viewer.is_member
        if not may_start_for(viewer):
            del self.fields["who"]
        if kind != TemporaryKind.MOBILE:
            del self.fields["cannot_move"]

    def asked(self) -> dict[str, Any]:
        """Arguments of the service."""
        data = dict(self.cleaned_data)
        return {"kind": self.kind, "person_id": data.pop("who", None)} | data


class EmptyForm(forms.Form):
    """Nothing to fill in."""


class WordsForm(forms.Form):
    """Why not."""

    words = forms.CharField(label=_("说明"), max_length=300)


class StayNoteForm(forms.Form):
    """A contact or the yearly check."""

    kind = forms.ChoiceField(label=_("记录什么"), choices=NoteKind.choices[:2])
    words = forms.CharField(label=_("情况"), max_length=300, widget=forms.Textarea({"rows": 3}))


class EndForm(forms.Form):
    """Back again."""

    ended_on = forms.DateField(label=_("返回日期"), widget=day_input())
    words = forms.CharField(
        label=_("接收方填写的活动和党费情况"), max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )
