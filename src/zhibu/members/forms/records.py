"""Forms of a person's record."""

from copy import deepcopy
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Category, Status
from zhibu.members.models import Person
from zhibu.members.queries.directory import Sought
from zhibu.members.rules.codes import EDUCATIONS, ETHNICITIES, PARTY_EDUCATIONS
from zhibu.members.rules.particulars import SEALED, Details, date_faults, faults, normalised
from zhibu.members.rules.record import LABELS
from zhibu.organisations.api import branches

PARTS: dict[Any, tuple[str, ...]] = {
    _("基本信息"): ("name", "former_name", "sex", "ethnicity", "citizen_id", "birth_date", "education", "degree"),
    _("联系方式"): ("mobile", "phone", "home_address", "residence"),
    _("工作"): ("employee_number", "work_post", "work_unit_and_post", "technical_post", "work_since"),
    _("其他信息"): (
        "household_place", "native_place", "new_stratum_kind", "league_joined_on", "is_migrant_worker",
        "is_taiwan_origin", "is_in_hardship",
    ),
}  # fmt: skip
DETAIL_FIELDS = tuple(name for names in PARTS.values() for name in names)


class DayInput(forms.DateInput):
    """The browser's own calendar; ISO days go both ways."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _input(name: str) -> forms.Widget | None:
    if name.endswith(("_on", "_since", "_date")):
        return DayInput()
    if name == "mobile":
        return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    return forms.TextInput(attrs={"autocomplete": "off"}) if name in SEALED else None


_FIELDS = forms.fields_for_model(
    Person,
    fields=DETAIL_FIELDS,
    labels=LABELS,
    widgets={name: widget for name in DETAIL_FIELDS if (widget := _input(name))},
)


def field_for(name: str, *, present: str = "") -> forms.Field:
    """A fresh form field for a column; lists that have a standard offer it, with the present value beside."""
    if name in {"ethnicity", "education"}:
        return _listed(name, present)
    return deepcopy(_FIELDS[name]) if name in _FIELDS else forms.DateField(label=LABELS[name], widget=DayInput())


def _listed(name: str, present: str) -> forms.Field:
    known = ETHNICITIES.values() if name == "ethnicity" else (*EDUCATIONS.values(), *PARTY_EDUCATIONS)
    names = [*known, *([present] if present and present not in known else [])]
    choices = [("", _("未填写")), *((one, one) for one in names)]
    return forms.ChoiceField(label=LABELS[name], choices=choices, required=False)


class PersonForm(forms.Form):
    """What is held on a person. When he is there already, sealed fields are empty: blank leaves them as they are."""

    def __init__(self, *args: Any, today: date, person: Person | None = None, **options: Any) -> None:
        initial = {name: getattr(person, name) for name in DETAIL_FIELDS if name not in SEALED} if person else {}
        options["initial"] = initial | options.get("initial", {})
        super().__init__(*args, **options)
        self._today, self._person = today, person
        self.fields.update({name: field_for(name, present=initial.get(name, "")) for name in DETAIL_FIELDS})
        for name in SEALED if person else ():
            self.fields[name].help_text = _("已加密保存。留空表示不改。")

    def clean(self) -> dict[str, Any]:
        """Say at its field what cannot be right."""
        found = faults(normalised(self.details(), today=self._today), today=self._today)
        for name, sentence in found.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, str(sentence))
        return self.cleaned_data

    def details(self) -> Details:
        """The details to store; a blank sealed field of somebody who is there is left out."""
        filled = {name: value for name, value in self.cleaned_data.items() if name in DETAIL_FIELDS}
        if self._person is not None:
            filled = {name: value for name, value in filled.items() if value or name not in SEALED}
        return cast("Details", filled)

    def parts(self) -> list[tuple[object, list[forms.BoundField]]]:
        """Headings with their fields."""
        return [(title, [self[name] for name in names]) for title, names in self.layout().items()]

    def layout(self) -> dict[Any, tuple[str, ...]]:
        """Heading → names of fields."""
        return PARTS


class MemberForm(PersonForm):
    """A person who is a member already."""

    branch_id = forms.TypedChoiceField(label=LABELS["branch"], coerce=int)
    category = forms.ChoiceField(label=LABELS["category"], choices=Category.choices)
    joined_on = forms.DateField(
        label=LABELS["joined_on"], widget=DayInput(), help_text=_("支部大会通过接收为预备党员的那一天。")
    )
    full_on = forms.DateField(
        label=LABELS["full_on"], widget=DayInput(), required=False, help_text=_("预备期满的那一天，不是批准日。")
    )
    joining_branch = forms.CharField(label=LABELS["joining_branch"], max_length=120, required=False)

    def __init__(self, viewer: Viewer, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = branches(viewer, to="manage").values_list("pk", "short_name")
        self.fields["branch_id"].choices = list(names)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Dates must fit each other too."""
        values = super().clean()
        if values.get("joined_on") and "full_on" in values:
            dates: dict[str, Any] = {name: values.get(name) for name in ("joined_on", "full_on", "birth_date")}
            found = date_faults(category=values.get("category", ""), today=self._today, **dates)
            for name, sentence in found.items():
                self.add_error(name, str(sentence))
        return values

    def membership(self) -> dict[str, Any]:
        """What a membership is made of."""
        names = ("branch_id", "category", "joined_on", "full_on", "joining_branch")
        return {name: self.cleaned_data[name] for name in names}

    def layout(self) -> dict[Any, tuple[str, ...]]:
        """Membership after the person himself."""
        own = ("branch_id", "category", "joined_on", "full_on", "joining_branch")
        (first, names), *others = PARTS.items()
        return {first: names, _("党籍"): own, **dict(others)}


class RevealForm(forms.Form):
    """Why a sealed field of somebody else is opened."""

    reason = forms.CharField(
        label=_("查看原因"), max_length=300, help_text=_("本人会看到是谁、什么时候、因为什么查看的。")
    )


class DirectoryForm(forms.Form):
    """Search and filters of the list; a wrong value is left aside."""

    q = forms.CharField(
        label=_("姓名或号码"),
        required=False,
        max_length=80,
        widget=forms.SearchInput(attrs={"title": _("姓名、工号、手机号或完整身份证号")}),
    )
    branch = forms.TypedChoiceField(label=_("支部"), required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(label=_("人员类别"), required=False, choices=[("", _("全部")), *Category.choices])
    status = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("在册")), *Status.choices, ("any", _("全部党员")), ("employee", _("非党员职工"))],
    )
    mark = forms.ChoiceField(
        label=_("标记"),
        required=False,
        choices=[("", _("不限")), ("lost", _("失联党员")), ("mobile", _("流动党员"))],
    )

    def __init__(self, viewer: Viewer, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = branches(viewer).values_list("pk", "short_name")
        self.fields["branch"].choices = [("", _("全部")), *names]  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        """What to look for."""
        self.is_valid()
        given = self.cleaned_data
        return Sought(
            text=given.get("q", ""),
            branch_id=given.get("branch"),
            category=given.get("category", ""),
            status=given.get("status", ""),
            mark=given.get("mark", ""),
        )
