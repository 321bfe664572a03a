"""Forms of venues."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.viewer import Viewer
from zhibu.venues.enums import VenueKind, Weekday
from zhibu.venues.queries.venues import people_named
from zhibu.venues.rules import CODE_LENGTH, is_phone, plain_code
from zhibu.venues.services.counting import MOST_BEFORE
from zhibu.venues.services.visits import Contact

FIRST_YEAR, LAST_YEAR = 2000, 2199


class MomentInput(forms.DateTimeInput):
    """The phone's own picker of day and time, in half hours."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"step": 1800})


class DayInput(forms.DateInput):
    """The phone's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The phone's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class VisitForm(forms.Form):
    """A visit; strangers leave a name to call, groups a name and a number. `key` makes a second tap the same act."""

    people = forms.IntegerField(label=_("几个人"), min_value=1, max_value=999, initial=1)
    contact_name = forms.CharField(
        label=_("怎么称呼您"), max_length=20, help_text=_("例如：王女士。不用真名，不用证件。")
    )
    contact_phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=_("散客可以不留；团体请留一个，临时有变化好联系您。"),
    )  # fmt: skip
    is_group = forms.BooleanField(label=_("我们是团体"), required=False)
    group_name = forms.CharField(label=_("单位或团体名称"), max_length=60, required=False)
    wants_guide = forms.BooleanField(label=_("团体需要讲解（志愿讲解员，免费）"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, viewer: Viewer, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.most = viewer, most
        if not viewer.is_anonymous:
            del self.fields["contact_name"], self.fields["contact_phone"]

    def clean_contact_phone(self) -> str:
        """A number by its form."""
        text = str(self.cleaned_data["contact_phone"]).strip()
        if text and not is_phone(text):
            raise ValidationError(_("请填写 11 位手机号，或带区号的座机号。"))
        return text

    def clean(self) -> dict[str, Any]:
        """What a group leaves; how many come without being one."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("is_group"):
            self._need_of_group(data)
        elif (data.get("people") or 0) > self.most:
            sentence = _("散客一次最多 %(n)d 人；人多请勾选“我们是团体”。")
            self.add_error("people", ValidationError(sentence, params={"n": self.most}))
        return data

    def _need_of_group(self, data: dict[str, Any]) -> None:
        if not data.get("group_name", "").strip():
            self.add_error("group_name", ValidationError(_("团体请写单位或团体名称。")))
        if "contact_phone" in data and not data["contact_phone"]:
            self.add_error("contact_phone", ValidationError(_("团体请留一个电话。")))

    def booking(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        group = data["is_group"]
        name, phone = data.get("contact_name", ""), data.get("contact_phone", "")
        return {
            "key": data["key"], "people": data["people"], "is_group": group,
            "wants_guide": group and data["wants_guide"],
            "contact": Contact(name, phone, data["group_name"] if group else ""),
        }  # fmt: skip


class CodeForm(forms.Form):
    """A booking code as it was written down."""

    code = forms.CharField(
        label=_("预约码"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("10 位字母和数字，不分大小写。"),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Without blanks and dashes."""
        code = plain_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            raise ValidationError(_("预约码是 10 位，请核对。"))
        return code


class CountForm(forms.Form):
    """What the door counts."""

    kind = forms.ChoiceField(choices=[("in", ""), ("out", "")])
    people = forms.IntegerField()
    note = forms.CharField(max_length=100, required=False)
    key = forms.UUIDField()


def count_of(data: Any) -> dict[str, Any] | None:
    """What a count form sent, or None when it is no count."""
    form = CountForm(data)
    return form.cleaned_data if form.is_valid() else None


class BeforeForm(forms.Form):
    """Visitors counted before this book began; a negative number takes back what was too much."""

    people = forms.IntegerField(
        label=_("启用前累计人次"), min_value=-MOST_BEFORE, max_value=MOST_BEFORE, help_text=_("更正记错的，写负数。")
    )
    day = forms.DateField(label=_("统计到哪一天"), widget=DayInput())
    note = forms.CharField(label=_("数字从哪里来"), max_length=100, help_text=_("例如：纸质登记簿第 1-46 册。"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_people(self) -> int:
        """Somebody."""
        if not (people := int(self.cleaned_data["people"])):
            raise ValidationError(_("请写人次，不能是 0。"))
        return people


class VenueForm(forms.Form):
    """What is said of a venue."""

    name = forms.CharField(label=_("名称"), max_length=60)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    about = forms.CharField(label=_("介绍"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=2000)
    phone = forms.CharField(label=_("咨询电话"), max_length=30, required=False)
    opened_on = forms.DateField(label=_("建成开放日期"), widget=DayInput(), required=False)
    days_ahead = forms.IntegerField(label=_("提前多少天可约"), min_value=1, max_value=90, initial=30)
    most_guests = forms.IntegerField(label=_("散客一次最多几人"), min_value=1, max_value=50, initial=5)
    is_open = forms.BooleanField(label=_("开放预约"), required=False, initial=True)


class FoundForm(VenueForm):
    """A new venue."""

    kind = forms.ChoiceField(label=_("种类"), choices=VenueKind)
    organisation_id = forms.TypedChoiceField(label=_("由哪个组织管理"), coerce=int)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("kind", "name", "organisation_id")

    def __init__(self, *args: Any, homes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = homes  # type: ignore[attr-defined]


class HoursForm(forms.Form):
    """When it is open every week."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"), coerce=int, choices=Weekday, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(label=_("几点开始"), widget=TimeInput())
    closes = forms.TimeField(label=_("几点结束"), widget=TimeInput())
    slot_minutes = forms.IntegerField(label=_("每场多少分钟"), min_value=15, max_value=720, initial=60)
    capacity = forms.IntegerField(label=_("每场多少人"), min_value=1, max_value=999, initial=30)


class StewardForm(forms.Form):
    """Somebody for the door, by full name or employee number."""

    person = forms.CharField(label=_("姓名或工号"), max_length=80, help_text=_("请写全名；有同名的请写工号。"))

    def clean_person(self) -> int:
        """The one whom it means."""
        found = people_named(str(self.cleaned_data["person"]).strip())
        if len(found) != 1:
            raise ValidationError(_("没有找到唯一的一位，请写工号。") if found else _("没有找到这位同事，请核对。"))
        return found[0]


class ReserveForm(forms.Form):
    """A room or vehicle for a time."""

    starts_at = forms.DateTimeField(label=_("从"), widget=MomentInput())
    ends_at = forms.DateTimeField(label=_("到"), widget=MomentInput())
    purpose = forms.CharField(label=_("用途"), max_length=100)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RemarkForm(forms.Form):
    """A few words for the visitors' book."""

    text = forms.CharField(label=_("留言"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    signature = forms.CharField(label=_("署名"), max_length=20, required=False, help_text=_("不写就是匿名。"))


def day_of(text: str) -> date | None:
    """A day as an input or an address says it; None for what is no day of our time."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
