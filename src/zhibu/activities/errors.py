"""Refusals about activities: what happened, and what to do next."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchActivity(NotFound):
    """Missing, a draft of others, or not meant for the viewer."""

    code = "no_such_activity"
    sentence = _("没有找到这次活动，或者它不对您开放。请从“活动”页重新进入。")


class NoSuchSignUp(NotFound):
    """Missing, or of an activity that the viewer does not host."""

    code = "no_such_signup"
    sentence = _("没有找到这条报名或请假，请刷新名单后再试。")


class NoSuchCheckIn(NotFound):
    """Missing, already undone, or of an activity that the viewer does not host."""

    code = "no_such_checkin"
    sentence = _("没有找到这条签到，它可能已被撤销。请刷新名单后再看。")


class WrongState(Refused):
    """The activity is not in the state that the step needs."""

    code = "wrong_state"
    sentence = _("这次活动目前的状态不能做这一步。请刷新页面，按页面底部的按钮操作。")


class TimesWrong(Refused):
    """An end before its start, or a deadline after the start."""

    code = "times_wrong"
    sentence = _("结束时间要晚于开始时间，报名截止不能晚于开始时间。请改好时间后再提交。")


class ActivityCancelledAlready(Refused):
    """It will not be held."""

    code = "activity_cancelled"
    sentence = _("这次活动已经取消，不用签到或报名。请在“活动”页查看其他安排。")


class SignUpClosed(Refused):
    """The deadline has passed, or the activity has begun."""

    code = "signup_closed"
    sentence = _("报名已经截止。若仍想参加，请直接联系主持人加入名单。")


class LeaveClosed(Refused):
    """The list is signed: a leave can no longer be asked or decided."""

    code = "leave_closed"
    sentence = _("这次活动已经结束登记，不能再请假。请联系主持人在考勤名单里更正。")


class AlreadyCame(Refused):
    """Whoever has checked in cannot ask leave or withdraw."""

    code = "already_came"
    sentence = _("您已经签到，不能再请假或取消报名。若签到有误，请联系主持人撤销。")


class NotInvited(Refused):
    """The person is neither on the roll meant nor invited."""

    code = "not_invited"
    sentence = _("您不在这次活动的名单里。若您是列席人员，请让主持人把您加入列席名单，再签到。")


class NotOpenYet(Refused):
    """Check-in opens half an hour before the start, or when the host opens it."""

    code = "not_open_yet"
    sentence = _("签到还没有开始：活动开始前三十分钟起可以签到。请到时再来。")


class CheckInClosed(Refused):
    """The host has closed it, or it has long been over."""

    code = "checkin_closed"
    sentence = _("签到已经结束。若您到了会场，请告诉主持人，由主持人点名补登，效力相同。")


class CodeExpired(Refused):
    """A code of an earlier window, photographed or typed too late."""

    code = "code_expired"
    sentence = _("这个签到码已经更换或输错了。请看着主持人屏幕上现在的码再试一次，也可以请主持人点名。")


class CodeOfAnotherActivity(Refused):
    """The code belongs to another activity that is being held now."""

    code = "code_of_another_activity"
    sentence = _("这是另一场活动的签到码。请核对会场，扫描本场屏幕上的码，或请主持人点名。")


class TooManyTries(Refused):
    """Five wrong codes in five minutes."""

    code = "too_many_tries"
    sentence = _("签到码输错次数过多。请五分钟后再输，或现在扫码、请主持人点名。")
    status = 429


class OnlineNotAllowed(Refused):
    """The organiser holds it in the room only."""

    code = "online_not_allowed"
    sentence = _("这次活动只在现场举行。请到会场扫码、输入签到码，或请主持人点名。")


class SelfCheckInOff(Refused):
    """In the government profile only the organiser's list is kept (rules.md 10.5)."""

    code = "self_checkin_off"
    sentence = _("本单位不使用自助签到，由主持人点名登记，您不用操作手机。")


class ReasonNeeded(Refused):
    """Taking something back needs a reason."""

    code = "reason_needed"
    sentence = _("请写明原因，再提交。")
