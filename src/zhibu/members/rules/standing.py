"""Probation, standing and suspension, by the calendar (rules.md 2.2, 2.5, 3.2)."""

from datetime import date

from zhibu.kernel.calendar import add_months, add_years, months_between

PROBATION_YEARS = 1  # Party constitution, Article 7
EXTENSION_MONTHS = (6, 12)  # not less than half a year, not more than one year, once (rules.md 3.2)
LOST_MONTHS = 6  # before a membership may be suspended for lost contact (rules.md 2.5)
UNTRACEABLE_YEARS = 2  # of suspension, before removal as untraceable (rules.md 2.5)
RECTIFICATION_YEARS = 1  # longest 限期改正 (rules.md 2.5)


def probation_end(joined_on: date, extended_to: date | None = None) -> date:
    """The day probation ends: one calendar year after joining, or the day it was extended to."""
    return extended_to or add_years(joined_on, PROBATION_YEARS)


def extension_fits(joined_on: date, extended_to: date) -> bool:
    """Whether an extension is between half a year and a year beyond the first year."""
    end = probation_end(joined_on)
    shortest, longest = EXTENSION_MONTHS
    return add_months(end, shortest) <= extended_to <= add_months(end, longest)


def party_standing(full_on: date | None, *, today: date, adjustment_months: int = 0) -> int:
    """党龄 in whole months since `full_on`, less the months of suspension; 0 before (rules.md 2.2)."""
    return 0 if full_on is None else max(0, months_between(full_on, today) - adjustment_months)


def lost_long_enough(lost_since: date | None, *, on: date) -> bool:
    """Whether contact has been lost for six months or more on a day."""
    return lost_since is not None and add_months(lost_since, LOST_MONTHS) <= on


def suspended_long_enough(suspended_on: date | None, *, on: date) -> bool:
    """Whether two years of suspension are over, so that a member not found may be removed."""
    return suspended_on is not None and add_years(suspended_on, UNTRACEABLE_YEARS) <= on


def rectification_fits(ordered_on: date, until: date) -> bool:
    """限期改正 runs beyond the day it was ordered and not longer than a year (rules.md 2.5, Art. 30)."""
    return ordered_on < until <= add_years(ordered_on, RECTIFICATION_YEARS)
