"""Acts of the service hall."""

from zhibu.casework.services.applying import begin_case, fill_in, rate, say, submit, withdraw
from zhibu.casework.services.building import (
    begin_draft,
    begin_matter,
    change_basics,
    change_part,
    drop_draft,
    move_part,
    open_or_close,
    publish_draft,
    remove_part,
)
from zhibu.casework.services.handling import ask_for_more, decline, note_step, pass_step, release, send_back, take
from zhibu.casework.services.keeping import put_in, take_out
from zhibu.casework.services.letters import on_paper
from zhibu.casework.services.opening import known_values, open_answers
from zhibu.casework.services.paying import pay, reverse_outlay
from zhibu.casework.services.reminding import hand_over_all, let_rise, remind_due, remind_expiry, tell_of_windows
from zhibu.casework.services.windows import make_batch, make_window, note_download

__all__ = [
    "ask_for_more",
    "begin_case",
    "begin_draft",
    "begin_matter",
    "change_basics",
    "change_part",
    "decline",
    "drop_draft",
    "fill_in",
    "hand_over_all",
    "known_values",
    "let_rise",
    "make_batch",
    "make_window",
    "move_part",
    "note_download",
    "note_step",
    "on_paper",
    "open_answers",
    "open_or_close",
    "pass_step",
    "pay",
    "publish_draft",
    "put_in",
    "rate",
    "release",
    "remind_due",
    "remind_expiry",
    "remove_part",
    "reverse_outlay",
    "say",
    "send_back",
    "submit",
    "take",
    "take_out",
    "tell_of_windows",
    "withdraw",
]
