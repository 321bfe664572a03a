"""Worked cases as a file: anyone can check what the product charges (`zhibu dues compute`)."""

from dataclasses import dataclass
from datetime import date

from zhibu.dues.errors import AmountUnreadable, KindUnknown, SumOutOfBounds
from zhibu.dues.rules.amounts import Derivation, Policy, derive, fen_of, with_variant

ERROR = "ERROR"
APPROVED = "approved_"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the answer: the amount in fen (or ERROR) and the rule in plain words."""

    case_id: str
    amount_fen: str
    rule: str


def answer(case_id: str, member_kind: str, base_yuan: str, *, on: date) -> Case:
    """What one case costs. `@` after a kind names a policy variant; `approved_500` an approved sum in fen."""
    kind, _at, variant = member_kind.strip().partition("@")
    try:
        if kind == "hardship_exempt":
            return Case(case_id, "0", "D1 Art. 7: exempt by approval of the committee one level up")
        if kind == "hardship_reduced" and variant.removeprefix(APPROVED).isdecimal():
            return Case(case_id, variant.removeprefix(APPROVED), "D1 Art. 7: the approved sum, by no formula")
        base = fen_of(base_yuan) if base_yuan.strip() else None
        found = derive(kind, base, on=on, policy=with_variant(Policy(), variant))
    except (AmountUnreadable, KindUnknown, SumOutOfBounds) as refusal:
        return Case(case_id, ERROR, refusal.code)
    return Case(case_id, str(found.amount_fen), explained(found))


def explained(found: Derivation) -> str:
    """The rule in a line: article, band, rate, rounding, ceiling."""
    if found.band is None:
        return f"{found.article}: fixed monthly sum"
    rate = f"{found.band.basis_points / 100:g} %"
    edge = "above the last edge" if found.band.up_to is None else f"base up to {found.band.up_to / 100:.2f}"
    parts = [f"{found.article}: {edge}, whole base at {rate}"]
    if found.policy != Policy():
        parts.append(f"rounding {found.policy.unit} {found.policy.rounding}, cap {'on' if found.policy.cap else 'off'}")
    if found.is_cut:
        parts.append(f"cut to the ceiling of {(found.ceiling_fen or 0) / 100:.2f} (D2 item 1)")
    return "; ".join(parts)
