"""Acts of a transfer."""

from zhibu.transfers.services.arriving import assign, receive
from zhibu.transfers.services.batches import forget_sheets, read_sheets, receive_batch, start_batch, work_on_batches
from zhibu.transfers.services.beside import hold, reject, resume, withdraw
from zhibu.transfers.services.envelopes import own_key, post
from zhibu.transfers.services.exchange import accept, add_peer
from zhibu.transfers.services.following import follow_person
from zhibu.transfers.services.leaving import approve, confirm
from zhibu.transfers.services.letters import change_head, depart, issue, lose, read_letter, register_receipt, reissue
from zhibu.transfers.services.registering import register_letter, return_receipt
from zhibu.transfers.services.reminding import remind
from zhibu.transfers.services.starting import start
from zhibu.transfers.services.staying import ask_stay, end_stay, issue_stay, note_stay, refuse_stay, remind_of_stays

__all__ = [
    "accept",
    "add_peer",
    "approve",
    "ask_stay",
    "assign",
    "change_head",
    "confirm",
    "depart",
    "end_stay",
    "follow_person",
    "forget_sheets",
    "hold",
    "issue",
    "issue_stay",
    "lose",
    "note_stay",
    "own_key",
    "post",
    "read_letter",
    "read_sheets",
    "receive",
    "receive_batch",
    "refuse_stay",
    "register_letter",
    "register_receipt",
    "reissue",
    "reject",
    "remind",
    "remind_of_stays",
    "resume",
    "return_receipt",
    "start",
    "start_batch",
    "withdraw",
    "work_on_batches",
]
