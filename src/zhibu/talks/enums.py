"""How a talk came about, in which office it is offered, and the facts that it makes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.ledger.enums import Evidence, Kind, declare


class Origin(TextChoices):
    """How the two came together."""

    DRAWN = "drawn", _("摇一摇抽到")
    BOOKED = "booked", _("预约谈心时间")


class Office(TextChoices):
    """In which office the host talks. What is said to the discipline side stays there (rules.md 10.1)."""

    SECRETARY = "secretary", _("书记")
    COMMITTEE = "committee", _("支部委员")
    GROUP_LEADER = "group_leader", _("党小组长")
    DISCIPLINE = "discipline", _("纪检")
    UNION = "union", _("工会")


class TimeState(TextChoices):
    """Life of an announced talk time."""

    ANNOUNCED = "announced", _("已约定")
    DRAWN = "drawn", _("已抽取")
    EMPTY = "empty", _("没有人参加")
    CANCELLED = "cancelled", _("已取消")


TALK, CONFIDENTIAL_TALK = "heart_to_heart_talk", "confidential_talk"
declare(
    Kind(TALK, _("谈心谈话"), _("次"), Evidence.MUTUAL),
    Kind(CONFIDENTIAL_TALK, _("谈心谈话（纪检）"), _("次"), Evidence.MUTUAL, confidential=True),
)

declare_audited(
    {"talks.drawn": _("抽取谈心对象"), "talks.time_cancelled": _("取消谈心时间")},
    subjects={"talk-time": _("摇一摇")}, details={"pool": _("参加人数")},
)  # fmt: skip
