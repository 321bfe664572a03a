"""Refusals of groups."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchGroup(NotFound):
    """Missing, closed, or the viewer is not in it."""

    code = "no_such_group"
    sentence = _("没有找到这个群，或者您已不在群里。请从群列表重新进入。")


class NoSuchMessage(NotFound):
    """Missing, or of a group the viewer is not in."""

    code = "no_such_message"
    sentence = _("没有找到这条消息，它可能已被撤回或隐藏，或者到期清理了。")


class TextTooLong(Refused):
    """Above rules.LONGEST_TEXT."""

    code = "text_too_long"
    sentence = _("这条消息太长，没有发出，您写的内容还在。请删短到一千三百字以内，或存成文件再发。")
    status = 413


class NothingToSay(Refused):
    """Neither text nor file."""

    code = "nothing_to_say"
    sentence = _("还没有写内容。请写几个字，或选一张图片、一个文件，再发送。")


class TooFast(Refused):
    """More than rules.FLOOD in a few seconds."""

    code = "too_fast"
    sentence = _("发得太快了，这一条没有发出，您写的内容还在。请稍等十秒再发。")
    status = 429


class AnnouncementsOnly(Refused):
    """Only those who lead the group write."""

    code = "announcements_only"
    sentence = _("这个群现在只发通知，由支部负责同志发言。您有事可以直接联系他们。")


class TooLateToRecall(Refused):
    """After twenty-four hours."""

    code = "too_late_to_recall"
    sentence = _("消息发出已超过二十四小时，不能再撤回。如内容不妥，请联系群里的负责同志隐藏。")


class TooLateToEdit(Refused):
    """After two minutes."""

    code = "too_late_to_edit"
    sentence = _("消息发出已超过两分钟，不能再修改。您可以撤回后重发，或再发一条说明。")


class NotForThisMessage(Refused):
    """A poll or a file is not edited."""

    code = "not_for_this_message"
    sentence = _("只有文字消息可以修改。请撤回后重新发送。")


class ReasonNeeded(Refused):
    """Hiding needs a reason."""

    code = "reason_needed"
    sentence = _("请写明原因，再提交。发消息的同志会看到它。")


class TopicClosed(Refused):
    """Nothing is added to what has been summed up."""

    code = "topic_closed"
    sentence = _("这个话题已经小结，不能再发言。您可以在群里继续聊，或请负责同志另开话题。")


class SummaryNeeded(Refused):
    """A recorded topic ends with a summary."""

    code = "summary_needed"
    sentence = _("请写几句小结，再结束话题。小结会记入支部工作手册。")


class PollClosed(Refused):
    """After its end."""

    code = "poll_closed"
    sentence = _("这个小调查已经结束，不能再选。结果在消息里可以看到。")


class ChoiceWrong(Refused):
    """No option, an unknown one, or several where one is asked for."""

    code = "choice_wrong"
    sentence = _("请从列出的选项里选择；单选时只能选一项。")


class RemindedTwice(Refused):
    """The notice and one reminder: that is all (rules.md 10.5)."""

    code = "reminded_twice"
    sentence = _("已经提醒过两次，不再提醒。请直接打电话或当面联系还没有确认的同志。")


class NotOwnGroup(Refused):
    """A group of the tree is not left or filled by hand."""

    code = "not_own_group"
    sentence = _("这个群跟随组织关系，不能手动进出。人员不对时，请联系党务工作人员核对名册。")


class OwnerStays(Refused):
    """The owner hands over before leaving."""

    code = "owner_stays"
    sentence = _("您是群主，请先把群交给另一位同志，再退出。")


class NoSuchPerson(NotFound):
    """Nobody of that kind to invite."""

    code = "no_such_person"
    sentence = _("没有找到这位同志，或者不能邀请。请核对姓名后再试。")
