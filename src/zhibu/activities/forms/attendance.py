"""Forms of the organiser's list, of waivers, shifts and alerts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhibu.activities.enums import AttendanceState as State
from zhibu.activities.enums import WaiverGround
from zhibu.activities.models import Activity
from zhibu.activities.queries.attendance import Known, Line
from zhibu.activities.rules.attendance import why_not_state
from zhibu.activities.services.attendance import Mark

MOMENT = "%Y-%m-%dT%H:%M"
OPEN_STATES = (State.PRESENT, State.ONLINE, State.EXCUSED, State.ON_DUTY, State.WAIVED, State.ABSENT)


class RollForm(forms.Form):
    """One state for everybody on the list, with a reason where one is needed."""

    def __init__(self, *args: Any, activity: Activity, lines: list[Line], known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity, self.lines, self.known = activity, lines, known
        for line in lines:
            reason = forms.CharField(label=_t("%s 的原因") % line.name, required=False, max_length=200)
            reason.initial, reason.widget.attrs["placeholder"] = line.reason, _t("原因")
            choices = [(state.value, _word(line, state)) for state in self._open_to(line)]
            state = forms.ChoiceField(label=line.name, choices=choices, initial=line.state)
            self.fields |= {f"state_{line.person_id}": state, f"reason_{line.person_id}": reason}

    def rows(self) -> Iterator[tuple[Line, BoundField, BoundField]]:
        """Line, state and reason, in the list's order."""
        for line in self.lines:
            yield line, self[f"state_{line.person_id}"], self[f"reason_{line.person_id}"]

    def clean(self) -> dict[str, Any]:
        """The same rule as the service, said beside the person."""
        data = super().clean() or {}
        for line in self.lines:
            pk = line.person_id
            sentence = why_not_state(
                data.get(f"state_{pk}", ""), reason=data.get(f"reason_{pk}", ""), is_waived=pk in self.known.waived,
                is_on_duty=pk in self.known.on_duty, allows_online=self.activity.allows_online,
            )  # fmt: skip
            if sentence:
                self.add_error(f"reason_{pk}", sentence)
        return data

    def marks(self) -> list[Mark]:
        """What was put down."""
        data = self.cleaned_data
        return [
            Mark(line.person_id, data[f"state_{line.person_id}"], data[f"reason_{line.person_id}"])
            for line in self.lines
        ]

    def _open_to(self, line: Line) -> Iterator[State]:
        for state in OPEN_STATES:
            hidden = (state == State.ONLINE and not self.activity.allows_online) or (
                state == State.WAIVED and line.person_id not in self.known.waived
            )
            if not hidden or state == line.state:
                yield state


def _word(line: Line, state: State) -> str:
    """A state as its choice says it: who is not here yet is not absent before the activity has been held."""
    return _t("未签到") if state == State.ABSENT and not line.is_over else str(state.label)


class CorrectionForm(forms.Form):
    """A line of a signed list, changed with a reason."""

    state = forms.ChoiceField(label=_("更正为"), choices=[(state.value, state.label) for state in OPEN_STATES])
    reason = forms.CharField(label=_("更正原因"), max_length=200)


class MakeUpForm(forms.Form):
    """When and how somebody made up."""

    made_up_on = forms.DateField(label=_("补课日期"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    note = forms.CharField(label=_("补课方式"), required=False, max_length=200)


def _people(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(label=label, coerce=int, widget=forms.CheckboxSelectMultiple)


class WaiverForm(forms.Form):
    """No hard requirement to come for a period."""

    person_id = forms.TypedChoiceField(label=_("党员"), coerce=int)
    ground = forms.ChoiceField(label=_("依据"), choices=WaiverGround.choices)
    reason = forms.CharField(
        label=_("说明"), required=False, max_length=300, help_text=_("加密保存，只有本支部负责人和本人能看到。")
    )
    starts_on = forms.DateField(label=_("从"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    ends_on = forms.DateField(label=_("到"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = people

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _t("结束日期不能早于开始日期。"))
        return data


class ShiftForm(forms.Form):
    """Who is on duty from then to then."""

    starts_at = forms.DateTimeField(
        label=_("值班开始"), input_formats=[MOMENT], widget=forms.DateTimeInput({"type": "datetime-local"}, MOMENT)
    )
    ends_at = forms.DateTimeField(
        label=_("值班结束"), input_formats=[MOMENT], widget=forms.DateTimeInput({"type": "datetime-local"}, MOMENT)
    )
    note = forms.CharField(label=_("班次"), required=False, max_length=60)
    person_ids = _people(_("值班人员"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_ids"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (for the type checker)
        field.choices = people

    def clean(self) -> dict[str, Any]:
        """The shift runs forward."""
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _t("结束时间要晚于开始时间。"))
        return data


class AlertForm(forms.Form):
    """What the branch found out and did."""

    note = forms.CharField(label=_("了解到的情况和安排"), max_length=300)
