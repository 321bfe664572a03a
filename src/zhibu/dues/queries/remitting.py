"""Sheets up the tree and the rules they follow."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from zhibu.dues.errors import NoSuchDues
from zhibu.dues.models import Remittance, RemittanceRule
from zhibu.dues.queries.people import COLLECTORS
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within

if TYPE_CHECKING:
    from zhibu.organisations.models import Organisation


def remittances(viewer: Viewer, *, to: str = "see") -> QuerySet[Remittance]:
    """Sheets of organisations that the viewer collects for; to `receive`, those that come to him."""
    sent = within(viewer.paths(COLLECTORS), field="organisation__path")
    received = within(viewer.paths(COLLECTORS), field="receiver__path")
    scope = {"see": sent | received, "send": sent, "receive": received}[to]
    return Remittance.objects.filter(scope).select_related("organisation", "receiver").order_by("-first_month", "-pk")


def get_remittance(viewer: Viewer, pk: int, *, to: str = "see") -> Remittance:
    """One sheet. Raises NoSuchDues."""
    found = remittances(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchDues
    return found


def shares(one: Remittance) -> dict[str, Any]:
    """What stays (fen) and the part that goes up, in words."""
    return {"kept_fen": one.income_fen - one.amount_fen, "percent": f"{one.basis_points / 100:g}%"}


def rule_for(organisation: "Organisation", day: date) -> RemittanceRule | None:
    """The rule of a day: the organisation's own, else its kind's; the latest of each."""
    own, general = Q(organisation_id=organisation.pk), Q(organisation=None, organisation_kind=organisation.kind)
    rows = RemittanceRule.objects.filter(own | general, in_force_from__lte=day)
    return max(rows, key=lambda row: (row.organisation_id is not None, row.in_force_from), default=None)


def rules() -> QuerySet[RemittanceRule]:
    """All rules, the latest of each kind first."""
    return RemittanceRule.objects.select_related("organisation").order_by("organisation_kind", "-in_force_from")
