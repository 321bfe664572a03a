"""Acts around advice."""

from zhibu.advice.services.answering import decide, join, move, remind, take_step
from zhibu.advice.services.briefs import (
    ask_for_brief,
    ask_for_briefs_due,
    draw_brief,
    draw_briefs_left,
    name_topic,
    publish_brief,
)
from zhibu.advice.services.offices import change_office, found_office, name_officer, release_officer
from zhibu.advice.services.writing import Written, find_by_receipt, leave, support, write

__all__ = [
    "Written",
    "ask_for_brief",
    "ask_for_briefs_due",
    "change_office",
    "decide",
    "draw_brief",
    "draw_briefs_left",
    "find_by_receipt",
    "found_office",
    "join",
    "leave",
    "move",
    "name_officer",
    "name_topic",
    "publish_brief",
    "release_officer",
    "remind",
    "support",
    "take_step",
    "write",
]
