"""Choosing a period, correcting an entry."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.clock import local_date, now
from zhibu.ledger.enums import Mode
from zhibu.ledger.rules import Period, quarter_of

LONGEST_DAYS = 5 * 366  # five years, the term of a committee (rules.md 1.2)
FIRST_YEAR, LAST_YEAR = 1921, 2999  # what lies outside is a slip of the keys


def day_input() -> forms.DateInput:
    """A browser's own calendar; it reads ISO days only."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PeriodForm(forms.Form):
    """From day to day; the present quarter when nothing is asked."""

    first = forms.DateField(label=_("从"), required=False, widget=day_input())
    last = forms.DateField(label=_("到"), required=False, widget=day_input())

    def clean(self) -> dict[str, Any]:
        """The end does not come before the start, and a book is no longer than its keeper's term."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            raise forms.ValidationError(_("结束日期早于开始日期，请把“到”改到“从”之后。"))
        usual = quarter_of(local_date(now()))
        begins, ends = first or usual.first, last or usual.last
        if (ends - begins).days > LONGEST_DAYS or begins.year < FIRST_YEAR or ends.year > LAST_YEAR:
            raise forms.ValidationError(_("一次最多看五年的记录，请把“从”和“到”改近一些，分几次查看。"))
        return self.cleaned_data

    def period(self, today: date) -> Period:
        """What was asked for; the quarter of `today` where it was not or cannot be read."""
        usual = quarter_of(today)
        if not self.is_valid():
            return usual
        first = self.cleaned_data["first"] or usual.first
        return Period(first, max(first, self.cleaned_data["last"] or usual.last))


class CorrectionForm(forms.Form):
    """What is right, and why the entry was wrong."""

    quantity = forms.DecimalField(label=_("数量"), min_value=0, max_value=9999, decimal_places=1)
    mode = forms.ChoiceField(label=_("方式"), choices=Mode)
    withdrawn = forms.BooleanField(
        label=_("撤销这条记录"), required=False, help_text=_("事情没有发生时勾选，上面两项不再起作用。")
    )
    reason = forms.CharField(
        label=_("更正原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("会一直显示在这条记录旁边。"),
    )

    def correction(self) -> dict[str, Any]:
        """Arguments of the service; the quantity in tenths."""
        asked = self.cleaned_data
        return asked | {"quantity": int(asked["quantity"] * 10), "mode": Mode(asked["mode"])}
