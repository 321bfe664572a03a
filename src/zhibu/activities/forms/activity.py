"""The officer's form: four things are asked, the rest is folded."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.activities.enums import ActivityKind, Audience, Frequency, Theme
from zhibu.activities.models import Activity
from zhibu.activities.queries.hosts import hosts, offered_hosts
from zhibu.activities.services.activity import COLUMNS, Plan
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.viewer import Viewer

HOUR = timedelta(hours=1)
EXTRA = (2, 3)  # further sessions offered, for shifts


class Moment(forms.DateTimeField):
    """A day and a clock time in one field of the browser."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ActivityForm(forms.Form):
    """What an activity is. `to_plan` shapes it for the service."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("活动种类"), choices=ActivityKind.choices)
    title = forms.CharField(label=_("标题"), max_length=120)
    starts_at = Moment(label=_("开始时间"))
    ends_at = Moment(label=_("结束时间"), required=False, help_text=_("不填就是开始后一小时。"))
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    organisation = forms.TypedChoiceField(label=_("哪个组织的活动"), coerce=int)
    host = forms.CharField(
        label=_("主持人"), max_length=80, required=False,
        help_text=_("填写姓名或工号。主持人可以展示签到码、点名和确认点名表；不填则由负责人主持。"),
        widget=forms.TextInput(attrs={"list": "host-names", "autocomplete": "off"}),
    )  # fmt: skip
    agenda = forms.CharField(label=_("议程或内容"), widget=forms.Textarea(attrs={"rows": 5}), required=False)
    audience = forms.ChoiceField(label=_("谁参加"), choices=Audience.choices, initial=Audience.ROLL, required=False)
    for_full = forms.BooleanField(label=_("正式党员"), required=False, initial=True)
    for_probationary = forms.BooleanField(label=_("预备党员"), required=False, initial=True)
    for_employees = forms.BooleanField(label=_("向全体员工开放"), required=False)
    allows_online = forms.BooleanField(label=_("可以线上参加"), required=False)
    online_url = forms.URLField(label=_("线上参加的网址"), required=False, assume_scheme="https")
    needs_signup = forms.BooleanField(label=_("需要报名"), required=False)
    signup_deadline = Moment(label=_("报名截止"), required=False)
    capacity = forms.IntegerField(
        label=_("人数上限"),
        min_value=1,
        max_value=100000,
        required=False,
        help_text=_("满员后进入候补，有空位自动递补。"),
    )
    class_hours = forms.DecimalField(
        label=_("计入学时"), min_value=0, max_value=80, max_digits=3, decimal_places=1, required=False,
        help_text=_("半天为 4 学时，全天为 8 学时；不填就不计。"),
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=_("主题标签"), choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    frequency = forms.ChoiceField(label=_("重复"), choices=[("", _("不重复")), *Frequency.choices], required=False)
    until = forms.DateField(
        label=_("重复到哪一天"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("每一次都是一张可以单独修改的草稿，最多二十四次。"),
    )  # fmt: skip
    sitting2_starts_at = Moment(label=_("第二场开始"), required=False)
    sitting2_ends_at = Moment(label=_("第二场结束"), required=False)
    sitting2_place = forms.CharField(label=_("第二场地点"), max_length=120, required=False)
    sitting3_starts_at = Moment(label=_("第三场开始"), required=False)
    sitting3_ends_at = Moment(label=_("第三场结束"), required=False)
    sitting3_place = forms.CharField(label=_("第三场地点"), max_length=120, required=False)

    MAIN: tuple[str, ...] = ("kind", "title", "starts_at", "ends_at", "place", "organisation", "host")
    PEOPLE = ("audience", "for_full", "for_probationary", "for_employees")
    SIGN_UP = ("needs_signup", "signup_deadline", "capacity", "allows_online", "online_url")
    REPEAT = ("frequency", "until")
    CONTENT = ("agenda", "class_hours", "themes")

    def __init__(
        self, data: Any = None, *, viewer: Viewer, organisations: list[tuple[int, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial={"host": viewer.name} | (initial or {}))
        self._hosted_by(viewer, {viewer.name: viewer.person_id})
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0][0]
            self.fields["organisation"].widget = forms.HiddenInput()

    def _hosted_by(self, viewer: Viewer, known: dict[str, int | None]) -> None:
        """Names that need no search: the viewer himself and the host as he is."""
        self.viewer, self.known = viewer, known
        self.offered = offered_hosts(viewer)

    def clean_host(self) -> int | None:
        """The id behind the name that was typed."""
        text = self.cleaned_data["host"].strip()
        if not text or text in self.known:
            return self.known.get(text)
        found = hosts(self.viewer, text)
        if not found:
            raise forms.ValidationError(_("没有找到这位党员，请核对姓名，或填写工号。"))
        if len(found) > 1:
            raise forms.ValidationError(_("有多位同名党员，请改填工号。"))
        return found[0]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """The folded parts: (title, fields, open because something in it is wrong)."""
        sittings = tuple(name for name in self.fields if name.startswith("sitting"))
        parts: list[tuple[Any, tuple[str, ...]]] = [
            (_("议程、学时和主题"), self.CONTENT), (_("参加范围"), self.PEOPLE), (_("报名和线上参加"), self.SIGN_UP),
            (_("倒班分场"), sittings), (_("重复举行"), self.REPEAT),
        ]  # fmt: skip
        shown = [(title, [self[name] for name in names if name in self.fields]) for title, names in parts]
        return [(title, fields, any(f.errors for f in fields)) for title, fields in shown if fields]

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that are always open."""
        return [self[name] for name in self.MAIN if not self[name].is_hidden]

    def clean(self) -> dict[str, Any]:
        """Times that belong together are checked where the person typed them."""
        data = super().clean() or {}
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("结束时间要晚于开始时间。"))
        if start and data.get("signup_deadline") and data["signup_deadline"] > start:
            self.add_error("signup_deadline", _("报名截止不能晚于开始时间。"))
        if data.get("frequency") and not data.get("until"):
            self.add_error("until", _("请填写重复到哪一天。"))
        for number in EXTRA:
            self._check_sitting(number, data)
        return data

    def _check_sitting(self, number: int, data: dict[str, Any]) -> None:
        start, end = data.get(f"sitting{number}_starts_at"), data.get(f"sitting{number}_ends_at")
        if start and end and end <= start:
            self.add_error(f"sitting{number}_ends_at", _("结束时间要晚于开始时间。"))
        if end and not start:
            self.add_error(f"sitting{number}_starts_at", _("请填写这一场的开始时间。"))

    def to_plan(self) -> Plan:
        """The plan of a valid form."""
        data = self.cleaned_data
        values = {name: data[name] for name in COLUMNS if name in data and data[name] not in (None, "")}
        values["class_hours"] = int((data["class_hours"] or 0) * 10)
        return Plan(
            starts_at=data["starts_at"], ends_at=data["ends_at"] or data["starts_at"] + HOUR,
            themes=tuple(data["themes"]), sittings=tuple(self._sittings()), host_id=data["host"], **values,
        )  # fmt: skip

    def to_order(self) -> dict[str, Any]:
        """What `create` asks for."""
        data = self.cleaned_data
        order = {"organisation_id": data["organisation"], "plan": self.to_plan(), "key": data["key"] or uuid4()}
        return order | {"frequency": data["frequency"], "until": data["until"]}

    def _sittings(self) -> list[tuple[datetime, datetime, str]]:
        rows = [[self.cleaned_data.get(f"sitting{n}_{x}") for x in ("starts_at", "ends_at", "place")] for n in EXTRA]
        return [(start, end or start + HOUR, place or "") for start, end, place in rows if start]


