"""Forms of one-time links and roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.members.enums import Role


class InviteForm(forms.Form):
    """Whom to invite, and for how many days."""

    people = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=60, initial=14)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        people = self.fields["people"]
        people.error_messages["required"] = _("请先勾选要邀请的同志。")
        people.valid_value = str.isdecimal  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A role on a node."""

    role = forms.ChoiceField(label=_("权限"), choices=Role)
    organisation_id = forms.TypedChoiceField(label=_("范围（含下级）"), coerce=int)

    def __init__(self, nodes: list[tuple[int, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["organisation_id"].choices = nodes  # type: ignore[attr-defined]
