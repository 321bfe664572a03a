"""Forms of points. Amounts are written in points with one decimal and kept in tenths."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.points.enums import ASPECT_FIELDS, AbsenceGround, Aspect, ExclusionGround
from zhibu.points.models import Index, Scheme
from zhibu.points.queries.recording import BranchPage


class TenthsField(forms.DecimalField):
    """A number with one decimal, as an integer of tenths."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=5, decimal_places=1, **options)

    def prepare_value(self, value: Any) -> Any:
        """Tenths of the initial value as points."""
        return Decimal(value) / 10 if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Tenths."""
        number = super().clean(value)
        return None if number is None else int(number * 10)


class KeyedForm(forms.Form):
    """Carries a key, so that a second tap is the same act."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class DayInput(forms.DateInput):
    """The phone's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _long(label: Any, *, help_text: Any = "", required: bool = True, most: int = 500) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, widget=area, help_text=help_text, required=required)


class DeclarationForm(KeyedForm):
    """An item a member declares."""

    index_id = forms.TypedChoiceField(label=_("申报哪一项"), coerce=int)
    happened_on = forms.DateField(label=_("哪一天"), widget=DayInput)
    text = _long(_("做了什么"), help_text=_("写清时间、地点、结果，方便支部核实。"))
    url = forms.URLField(label=_("证明材料网址"), required=False, assume_scheme="https")
    upload = forms.FileField(
        label=_("证明材料"), required=False, help_text=_("照片、PDF 或表格。照片里的地点和时间信息会自动去掉。")
    )

    def __init__(self, *args: Any, indexes: list[Index], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["index_id"].choices = [(i.pk, f"{i.get_aspect_display()} · {i.name_zh}") for i in indexes]  # type: ignore[attr-defined]


class EvidenceForm(KeyedForm):
    """A file for a declared item."""

    upload = forms.FileField(label=_("证明材料"), help_text=_("照片、PDF 或表格。照片里的地点和时间信息会自动去掉。"))


QUARTERS = [(1, _("第一季度")), (2, _("第二季度")), (3, _("第三季度")), (4, _("第四季度"))]


class AbsenceForm(forms.Form):
    """A quarter in which somebody was away by right."""

    person_id = forms.TypedChoiceField(label=_("哪位同志"), coerce=int)
    quarter = forms.TypedChoiceField(label=_("哪个季度"), coerce=int, choices=QUARTERS)
    ground = forms.ChoiceField(label=_("原因"), choices=AbsenceGround.choices)
    decision = forms.CharField(label=_("依据"), max_length=200, help_text=_("例如：2026年第5次支委会。"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]


class ExclusionForm(forms.Form):
    """Somebody who is left out of the scheme."""

    person_id = forms.TypedChoiceField(label=_("哪位同志"), coerce=int)
    ground = forms.ChoiceField(label=_("原因"), choices=ExclusionGround.choices)
    decision = forms.CharField(label=_("依据"), max_length=200, help_text=_("例如：2026年第5次支委会。"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]


class TopListForm(forms.Form):
    """Names in the order of figures: why, where, until when."""

    reason = _long(_("为什么要排"), most=200)
    scope = forms.CharField(label=_("用在哪里"), max_length=200, help_text=_("例如：年度评优大会，只列前十名。"))
    until = forms.DateField(label=_("到哪一天为止"), widget=DayInput)


class BranchFindingForm(KeyedForm):
    """One finding for the members of a branch."""

    index_id = forms.TypedChoiceField(label=_("认定哪一项"), coerce=int)
    happened_on = forms.DateField(label=_("哪一天"), widget=DayInput)
    text = _long(_("依据"), help_text=_("写明会议、文件或名单，例如：支委会3月20日评议。"))
    person_ids = forms.TypedMultipleChoiceField(label=_("哪些同志"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, page: BranchPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indexes = [(index.pk, f"{index.get_aspect_display()} · {index.name_zh}") for index in page.indexes]
        self.fields["index_id"].choices = indexes  # type: ignore[attr-defined]
        self.fields["person_ids"].choices = page.people  # type: ignore[attr-defined]
        self.fields["person_ids"].initial = [pk for pk, _name in page.people]


class ReviewForm(forms.Form):
    """One decision on several items."""

    declaration_ids = forms.TypedMultipleChoiceField(coerce=int)
    approve = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")
    reason = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declaration_ids"].choices = [(pk, pk) for pk in ids]  # type: ignore[attr-defined]


class TextForm(KeyedForm):
    """A few sentences: a comment, an objection, an answer, an appeal."""

    text = _long(_("内容"), help_text=_("请写事实和依据。"))


class AdjustForm(KeyedForm):
    """A correction of a figure."""

    aspect = forms.TypedChoiceField(label=_("方面"), choices=Aspect.choices, coerce=lambda value: Aspect(int(value)))
    delta = TenthsField(label=_("调整分值"), help_text=_("加分写正数，减分写负数，例如 1.5 或 -1。"))
    decision = forms.CharField(label=_("依据的决定"), max_length=200, help_text=_("会议名称和日期。"))
    reason = _long(_("理由"), most=300)
    is_confidential = forms.BooleanField(
        label=_("更正的是依规不公开的事项"), required=False,
        help_text=_("例如处分撤销。只有本人能看到这一条，支部的公示不变。"),
    )  # fmt: skip


class ImportForm(forms.Form):
    """A scheme from a CSV file."""

    title = forms.CharField(label=_("名称"), max_length=80, initial=_("党员积分管理办法"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100, initial=lambda: date.today().year)  # noqa: DTZ011
    organisation_id = forms.TypedChoiceField(label=_("适用的党组织"), coerce=int)
    file = forms.FileField(label=_("CSV 文件"), help_text=_("UTF-8 编码，表头与模板一致，最大 1 MB。"))

    def __init__(self, *args: Any, organisations: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = organisations  # type: ignore[attr-defined]

    def clean_file(self) -> str:
        """The file's text."""
        file = self.cleaned_data["file"]
        if file.size > 1024 * 1024:
            raise forms.ValidationError(_("文件超过 1 MB。积分办法通常只有几十行，请核对是不是选错了文件。"))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = _("文件不是 UTF-8 编码的 CSV。请在表格软件里另存为“CSV UTF-8”再上传。")
            raise forms.ValidationError(message) from error


