"""Reads about activities, each with its viewer."""

from zhibu.activities.queries.activity import (
    activities,
    coming,
    get_activity,
    managed,
    mine,
    my_organisations,
    past,
    running,
)
from zhibu.activities.queries.checkin import signups
from zhibu.activities.queries.page import (
    board,
    get_check_in,
    own_check_in,
    page_of,
    roll_call_page,
    scan_page,
    slots,
)

__all__ = [
    "activities",
    "board",
    "coming",
    "get_activity",
    "get_check_in",
    "managed",
    "mine",
    "my_organisations",
    "own_check_in",
    "page_of",
    "past",
    "roll_call_page",
    "running",
    "scan_page",
    "signups",
    "slots",
]
