"""Refusals about venues."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchVenue(NotFound):
    """Missing, not open, or not this person's to manage."""

    code = "no_such_venue"
    sentence = _("没有找到这个场馆，或者它不对您开放。请从“场馆预约”重新进入。")


class NoSuchVisit(NotFound):
    """A code that nobody has, or somebody else's booking."""

    code = "no_such_visit"
    sentence = _("没有找到这个预约。请核对预约码，共 10 位字母和数字，不分大小写。")


class SlotFull(Refused):
    """Fewer places are left than were asked for."""

    code = "slot_full"
    sentence = _("这一场的名额不够了。请选另一场，或减少人数。")


class SlotOver(Refused):
    """The slot has begun, is closed, or is too far ahead."""

    code = "slot_over"
    sentence = _("这一场已经不接受预约。请选另一场。")


class TooManyPeople(Refused):
    """More than individuals may book together."""

    code = "too_many_people"
    sentence = _("人数较多，请按团体预约，并留下单位名称和电话。")


class ContactNeeded(Refused):
    """A visitor without an account leaves a name to call; a group also a phone number."""

    code = "contact_needed"
    sentence = _("请留下怎么称呼您；团体还要留单位名称和一个电话，方便我们联系。")


class TooManyBookings(Refused):
    """An address books faster than people do."""

    code = "too_many_bookings"
    sentence = _("这个网络刚才预约得太多，请一小时后再试，或打电话预约。")
    status = 429


class TooManyCodes(Refused):
    """Wrong codes from one address."""

    code = "too_many_codes"
    sentence = _("预约码连续输错太多次，请 15 分钟后再试。")
    status = 429


class VisitOver(Refused):
    """Entered, cancelled, or its time is over."""

    code = "visit_over"
    sentence = _("这个预约已经用过、取消了，或者时间已过，不能再改。")


class NotToday(Refused):
    """The visit is on another day."""

    code = "not_today"
    sentence = _("这个预约不是今天的。请核对日期；今天来参观的，可以按未预约的访客登记人数。")


class CountUnclear(Refused):
    """A count has a number, and a correction a reason."""

    code = "count_unclear"
    sentence = _("请填写人数（1 到 999）；减去多记的人数要写明原因。")


class GuideTaken(Refused):
    """Somebody else guides, or this person guides another group then."""

    code = "guide_taken"
    sentence = _("这个团体已经有人讲解，或者您同一时间已答应了另一场。请选另一个。")


class NotServedYet(Refused):
    """A guide is confirmed by the desk after the group came in; never by himself."""

    code = "not_served_yet"
    sentence = _("团体入馆以后，由门口的同事确认讲解；自己不能给自己确认。")


class RemarkUnclear(Refused):
    """The visitors' book is for those who came, once a booking, with words."""

    code = "remark_unclear"
    sentence = _("参观以后可以留言一次，500 字以内。请写下几句话再提交。")


class ReasonNeeded(Refused):
    """What touches others needs a reason."""

    code = "reason_needed"
    sentence = _("请写明原因，对方会看到。")


class VenueTaken(Refused):
    """Somebody else has the room or the vehicle then."""

    code = "venue_taken"
    sentence = _("这段时间已经有人预约了，没有订上。请换个时间，或换一个场地。")


class TimesUnclear(Refused):
    """From now on, on half hours, not too long, within the hours."""

    code = "times_unclear"
    sentence = _("请选将来的时间，按半小时起止，在开放时间以内；会议室最多一天，车辆最多十四天。")


class HoursUnclear(Refused):
    """Hours that hold no slot."""

    code = "hours_unclear"
    sentence = _("开放时间不对：结束要晚于开始，至少放得下一场；同一天的时间不能重叠。")
