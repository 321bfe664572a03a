"""The dated rule tables of dues (rules.md 5). The row in force is the latest that is not after the day.

Sources: D1 = 关于中国共产党党费收缴、使用和管理的规定 (中组发〔2008〕3号), D2 = 组电明字〔2017〕5号, by article.
A new notice is a new row with its day; what was charged before stays as it was.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

REGULATION = date(2008, 4, 1)
NOTICE = date(2017, 3, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """A whole base up to and including `up_to` fen is charged at `basis_points` (1/100 of a per cent)."""

    code: str
    up_to: int | None
    basis_points: int
    article: str


@dataclass(frozen=True, slots=True)
class BandTable:
    """Bands of some kinds of payers, in force from a day."""

    kinds: tuple[str, ...]
    in_force_from: date
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class FixedSum:
    """A monthly sum between two bounds (fen, both included); equal bounds leave no choice."""

    kinds: tuple[str, ...]
    in_force_from: date
    least: int
    most: int
    article: str


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a rule, in force from a day."""

    code: str
    in_force_from: date
    value: int
    article: str


WAGE_KINDS = ("wage_earner", "annual_salary", "self_employed", "village_cadre_subsidised")

BANDS = (
    BandTable(
        WAGE_KINDS, REGULATION,
        (
            Band("w1", 300_000, 50, "D1 Art. 2"),
            Band("w2", 500_000, 100, "D1 Art. 2"),
            Band("w3", 1_000_000, 150, "D1 Art. 2"),
            Band("w4", None, 200, "D1 Art. 2"),
        ),
    ),
    BandTable(
        ("retiree",), REGULATION,
        (Band("r1", 500_000, 50, "D1 Art. 5"), Band("r2", None, 100, "D1 Art. 5")),
    ),
)  # fmt: skip

FIXED_SUMS = (
    FixedSum(("farmer",), REGULATION, 20, 100, "D1 Art. 6"),
    FixedSum(("student", "unemployed", "relief_recipient", "subsistence_allowance"), REGULATION, 20, 20, "D1 Art. 6"),
)

NUMBERS = (
    Number("ceiling_fen", NOTICE, 100_000, "D2 item 1"),
    Number("large_voluntary_over_fen", REGULATION, 100_000, "D1 Art. 11"),
    Number("make_up_months", REGULATION, 6, "D1 Art. 12"),
    Number("self_leaving_months", REGULATION, 6, "D1 Art. 13"),
    Number("centre_basis_points", REGULATION, 500, "D1 Art. 15"),
)

# Months of arrears after which the organisation is given a task (rules.md 5.4; practice, 6 by D1 Art. 13).
ALERT_MONTHS = (1, 3, 5, 6)

# What a base is made of and what it leaves out (rules.md 5.2), shown beside the form; codes have words in enums.
COUNTED = ("post_pay", "grade_pay", "allowance", "basic_performance", "enterprise_fixed", "enterprise_moving")
LEFT_OUT = (
    "income_tax", "social_insurance", "housing_fund", "annuity", "reform_subsidy", "overtime_meal", "heat_property",
    "reward_performance", "irregular_bonus",
)  # fmt: skip

Row = TypeVar("Row", BandTable, FixedSum)


def _latest(rows: tuple[Row, ...], kind: str, day: date) -> Row | None:
    found = [row for row in rows if kind in row.kinds and row.in_force_from <= day]
    return max(found, key=lambda row: row.in_force_from, default=None)


def bands_of(kind: str, day: date) -> tuple[Band, ...]:
    """The bands of a kind on a day, lowest first; none for kinds that are not charged by a base."""
    table = _latest(BANDS, kind, day)
    return table.bands if table else ()


def fixed_sum_of(kind: str, day: date) -> FixedSum | None:
    """The bounds of a fixed-sum kind on a day."""
    return _latest(FIXED_SUMS, kind, day)


def number(code: str, day: date) -> int | None:
    """A number of a rule on a day; None while no row is in force."""
    found = [row for row in NUMBERS if row.code == code and row.in_force_from <= day]
    return max(found, key=lambda row: row.in_force_from).value if found else None
