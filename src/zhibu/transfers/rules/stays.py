"""How long a stay away may be, and when somebody has to see to it (rules.md 2.5, 6.5)."""

from datetime import date

from zhibu.kernel.calendar import add_months, add_years
from zhibu.transfers.enums import TemporaryKind

MOST_MONTHS = 6  # of a certificate letter, and of a card unless the relation cannot be moved
CONTACT_MONTHS = 6  # abroad: contact at least once every half-year


def too_long(kind: str, starts_on: date, ends_on: date, *, cannot_move: str) -> bool:
    """Whether a transfer is due instead."""
    if kind == TemporaryKind.ABROAD or (kind == TemporaryKind.MOBILE and cannot_move.strip()):
        return False
    return ends_on > add_months(starts_on, MOST_MONTHS)


def next_due(kind: str, since: date, ends_on: date) -> date:
    """The next half-yearly contact abroad, the next yearly check of a card, else the end; never after the end."""
    if kind == TemporaryKind.ABROAD:
        return min(add_months(since, CONTACT_MONTHS), ends_on)
    if kind == TemporaryKind.MOBILE:
        return min(add_years(since, 1), ends_on)
    return ends_on
