"""Forms of the contest: a host's few fields, and an answer in the shape of its question."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.clock import SHANGHAI
from zhibu.quiz.enums import Mode, Policy
from zhibu.quiz.models import Round
from zhibu.quiz.rules.answers import MOST_TEXT, claim_us, letter
from zhibu.quiz.services.evenings import EveningPlan
from zhibu.quiz.services.rounds import COLUMNS, Plan

WINDOWS = (1, 2, 3)


class Moment(forms.DateTimeField):
    """A day and a clock time in one field of the browser."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RoundForm(forms.Form):
    """A round: title and time are asked, the rest is folded."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("标题"), max_length=80)
    organisation = forms.TypedChoiceField(
        label=_("面向哪个组织的党员"), coerce=int, help_text=_("本组织和下级组织名册上的党员都可以自愿参加。")
    )
    starts_at = Moment(label=_("一起开始的时间"), required=False, help_text=_("只在下面的时段里玩，就不填。"))
    mode = forms.ChoiceField(label=_("玩法"), choices=Mode.choices, initial=Mode.BUZZ_IN)
    policy = forms.ChoiceField(label=_("怎样算先"), choices=Policy.choices, initial=Policy.ARRIVAL)
    seconds = forms.IntegerField(label=_("每题几秒"), min_value=5, max_value=300, initial=20)
    pause = forms.IntegerField(label=_("看解析几秒"), min_value=3, max_value=120, initial=8)
    pass_mark = forms.IntegerField(
        label=_("答对几题算合格"), min_value=1, max_value=50, initial=3, help_text=_("合格记入台账，每人每场一次。")
    )
    reward_note = forms.CharField(
        label=_("奖励说明"),
        max_length=120,
        required=False,
        help_text=_("例如“最先答对者得一本书”，只作说明，不计积分。"),
    )
    window1_opens = Moment(label=_("时段一开始"), required=False)
    window1_closes = Moment(label=_("时段一结束"), required=False)
    window2_opens = Moment(label=_("时段二开始"), required=False)
    window2_closes = Moment(label=_("时段二结束"), required=False)
    window3_opens = Moment(label=_("时段三开始"), required=False)
    window3_closes = Moment(label=_("时段三结束"), required=False)

    MAIN: tuple[str, ...] = ("title", "organisation", "starts_at", "mode", "reward_note")
    PACE = ("seconds", "pause", "pass_mark", "policy")

    def __init__(self, data: Any = None, *, organisations: list[tuple[int, str]], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if "organisation" in self.fields:
            self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that are always open."""
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """The folded parts: title, fields, open because something in it is wrong."""
        windows = tuple(name for name in self.fields if name.startswith("window"))
        parts = [(_("时间和合格线"), self.PACE), (_("倒班时段：同一套题各自作答，每个时段各评第一"), windows)]
        shown = [(title, [self[name] for name in names]) for title, names in parts]
        return [(title, fields, any(field.errors for field in fields)) for title, fields in shown]

    def clean(self) -> dict[str, Any]:
        """A start or a window is needed; each window has both ends, the later one later."""
        data = super().clean() or {}
        for number in WINDOWS:
            opens, closes = data.get(f"window{number}_opens"), data.get(f"window{number}_closes")
            if bool(opens) != bool(closes):
                self.add_error(f"window{number}_closes", _("时段要填开始和结束两个时间。"))
            elif opens and closes and closes <= opens:
                self.add_error(f"window{number}_closes", _("结束时间要晚于开始时间。"))
        if not data.get("starts_at") and not any(data.get(f"window{number}_opens") for number in WINDOWS):
            self.add_error("starts_at", _("请填写一起开始的时间，或至少一个时段。"))
        return data

    def to_plan(self) -> Plan:
        """The plan of a valid form."""
        data = self.cleaned_data
        pairs = [(data[f"window{n}_opens"], data[f"window{n}_closes"]) for n in WINDOWS]
        return Plan(**{name: data[name] for name in COLUMNS}, windows=tuple((o, c) for o, c in pairs if o and c))


class ChangeRoundForm(RoundForm):
    """The same without its organisation, which stays."""

    organisation = None  # type: ignore[assignment]

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        super().__init__(data, organisations=[], initial=initial_of(round_))


def initial_of(round_: Round) -> dict[str, Any]:
    """A round as its form shows it."""
    values: dict[str, Any] = {name: getattr(round_, name) for name in COLUMNS}
    for window in round_.windows.filter(number__in=WINDOWS):
        values[f"window{window.number}_opens"] = window.opens_at
        values[f"window{window.number}_closes"] = window.closes_at
    return values


