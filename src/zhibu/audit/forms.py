"""Narrowing the log."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import action_label
from zhibu.kernel.clock import SHANGHAI

EARLIEST, LATEST = date(1921, 1, 1), date(2999, 12, 31)  # the hours before and the day after must exist


def day_input() -> forms.DateInput:
    """A browser's own calendar; it reads ISO days only."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SearchForm(forms.Form):
    """By action, words and days; everything may stay empty."""

    action = forms.ChoiceField(label=_("动作"), required=False)
    words = forms.CharField(label=_("人、对象或原因"), required=False, max_length=80)
    first = forms.DateField(label=_("从"), required=False, widget=day_input())
    last = forms.DateField(label=_("到"), required=False, widget=day_input())

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("全部")), *((action, action_label(action)) for action in actions)]  # type: ignore[attr-defined]

    def in_words(self) -> str:
        """What was asked, for the log of the export."""
        asked = {name: str(value) for name, value in self.wanted().items() if value}
        return ", ".join(f"{name}={value}" for name, value in asked.items())[:500]

    def wanted(self) -> dict[str, Any]:
        """Arguments of the query; what cannot be read narrows nothing."""
        if not self.is_valid():
            return {}
        asked = self.cleaned_data
        first, last = asked["first"], asked["last"]
        return {
            "action": asked["action"],
            "words": asked["words"],
            "first": datetime.combine(max(first, EARLIEST), time.min, SHANGHAI) if first else None,
            "before": datetime.combine(min(last, LATEST) + timedelta(days=1), time.min, SHANGHAI) if last else None,
        }
