"""Acts of a transfer."""

from zhibu.transfers.services.arriving import assign, receive
from zhibu.transfers.services.beside import hold, reject, resume, withdraw
from zhibu.transfers.services.envelopes import own_key, post
from zhibu.transfers.services.exchange import accept, add_peer
from zhibu.transfers.services.following import follow_person
from zhibu.transfers.services.leaving import approve, confirm
from zhibu.transfers.services.letters import change_head, depart, issue, lose, read_letter, register_receipt, reissue
from zhibu.transfers.services.registering import register_letter, return_receipt
from zhibu.transfers.services.reminding import remind
from zhibu.transfers.services.starting import start

__all__ = [
    "accept",
    "add_peer",
    "approve",
    "assign",
    "change_head",
    "confirm",
    "depart",
    "follow_person",
    "hold",
    "issue",
    "lose",
    "own_key",
    "post",
    "read_letter",
    "receive",
    "register_letter",
    "register_receipt",
    "reissue",
    "reject",
    "remind",
    "resume",
    "return_receipt",
    "start",
    "withdraw",
]
