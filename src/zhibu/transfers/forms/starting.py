"""Asking for a transfer."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.viewer import Viewer
from zhibu.transfers.enums import Ground, Kind
from zhibu.transfers.forms.sampled import SampledForm
from zhibu.transfers.queries.parties import find_members, may_start_for, targets

INSIDE = (Kind.INTERNAL_MOVE, Kind.SAME_SYSTEM)


class MemberField(forms.CharField):
    """The one member in the viewer's charge of a name or number; None for oneself. The form sets `viewer`."""

    viewer: Viewer

    def __init__(self) -> None:
        super().__init__(label=_("为哪位党员办理"), max_length=80, required=False)

    def clean(self, value: Any) -> Any:
        """His id. Raises ValidationError for nobody and for several."""
        text = str(super().clean(value))
        if not text.strip():
            return None
        found = find_members(self.viewer, text)
        if not found:
            raise forms.ValidationError(_t("您的工作范围内没有这位在册党员。请核对姓名，或改填工号。"))
        if len(found) > 1:
            names = "、".join(name for _pk, name in found)
            raise forms.ValidationError(_t("同名的有：%(names)s。请改填工号。") % {"names": names})
        return found[0][0]


class StartForm(SampledForm):
    """What the sending side needs to know; an officer names the member."""

    who = MemberField()
    to_branch = forms.TypedChoiceField(label=_("接收支部"), coerce=int)
    to_unit = forms.CharField(label=_("转去的党组织"), max_length=120)
    addressee = forms.CharField(label=_("介绍信抬头"), max_length=120)
    ground = forms.ChoiceField(label=_("转接原因"), choices=Ground.choices)
    member_contact = forms.CharField(label=_("本人联系电话"), max_length=40, required=False)
    note = forms.CharField(label=_("补充说明"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))
    agreed = forms.BooleanField(label=_("同意把转接需要的个人信息提供给接收方党组织（代办的已取得本人同意）"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, kind: str, **options: Any) -> None:
        options["initial"] = {"key": uuid4()} | (options.get("initial") or {})
        super().__init__(*args, kind=kind, **options)
        self.kind = kind
        self.fields["who"].viewer = viewer  # type: ignore[attr-defined]
        if not may_start_for(viewer):
            del self.fields["who"]
        elif not viewer.is_member:
            self.fields["who"].required = True
        for name in ("to_unit", "addressee", "agreed") if kind in INSIDE else ("to_branch",):
            del self.fields[name]
        if kind in INSIDE:
            self.fields["to_branch"].choices = targets(viewer)  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Arguments of the service."""
        data = dict(self.cleaned_data)
        return {
            "kind": self.kind,
            "person_id": data.pop("who", None),
            "to_branch_id": data.pop("to_branch", None),
        } | data
