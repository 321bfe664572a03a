"""Refusals about collecting information."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchRequest(NotFound):
    """Missing, or of another organisation."""

    code = "no_such_request"
    sentence = _("没有找到这次信息采集，或者它不对您开放。请从“信息采集”重新进入。")


class NoSuchSheet(NotFound):
    """Missing, or somebody else's."""

    code = "no_such_sheet"
    sentence = _("没有找到这份填报表，或者它不对您开放。请从“信息采集”重新进入。")


class NotAnAsker(NotFound):
    """Who asks for information holds a post or works for the committee."""

    code = "not_an_asker"
    sentence = _("发起信息采集要由支部书记、组织委员或党务工作人员来办。您可以把需要告诉他们。")


class NothingAsked(Refused):
    """A request without a single item."""

    code = "nothing_asked"
    sentence = _("还没有选要采集的内容。请至少选一栏，或加一个问题。")


class NobodyAsked(Refused):
    """There is nobody to fill in."""

    code = "nobody_asked"
    sentence = _("所选的组织下面现在没有要填报的人。请换一个组织。")


class DueTooSoon(Refused):
    """People need time."""

    code = "due_too_soon"
    sentence = _("截止时间至少要在两天以后，好让倒班的同志也来得及。请改晚一些。")


class OverBurden(Refused):
    """More is asked than the limit allows, and no reason is given."""

    code = "over_burden"
    sentence = _("这次要填的超过了减负上限。请减少栏目，或写明非问不可的理由，理由会让各支部看到。")


class AlreadySent(Refused):
    """What has been sent is not changed any more."""

    code = "already_sent"
    sentence = _("这次采集已经发出，内容不能再改。要改请先结束它，再“照这份再问”。")


class NotOpen(Refused):
    """Not sent yet, or ended."""

    code = "not_open"
    sentence = _("这次采集现在不在填报中，不能这样做。请刷新页面看看现在的状态。")


class ChangedMeanwhile(Refused):
    """Somebody else saved in between."""

    code = "changed_meanwhile"
    sentence = _("您打开以后，这一页已经由别人改过。您填的还在下面，请对照后再保存。")
    status = 409


class AnswersWrong(Refused):
    """Something filled in cannot be right; `faults` is input name → sentence."""

    code = "answers_wrong"

    def __init__(self, faults: Mapping[str, object]) -> None:
        self.faults = faults
        super().__init__(next(iter(faults.values())))


class AlreadyFilled(Refused):
    """The branch or the committee is at it."""

    code = "already_filled"
    sentence = _("这份填报已经核对过了，不能再改。哪一项不对，请到“我的档案”申请更正。")


class NoteNeeded(Refused):
    """Who fills in for somebody else says how he knows."""

    code = "note_needed"
    sentence = _("代填要写明依据，例如“11月20日电话确认”或“见纸质采集表”。")


class ReasonNeeded(Refused):
    """Sending back, or looking at what is sealed."""

    code = "reason_needed"
    sentence = _("请写明原因，对方会看到。")


class AlreadyChecked(Refused):
    """Another officer was faster, or it was sent back."""

    code = "already_checked"
    sentence = _("这份填报刚刚已经有人处理过。请刷新页面看看现在的状态。")


class CheckedByHimself(Refused):
    """Checking and re-checking are two people's work."""

    code = "checked_by_himself"
    sentence = _("核对和复核要由两个人来做。请让党委的另一位同志复核。")


class RemindedTwice(Refused):
    """Nobody is reminded a third time (rules.md 10.5)."""

    code = "reminded_twice"
    sentence = _("已经提醒过两次，不再重复提醒。可以请支部的同志当面帮一帮。")
