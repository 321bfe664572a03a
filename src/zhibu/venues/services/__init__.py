"""Acts around venues."""

from zhibu.venues.services.counting import admit, count
from zhibu.venues.services.guiding import confirm_guide, leave_guiding, take_guiding
from zhibu.venues.services.opening import close_day, open_slots, open_slots_everywhere, reopen_day
from zhibu.venues.services.pace import find_visit
from zhibu.venues.services.remarks import decide_remark, write_remark
from zhibu.venues.services.reserving import end_reservation, reserve
from zhibu.venues.services.venues import add_hours, change_venue, drop_hours, found_venue, name_steward, release_steward
from zhibu.venues.services.visits import book_visit, call_off, cancel_visit, erase_due, read_contact

__all__ = [
    "add_hours",
    "admit",
    "book_visit",
    "call_off",
    "cancel_visit",
    "change_venue",
    "close_day",
    "confirm_guide",
    "count",
    "decide_remark",
    "drop_hours",
    "end_reservation",
    "erase_due",
    "find_visit",
    "found_venue",
    "leave_guiding",
    "name_steward",
    "open_slots",
    "open_slots_everywhere",
    "read_contact",
    "release_steward",
    "reopen_day",
    "reserve",
    "take_guiding",
    "write_remark",
]
