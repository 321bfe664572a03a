"""Refusals about dues."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class AmountUnreadable(Refused):
    """Not a sum of yuan with at most two decimals, or below zero."""

    code = "amount_unreadable"
    sentence = _("金额要写成元，最多两位小数，不能是负数，例如 7640.00。请改好再交。")


class KindUnknown(Refused):
    """A kind of payer that no rule knows."""

    code = "kind_unknown"
    sentence = _("没有这一类交纳标准。请从列表里选一类。")


class SumOutOfBounds(Refused):
    """A fixed monthly sum outside its bounds (D1 Art. 6)."""

    code = "sum_out_of_bounds"
    sentence = _("按规定每月 0.20 元到 1.00 元。愿意多交的，请另作自愿交纳。")


class NoSuchDues(NotFound):
    """Missing, or not yours."""

    code = "no_such_dues"
    sentence = _("没有找到这一页，或者它不对您开放。请从“党费”重新进入。")


class NotAMember(Refused):
    """Dues are owed by members."""

    code = "not_a_member"
    sentence = _("党费由党员交纳。您的名字不在党员名册上，如有疑问请联系党支部。")
    status = 404


class CodeUnreadable(Refused):
    """No viewing code."""

    code = "code_unreadable"
    sentence = _("查看码是 20 位字母和数字，例如 ABCDE-FGHIJ-KLMNO-PQRST。请对照您记下的再输一次。")


class FigureClosed(Refused):
    """The figure does not open with what this browser has."""

    code = "figure_closed"
    sentence = _("这台设备打不开您的基数：查看码不在这里，或者不对。请输入查看码，或重新填写一次。")


class EnvelopeBroken(Refused):
    """Not sealed for this installation."""

    code = "envelope_broken"
    sentence = _("这不是为本系统密封的文件，没有读取。请让人事部门用“密封工资基数”页面重新封好，再上传。")


class FileUnclear(Refused):
    """Lines of a sealed file that cannot be used; numbers of lines only, never figures."""

    code = "file_unclear"
    sentence = _("文件里有读不懂的行，整个文件都没有导入。")


class ReasonNeeded(Refused):
    """A change in the year, a request, a refund: all have a reason."""

    code = "reason_needed"
    sentence = _("请写明原因，一句话就好。")


class PolicyInThePast(Refused):
    """What was reckoned under a choice stays as it was reckoned."""

    code = "policy_in_the_past"
    sentence = _("口径只能从今天或以后的某一天起生效，已经核定的月份不变。请把日期改成今天或以后。")


class YearNotOpen(Refused):
    """Only this year, and the next from December on, can be assessed."""

    code = "year_not_open"
    sentence = _("只能核定今年的党费；明年的从 12 月起可以填写。")


class NothingToPay(Refused):
    """No month was chosen, or none is open."""

    code = "nothing_to_pay"
    sentence = _("没有可以交的月份：可能已经交过，或者还没有到期。请刷新后再看。")


class NotInAdvance(Refused):
    """Months that have not begun are not paid."""

    code = "not_in_advance"
    sentence = _("党费按月交纳，不预交以后的月份。经支部同意按季交纳的，可以交本季度。")


class TooFarBack(Refused):
    """Making up reaches six months back (D1 Art. 12)."""

    code = "too_far_back"
    sentence = _("补交一般不超过 6 个月。更早的月份请联系党支部，由支部研究后登记。")


class NoConsent(Refused):
    """Nobody pays for another without being allowed."""

    code = "no_consent"
    sentence = _("替别人交党费，要先由他本人同意。请他在“党费”页面里同意由您代交。")


class AlreadyBeingPaid(Refused):
    """The month stands in another living order."""

    code = "already_being_paid"
    sentence = _("其中有的月份正在另一笔付款里。请先完成或取消那一笔。")


class NoSuchGateway(Refused):
    """A way of paying that this deployment does not have."""

    code = "no_such_gateway"
    sentence = _("这里没有这种交费方式。请换一种。")


class CallbackForged(Refused):
    """A notice of payment whose signature does not hold."""

    code = "callback_forged"
    sentence = _("支付通知的签名不对，没有处理。")
    status = 401


class OrderNotOpen(Refused):
    """The order was paid, closed or given back meanwhile."""

    code = "order_not_open"
    sentence = _("这笔付款已经完成或关闭，不能再改。请刷新看看它现在的状态。")


class SamePerson(Refused):
    """Two people handle money."""

    code = "same_person"
    sentence = _("登记和复核要由两个人来做。请另一位同志来复核。")


class NotRefundable(Refused):
    """Only what was paid can go back, once."""

    code = "not_refundable"
    sentence = _("这笔钱没有收到，或者已经退过了。")


class VoluntaryTooSmall(Refused):
    """A large payment is above 1,000 yuan."""

    code = "voluntary_too_small"
    sentence = _("请填写大于 0 的金额。")


class PeriodUnclear(Refused):
    """Months the wrong way round, or too long."""

    code = "period_unclear"
    sentence = _("请选起止月份：结束不早于开始，最长 12 个月，在同一年里。")


class AlreadyAsked(Refused):
    """One request at a time."""

    code = "already_asked"
    sentence = _("这段时间已经有一份申请了。请等它有结果，或先撤回。")


class AlreadyDecided(Refused):
    """Somebody else was faster."""

    code = "already_decided"
    sentence = _("这份申请刚刚已经处理过了。请刷新看看结果。")


class AboveDecides(Refused):
    """Hardship is approved one level up (D1 Art. 7)."""

    code = "above_decides"
    sentence = _("少交、免交由上一级党委批准，支部不能自己批。")


class SumTooHigh(Refused):
    """A reduced sum is below the assessed one."""

    code = "sum_too_high"
    sentence = _("批准的金额要低于按规定应交的数额。")


class NotEnoughMoney(Refused):
    """The book does not hold so much."""

    code = "not_enough_money"
    sentence = _("党费账上没有这么多钱，没有办理。请核对结存。")


class NoRemittanceRule(Refused):
    """Nobody has decided how much is passed up."""

    code = "no_remittance_rule"
    sentence = _("还没有设定上缴比例。请党务工作人员先登记上级的规定。")


class NobodyAbove(Refused):
    """The top of the tree."""

    code = "nobody_above"
    sentence = _("这里已经是最上级，上缴由上级系统办理。")


class PeriodNotOver(Refused):
    """A sheet is for months that are over."""

    code = "period_not_over"
    sentence = _("这段时间还没有结束，结束后再制单。")


class NotCollective(Refused):
    """At least two people, and a meeting (D1 Art. 20)."""

    code = "not_collective"
    sentence = _("使用党费要集体讨论决定。请写明会议和到会人数（至少 2 人），日期不能晚于今天。")


class StatementWrong(Refused):
    """A statement that does not agree with its own total."""

    code = "statement_wrong"
    sentence = _("对账文件的合计和明细对不上，整个文件没有导入。请向银行重新下载。")


class YearNotOver(Refused):
    """A year is published when it is over."""

    code = "year_not_over"
    sentence = _("这一年还没有结束，结束后再公布。")


class AlreadyPublished(Refused):
    """Published figures stay."""

    code = "already_published"
    sentence = _("这一年已经公布过，公布的数字不再改。")
