"""Asking for information, filling it in, checking it."""

from zhibu.collection.services.asking import (
    add_question,
    ask_again,
    cancel_request,
    change_request,
    close_request,
    draft_request,
    remind,
    remove_question,
    send_request,
)
from zhibu.collection.services.checking import check_sheet, check_unchanged, return_sheet
from zhibu.collection.services.confirming import confirm
from zhibu.collection.services.filling import submit_own, submit_sheet
from zhibu.collection.services.revealing import export, reveal_answer

__all__ = [
    "add_question",
    "ask_again",
    "cancel_request",
    "change_request",
    "check_sheet",
    "check_unchanged",
    "close_request",
    "confirm",
    "draft_request",
    "export",
    "remind",
    "remove_question",
    "return_sheet",
    "reveal_answer",
    "send_request",
    "submit_own",
    "submit_sheet",
]
