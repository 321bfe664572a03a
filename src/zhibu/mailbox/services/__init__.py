"""Writes of the mailbox."""

from zhibu.mailbox.services.boxes import close_box, open_box
from zhibu.mailbox.services.clocks import forget_due, rise_overdue, tell_holders
from zhibu.mailbox.services.handling import close_letter, mark_letter, note_letter, open_letter, reply_letter
from zhibu.mailbox.services.keys import confirm_key, make_key, retire_key, rewrap_key, seat_letters
from zhibu.mailbox.services.pace import check_letters, check_searches
from zhibu.mailbox.services.plain import (
    Plain,
    Upload,
    add_plain,
    letter_to_prove,
    open_plain_file,
    return_plain,
    send_plain,
)
from zhibu.mailbox.services.writing import Sealed, add_to_letter, find_letter, return_to_letter, seal_again, send_letter

__all__ = [
    "Plain",
    "Sealed",
    "Upload",
    "add_plain",
    "add_to_letter",
    "check_letters",
    "check_searches",
    "close_box",
    "close_letter",
    "confirm_key",
    "find_letter",
    "forget_due",
    "letter_to_prove",
    "make_key",
    "mark_letter",
    "note_letter",
    "open_box",
    "open_letter",
    "open_plain_file",
    "reply_letter",
    "retire_key",
    "return_plain",
    "return_to_letter",
    "rewrap_key",
    "rise_overdue",
    "seal_again",
    "seat_letters",
    "send_letter",
    "send_plain",
    "tell_holders",
]
