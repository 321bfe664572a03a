"""What the operator chose where the rules leave it open."""

from datetime import date

from django.db.models import QuerySet

from zhibu.dues.models import PolicyRow
from zhibu.dues.rules.amounts import Policy


def in_force(day: date) -> dict[str, str]:
    """Every choice in force on a day."""
    rows = PolicyRow.objects.filter(in_force_from__lte=day).order_by("in_force_from")
    return dict(rows.values_list("code", "value"))


def policy_on(day: date) -> Policy:
    """The policy of a day, as the calculation takes it."""
    chosen = in_force(day)
    return Policy(
        cap=chosen.get("cap", "on") == "on", unit=chosen.get("unit", "fen"),
        rounding=chosen.get("rounding", "half_up"),
    )  # fmt: skip


def policies() -> QuerySet[PolicyRow]:
    """All choices, the latest first."""
    return PolicyRow.objects.order_by("code", "-in_force_from")