def fresh(at: datetime) -> dict[str, Any]:
    """A new form: this evening at eight, or tomorrow's when that is past, and a key of its own."""
    evening = datetime.combine(at.astimezone(SHANGHAI).date(), time(20), SHANGHAI)
    starts_at = evening if evening > at else evening + timedelta(days=1)
    return {"key": uuid4(), "starts_at": starts_at, "title": _("每晚五题")}


class EveningForm(forms.Form):
    """A round every evening."""

    title = forms.CharField(label=_("标题"), max_length=60, initial=_("每晚五题"))
    organisation = forms.TypedChoiceField(label=_("面向哪个组织的党员"), coerce=int)
    at_time = forms.TimeField(
        label=_("每晚几点"), initial=time(20), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    count = forms.IntegerField(label=_("几道题"), min_value=1, max_value=50, initial=5)
    seconds = forms.IntegerField(label=_("每题几秒"), min_value=5, max_value=300, initial=20)
    mode = forms.ChoiceField(label=_("玩法"), choices=[c for c in Mode.choices if c[0] != Mode.PRACTICE])
    policy = forms.ChoiceField(label=_("怎样算先"), choices=Policy.choices)
    tags = forms.CharField(
        label=_("题目标签"), max_length=200, required=False, help_text=_("用空格隔开；不填就从整个题库里选。")
    )
    reward_note = forms.CharField(label=_("奖励说明"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, organisations: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def to_plan(self) -> EveningPlan:
        """The plan of a valid form."""
        return EveningPlan(**{name: value for name, value in self.cleaned_data.items() if name != "organisation"})


class PickForm(forms.Form):
    """Questions by rule."""

    count = forms.IntegerField(label=_("几道题"), min_value=1, max_value=50, initial=5)
    tags = forms.CharField(label=_("题目标签"), max_length=200, required=False, help_text=_("用空格隔开，可不填。"))
    difficulty = forms.TypedChoiceField(
        label=_("难度"), coerce=int, empty_value=None, required=False,
        choices=[("", _("不限")), (1, _("容易")), (2, _("适中")), (3, _("较难"))],
    )  # fmt: skip


class ChooseForm(forms.Form):
    """Questions by hand, in the order of the list."""

    question = forms.TypedMultipleChoiceField(label=_("题目"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, choices: list[tuple[int, str]], chosen: list[int] | None = None) -> None:
        super().__init__(data, initial={"question": chosen or []})
        self.fields["question"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An answer without JavaScript. `value` is what the log holds: the shape of the question's key."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    claim = forms.FloatField(required=False, widget=forms.HiddenInput(attrs={"data-claim": ""}))

    def __init__(self, data: Any = None, *, sheet: Mapping[str, Any]) -> None:
        super().__init__(data, initial={"key": uuid4().hex})
        self.kind, self.options = sheet["kind"], list(sheet["options"])
        self.fields |= _answer_fields(self.kind, self.options)

    @property
    def value(self) -> Any:
        """The answer of a valid form."""
        data = self.cleaned_data
        if self.kind == "single":
            return int(data["answer"])
        if self.kind == "multiple":
            return sorted(int(place) for place in data["answer"])
        if self.kind == "true_false":
            return data["answer"] == "1"
        if self.kind == "order":
            return [int(data[f"place{n}"]) for n in range(len(self.options))]
        return data["answer"]

    @property
    def claim_us(self) -> int | None:
        """What the phone measured, if it did."""
        return claim_us(self.cleaned_data.get("claim"))


def _answer_fields(kind: str, options: list[str]) -> dict[str, forms.Field]:
    choices = [(str(place), f"{letter(place)}. {words}") for place, words in enumerate(options)]
    if kind == "order":
        return {
            f"place{n}": forms.ChoiceField(label=_("第 %d 位") % (n + 1), choices=choices) for n in range(len(options))
        }
    if kind == "single":
        return {"answer": forms.ChoiceField(label=_("选一项"), choices=choices, widget=forms.RadioSelect)}
    if kind == "multiple":
        return {"answer": forms.MultipleChoiceField(
            label=_("可以选几项"), choices=choices, widget=forms.CheckboxSelectMultiple
        )}  # fmt: skip
    if kind == "true_false":
        both = [("1", _("正确")), ("0", _("错误"))]
        return {"answer": forms.ChoiceField(label=_("对还是错"), choices=both, widget=forms.RadioSelect)}
    label, mode = (_("填一个数"), "decimal") if kind == "number" else (_("填写答案"), "text")
    return {"answer": forms.CharField(
        label=label, max_length=MOST_TEXT, widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
    )}  # fmt: skip