class ChangeForm(ActivityForm):
    """A change of what is there: the organisation stays, nothing repeats."""

    organisation = None  # type: ignore[assignment]
    frequency = until = None  # type: ignore[assignment]
    MAIN = ("kind", "title", "starts_at", "ends_at", "place", "host")

    def __init__(self, data: Any = None, *, viewer: Viewer, activity: Activity) -> None:
        forms.Form.__init__(self, data, initial=initial_of(activity))
        known: dict[str, int | None] = {viewer.name: viewer.person_id}
        self._hosted_by(viewer, known | ({activity.host.name: activity.host_id} if activity.host else {}))


def initial_of(activity: Activity) -> dict[str, Any]:
    """An activity as the form shows it."""
    values = {name: getattr(activity, name) for name in COLUMNS}
    sessions = list(activity.sessions.order_by("number"))
    values |= {"class_hours": activity.class_hours / 10 or None, "themes": [tag.theme for tag in activity.tags.all()]}
    values["host"] = activity.host.name if activity.host else ""
    values |= {"starts_at": sessions[0].starts_at, "ends_at": sessions[0].ends_at}
    for session in sessions[1 : 1 + len(EXTRA)]:
        prefix = f"sitting{session.number}_"
        values |= {f"{prefix}starts_at": session.starts_at, f"{prefix}ends_at": session.ends_at}
        values[f"{prefix}place"] = session.place
    return values


def fresh(at: datetime) -> dict[str, Any]:
    """A new form: tomorrow at seven in the evening, and a key of its own."""
    start = (at.astimezone(SHANGHAI) + timedelta(days=1)).replace(hour=19, minute=0, second=0, microsecond=0)
    return {"key": uuid4(), "starts_at": start}


class ReasonForm(forms.Form):
    """Why: for cancelling and undoing."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