class ResolutionForm(forms.Form):
    """The paper that switches a scheme on."""

    resolution = forms.CharField(label=_("会议决议"), max_length=200, help_text=_("例如：1月8日党委会第2号决议。"))


class IndexForm(forms.Form):
    """What may be changed of an index of a draft."""

    name_zh = forms.CharField(label=_("名称"), max_length=80)
    value = TenthsField(label=_("分值"))
    cap = TenthsField(label=_("上限"))
    step = TenthsField(label=_("每次扣"), required=False)
    needed = TenthsField(label=_("至少次数"), required=False)
    evidence = _long(_("凭什么认定"), required=False, most=300)

    def clean(self) -> dict[str, Any]:
        """Empty numbers are 0."""
        values = super().clean() or {}
        return {name: 0 if value is None else value for name, value in values.items()}


class CapsForm(forms.Form):
    """The most that bonuses of an aspect come to."""

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for aspect in ASPECT_FIELDS:
            self.fields[f"cap{aspect.value}"] = TenthsField(label=aspect.label, initial=scheme.bonus_caps[aspect])
        self.fields["carry_over"] = forms.IntegerField(
            label=_("上年结转（%）"), min_value=0, max_value=100, initial=scheme.carry_over,
            help_text=_("上一年年终积分按这个比例计入今年，0 表示不结转。"),
        )  # fmt: skip

    def caps(self) -> dict[int, int]:
        """Tenths by aspect."""
        return {aspect.value: self.cleaned_data[f"cap{aspect.value}"] for aspect in ASPECT_FIELDS}


class NominationForm(forms.Form):
    """Whom, and why."""

    person_id = forms.TypedChoiceField(label=_("推荐谁"), coerce=int)
    reason = _long(_("推荐理由"), help_text=_("写具体的事，不看积分高低。"), most=300)

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = members  # type: ignore[attr-defined]


class SummaryForm(forms.Form):
    """The month in the member's own words."""

    text = _long(_("本月小结"), most=2000, help_text=_("做了什么，有什么体会，下月打算做什么。"))


class StarForm(NominationForm):
    """The committee's choice."""

    resolution = forms.CharField(label=_("支委会决议"), max_length=200)


class DutiesForm(forms.Form):
    """A member's duties, one a line."""

    texts = forms.CharField(
        label=_("岗位职责"), widget=forms.Textarea(attrs={"rows": 6}), max_length=2000, help_text=_("每行一条。")
    )

    def clean_texts(self) -> list[str]:
        """The lines."""
        return [line.strip()[:200] for line in self.cleaned_data["texts"].splitlines() if line.strip()]
