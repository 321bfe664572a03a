"""Tables of venues."""

from zhibu.venues.models.reservations import Hold, Reservation
from zhibu.venues.models.venues import ClosedDay, Hours, Slot, Steward, Venue
from zhibu.venues.models.visits import Passage, Remark, Visit

__all__ = ["ClosedDay", "Hold", "Hours", "Passage", "Remark", "Reservation", "Slot", "Steward", "Venue", "Visit"]
