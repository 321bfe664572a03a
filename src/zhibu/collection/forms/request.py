"""Forms of a request: what it is for, which items, further questions."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.collection.enums import Audience, Kind, Secrecy
from zhibu.collection.models import Request
from zhibu.collection.queries.dictionary import by_heading, entries
from zhibu.collection.queries.figures import FIGURES


class MomentInput(forms.DateTimeInput):
    """The phone's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _fields_of(audience: str) -> list[tuple[Any, Any]]:
    if audience == Audience.BRANCHES:
        return [(figure.code, figure.label) for figure in FIGURES.values()]
    asked = [code for code in entries() if code not in {"branch", "name"}]
    return [(title, [(one.code, one.about.label) for one in items]) for title, items in by_heading(asked)]


class FoldedChoices(forms.CheckboxSelectMultiple):
    """Boxes under headings that fold: nearly forty at once are too many for a phone."""

    template_name = "collection/_folded.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each heading with its boxes and how many are ticked; the first and those with ticks are open."""
        context = super().get_context(name, value, attrs)
        groups = [(title, boxes, sum(one["selected"] for one in boxes)) for title, boxes, _no in
                  context["widget"]["optgroups"]]  # fmt: skip
        return context | {"groups": groups}


class RequestForm(forms.Form):
    """A request of members or of branches. `key` makes a second tap the first, `version` is what was looked at."""

    title = forms.CharField(label=_("采集什么"), max_length=80, help_text=_("例如：2027 年党员信息年度核对。"))
    purpose = forms.CharField(
        label=_("做什么用"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("填的人会看到。写明用在哪里、谁会看、用完怎么办。"),
    )  # fmt: skip
    due_at = forms.DateTimeField(label=_("截止时间"), widget=MomentInput)
    fields_asked = forms.MultipleChoiceField(
        label=_("要用到的栏目"), required=False, widget=FoldedChoices,
        help_text=_("平台已有的会直接带出，只问还缺的；还可以在下一步加自己的问题。"),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, audience: str, places: list[tuple[int, str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._audience = audience
        self.fields["fields_asked"].choices = _fields_of(audience)  # type: ignore[attr-defined]
        if places is not None:
            self.fields["organisation_id"] = forms.TypedChoiceField(label=_("问哪里"), coerce=int, choices=places)
            self.order_fields(["title", "organisation_id"])

    def asked(self) -> dict[str, Any]:
        """What drafting takes."""
        data = dict(self.cleaned_data)
        data.pop("version")
        return data | {"fields": data.pop("fields_asked"), "audience": self._audience}

    def changed(self) -> dict[str, Any]:
        """What changing takes."""
        data = dict(self.cleaned_data)
        data.pop("key")
        return data | {"fields": data.pop("fields_asked")}


def initial_of(request: Request) -> dict[str, Any]:
    """A draft as its form shows it."""
    fields = [one.field for one in request.questions.all() if one.field]
    return {
        "title": request.title, "purpose": request.purpose, "due_at": request.due_at, "fields_asked": fields,
        "version": request.version,
    }  # fmt: skip


class QuestionForm(forms.Form):
    """A question for what the platform does not know."""

    text = forms.CharField(label=_("问题"), max_length=120, help_text=_("一个问题只问一件事。"))
    kind = forms.ChoiceField(label=_("怎样回答"), choices=Kind.choices)
    choices = forms.CharField(
        label=_("选项"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("“选一项”才用，每行一个。"),
    )  # fmt: skip
    secrecy = forms.ChoiceField(
        label=_("敏感程度"), initial=Secrecy.INTERNAL, choices=Secrecy.choices,
        help_text=_("健康、住址、账号、家庭情况属于敏感，加密保存，看一次记一次。"),
    )  # fmt: skip
    required = forms.BooleanField(label=_("必须回答"), required=False, initial=True)

    def clean_choices(self) -> list[str]:
        """One a line, each once."""
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        """To choose, there must be two."""
        if self.cleaned_data.get("kind") == Kind.CHOICE and len(self.cleaned_data.get("choices", [])) < 2:
            self.add_error("choices", _("请至少写两个选项，每行一个。"))
        return self.cleaned_data


class KeyForm(forms.Form):
    """What makes a second tap the first."""

    key = forms.UUIDField()


class SendForm(forms.Form):
    """Why it must be, when it breaks a limit."""

    over_reason = forms.CharField(
        label=_("非问不可的理由"), required=False, max_length=200, help_text=_("会列在减负台账里，各支部都看得到。")
    )


class ReasonForm(forms.Form):
    """Why a sealed answer is looked at."""

    reason = forms.CharField(label=_("查看原因"), max_length=200, help_text=_("每次查看都会记入审计日志。"))
