"""The form of a matter, built from its definition: what staff wrote becomes fields that check themselves."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhibu.casework.enums import Ask
from zhibu.casework.forms.family import FamilyField
from zhibu.casework.rules.answers import applies
from zhibu.casework.rules.definition import CONSENT, Field
from zhibu.casework.rules.values import MOBILE, as_yuan, fen, is_citizen_id

NO_CONSENT = gettext_lazy(
    "没有您的同意，信息不会交出去，这件事也就办不了。要办请改选“同意”；不愿意可以直接离开，什么也不会送出。"
)


class DayInput(forms.DateInput):
    """The phone's own day picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MoneyField(forms.CharField):
    """Yuan as people write them, fen as they are kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=20, **options)

    def prepare_value(self, value: Any) -> Any:
        """A kept amount as yuan."""
        return as_yuan(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Whole fen, None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        amount = fen(text)
        if amount is None:
            raise forms.ValidationError(_("请写成金额，例如 3000 或 114.60。"))
        return amount


class CheckedText(forms.CharField):
    """A text that has to look a certain way, without blanks and in capitals."""

    def __init__(self, *, test: Any, hint: Any, **options: Any) -> None:
        super().__init__(**options)
        self._test, self._hint = test, hint

    def clean(self, value: Any) -> Any:
        """Squeezed and checked."""
        text = "".join(str(super().clean(value) or "").split()).upper()
        if text and not self._test(text):
            raise forms.ValidationError(self._hint)
        return text


def _phone(**options: Any) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    return CheckedText(test=MOBILE.match, hint=_("手机号码是 11 位数字，请核对。"), widget=widget, **options)


def _citizen_id(**options: Any) -> forms.Field:
    hint = _("公民身份号码是 18 位，最后一位要对得上，请核对。")
    return CheckedText(test=is_citizen_id, hint=hint, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)


MAKERS: dict[str, Any] = {
    Ask.TEXT: lambda **o: forms.CharField(max_length=120, **o),
    Ask.LONG: lambda **o: forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **o),
    Ask.NUMBER: lambda **o: forms.IntegerField(min_value=0, max_value=10**9, **o),
    Ask.MONEY: MoneyField,
    Ask.DATE: lambda **o: forms.DateField(widget=DayInput, **o),
    Ask.YES: forms.BooleanField,
    Ask.PHONE: _phone,
    Ask.CITIZEN_ID: _citizen_id,
    Ask.DEPENDANTS: FamilyField,
}


def _choice(one: Field, options: dict[str, Any], offered: Iterable[str]) -> forms.Field:
    """What was chosen before stays a choice, though the activity may be over by now."""
    before = [options["initial"]] if one.ask == Ask.ACTIVITY and options["initial"] else []
    more = (*offered, *before) if one.ask == Ask.ACTIVITY else ()
    pairs = [(value, value) for value in dict.fromkeys((*more, *one.choices))]
    if one.ask == Ask.MANY:
        return forms.MultipleChoiceField(choices=pairs, widget=forms.CheckboxSelectMultiple, **options)
    return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **options)


def _help(one: Field) -> str:
    """The sample stands beside the field; a condition is said in words for pages without scripts."""
    parts = [_("例如：%(sample)s") % {"sample": one.sample}] if one.sample else []
    code, value = one.condition
    if code:
        parts.append(_("前面选“%(value)s”时填写。") % {"value": _("是") if value == "yes" else value})
    return escape(" ".join(parts))


class AnswerForm(forms.Form):
    """The questions of a matter or of a step. `answers` are those given before, `known` what is held already,
    `offered` the activities that are on, `consents` the questions to which a no stops the form."""

    template_name = "casework/_answers.html"

    def __init__(
        self, data: Any = None, *, asked: Iterable[Field], answers: Mapping[str, Any] | None = None,
        known: Mapping[str, str] | None = None, for_others: bool = False, about: str = "",
        consents: Iterable[Field] = (), offered: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.asked, self.for_others, self.consents = tuple(asked), for_others, tuple(consents)
        self.offered = tuple(offered)
        if for_others:
            label, hint = gettext_lazy("为谁申请"), gettext_lazy("为自己申请就留空；为同事申请写他的姓名或工号。")
            self.fields["about"] = forms.CharField(
                label=label, help_text=hint, required=False, max_length=40, initial=about
            )
        for one in self.asked:
            self.fields[one.code] = self._field(one, (answers or {}).get(one.code, (known or {}).get(one.known)))

    def _field(self, one: Field, initial: Any) -> forms.Field:
        required = one.required and not one.only_if and one.ask != Ask.YES
        options = {"label": one.label, "help_text": _help(one), "required": required, "initial": initial}
        if one.ask in (Ask.CHOICE, Ask.MANY, Ask.ACTIVITY):
            return _choice(one, options, self.offered)
        if one.ask == Ask.YES:
            options["required"] = False
        return MAKERS[one.ask](**options)  # type: ignore[no-any-return]

    @property
    def rows(self) -> list[tuple[Any, str]]:
        """Each field with the condition under which it is shown."""
        conditions = {one.code: one.only_if for one in self.asked}
        return [(field, conditions.get(field.name, "")) for field in self.visible_fields()]

    def get_context(self) -> dict[str, Any]:
        """What the form's template needs."""
        return super().get_context() | {"rows": self.rows}

    def clean(self) -> dict[str, Any]:
        """What a condition asks for is missing only when the condition holds; the rest is dropped."""
        said = super().clean() or {}
        for one in self.asked:
            if not applies(one, said):
                said.pop(one.code, None)
                self.errors.pop(one.code, None)
            elif one.required and one.only_if and one.ask != Ask.YES and not self._is_given(one, said):
                self.add_error(one.code, _("这一项要填。"))
        for one in self.consents:
            if said.get(one.code) == CONSENT[1]:
                self.add_error(one.code, NO_CONSENT)
        return said

    def _is_given(self, one: Field, said: Mapping[str, Any]) -> bool:
        return one.code in self.errors or said.get(one.code) not in (None, "", [])

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as it is kept."""
        asked = {one.code for one in self.asked}
        return {code: _kept(value) for code, value in self.cleaned_data.items() if code in asked}

    @property
    def about(self) -> str:
        """Whom it is about, in the applicant's words."""
        return str(self.cleaned_data.get("about", ""))


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
