"""What the operator chose where the rules leave it open."""

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Choice:
    """A row as people read it: in force today, still to come, or over."""

    row: PolicyRow
    standing: str


def policies(*, today: date) -> list[Choice]:
    """All choices by what they are about, the latest first."""
    found, past = [], set[str]()
    for row in PolicyRow.objects.order_by("code", "-in_force_from"):
        coming = row.in_force_from > today
        found.append(Choice(row, "coming" if coming else "over" if row.code in past else "now"))
        past |= set() if coming else {row.code}
    return found
