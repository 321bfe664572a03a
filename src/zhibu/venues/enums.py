"""What can be booked, how a visit stands, and the fact that it makes."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.ledger.enums import Evidence, Kind, declare


class VenueKind(TextChoices):
    """A hall takes visitors by slots; a room or a vehicle is reserved whole by an employee."""

    HALL = "hall", _("展馆")
    ROOM = "room", _("会议室")
    VEHICLE = "vehicle", _("车辆")


class Weekday(IntegerChoices):
    """As date.isoweekday counts."""

    MONDAY = 1, _("周一")
    TUESDAY = 2, _("周二")
    WEDNESDAY = 3, _("周三")
    THURSDAY = 4, _("周四")
    FRIDAY = 5, _("周五")
    SATURDAY = 6, _("周六")
    SUNDAY = 7, _("周日")


class VisitState(TextChoices):
    """Life of a visit. Who does not come is marked nowhere."""

    BOOKED = "booked", _("已预约")
    ENTERED = "entered", _("已入馆")
    CANCELLED = "cancelled", _("已取消")
    CALLED_OFF = "called_off", _("展馆取消")


class PassageKind(TextChoices):
    """What a count at the door means. BEFORE carries over the visitors counted before this book began."""

    ENTERED = "in", _("入馆")
    LEFT = "out", _("出馆")
    BEFORE = "before", _("启用前累计")


class RemarkState(TextChoices):
    """Life of an entry of the visitors' book."""

    WAITING = "waiting", _("等待审看")
    SHOWN = "shown", _("已刊出")
    HIDDEN = "hidden", _("未刊出")


class ReservationState(TextChoices):
    """Life of a reservation of a room or vehicle."""

    HELD = "held", _("已预约")
    CANCELLED = "cancelled", _("已取消")


GUIDED = "hall_guide"
declare(Kind(GUIDED, _("展馆志愿讲解"), _("次"), Evidence.STAFF))

declare_audited(
    {
        "venues.changed": _("更改场馆"),
        "venues.contact_read": _("查看预约人的联系方式"),
        "venues.called_off": _("取消访客预约"),
        "venues.day_closed": _("设闭馆日"),
        "venues.day_reopened": _("取消闭馆日"),
        "venues.remark_decided": _("审看留言"),
        "venues.reservation_ended": _("代为取消场地预约"),
    },
    subjects={"venue": _("场馆"), "visit": _("参观预约"), "remark": _("留言"), "reservation": _("场地预约")},
    details={"reason": _("原因"), "day": _("日期"), "shown": _("刊出")},
)
