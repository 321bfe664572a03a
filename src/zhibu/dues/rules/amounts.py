"""From a base to an amount, in whole fen and in steps that can be shown (rules.md 5.1 to 5.6)."""

import re
from dataclasses import dataclass, replace
from datetime import date

from zhibu.dues.errors import AmountUnreadable, KindUnknown, SumOutOfBounds
from zhibu.dues.rules.tables import Band, bands_of, fixed_sum_of, number

_YUAN = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,2}))?")
UNITS = {"fen": 1, "jiao": 10, "yuan": 100}


@dataclass(frozen=True, slots=True)
class Policy:
    """What an organisation may choose where the rules leave it open (rules.md 5.3, 5.6); these are the defaults."""

    cap: bool = True
    unit: str = "fen"
    rounding: str = "half_up"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How an amount came about. `raw_fen_times_10000` is base × rate before rounding, exact."""

    kind: str
    base_fen: int | None
    band: Band | None
    raw_fen_times_10000: int
    rounded_fen: int
    ceiling_fen: int | None
    amount_fen: int
    article: str
    policy: Policy

    @property
    def is_cut(self) -> bool:
        """Whether the ceiling made it less."""
        return self.amount_fen < self.rounded_fen

    @property
    def band_code(self) -> str:
        """The band's code, or the kind for fixed sums."""
        return self.band.code if self.band else self.kind


def fen_of(text: str) -> int:
    """Yuan as people type them, in fen. Raises AmountUnreadable for more than two decimals or a minus sign."""
    found = _YUAN.fullmatch(text.strip())
    if found is None:
        raise AmountUnreadable
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def derive(kind: str, base_fen: int | None, *, on: date, policy: Policy | None = None) -> Derivation:
    """The monthly amount of a kind on a base. Raises KindUnknown, AmountUnreadable, SumOutOfBounds."""
    policy = policy or Policy()
    if fixed := fixed_sum_of(kind, on):
        chosen = fixed.least if base_fen is None or fixed.least == fixed.most else base_fen
        if not fixed.least <= chosen <= fixed.most:
            raise SumOutOfBounds
        return Derivation(kind, None, None, chosen * 10_000, chosen, None, chosen, fixed.article, policy)
    bands = bands_of(kind, on)
    if not bands:
        raise KindUnknown
    if base_fen is None or base_fen < 0:
        raise AmountUnreadable
    band = next(band for band in bands if band.up_to is None or base_fen <= band.up_to)
    raw = base_fen * band.basis_points
    rounded = _rounded(raw, policy)
    ceiling = number("ceiling_fen", on) if policy.cap else None
    amount = rounded if ceiling is None else min(rounded, ceiling)
    return Derivation(kind, base_fen, band, raw, rounded, ceiling, amount, band.article, policy)


def _rounded(raw: int, policy: Policy) -> int:
    """`raw` is in ten-thousandths of a fen; the unit is fen, jiao or yuan."""
    unit = UNITS[policy.unit]
    step = 10_000 * unit
    return (raw // step if policy.rounding == "down" else (2 * raw + step) // (2 * step)) * unit


def with_variant(policy: Policy, variant: str) -> Policy:
    """A policy with one thing changed, as the worked cases name it. Raises KindUnknown for an unknown name."""
    known = {
        "": policy,
        "nocap": replace(policy, cap=False),
        "round_jiao": replace(policy, unit="jiao"),
        "round_yuan": replace(policy, unit="yuan"),
        "round_down_fen": replace(policy, rounding="down"),
    }
    if variant not in known:
        raise KindUnknown
    return known[variant]
