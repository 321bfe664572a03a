"""Where a letter stands, who writes in it, what happens to it by day, and who may hold a key."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.members.enums import BRANCH_COMMITTEE, Role
from zhibu.organisations.enums import PostTitle

# Who receives letters of the organisation on which he holds one of these (practice).
HOLDERS = (Role.DISCIPLINE_OFFICER, PostTitle.DISCIPLINE_MEMBER)
# Who leads the organisation on which he holds one of these, and what lies below it.
LEADING = (*BRANCH_COMMITTEE, PostTitle.GROUP_LEADER)


class State(TextChoices):
    """Life of a letter."""

    RECEIVED = "received", _("已收到")
    READ = "read", _("已阅看")
    CHECKING = "checking", _("核查中")
    ASKED = "asked", _("请您补充")
    CLOSED = "closed", _("已办结")


# What a key holder may say by himself; closing takes a finding.
TOLD = (State.CHECKING, State.ASKED)


class Side(TextChoices):
    """Who wrote a message. Notes are for key holders only."""

    WRITER = "writer", _("写信人")
    OFFICER = "officer", _("收信人")
    NOTE = "note", _("办理笔记")


class StepKind(TextChoices):
    """What happened to a letter, by day."""

    RECEIVED = "received", _("收到来信")
    READ = "read", _("已阅看")
    CHECKING = "checking", _("开始核查")
    ASKED = "asked", _("请写信人补充")
    REPLIED = "replied", _("已答复")
    ADDED = "added", _("写信人有补充")
    ROSE = "rose", _("升到上一级")
    RESEALED = "resealed", _("重新封给现任收信人")
    CLOSED = "closed", _("已办结")
    FORGOTTEN = "forgotten", _("保存期满，内容已删除")


declare_audited(
    {
        "mailbox.box_opened": _("开设信箱"),
        "mailbox.box_changed": _("修改信箱设置"),
        "mailbox.box_closed": _("停用信箱"),
        "mailbox.key_made": _("做好信箱钥匙"),
        "mailbox.key_rewrapped": _("更换钥匙口令"),
        "mailbox.key_confirmed": _("核对信箱钥匙"),
        "mailbox.key_retired": _("停用信箱钥匙"),
        "mailbox.read": _("打开来信"),
        "mailbox.replied": _("答复来信"),
        "mailbox.noted": _("写办理笔记"),
        "mailbox.marked": _("标明来信办理状态"),
        "mailbox.closed": _("办结来信"),
        "mailbox.resealed": _("把来信封给另一把钥匙"),
        "mailbox.rose": _("来信升到上一级"),
    },
    subjects={"letter": _("来信"), "mailbox": _("信箱"), "mailbox_key": _("信箱钥匙")},
)
