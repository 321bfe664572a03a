"""Refusals about organisations."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchOrganisation(NotFound):
    """Missing, or outside what the viewer may see."""

    code = "no_such_organisation"
    sentence = _("没有找到这个组织，或者它不在您的工作范围内。请从“我的”重新进入。")


class NameTaken(Refused):
    """Short names tell organisations apart everywhere."""

    code = "name_taken"
    sentence = _("已有同名的组织。请换一个简称，例如在前面加上单位名称。")


class WrongPlace(Refused):
    """rules.md 1.1."""

    code = "wrong_place"
    sentence = _("这类组织不能设在所选的上级之下：支部设在党委或党总支之下，党小组设在支部之下。请重新选择上级。")


class HasOrganisationsBelow(Refused):
    """Closing a body would leave others hanging."""

    code = "has_organisations_below"
    sentence = _("下面还有运行中的组织。请先把它们调整到别处或撤销，再做这一步。")


class NotLiving(Refused):
    """Closed and merged bodies do not change any more."""

    code = "not_living"
    sentence = _("这个组织已经撤销或并入，不能再变更。请查看它的沿革。")


class StepNotOpen(Refused):
    """rules.md 1.2."""

    code = "step_not_open"
    sentence = _("现在还不能走到这一步。请按“拟设立、已申请、已批复、运行中”的顺序办理。")


class RenewalStepNotOpen(Refused):
    """rules.md 1.6: no step before the one that comes first."""

    code = "renewal_step_not_open"
    sentence = _("换届要按步骤办理，现在轮到的不是这一步。请刷新换届进度，从标明“现在”的一步继续。")


class RenewalStepTooEarly(Refused):
    """A step does not happen before the one it follows."""

    code = "renewal_step_too_early"
    sentence = _("这一步的日期早于上一步。请核对日期后再提交。")


class DocumentNeeded(Refused):
    """A decision of the level above stands on paper."""

    code = "document_needed"
    sentence = _("请填写批复文号，再提交。")


class NoTermRule(Refused):
    """No rule of that day says how long the body sits."""

    code = "no_term_rule"
    sentence = _("没有适用于当选日期的任期规定。请填写任期年数后再提交。")


class NotElected(Refused):
    """There is no term to extend."""

    code = "not_elected"
    sentence = _("还没有登记换届选举，无法延期。请先登记最近一次选举。")


class ExtensionTooLong(Refused):
    """rules.md 1.4: in general not more than one year."""

    code = "extension_too_long"
    sentence = _("延期一般不超过一年，并且要晚于原届满日期。请改好日期后再提交。")


class NotACommittee(Refused):
    """Affiliated bodies hang on committees."""

    code = "not_a_committee"
    sentence = _("工会、团委等组织设在党委之下。请在党委的页面上登记。")


class BodyExists(Refused):
    """One of a kind."""

    code = "body_exists"
    sentence = _("这个党委下已有同类组织。请先撤销原有的，再登记新的。")


class ElectionInFuture(Refused):
    """Only what has happened is recorded."""

    code = "election_in_future"
    sentence = _("日期还没有到。请在事情发生之后登记。")
