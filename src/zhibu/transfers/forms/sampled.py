"""A form in which every field shows what a well filled one looks like."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from zhibu.transfers.rules.samples import sample_for


class SampledForm(forms.Form):
    """`kind` chooses the samples."""

    def __init__(self, *args: Any, kind: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if sample := sample_for(kind, name):
                field.help_text = format_html('<span class="sample"><b>{}</b> {}</span>', _("范本"), sample)


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = forms.DateInput(attrs={"type": "month", "placeholder": "2026-10"}, format="%Y-%m")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y-%m-%d"], **options)


def day_input() -> forms.DateInput:
    """The phone's own picker of a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
