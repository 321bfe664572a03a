"""Kinds of groups, of messages and of topics; the facts that a discussion leaves in the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.ledger.enums import Evidence, declare
from zhibu.ledger.enums import Kind as FactKind
from zhibu.members.enums import BRANCH_OFFICERS, Role


class GroupKind(TextChoices):
    """The first four follow the tree; the others have an owner who invites."""

    ALL_MEMBERS = "all_members", _("全体党员交流")
    COMMITTEE_WORK = "committee_work", _("支委工作研讨")
    PARTY_AFFAIRS = "party_affairs", _("党务工作沟通")
    BRANCH = "branch", _("支部群")
    CREW = "crew", _("班组")
    PROJECT = "project", _("项目组")
    VOLUNTEERS = "volunteers", _("志愿服务队")


COMMITTEE_GROUPS = (GroupKind.ALL_MEMBERS, GroupKind.COMMITTEE_WORK, GroupKind.PARTY_AFFAIRS)
TREE_GROUPS = (*COMMITTEE_GROUPS, GroupKind.BRANCH)
FREE_GROUPS = (GroupKind.CREW, GroupKind.PROJECT, GroupKind.VOLUNTEERS)
HIDDEN = "hiddengroup"  # under this the drive keeps files of hidden messages: "hiddengroup.GROUP:WRITER"
LEADERS = (*BRANCH_OFFICERS, Role.PARTY_AFFAIRS)  # who pins, hides, opens topics, exports


class Part(TextChoices):
    """Why somebody is in a group."""

    MEMBER = "member", _("成员")
    CROSS = "cross", _("交叉覆盖")  # committee members and full-time staff (inventory row 56)
    OWNER = "owner", _("群主")


class MessageKind(TextChoices):
    """What a message is."""

    TEXT = "text", _("文字")
    PICTURE = "picture", _("图片")
    FILE = "file", _("文件")
    VOICE = "voice", _("语音")
    POLL = "poll", _("小调查")
    NOTICE = "notice", _("请确认")


class TopicKind(TextChoices):
    """What a topic is for. All but a talk end with a summary in the record book (inventory rows 66-68)."""

    TALK = "talk", _("随便聊聊")
    BRIEFING = "briefing", _("党建工作情况通报")
    SHARING = "sharing", _("活动感受分享")
    KNOWLEDGE = "knowledge", _("党建实务知识普及")


RECORDED_TOPICS = (TopicKind.BRIEFING, TopicKind.SHARING, TopicKind.KNOWLEDGE)


class Answer(TextChoices):
    """What became of an invitation."""

    WAITING = "waiting", _("等待答复")
    ACCEPTED = "accepted", _("已加入")
    DECLINED = "declined", _("没有加入")


# A discussion is a fact about those whom the officer named as having spoken; messages are never counted.
declare(
    FactKind("group_discussion_led", _("主持线上讨论"), _("次"), Evidence.STAFF),
    FactKind("group_discussion_spoke", _("线上讨论发言"), _("次"), Evidence.STAFF),
)

declare_audited(
    {
        "group.announcements_only": _("设置只发公告"),
        "group.hand_over": _("移交群主"),
        "group.remove": _("移出群成员"),
        "group.start": _("建立群"),
        "group_message.hide": _("隐藏群消息"),
        "group_message.show": _("恢复显示群消息"),
        "robot.end": _("停用机器人"),
        "robot.make": _("添加机器人"),
        "discussion.close": _("结束讨论"),
    },
    subjects={"group": _("群"), "robot": _("机器人"), "discussion": _("讨论")},
)
