"""The form of a meeting record: its head and four kinds of rows, checked with the same rules as the service."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any, TypeAlias
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhibu.activities.enums import LeftOutGround, MotionRule
from zhibu.activities.models import Minutes
from zhibu.activities.queries.attendance import people_of
from zhibu.activities.queries.minutes import usual_rule, vote_base
from zhibu.activities.rules.motion import Count, why_not_count
from zhibu.activities.services.minutes import HEAD, Draft, MotionLine, draft_of
from zhibu.kernel.clock import now
from zhibu.kernel.errors import Refused
from zhibu.members import api as members

NUMBERS = ("present", "votes_for", "votes_against", "abstained", "written_for", "written_against",
           "written_abstained", "seats", "ballots_issued", "ballots_returned")  # fmt: skip
MOMENT = "%Y-%m-%dT%H:%M"
People = list[tuple[int, str]]


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, input_formats=[MOMENT], widget=forms.DateTimeInput({"type": "datetime-local"}, MOMENT)
    )


def _text(label: Any, rows: int = 3, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=20000, help_text=help_text, widget=forms.Textarea({"rows": rows})
    )


def _person(label: Any, *, required: bool = False) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=required, coerce=int, empty_value=None)


def _figure(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput({"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False, initial=0, widget=widget)


class PeopleForm(forms.Form):
    """A form whose person fields offer the people of the activity."""

    person_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.person_fields:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
            field.choices = [("", _t("请选择")), *people]


class HeadForm(PeopleForm):
    """Time, place, who chairs and records, what it was about."""

    person_fields = ("chair_id", "recorder_id", "lecturer_id")
    version = forms.IntegerField(widget=forms.HiddenInput)
    started_at = _moment(_("开始时间"))
    ended_at = _moment(_("结束时间"))
    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    chair_id = _person(_("主持人"))
    recorder_id = _person(_("记录人"))
    lecturer_id = _person(_("主讲人"))
    invited = _text(_("列席"), 2, help_text=_("姓名和身份，一人一行。"))
    topics = _text(_("议题"), help_text=_("一项一行。"))
    papers = _text(_("传达的报告、文件"), 2)
    closing = _text(_("主持人小结"))

    def clean(self) -> dict[str, Any]:
        """The end comes after the start; chair and recorder are two people."""
        data = super().clean() or {}
        start, end = data.get("started_at"), data.get("ended_at")
        if start and end and end <= start:
            self.add_error("ended_at", _t("结束时间要晚于开始时间。"))
        if data.get("chair_id") and data.get("chair_id") == data.get("recorder_id"):
            self.add_error("recorder_id", _t("主持人和记录人要由两个人担任，才能分别签字。"))
        return data


class SpeechForm(PeopleForm):
    """One speaker."""

    person_fields = ("person_id",)
    person_id = _person(_("发言人"), required=True)
    points = _text(_("发言要点"), required=True, help_text=_("不同意见请记原话。"))


class MotionForm(PeopleForm):
    """One vote, in counts."""

    text = _text(_("表决事项"), 2, required=True)
    rule = forms.ChoiceField(label=_("按什么规则"), choices=MotionRule.choices)
    is_secret = forms.BooleanField(label=_("无记名投票"), required=False)
    present = _figure(_("实到有表决权"))
    votes_for = _figure(_("赞成"))
    votes_against = _figure(_("反对"))
    abstained = _figure(_("弃权"))
    written_for = _figure(_("书面赞成"))
    written_against = _figure(_("书面反对"))
    written_abstained = _figure(_("书面弃权"))
    seats = _figure(_("应选名额"))
    ballots_issued = _figure(_("发出选票"))
    ballots_returned = _figure(_("收回选票"))
    tallies = _text(_("候选人得票"), 3, help_text=_("一人一行：姓名 票数"))

    def __init__(self, *args: Any, present: int = 0, rule: str = MotionRule.ORDINARY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].initial, self.fields["rule"].initial = present, rule

    def has_changed(self) -> bool:
        """Prefilled figures alone do not make a vote."""
        return bool(set(self.changed_data) - {"present", "rule"})

    def clean_tallies(self) -> tuple[tuple[str, int], ...]:
        """Lines "name votes" as pairs."""
        lines = [line.split() for line in self.cleaned_data["tallies"].splitlines() if line.strip()]
        if any(len(line) != 2 or not line[1].isdecimal() for line in lines):
            raise forms.ValidationError(_t("每行写一位候选人：姓名、空格、票数，例如“张三 18”。"))
        if len({name for name, _votes in lines}) < len(lines):
            raise forms.ValidationError(_t("同一位候选人写了两次，请合并或在姓名后加注区别。"))
        return tuple((name, int(votes)) for name, votes in lines)

    def line(self) -> MotionLine:
        """What was typed; an empty figure is nought."""
        data = self.cleaned_data | {name: self.cleaned_data[name] or 0 for name in NUMBERS}
        return MotionLine(**{name: data[name] for name in MotionLine.__slots__})


class ResolutionForm(PeopleForm):
    """What was decided, who does it, by when."""

    person_fields = ("owner_id",)
    text = _text(_("决议内容"), 2, required=True)
    owner_id = _person(_("负责人"))
    due_on = forms.DateField(label=_("完成期限"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """An owner needs a date, a date an owner."""
        data = super().clean() or {}
        if bool(data.get("owner_id")) != bool(data.get("due_on")) and "due_on" not in self.errors:
            self.add_error("due_on", _t("负责人和完成期限要一起填，才会成为待办。"))
        return data


class LeftOutForm(PeopleForm):
    """Who is left out of "should attend", by whose consent."""

    person_fields = ("person_id",)
    person_id = _person(_("党员"), required=True)
    # The browser sends the first ground of a row nobody touched; that alone is not a row.
    ground = forms.ChoiceField(label=_("依据"), choices=LeftOutGround.choices, initial=LeftOutGround.values[0])
    consent = forms.CharField(label=_("上级同意及大会通过情况"), max_length=120)


Rows: TypeAlias = "BaseFormSet[Any]"
SPEECHES = formset_factory(SpeechForm, extra=2, max_num=60)
MOTIONS = formset_factory(MotionForm, extra=1, max_num=30)
RESOLUTIONS = formset_factory(ResolutionForm, extra=1, max_num=40)
LEFT_OUT = formset_factory(LeftOutForm, extra=1, max_num=40)


class MinutesForm:
    """The whole record as one form; `draft` is what was typed."""

    def __init__(self, minutes: Minutes, data: QueryDict | None = None) -> None:
        stored = draft_of(minutes)
        people: People = list(people_of(minutes.activity).values_list("pk", "name"))
        self.minutes, self.people = minutes, dict(people)
        self.base = vote_base(minutes.activity, left_out={row[0] for row in stored.left_out})
        extra = {"people": people}
        motion = extra | {"present": self.base["present"], "rule": usual_rule(minutes.activity)}
        head = {name: getattr(stored, name) for name in ("version", *HEAD)}
        self.head = HeadForm(data, initial=head, people=people)
        self.speeches = _rows(SPEECHES, "speeches", data, _speeches(stored), extra)
        self.motions = _rows(MOTIONS, "motions", data, _motions(stored), motion)
        self.resolutions = _rows(RESOLUTIONS, "resolutions", data, _resolutions(stored), extra)
        self.left_out = _rows(LEFT_OUT, "left_out", data, _left_out(stored), extra)

    @property
    def parts(self) -> tuple[Any, ...]:
        """Head and rows."""
        return (self.head, self.speeches, self.motions, self.resolutions, self.left_out)

    def is_valid(self) -> bool:
        """Whether every part is well formed and every vote's figures can be true."""
        checked = [part.is_valid() for part in self.parts]  # each of them, so that every mistake is shown at once
        return all(checked) and self._figures_fit()

    def _figures_fit(self) -> bool:
        base = vote_base(self.minutes.activity, left_out={row[0] for row in self.draft.left_out})
        for form in _filled(self.motions):
            figures = asdict(form.line())
            figures.pop("text"), figures.pop("is_secret")
            if sentence := why_not_count(Count(due=base["due"], **figures)):
                form.add_error(None, sentence)
        return all(not form.errors for form in self.motions)

    @property
    def has_errors(self) -> bool:
        """Whether the sheet was sent and refused."""
        return self.head.is_bound and not all(part.is_valid() for part in self.parts)

    @property
    def draft(self) -> Draft:
        """What was typed, for the service; rows taken out (ticked "删除" or emptied) are gone."""
        head = self.head.cleaned_data
        return Draft(
            **{name: head[name] for name in ("version", *HEAD)},
            speeches=tuple((row["person_id"], row["points"]) for row in _data(self.speeches)),
            motions=tuple(form.line() for form in _filled(self.motions)),
            resolutions=tuple((row["text"], row["owner_id"], row["due_on"]) for row in _data(self.resolutions)),
            left_out=tuple((row["person_id"], row["ground"], row["consent"]) for row in _data(self.left_out)),
        )

    def differences(self, stored: Draft) -> list[tuple[str, str, str]]:
        """(label, as stored, as typed) wherever the two texts differ."""
        mine, theirs = _words(self.draft, self.people), _words(stored, self.people)
        return [(label, theirs[label], text) for label, text in mine.items() if theirs[label] != text]


