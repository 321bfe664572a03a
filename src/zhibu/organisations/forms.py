"""Forms of organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.organisations.enums import BodyKind, Kind, Province, State, UnitRelation


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def _document(*, required: bool) -> forms.CharField:
    return forms.CharField(label=_("批复文号"), max_length=200, required=required)


class FoundForm(forms.Form):
    """A new organisation."""

    kind = forms.ChoiceField(label=_("类别"), choices=Kind)
    name = forms.CharField(label=_("全称"), max_length=120, help_text=_("与印章一致，例如“中共××公司××支部委员会”。"))
    short_name = forms.CharField(label=_("简称"), max_length=40, help_text=_("名册和列表里使用，不能重复。"))
    unit_relation = forms.ChoiceField(label=_("所在单位情况"), choices=UnitRelation)
    founded_on = _day(_("设立日期"))
    document = _document(required=False)


class RenameForm(forms.Form):
    """A new name."""

    name = forms.CharField(label=_("全称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    happened_on = _day(_("更名日期"))
    document = _document(required=False)


class ProvinceForm(forms.Form):
    """Where it is."""

    province = forms.ChoiceField(
        label=_("所在省份"), choices=[("", "—"), *Province.choices], required=False,
        help_text=_("下级组织没有另填时，也算在这里。"),
    )  # fmt: skip
    happened_on = _day(_("自什么时候"))


class PlaceForm(forms.Form):
    """Another organisation: the new parent, or the heir of a merger."""

    target = forms.TypedChoiceField(label=_("到哪个组织"), coerce=int)
    happened_on = _day(_("批复日期"))
    document = _document(required=True)

    def __init__(self, *args: Any, targets: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]


class KindForm(forms.Form):
    """Another kind."""

    kind = forms.ChoiceField(label=_("改设为"), choices=Kind)
    happened_on = _day(_("批复日期"))
    document = _document(required=True)


class StateForm(forms.Form):
    """The next step of life."""

    to = forms.ChoiceField(label=_("下一步"))
    happened_on = _day(_("日期"))
    document = _document(required=False)

    def __init__(self, *args: Any, states: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state, State(state).label) for state in states]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The end of an organisation or a body."""

    happened_on = _day(_("撤销日期"))
    document = _document(required=True)


class ElectionForm(forms.Form):
    """The last election."""

    elected_on = _day(_("当选日期"))
    years = forms.IntegerField(
        label=_("任期年数"), required=False, min_value=1, max_value=6, help_text=_("不填时按当选那天适用的任期规定。")
    )
    document = _document(required=False)


class RenewalStepForm(forms.Form):
    """The step that comes next; `number` shows whether somebody else was faster."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    happened_on = _day(_("办理日期"))
    document = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("文件或会议记录的名称和文号。"))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class ExtensionForm(forms.Form):
    """An approved delay."""

    until = _day(_("延期到"), help_text=_("一般不超过原届满日期后一年。"))
    document = _document(required=True)


class BodyForm(forms.Form):
    """A body beside a committee."""

    kind = forms.ChoiceField(label=_("类别"), choices=BodyKind)
    name = forms.CharField(label=_("名称"), max_length=80)
    founded_on = _day(_("设立日期"), required=True)
    elected_on = _day(_("最近当选日期"), required=False)
    term_years = forms.IntegerField(label=_("任期年数"), required=False, min_value=1, max_value=6)
