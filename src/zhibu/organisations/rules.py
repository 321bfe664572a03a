"""Pure rules of organisations: what may stand under what, terms, steps of life (rules.md 1.1, 1.2, 1.4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from zhibu.kernel.calendar import add_months, add_years, months_between
from zhibu.organisations.enums import BRANCH_KINDS, COMMITTEE_KINDS, Kind, State

_ABOVE_BRANCHES = (*COMMITTEE_KINDS, Kind.GENERAL_BRANCH, Kind.LEADING_GROUP)
_STEPS: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.APPLIED,),
    State.APPLIED: (State.APPROVED, State.DRAFT),
    State.APPROVED: (State.ACTIVE,),
    State.ACTIVE: (State.SUSPENDED,),
    State.SUSPENDED: (State.ACTIVE,),
}


def may_stand_under(kind: str, parent_kind: str | None) -> bool:
    """Whether a body of `kind` may hang on one of `parent_kind` (None: stand at the top)."""
    if parent_kind is None:
        return kind in (*COMMITTEE_KINDS, Kind.LEADING_GROUP)
    if kind == Kind.PARTY_GROUP:
        return parent_kind in BRANCH_KINDS
    if kind in BRANCH_KINDS:
        return parent_kind in _ABOVE_BRANCHES
    return parent_kind in (*COMMITTEE_KINDS, Kind.LEADING_GROUP)


def may_become(state: str, after: str) -> bool:
    """Whether `after` is a next step of life; closing and merging have their own acts."""
    return after in _STEPS.get(state, ())


def next_states(state: str) -> tuple[str, ...]:
    """The steps that are open from here."""
    return _STEPS.get(state, ())


def due_on(elected_on: date | None, years: int | None, extended_to: date | None) -> date | None:
    """`elected_on + years`, the same day, 29 February → 28 February; an approved extension wins (rules.md 1.4)."""
    if extended_to is not None:
        return extended_to
    return add_years(elected_on, years) if elected_on and years else None


def may_extend(due: date, until: date, *, months_most: int) -> bool:
    """A delay goes beyond the regular day and in general not more than one year past it (rules.md 1.4)."""
    return due < until <= add_months(due, months_most)


@dataclass(frozen=True, slots=True)
class Term:
    """Where a term of office stands on a day."""

    elected_on: date
    due_on: date
    today: date
    red_days: int

    @property
    def days_left(self) -> int:
        """Days until it ends; negative when it is over."""
        return (self.due_on - self.today).days

    @property
    def days(self) -> int:
        """Its whole length."""
        return (self.due_on - self.elected_on).days

    @property
    def days_passed(self) -> int:
        """Days served, at most its length."""
        return min(max((self.today - self.elected_on).days, 0), self.days)

    @property
    def days_over(self) -> int:
        """Days past its end."""
        return max(0, -self.days_left)

    @property
    def tone(self) -> str:
        """How pressing: "", "warning" within half a year, "danger" when over."""
        if self.days_left < 0:
            return "danger"
        return "warning" if self.days_left <= 180 else ""

    @property
    def is_red(self) -> bool:
        """Over by more than an approved delay could allow."""
        return self.days_over >= self.red_days


def reminder_step(term: Term, before: Collection[int]) -> str | None:
    """The reminder that holds on this day: "180" … "0" days before, then "+n" for each month over; None before all."""
    if term.days_left < 0:
        months = months_between(term.due_on, term.today)
        return f"+{months}" if months else "0"
    reached = [days for days in before if term.days_left <= days]
    return str(min(reached)) if reached else None
