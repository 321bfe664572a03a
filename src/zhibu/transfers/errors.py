"""Refusals about transfers."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchTransfer(NotFound):
    """Missing, or of other people and branches."""

    code = "no_such_transfer"
    sentence = _("没有找到这次转接，或者它不归您办理。请从“组织关系转接”重新进入。")


class NotYours(Refused):
    """Who may take the step is somebody else."""

    code = "not_yours"
    sentence = _("这一步由页面上写明的一方办理。需要催办可以在消息里联系他们。")


class OwnTransfer(Refused):
    """Nobody confirms or approves his own."""

    code = "own_transfer"
    sentence = _("本人的转接要由另一位同志办理。请联系支部的其他委员，或上级党务工作人员。")


class NotThisStep(Refused):
    """The transfer has moved on, or is not that far."""

    code = "not_this_step"
    sentence = _("这次转接已经走到另一步。请刷新页面，按页面上的按钮办理。")


class OnHold(Refused):
    """It waits for something."""

    code = "on_hold"
    sentence = _("这次转接正在挂起。请先恢复办理，再走下一步。")


class TransferRuns(Refused):
    """One open transfer a person."""

    code = "transfer_runs"
    sentence = _("已经有一次组织关系转接在办理。请先办完或撤回，再提新的申请。")


class TransferToItself(Refused):
    """To the branch where the member is."""

    code = "transfer_to_itself"
    sentence = _("接收支部就是现在的支部，不用转接。请选另一个支部。")


class NotOnTheRoll(Refused):
    """Only a counted member has a relation to move."""

    code = "not_on_the_roll"
    sentence = _("只有在册党员才能办理组织关系转接。请先请支部核对党籍状态。")


class MovedMeanwhile(Refused):
    """Somebody changed the branch by another way after the transfer began."""

    code = "moved_meanwhile"
    sentence = _("办理期间，这位同志的组织关系已经另行调整，这次转接不再适用。请撤回后按现在的支部重新办理。")


class WrongKind(Refused):
    """The kind does not fit where the member goes."""

    code = "wrong_kind"
    sentence = _("这种转接方式不适合所填的去向。请按页面说明另选一种。")


class ReasonNeeded(Refused):
    """A reason from the list; "other" with words."""

    code = "transfer_reason_needed"
    sentence = _("请从列表里选一个原因；选“其他”时请写明。没有原因不能退回或挂起。")


class DuesMonthWrong(Refused):
    """Dues are never paid ahead, and the letter says up to when."""

    code = "dues_month_wrong"
    sentence = _("请填写党费已交到的月份，不能晚于本月。")


class ValidityTooLong(Refused):
    """More days than the rule in force allows."""

    code = "validity_too_long"

    def __init__(self, most: int) -> None:
        super().__init__(_("介绍信的有效期最长 %(most)d 天。请改短后再开。") % {"most": most})


class LetterExpired(Refused):
    """The day lies after its validity."""

    code = "letter_expired"
    sentence = _("介绍信已经过了有效期，不能凭它接收。请原单位查明原因后重新开具。")


class LetterUsed(Refused):
    """The number was registered or receipted before."""

    code = "letter_used"
    sentence = _("这封介绍信已经用过，不能再用。请核对编号，或请原单位重新开具。")


class OnRollAlready(Refused):
    """Who comes with a letter is a member here."""

    code = "on_roll_already"
    sentence = _("这位同志已经在本系统的党员名册上。请核对身份，或请他从现在的支部申请转接。")


class NotACommittee(Refused):
    """Letters are registered by the committee that receives."""

    code = "not_a_committee"
    sentence = _("介绍信由接收方党委登记。请联系党务工作人员。")
    status = 404


class CodeTaken(Refused):
    """Another committee's letters begin with it."""

    code = "code_taken"
    sentence = _("这个编号前缀已经有别的党委在用。请换一个。")


class DayWrong(Refused):
    """In the future, or before what must come first."""

    code = "transfer_day_wrong"
    sentence = _("日期在今天之后，或者早于介绍信的开具日期。请核对后再保存。")


class Forged(Refused):
    """A message whose signature, sender or addressee is not right. Nothing of it is kept."""

    code = "forged"
    sentence = _("这条报文的签名或来源对不上，没有收下。请和对方核对公钥。")
    status = 403


class MessageUnclear(Refused):
    """Signed by a known peer, but not what it should be."""

    code = "message_unclear"
    sentence = _("这条报文的内容不完整，没有收下。请对方更新系统后重发。")


class PeerWrong(Refused):
    """An address or a public key that cannot be right."""

    code = "peer_wrong"
    sentence = _("网址或公钥不对：网址要以 https 开头，公钥是 44 个字符，两样都不能和已登记的重复。请向对方核对。")


class StayRuns(Refused):
    """One of a kind at a time."""

    code = "stay_runs"
    sentence = _("这种外出手续已经有一份在办或在用。请先登记返回，再办新的。")


class StayTooLong(Refused):
    """Six months at most, unless the relation cannot be moved (rules.md 6.5)."""

    code = "stay_too_long"
    sentence = _("外出六个月以上且地点固定的，应当转接组织关系。确实转不了的办流动党员活动证，并写明原因。")


class StayDaysWrong(Refused):
    """The end before the start, or long over."""

    code = "stay_days_wrong"
    sentence = _("返回日期要晚于外出日期，也不能已经过去。请改好日期后再提交。")


class BatchRuns(Refused):
    """One list a branch at a time."""

    code = "batch_runs"
    sentence = _("这个支部已经有一份整建制转接在办理。请等它办完。")


class NobodyToMove(Refused):
    """An empty branch."""

    code = "nobody_to_move"
    sentence = _("这个支部没有在册党员，不用转接。")
