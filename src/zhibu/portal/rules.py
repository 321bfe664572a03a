"""Which cards come first, and which doors a person is shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer

CARDS = 5
OVERDUE = 1  # the weight that a card takes on when its time has passed
NEVER = datetime.max.replace(tzinfo=UTC)


def most_pressing(cards: Iterable[Todo], *, at: datetime) -> list[Todo]:
    """By weight, then by when they are due; a card without a due time comes last of its weight.

    What is overdue follows at once on what is going on now, whatever its weight: the longer ago, the higher.
    """

    def order(card: Todo) -> tuple[int, datetime]:
        due = card.due_at or NEVER
        return (min(card.weight, OVERDUE) if due < at else card.weight), due

    return sorted(cards, key=order)


@dataclass(frozen=True, slots=True)
class Door:
    """A way into an app: shown to everybody, to `members` of the Party alone, or to those who hold one of `roles`."""

    label: str | Promise
    icon: str
    url_name: str
    roles: tuple[str, ...] = ()
    members: bool = False


@dataclass(frozen=True, slots=True)
class Hall:
    """Doors under one heading."""

    label: str | Promise
    doors: tuple[Door, ...]


OFFICERS = ("secretary", "deputy_secretary", "organization_member", "publicity_member", "group_leader")
REGISTRARS = ("secretary", "deputy_secretary", "organization_member")
STAFF = ("party_affairs",)
HANDLERS = (*REGISTRARS, *STAFF, "union_officer")
READERS = (*OFFICERS, *STAFF, "superior", "discipline_member", "committee_member")

SERVICES: tuple[Hall, ...] = (
    Hall(
        _("我的事"),
        (
            Door(_("办事大厅"), "document", "casework:index"),
            Door(_("我的积分"), "points", "points:mine"),
            Door(_("我的时间线"), "history", "ledger:my-time-line"),
            Door(_("每月之星"), "star", "points:stars"),
            Door(_("我的群"), "messages", "groups:index"),
            Door(_("知识竞答"), "check", "quiz:index"),
            Door(_("谈心谈话"), "people", "talks:index"),
            Door(_("意见反馈"), "messages", "advice:index"),
            Door(_("场馆预约"), "place", "venues:index"),
            Door(_("党费"), "money", "dues:index", members=True),
            Door(_("组织关系转接"), "organisation", "transfers:index"),
            Door(_("书记信箱"), "mail", "mailbox:index"),
            Door(_("我的文件"), "document", "drive:mine"),
            Door(_("信息采集"), "edit", "collection:index"),
            Door(_("倒班与豁免"), "clock", "activities:waivers", OFFICERS),
        ),
    ),
    Hall(
        _("支部工作"),
        (
            Door(_("我要办的件"), "check", "casework:desk", HANDLERS),
            Door(_("组织与任职"), "organisation", "organisations:tree"),
            Door(_("支部工作手册"), "book", "ledger:books", (*READERS, "discipline_officer")),
            Door(_("党员名册"), "people", "members:people", READERS),
            Door(_("关心久未参加的同志"), "help", "activities:alerts", (*OFFICERS, *STAFF)),
            Door(_("收缴党费"), "money", "dues:branches", (*REGISTRARS, *STAFF)),
            Door(_("积分结算与公示"), "vote", "points:settlements"),
            Door(_("积分申报审核"), "check", "points:review", (*READERS, "discipline_officer")),
            Door(_("集体认定"), "edit", "points:record", (*OFFICERS, *STAFF, "discipline_officer")),
            Door(_("统计图表"), "chart", "insights:board", READERS),
        ),
    ),
    Hall(
        _("党务与管理"),
        (
            Door(_("导入与导出名册"), "upload", "members:rosters", (*REGISTRARS, *STAFF)),
            Door(_("积分办法"), "points", "points:schemes", STAFF),
            Door(_("减负台账"), "chart", "collection:burden", READERS),
            Door(_("题库"), "edit", "questions:index", (*OFFICERS, *STAFF)),
            Door(_("邀请入网"), "mail", "members:invitations", (*REGISTRARS, *STAFF)),
            Door(_("资料更正申请"), "edit", "members:corrections", (*REGISTRARS, *STAFF)),
            Door(_("账号与角色"), "lock", "members:roles", ("security_admin",)),
            Door(_("审计日志"), "shield", "audit:log", ("audit_admin",)),
            Door(_("后台"), "settings", "admin:index", (*STAFF, "system_admin", "security_admin", "audit_admin")),
        ),
    ),
)

MINE: tuple[Hall, ...] = (
    Hall(
        _("我的记录"),
        (
            Door(_("我的档案"), "document", "members:me"),
            Door(_("我的积分"), "points", "points:mine"),
            Door(_("我的时间线"), "history", "ledger:my-time-line"),
            Door(_("更正申请"), "edit", "members:my-corrections"),
        ),
    ),
    Hall(
        _("设置"),
        (
            Door(_("显示设置与长辈版"), "text-size", "kernel:display"),
            Door(_("消息接收方式"), "mail", "notify:wish"),
            Door(_("手机登录与设备"), "lock", "members:devices"),
            Door(_("信息怎样使用"), "document", "members:notices"),
            Door(_("修改密码"), "edit", "members:password"),
        ),
    ),
)


def open_to(viewer: Viewer, door: Door) -> bool:
    """Whether the viewer is shown a door; what is behind it asks again."""
    return (viewer.is_member or not door.members) and (not door.roles or viewer.has_role(*door.roles))


def halls_for(viewer: Viewer, halls: Iterable[Hall]) -> Iterator[Hall]:
    """The halls with the doors that are open to the viewer; an empty hall is left out."""
    for hall in halls:
        doors = tuple(door for door in hall.doors if open_to(viewer, door))
        if doors:
            yield Hall(hall.label, doors)
