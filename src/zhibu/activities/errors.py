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


class NoSuchMinutes(NotFound):
    """Missing, unsigned yet, or of an activity outside the viewer's organisations."""

    code = "no_such_minutes"
    sentence = _("没有找到这份会议记录，或者它还没有签字公开。请从活动页面重新进入。")


class NoSuchResolution(NotFound):
    """Missing, or somebody else's."""

    code = "no_such_resolution"
    sentence = _("没有找到这项决议，或者它不由您负责。请从活动页面重新进入。")


class NoSuchLine(NotFound):
    """Nobody of that name on the list."""

    code = "no_such_line"
    sentence = _("名单里没有这位同志。请刷新点名表后再试。")


class NoSuchWaiver(NotFound):
    """Missing, or outside the viewer's branches."""

    code = "no_such_waiver"
    sentence = _("没有找到这条免于参加的登记，或者它不在您的工作范围内。")


class NoSuchAlert(NotFound):
    """Missing, or of another branch."""

    code = "no_such_alert"
    sentence = _("没有找到这条提醒，或者它属于其他党支部。")


class MinutesIncomplete(Refused):
    """Something that rules.md 9.1 asks for is missing."""

    code = "minutes_incomplete"
    sentence = _("会议记录还没有完成，请补齐后再继续。")


class TextChanged(Refused):
    """The text was saved again after the signer's page was made."""

    code = "text_changed"
    sentence = _("会议记录刚刚被修改过。请重新打开，核对现在的内容后再签字。")


class NotTheSigner(Refused):
    """Only the chair and the recorder sign, each from an account of his own."""

    code = "not_the_signer"
    sentence = _("这份记录由主持人和记录人本人签字。若人选有误，请先在编辑页改正。")


class NotOnTheList(Refused):
    """A person named in the record or the list who has nothing to do with the activity."""

    code = "not_on_the_list"
    sentence = _("所填的人不在这次活动的名单里。请先在点名表里加上，再填写。")


class VoteCountsWrong(Refused):
    """Counts that cannot be true together; the sentence says which."""

    code = "vote_counts_wrong"


class ListSigned(Refused):
    """The organiser's list is signed; lines change only by correction."""

    code = "list_signed"
    sentence = _("点名表已经确认。请在点名表里对这位同志逐条更正，并写明原因。")


class ListNotSigned(Refused):
    """A correction or a make-up needs a signed list."""

    code = "list_not_signed"
    sentence = _("点名表还没有确认，可以直接修改。确认以后才需要更正或登记补课。")


class NotHeldYet(Refused):
    """A list is signed after the activity began."""

    code = "not_held_yet"
    sentence = _("活动还没有开始，暂时不能确认点名表。请在开始以后再确认。")


class StateNotPossible(Refused):
    """This state does not fit this person here; the sentence says why."""

    code = "state_not_possible"


class MakeUpTooLate(Refused):
    """More than thirty days after the activity."""

    code = "make_up_too_late"
    sentence = _("补课要在缺席后三十日内完成，这次活动已经超过期限，不能再登记补课。")


class WaiverNotPossible(Refused):
    """The period is upside down, or somebody would waive himself."""

    code = "waiver_not_possible"
    sentence = _("结束日期不能早于开始日期，也不能由本人批准自己。请改好后再提交。")
