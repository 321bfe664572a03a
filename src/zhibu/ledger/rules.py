"""Pure functions of the ledger: periods, delays, quantities."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import SHANGHAI, local_date


def late_by(occurred_at: datetime, recorded_at: datetime) -> int:
    """Calendar days between a fact and its record, 0 on the same day (architecture.md 5)."""
    return max(0, (local_date(recorded_at) - local_date(occurred_at)).days)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, as people in Shanghai mean them."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def end(self) -> datetime:
        """The first moment after."""
        return datetime.combine(self.last + timedelta(days=1), time.min, SHANGHAI)


def quarter_of(day: date) -> Period:
    """The quarter of the year around a day, up to that day's quarter's end."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, add_months(first, 3) - timedelta(days=1))


def quantity_text(quantity: int) -> str:
    """Tenths as people write them: 10 → 1, 15 → 1.5, -5 → -0.5."""
    whole, tenth = divmod(abs(quantity), 10)
    return ("-" if quantity < 0 else "") + (f"{whole}.{tenth}" if tenth else str(whole))
