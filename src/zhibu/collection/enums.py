"""Whom a request asks, how far a sheet is, how an item stands, and who has confirmed it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.organisations.enums import PostTitle


class Audience(TextChoices):
    """Who fills in."""

    MEMBERS = "members", _("党员")
    BRANCHES = "branches", _("党支部")


class RequestState(TextChoices):
    """Life of a request."""

    DRAFT = "draft", _("草稿")
    OPEN = "open", _("正在填报")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已作废")


class SheetState(TextChoices):
    """How far one sheet is. KNOWN: everything was held already, so nobody was asked."""

    OPEN = "open", _("等待填写")
    RETURNED = "returned", _("退回补正")
    SUBMITTED = "submitted", _("等待支部核对")
    CHECKED = "checked", _("等待党委复核")
    DONE = "done", _("已完成")
    KNOWN = "known", _("平台已有，免填")
    KEPT = "kept", _("结束后交来，已留存")
    ENDED = "ended", _("已结束，未填")


TO_FILL = (SheetState.OPEN, SheetState.RETURNED)
ANSWERED = (SheetState.SUBMITTED, SheetState.CHECKED, SheetState.DONE, SheetState.KNOWN)
TO_CHECK = (SheetState.SUBMITTED, SheetState.CHECKED)


class Stage(TextChoices):
    """Who has confirmed: the member, his branch, the committee (rules.md 2.1)."""

    SELF = "self", _("本人")
    BRANCH = "branch", _("支部")
    COMMITTEE = "committee", _("党委")


class Standing(TextChoices):
    """How an item stands for somebody now."""

    MISSING = "missing", _("未填写")
    DUE = "due", _("请确认")
    KNOWN = "known", _("已确认")
    WAITING = "waiting", _("更正待核对")


class Verdict(TextChoices):
    """What was said about an item."""

    CONFIRMED = "confirmed", _("没有变化")
    CHANGED = "changed", _("有变化")
    ANSWERED = "answered", _("已回答")


class Kind(TextChoices):
    """Kinds of a free question."""

    TEXT = "text", _("文字")
    NUMBER = "number", _("数字")
    DAY = "day", _("日期")
    YES_NO = "yes_no", _("是或否")
    CHOICE = "choice", _("选一项")


class Secrecy(TextChoices):
    """Class of a value (rules.md 10.2)."""

    SECRET = "A", _("敏感，加密保存")
    INTERNAL = "B", _("内部")


class Mode(TextChoices):
    """How an answer came in: every act has a paper path with the same effect (rules.md 10.5)."""

    ONLINE = "online", _("线上")
    PAPER = "paper", _("纸面")
    PHONE = "phone", _("电话")


ASKERS = (*BRANCH_OFFICERS, Role.PARTY_AFFAIRS)
HEADS = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY)

declare_audited(
    {
        "collection.sent": _("发出信息采集"),
        "collection.closed": _("结束信息采集"),
        "collection.cancelled": _("作废信息采集"),
        "collection.submitted": _("填报信息"),
        "collection.checked": _("核对填报"),
        "collection.rechecked": _("复核填报"),
        "collection.returned": _("退回填报"),
        "collection.exported": _("导出填报结果"),
        "collection.revealed": _("查看敏感回答"),
    },
    subjects={"collection": _("信息采集"), "sheet": _("填报表"), "answer": _("回答")},
    details={"sheets": _("份数"), "questions": _("栏数"), "minutes": _("预计分钟"), "mode": _("方式")},
)
