"""Changes of points, a function for each act."""

from zhibu.points.services.absences import exclude, record_absence
from zhibu.points.services.declaring import add_evidence, declare_item, review_item, review_items, withdraw_item
from zhibu.points.services.objecting import (
    adjust,
    answer_objection,
    appeal,
    carry_on,
    comment_on,
    decide_appeal,
    object_to,
)
from zhibu.points.services.recording import record_for_branch
from zhibu.points.services.schemes import (
    activate_scheme,
    allow_top_list,
    change_index,
    copy_scheme,
    import_scheme,
    remove_index,
    set_bonus_caps,
)
from zhibu.points.services.settling import (
    close_notices,
    publish_settlement,
    record_posts_held,
    settle,
    write_figures,
)
from zhibu.points.services.stars import (
    announce_star,
    answer_star,
    check_duties,
    choose_star,
    nominate,
    set_duties,
    write_summary,
)

__all__ = [
    "activate_scheme",
    "add_evidence",
    "adjust",
    "allow_top_list",
    "announce_star",
    "answer_objection",
    "answer_star",
    "appeal",
    "carry_on",
    "change_index",
    "check_duties",
    "choose_star",
    "close_notices",
    "comment_on",
    "copy_scheme",
    "decide_appeal",
    "declare_item",
    "exclude",
    "import_scheme",
    "nominate",
    "object_to",
    "publish_settlement",
    "record_absence",
    "record_for_branch",
    "record_posts_held",
    "remove_index",
    "review_item",
    "review_items",
    "set_bonus_caps",
    "set_duties",
    "settle",
    "withdraw_item",
    "write_figures",
    "write_summary",
]  # fmt: skip
