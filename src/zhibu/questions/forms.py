"""Forms of the bank. A form is read by the same rules as a row of a table."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.questions.enums import Difficulty, Kind, State
from zhibu.questions.errors import NoSuchQuestion
from zhibu.questions.models import Question
from zhibu.questions.queries.bank import Wanted
from zhibu.questions.rules.drafts import Draft, as_cells, read_draft
from zhibu.questions.rules.problems import sentence_of

ANY = [("", _("全部"))]
_LETTERS = _("每行一个选项，依次是 A、B、C……，最多 8 个。")


def _area(label: Any, rows: int, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, help_text=help_text, required=required, strip=True)


class QuestionForm(forms.Form):
    """What every kind has; the classes below add what is theirs. `draft` is there once the form is valid."""

    kind = ""
    order = ("organisation_id", "stem", "options", "answer", "variants", "tolerance", "explanation", "source",
             "difficulty", "tags", "key")  # fmt: skip
    stem = _area(_("题干"), 3)
    explanation = _area(_("解析"), 3, help_text=_("一句话说明为什么。公布答案后，答题的人会看到。"))
    source = forms.CharField(label=_("出处"), help_text=_("文件、章节或资料名称，例如：《中国共产党章程》第一条。"))
    difficulty = forms.ChoiceField(label=_("难度"), choices=Difficulty.choices, initial=Difficulty.MEDIUM)
    tags = forms.CharField(label=_("标签"), required=False, help_text=_("用顿号分开，例如：党章、组织生活。"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    draft: Draft

    def __init__(self, *args: Any, banks: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if banks is not None:
            self.fields["organisation_id"] = forms.TypedChoiceField(label=_("放进哪个题库"), coerce=int, choices=banks)
        self.order_fields(self.order)

    def clean(self) -> dict[str, Any]:
        """Read as a row of a table would be; each fault stands at its field."""
        if self.errors:  # what is empty is said already
            return self.cleaned_data
        texts = {name: str(value) for name, value in self.cleaned_data.items()}
        draft, faults = read_draft(texts | {"kind": self.kind})
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, sentence_of(fault.kind, fault.values))
        if draft is not None:
            self.draft = draft
        return self.cleaned_data


class SingleForm(QuestionForm):
    """One right option."""

    kind = Kind.SINGLE
    options = _area(_("选项"), 4, help_text=_LETTERS)
    answer = forms.CharField(label=_("答案"), max_length=8, help_text=_("正确选项的字母，例如 B。"))


class MultipleForm(QuestionForm):
    """Several right options."""

    kind = Kind.MULTIPLE
    options = _area(_("选项"), 5, help_text=_LETTERS)
    answer = forms.CharField(label=_("答案"), max_length=16, help_text=_("全部正确选项的字母，例如 ACD。"))


class OrderForm(QuestionForm):
    """Options to be put in order."""

    kind = Kind.ORDER
    options = _area(_("选项"), 5, help_text=_("每行一个，先打乱。答题的人看到的就是这个顺序。"))
    answer = forms.CharField(label=_("答案"), max_length=16, help_text=_("从先到后的字母，例如 CABD。"))


class TrueFalseForm(QuestionForm):
    """True or false."""

    kind = Kind.TRUE_FALSE
    answer = forms.ChoiceField(label=_("答案"), widget=forms.RadioSelect, choices=[("对", _("对")), ("错", _("错"))])


class NumberForm(QuestionForm):
    """A number."""

    kind = Kind.NUMBER
    answer = forms.CharField(label=_("答案"), max_length=30, help_text=_("只填数字，单位写进题干。"))
    tolerance = forms.CharField(
        label=_("允许误差"), max_length=30, required=False, help_text=_("上下差多少也算对；留空表示要正好相等。")
    )


class TextForm(QuestionForm):
    """A few words."""

    kind = Kind.TEXT
    answer = forms.CharField(label=_("答案"), help_text=_("大小写、全角半角、空格和标点不影响对错。"))
    variants = _area(_("其他正确写法"), 2, required=False, help_text=_("每行一种，例如简称。"))


FORMS: dict[str, type[QuestionForm]] = {
    form.kind: form for form in (SingleForm, MultipleForm, TrueFalseForm, OrderForm, NumberForm, TextForm)
}


def form_of(kind: str) -> type[QuestionForm]:
    """The form of a kind. Raises NoSuchQuestion for a kind that there is not."""
    if kind not in FORMS:
        raise NoSuchQuestion
    return FORMS[kind]


def initial_of(question: Question) -> dict[str, str]:
    """The texts of a question as its form shows them."""
    cells = as_cells(question.draft)
    return cells | {"difficulty": str(question.difficulty), "variants": "\n".join(question.variants)}


class ReviewForm(forms.Form):
    """Take into use or send back, several at once."""

    question_ids = forms.TypedMultipleChoiceField(coerce=int)
    approve = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    remark = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question_ids"].choices = [(pk, pk) for pk in ids]  # type: ignore[attr-defined]

    def clean_approve(self) -> bool:
        """A button's value as a decision."""
        return bool(self.cleaned_data["approve"] == "yes")


class UploadForm(forms.Form):
    """The file; `key` makes sending the form twice the same as once."""

    organisation_id = forms.TypedChoiceField(label=_("放进哪个题库"), coerce=int)
    file = forms.FileField(
        label=_("题目表"),
        help_text=_("xlsx 或 csv，最大 5 MB。先预览，不会马上导入。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, banks: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = banks  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """What the list is narrowed by."""

    text = forms.CharField(label=_("题干里的字"), required=False)
    kind = forms.ChoiceField(label=_("题型"), required=False, choices=[*ANY, *Kind.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("在用和待审核")), *State.choices])
    difficulty = forms.ChoiceField(label=_("难度"), required=False, choices=[*ANY, *Difficulty.choices])
    tag = forms.CharField(label=_("标签"), required=False)

    def wanted(self) -> Wanted:
        """What a request asks for; what is not understood narrows nothing."""
        self.full_clean()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.fields})
