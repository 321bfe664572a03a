"""Writes of dues."""

from zhibu.dues.services.arrears import finish_task, note_late, raise_tasks
from zhibu.dues.services.assessing import assess_fixed, assess_self, set_policy, take_over
from zhibu.dues.services.billing import bill, bill_person
from zhibu.dues.services.bookkeeping import deposit, enter_interest, enter_opening
from zhibu.dues.services.checking import fetch_statement, import_bank_file, reconcile, settle_finding
from zhibu.dues.services.ordering import (
    ask_gateway,
    cancel_order,
    close_expired,
    confirm_payment,
    give_voluntarily,
    open_order,
    register_payment,
    take_callback,
)
from zhibu.dues.services.publishing import publish_year
from zhibu.dues.services.refunding import ask_refund, finish_refund
from zhibu.dues.services.remitting import draw_remittance, receive_remittance, send_remittance, set_remittance_rule
from zhibu.dues.services.requesting import (
    ask_hardship,
    ask_quarter,
    decide_hardship,
    decide_quarter,
    end_consent,
    give_consent,
    study_hardship,
    withdraw_hardship,
)
from zhibu.dues.services.transition import Said, tell
from zhibu.dues.services.unit_import import import_bases
from zhibu.dues.services.using import cancel_use, decide_use, pay_use

__all__ = [
    "Said",
    "ask_gateway",
    "ask_hardship",
    "ask_quarter",
    "ask_refund",
    "assess_fixed",
    "assess_self",
    "bill",
    "bill_person",
    "cancel_order",
    "cancel_use",
    "close_expired",
    "confirm_payment",
    "decide_hardship",
    "decide_quarter",
    "decide_use",
    "deposit",
    "draw_remittance",
    "end_consent",
    "enter_interest",
    "enter_opening",
    "fetch_statement",
    "finish_refund",
    "finish_task",
    "give_consent",
    "give_voluntarily",
    "import_bank_file",
    "import_bases",
    "note_late",
    "open_order",
    "pay_use",
    "publish_year",
    "raise_tasks",
    "receive_remittance",
    "reconcile",
    "register_payment",
    "send_remittance",
    "set_policy",
    "set_remittance_rule",
    "settle_finding",
    "study_hardship",
    "take_callback",
    "take_over",
    "tell",
    "withdraw_hardship",
]
