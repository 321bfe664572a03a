"""Refusals about points."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchScheme(NotFound):
    """Missing, or outside what the viewer may see."""

    code = "no_such_scheme"
    sentence = _("没有找到这份积分办法，或者它不对您开放。请从“积分”重新进入。")


class NoSuchIndex(NotFound):
    """Missing, or of a scheme the viewer may not see."""

    code = "no_such_index"
    sentence = _("没有找到这项指标。请从积分办法里重新选择。")


class NoSuchDeclaration(NotFound):
    """Missing, or outside what the viewer may see or review."""

    code = "no_such_declaration"
    sentence = _("没有找到这份申报，或者不由您审核。请从待审核列表重新进入。")


class NoSuchSettlement(NotFound):
    """Missing, not published, or of another branch."""

    code = "no_such_settlement"
    sentence = _("没有找到这次结算，或者它不对您开放。请从“积分”重新进入。")


class NoSuchObjection(NotFound):
    """Missing, or of another branch."""

    code = "no_such_objection"
    sentence = _("没有找到这条异议，或者它不对您开放。请从公示页重新进入。")


class NoSuchStar(NotFound):
    """Missing, or of another branch."""

    code = "no_such_star"
    sentence = _("没有找到这一条每月之星记录。请从“每月之星”重新进入。")


class NotForYou(Refused):
    """An act of another body or person."""

    code = "not_for_you"
    sentence = _("这一步由别的同志办理。请联系支部书记或党务工作人员。")


class SchemeUnreadable(Refused):
    """The file cannot be read into indexes; the sentence names the first place."""

    code = "scheme_unreadable"
    sentence = _("文件读不出指标。请对照模板核对表头和每一行。")


class SchemeNotClean(Refused):
    """The lint found something; the sentence names the first fault and how many there are."""

    code = "scheme_not_clean"
    sentence = _("积分办法还有不合规的地方，没有启用。请按检查结果逐条修改后再启用。")


class SchemeNotDraft(Refused):
    """Only drafts are changed."""

    code = "scheme_not_draft"
    sentence = _("这份积分办法已经施行，不能直接修改。请复制成新版本再改。")


class NoResolution(Refused):
    """Points are switched on by a resolution (rules.md 10.5)."""

    code = "no_resolution"
    sentence = _("启用积分办法要有会议决议。请填写决议的名称和日期。")


class NoTopList(Refused):
    """Names in the order of figures need a profile that allows them, a reason, a scope and an end."""

    code = "no_top_list"
    sentence = _("不能按分数排列人名。请先确认部署方式允许，并写明理由、范围和截止日期。")


class NotDeclarable(Refused):
    """Facts of this index come by themselves, or from another body."""

    code = "not_declarable"
    sentence = _("这一项不用申报，由系统或有关组织登记。请核对您要申报的是哪一项。")


class NotInTheYear(Refused):
    """The day lies outside the scheme's year or in the future."""

    code = "not_in_the_year"
    sentence = _("日期不在这份积分办法的年度内，或者还没有到。请改为事情发生的当天。")


class AlreadyDecided(Refused):
    """Decided, withdrawn or answered before."""

    code = "already_decided"
    sentence = _("这一条已经有结果了。请刷新页面查看。")


class ReasonMissing(Refused):
    """A refusal or a correction says why."""

    code = "reason_missing"
    sentence = _("请写明理由，让当事人看得明白。")


class QuarterNotOver(Refused):
    """A quarter is settled when it is over."""

    code = "quarter_not_over"
    sentence = _("这个季度还没有结束，不能结算。请在季度结束后再结算。")


class NotPublished(Refused):
    """The settlement is not in its notice period."""

    code = "not_published"
    sentence = _("这次结算不在公示期内，现在不能提出。公示期过后的新情况，请向支部书面反映。")


class NotSettled(Refused):
    """Only a frozen settlement is published, and not where points are a private record."""

    code = "not_settled"
    sentence = _("这次结算不能公示。请核对它的状态；机关部署方式下积分只供本人查看，不公示。")


class NotAnswered(Refused):
    """An appeal follows an answer."""

    code = "not_answered"
    sentence = _("支部还没有答复，暂时不能申诉。答复期过后仍无答复，请联系上级党务工作人员。")


class NoConsent(Refused):
    """Nothing about a person is announced without his consent."""

    code = "no_consent"
    sentence = _("还没有得到本人同意，不能通报。请等本人在“每月之星”里确认。")


class NotYourself(Refused):
    """Nobody nominates or reviews himself."""

    code = "not_yourself"
    sentence = _("不能为自己办理这一步。请由其他同志来办。")
