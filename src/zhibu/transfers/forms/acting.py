"""What the acts of a transfer ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.clock import local_date, now
from zhibu.transfers.enums import HoldReason, RejectReason, Route
from zhibu.transfers.forms.sampled import MonthField, SampledForm, day_input
from zhibu.transfers.queries.exchange import peers
from zhibu.transfers.queries.parties import branches_below, groups_of
from zhibu.transfers.queries.rules import rule_for


class ActForm(SampledForm):
    """A form for one transfer, which it may look at."""

    def __init__(self, *args: Any, transfer: Any, **options: Any) -> None:
        super().__init__(*args, kind=transfer.kind, **options)
        self.transfer = transfer
        self.fit()

    def fit(self) -> None:
        """Fields that depend on the transfer."""


class PlainForm(ActForm):
    """Nothing to fill in."""


class NoteForm(ActForm):
    """A word for the file."""

    note = forms.CharField(label=_("办理意见"), max_length=300, required=False)


class ConfirmForm(ActForm):
    """The old branch: dues are paid up to a month."""

    paid_through = MonthField(label=_("党费已交到"))
    note = forms.CharField(label=_("支部意见"), max_length=300, required=False)


class GroupForm(ActForm):
    """The new branch: which group."""

    group = forms.TypedChoiceField(label=_("编入党小组"), coerce=int, empty_value=None, required=False)

    def fit(self) -> None:
        """Groups of the new branch; none where it has none, or where a committee receives."""
        self.fields["group"].choices = [("", _("暂不编入")), *groups_of(self.transfer.to_branch_id)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """As the service calls it."""
        data = super().clean() or {}
        return {"group_id": data.pop("group", None)} | data


class ReceiveForm(GroupForm):
    """A branch chooses the group; a committee that is sent a message, the branch."""

    branch_id = forms.TypedChoiceField(label=_("接收支部"), coerce=int)

    def fit(self) -> None:
        """Only what the way asks for."""
        if self.transfer.route == Route.IN_MESSAGE:
            self.fields["branch_id"].choices = branches_below(self.transfer.to_committee_id)  # type: ignore[attr-defined]
        else:
            del self.fields["branch_id"]
        if self.transfer.route == Route.INSIDE:
            super().fit()
        else:
            del self.fields["group"]


class RejectForm(ActForm):
    """A reason from the list."""

    reason = forms.ChoiceField(label=_("退回原因"), choices=RejectReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("说明"), max_length=300, required=False)


class HoldForm(ActForm):
    """A reason from the list."""

    reason = forms.ChoiceField(label=_("挂起原因"), choices=HoldReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("说明"), max_length=300, required=False)


class WithdrawForm(ActForm):
    """A word, if one likes."""

    words = forms.CharField(label=_("说明"), max_length=300, required=False)


class IssueForm(ActForm):
    """How long the letter is valid."""

    valid_days = forms.IntegerField(label=_("有效期（天）"), min_value=1)

    def fit(self) -> None:
        """The rule in force gives the days and the most."""
        rule = rule_for(self.transfer.kind, local_date(now()))
        self.fields["valid_days"].initial = rule.valid_days
        self.fields["valid_days"].widget.attrs["max"] = rule.valid_days_most


class SendForm(IssueForm):
    """An online letter also has a receiver."""

    peer_id = forms.TypedChoiceField(label=_("发往哪个单位"), coerce=int)

    def fit(self) -> None:
        """For a letter on paper nothing more."""
        super().fit()
        if self.transfer.route == Route.OUT_MESSAGE:
            self.fields["peer_id"].choices = peers()  # type: ignore[attr-defined]
        else:
            del self.fields["peer_id"]


class ReissueForm(IssueForm):
    """Why a new one is needed."""

    words = forms.CharField(label=_("查明的情况"), max_length=300)


class LoseForm(ActForm):
    """What happened."""

    words = forms.CharField(label=_("遗失经过"), max_length=300)


class ReceiptForm(ActForm):
    """The part that came back."""

    received_on = forms.DateField(label=_("接收日期"), widget=day_input())
    handler = forms.CharField(label=_("对方经办人和电话"), max_length=80, required=False)
    file = forms.FileField(label=_("回执照片或扫描件"), required=False)
