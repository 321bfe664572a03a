"""The dated rules of the kinds."""

from datetime import date

from zhibu.transfers.models import KindRule


def rules_in_force(day: date) -> dict[str, KindRule]:
    """The rule of every kind on a day."""
    rows = KindRule.objects.filter(in_force_from__lte=day).order_by("in_force_from")
    return {row.kind: row for row in rows}


def rule_for(kind: str, day: date) -> KindRule:
    """The rule of a kind on a day; the first one before there was any."""
    rows = KindRule.objects.filter(kind=kind)
    latest = rows.filter(in_force_from__lte=day).order_by("-in_force_from").first()
    return latest or rows.order_by("in_force_from").get()