def rebased(minutes: Minutes, data: QueryDict) -> MinutesForm:
    """The same typed sheet, now starting from the version that is stored: saving it again is a decision."""
    moved = data.copy()
    moved["version"] = str(minutes.version)
    form = MinutesForm(minutes, moved)
    form.is_valid()
    return form


def _rows(factory: Any, prefix: str, data: QueryDict | None, initial: list[dict[str, Any]], extra: Any) -> Rows:
    rows: Rows = factory(data, prefix=prefix, initial=initial, form_kwargs=extra)
    for form in rows.forms[: rows.initial_form_count()]:
        form.fields["remove"] = forms.BooleanField(label=_t("删除这一条"), required=False)
    return rows


def _filled(rows: Rows) -> list[Any]:
    """Rows with something in them: stored ones and new ones that were written in, without those taken out."""
    count = rows.initial_form_count()
    typed = [form for number, form in enumerate(rows) if number < count or form.has_changed()]
    return [form for form in typed if not form.cleaned_data.get("remove")]


def _data(rows: Rows) -> Iterable[dict[str, Any]]:
    return [form.cleaned_data for form in _filled(rows)]


def _speeches(draft: Draft) -> list[dict[str, Any]]:
    return [{"person_id": person, "points": points} for person, points in draft.speeches]


