"""Acts around talks."""

from zhibu.talks.services.drawing import announce_time, cancel_time, draw, join, move_time, shake
from zhibu.talks.services.hours import book_hour, close_hour, offer_hours
from zhibu.talks.services.room import forget_due, give_key, say, shorten, signal
from zhibu.talks.services.talking import confirm_talk, decline_talk, finish_undertaking, postpone_talk, undertake

__all__ = [
    "announce_time",
    "book_hour",
    "cancel_time",
    "close_hour",
    "confirm_talk",
    "decline_talk",
    "draw",
    "finish_undertaking",
    "forget_due",
    "give_key",
    "join",
    "move_time",
    "offer_hours",
    "postpone_talk",
    "say",
    "shake",
    "shorten",
    "signal",
    "undertake",
]
