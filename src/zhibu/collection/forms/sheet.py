"""The form of a sheet, built from its lines: what is known needs nothing, what changed is written beside it."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhibu.collection.enums import Kind, Mode, Standing
from zhibu.collection.queries.dictionary import entries
from zhibu.collection.queries.sheets import Line
from zhibu.collection.rules.asking import answer_fault
from zhibu.collection.services.filling import Filled
from zhibu.members.api import value_fault

YES_NO: list[tuple[str, str | Promise]] = [("yes", _("是")), ("no", _("否"))]


class DayInput(forms.DateInput):
    """The browser's own calendar; ISO days go both ways."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _input(line: Line) -> forms.Field:
    """The input of a line. A known item keeps its value when the input is left alone."""
    required, known = line.required, line.standing != Standing.MISSING and line.held is not None
    if line.kind == Kind.DAY:
        return forms.DateField(required=required, widget=DayInput())
    if line.kind in (Kind.YES_NO, Kind.CHOICE):
        options = YES_NO if line.kind == Kind.YES_NO else list(line.choices)
        empty = _("没有变化") if known else _("请选择")
        return forms.ChoiceField(required=required, choices=[("", empty), *options])
    attrs = {"autocomplete": "off"} | ({"inputmode": "decimal"} if line.kind == Kind.NUMBER else {})
    attrs |= {"inputmode": "tel"} if line.name == "mobile" else {}
    return forms.CharField(required=required, max_length=line.longest, widget=forms.TextInput(attrs=attrs))


class SheetForm(forms.Form):
    """`key` makes a second tap the first; `version` is what was looked at."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, lines: list[Line], today: date, helps: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lines, self._today = lines, today
        for line in lines:
            if line.standing != Standing.WAITING and (line.held is None or line.held.entry.about.correctable):
                self._add(line)
        if helps:
            self._add_ground()

    def _add(self, line: Line) -> None:
        field = _input(line)
        changes = line.held is not None and line.standing in (Standing.DUE, Standing.KNOWN)
        field.label = _("%(label)s改为") % {"label": line.label} if changes else line.label  # type: ignore[assignment]
        if line.earlier and not line.secret:
            field.initial = line.earlier
        self.fields[line.name] = field

    def _add_ground(self) -> None:
        self.fields["mode"] = forms.ChoiceField(
            label=_("怎样得知"), choices=[(Mode.PHONE, Mode.PHONE.label), (Mode.PAPER, Mode.PAPER.label)]
        )
        self.fields["note"] = forms.CharField(
            label=_("依据"), max_length=200, help_text=_("例如：11月20日电话确认；见纸质采集表。")
        )

    def clean(self) -> dict[str, Any]:
        """Say at its field what cannot be right."""
        for line in self._lines:
            text = _text(self.cleaned_data.get(line.name))
            fault = self._fault(line, text) if text else None
            if fault and line.name not in self.errors:
                self.add_error(line.name, str(fault))
        return self.cleaned_data

    def _fault(self, line: Line, text: str) -> object | None:
        if line.name in entries() and line.held is not None:
            return None if line.kind == Kind.YES_NO else value_fault(line.name, text, today=self._today)
        return answer_fault(line.kind, [str(value) for value, _label in line.choices], text)

    def filled(self) -> Filled:
        """What the service takes."""
        data = self.cleaned_data
        answers = {line.name: _text(data.get(line.name)) for line in self._lines}
        answers = {line.name: answers[line.name] or self._kept(line) for line in self._lines}
        return Filled(answers, data["key"], data["version"], data.get("mode", Mode.ONLINE), data.get("note", ""))

    def _kept(self, line: Line) -> str:
        """A sealed earlier answer is not shown; left alone it stays."""
        return line.earlier if line.secret and line.held is None else ""

    def pairs(self) -> list[tuple[Line, forms.BoundField | None]]:
        """Each line with its input; none where nothing can be typed."""
        return [(line, self[line.name] if line.name in self.fields else None) for line in self._lines]

    def parts(self) -> list[tuple[Any, str, list[tuple[Line, forms.BoundField | None]]]]:
        """Headings with their lines: what is missing first."""
        pairs = self.pairs()
        titles = ((_("请补充"), "missing"), (_("已知，请确认"), "due"), (_("更正等待核对"), "waiting"),
                  (_("平台已有，不用再填"), "known"))  # fmt: skip
        parts = [(title, state, [pair for pair in pairs if pair[0].standing == state]) for title, state in titles]
        return [part for part in parts if part[2]]

    def refuse(self, faults: Any) -> None:
        """What only the service could find out."""
        for name, sentence in faults.items():
            self.add_error(name if name in self.fields else None, str(sentence))


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


class ReturnForm(forms.Form):
    """Why it goes back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("退回原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class CheckForm(forms.Form):
    """The version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ManyForm(forms.Form):
    """Several sheets at once."""

    sheet_ids = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, ids: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sheet_ids"].choices = [(pk, pk) for pk in ids]  # type: ignore[attr-defined]