def _motions(draft: Draft) -> list[dict[str, Any]]:
    return [asdict(row) | {"tallies": _tallies(row)} for row in draft.motions]


def _tallies(row: MotionLine) -> str:
    return "\n".join(f"{name} {votes}" for name, votes in row.tallies)


def _resolutions(draft: Draft) -> list[dict[str, Any]]:
    return [{"text": text, "owner_id": owner, "due_on": due} for text, owner, due in draft.resolutions]


def _left_out(draft: Draft) -> list[dict[str, Any]]:
    return [{"person_id": person, "ground": ground, "consent": consent} for person, ground, consent in draft.left_out]


def _words(draft: Draft, people: dict[int, str]) -> dict[str, str]:
    """A draft as labelled text, to be read side by side."""

    def who(person_id: int | None) -> str:
        return people.get(person_id or 0, "")

    def by_when(due: date | None) -> str:
        return due.isoformat() if due else ""

    plain = {_t("地点"): draft.place, _t("列席"): draft.invited, _t("议题"): draft.topics}
    return plain | {
        _t("时间"): f"{draft.started_at:%F %R} - {draft.ended_at:%R}",
        _t("主持人、记录人、主讲人"): "、".join(map(who, (draft.chair_id, draft.recorder_id, draft.lecturer_id))),
        _t("传达的报告、文件"): draft.papers,
        _t("发言"): "\n".join(f"{who(person)}：{points}" for person, points in draft.speeches),
        _t("表决"): "\n".join(_motion_words(row) for row in draft.motions),
        _t("决议"): "\n".join(f"{text} {who(owner)} {by_when(due)}" for text, owner, due in draft.resolutions),
        _t("不计入应到"): "、".join(who(person) for person, _ground, _consent in draft.left_out),
        _t("主持人小结"): draft.closing,
    }


def _motion_words(row: MotionLine) -> str:
    figures = _t("赞成 %(votes_for)d，反对 %(votes_against)d，弃权 %(abstained)d") % asdict(row)
    return f"{row.text}（{figures}）{_tallies(row)}"


class SignForm(forms.Form):
    """The digest of the text that the signer has read, and his second factor where the last code is too old."""

    digest = forms.CharField(min_length=64, max_length=64, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("6 位验证码"), max_length=12, help_text=_("签字前请再输入一次验证器上的 6 位数字。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        if not members.owes_code(request, at=now()):
            del self.fields["code"]

    def clean_code(self) -> str:
        """Ask the service; its sentence becomes the field's."""
        code = str(self.cleaned_data["code"])
        try:
            members.pass_code_if_owed(self.request, code=code, at=now())
        except Refused as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from None
        return code


class AddendumForm(forms.Form):
    """A correction of signed minutes."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = _text(_("补充或更正的内容"), required=True)
    reason = forms.CharField(label=_("原因"), max_length=300)


class CompletionForm(forms.Form):
    """How a resolution was carried out."""

    note = forms.CharField(label=_("完成情况"), required=False, max_length=300)
