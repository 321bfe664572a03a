"""Words of points: aspects, kinds of index, states; and the facts that are declared and reviewed here."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.ledger.enums import Evidence, declare
from zhibu.ledger.enums import Kind as FactKind


class Aspect(IntegerChoices):
    """德能勤绩廉, the five aspects (rules.md 7.2)."""

    MORALITY = 1, _("德")
    ABILITY = 2, _("能")
    DILIGENCE = 3, _("勤")
    PERFORMANCE = 4, _("绩")
    HONESTY = 5, _("廉")


# Columns of a figure, in the order of Aspect.
ASPECT_FIELDS = {
    Aspect.MORALITY: "morality",
    Aspect.ABILITY: "ability",
    Aspect.DILIGENCE: "diligence",
    Aspect.PERFORMANCE: "performance",
    Aspect.HONESTY: "honesty",
}


class IndexKind(TextChoices):
    """What an index does to the sum."""

    BASE = "base", _("基础分")
    BONUS = "bonus", _("加分")
    PENALTY = "penalty", _("扣分")
    VETO = "veto", _("一票否决")


class Formula(TextChoices):
    """How facts become points."""

    PER_FACT = "per_fact", _("按次计分")
    FULL_MINUS_MISSED = "full_minus_missed", _("满分起扣")
    HOURS_RATIO = "hours_ratio", _("按学时比例")
    THRESHOLD = "threshold", _("达到次数即得")


class CapPeriod(TextChoices):
    """Over which span a cap holds."""

    YEAR = "year", _("每年")
    QUARTER = "quarter", _("每季度")


class Settle(TextChoices):
    """In which settlement an index is first counted."""

    QUARTER = "quarter", _("按季结算")
    YEAR = "year", _("年终结算")


class Review(TextChoices):
    """Who confirms the fact behind an index."""

    AUTO = "auto", _("系统自动")
    GROUP_LEADER = "group_leader", _("党小组长")
    BRANCH_COMMITTEE = "branch_committee", _("支部委员会")
    PARTY_COMMITTEE = "party_committee", _("上级党委")
    DISCIPLINE_COMMITTEE = "discipline_committee", _("纪检机构")


class SchemeState(TextChoices):
    """A scheme counts only while it is active; one per organisation and year."""

    DRAFT = "draft", _("草稿")
    ACTIVE = "active", _("施行中")
    RETIRED = "retired", _("已停用")


class DeclarationState(TextChoices):
    """A declared item is decided once."""

    DECLARED = "declared", _("待审核")
    APPROVED = "approved", _("已认定")
    REFUSED = "refused", _("未认定")
    WITHDRAWN = "withdrawn", _("已撤回")


class SettlementState(TextChoices):
    """Frozen, shown in the branch, closed (rules.md 7.3)."""

    FROZEN = "frozen", _("已结算")
    PUBLISHED = "published", _("公示中")
    CLOSED = "closed", _("公示结束")


class ObjectionState(TextChoices):
    """The way of an objection (rules.md 7.3)."""

    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已答复")
    APPEALED = "appealed", _("已申诉")
    DECIDED = "decided", _("申诉已裁定")


class AbsenceGround(TextChoices):
    """Absent by right: the base items of the quarter are neutral (rules.md 7.3)."""

    ILLNESS = "illness", _("病休")
    TRAVEL = "travel", _("因公出差")
    CHILDBIRTH = "childbirth", _("产假")
    POSTING = "posting", _("外派挂职")


class ExclusionGround(TextChoices):
    """Left out of the scheme by decision of the branch (rules.md 7.3)."""

    SEVENTY = "seventy", _("年满七十周岁")
    LONG_ILL = "long_ill", _("长期患病")
    MOBILE = "mobile", _("流动党员")


class Advice(TextChoices):
    """Grade advice of rules.md 7.4: a paper before the appraisal, never the grade."""

    EXCELLENT = "excellent_advice", _("建议评议参考：优秀")
    QUALIFIED = "qualified_advice", _("建议评议参考：合格")
    BASICALLY_QUALIFIED = "basically_qualified_advice", _("建议评议参考：基本合格")
    UNQUALIFIED = "unqualified_advice", _("建议评议参考：不合格")


class CheckResult(TextChoices):
    """How a post duty was done in the month."""

    DONE = "done", _("已履行")
    PARTLY = "partly", _("部分履行")
    NOT_DONE = "not_done", _("未履行")


class StarState(TextChoices):
    """The way of a star of the month (rules.md 7.5): decided, consented, announced."""

    DECIDED = "decided", _("待本人同意")
    CONSENTED = "consented", _("本人已同意")
    DECLINED = "declined", _("本人谢绝")
    ANNOUNCED = "announced", _("已通报")


_ONCE = _("次")


def _item(code: str, label: Promise) -> FactKind:
    return FactKind(code, label, _ONCE, Evidence.STAFF)


def _between(code: str, label: Promise) -> FactKind:
    """Between the person and the discipline body (rules.md 7.3): nobody else reads that it is there."""
    return FactKind(code, label, _ONCE, Evidence.STAFF, confidential=True)


# Facts that a person declares, or a body finds, and that are recorded when the body approves.
DECLARED = (
    _item("essay_accepted", _("学习心得或理论文章被采用")),
    _item("good_deed_commended", _("好人好事受到书面表扬")),
    _item("pledge_kept", _("承诺践诺")),
    _item("self_examination_made", _("开展批评和自我批评")),
    _item("job_training_passed", _("岗位技能培训或考核合格")),
    _item("certificate_gained", _("取得职业资格或技术等级")),
    _item("innovation_recognised", _("技术革新或专利成果")),
    _item("mentoring_done", _("传帮带")),
    _item("thought_report_made", _("汇报思想和工作")),
    _item("volunteer_work_declared", _("在外参加的志愿服务")),
    _item("urgent_task_done", _("参加急难险重任务")),
    _item("job_appraisal_competent", _("年度岗位考核称职")),
    _item("job_appraisal_excellent", _("年度岗位考核优秀")),
    _item("job_pledge_met", _("完成岗位目标和承诺")),
    _item("commendation_company", _("集团（单位）级表彰")),
    _item("commendation_city", _("市级表彰")),
    _item("commendation_province", _("省部级表彰")),
    _item("commendation_nation", _("国家级表彰")),
    _item("proposal_adopted", _("合理化建议被采纳")),
    _item("article_accepted", _("党建稿件被采用")),
    _item("pairing_help_done", _("结对帮扶取得成效")),
    _item("key_project_joined", _("参加重点项目攻关")),
    _item("clean_pledge_kept", _("签订并遵守廉洁承诺")),
    _between("required_report_received", _("按规定报告个人有关事项")),
    _item("clean_proposal_adopted", _("廉洁建议被采纳")),
    _between("gift_registered", _("上交并登记礼品礼金")),
    _between("discipline_finding", _("违反政治纪律和规矩的认定")),
    _between("improper_remark_verified", _("不当言论经核实")),
    _item("decision_refused", _("无正当理由不服从组织决定")),
    _item("task_overdue", _("交办任务无故逾期")),
    _item("safety_fault", _("有责任的安全质量问题")),
    _item("complaint_verified", _("有效投诉查实")),
    _between("reminder_talk", _("被提醒谈话")),
    _between("criticised_formally", _("被批评教育或责令检查")),
    _between("party_punishment", _("受到党纪处分")),
    _between("unlawful_act_punished", _("违法受到处罚")),
    _between("illegal_group_joined", _("参加非法组织")),
    _item("serious_accident_blamed", _("负主要责任的重大安全事故")),
    _between("declaration_falsified", _("积分申报弄虚作假")),
    _item("six_months_away", _("连续六个月不参加组织生活的认定")),
)
DECLARED_CODES = frozenset(kind.code for kind in DECLARED)
POST_HELD = FactKind("post_held", _("兼任支部或党小组职务"), _ONCE, Evidence.SYSTEM)
declare(*DECLARED, POST_HELD)

declare_audited(
    {
        "points.absence_recorded": _("登记因故缺勤的季度"),
        "points.adjusted": _("更正积分"),
        "points.appeal_decided": _("裁定积分申诉"),
        "points.index_changed": _("修改积分指标"),
        "points.index_removed": _("删除积分指标"),
        "points.items_recorded": _("批量登记积分事项"),
        "points.item_approved": _("认定申报事项"),
        "points.item_refused": _("不认定申报事项"),
        "points.item_withdrawn": _("撤回申报事项"),
        "points.objection_answered": _("答复积分异议"),
        "points.person_excluded": _("不列入积分管理"),
        "points.published": _("公示积分"),
        "points.scheme_activated": _("施行积分办法"),
        "points.scheme_imported": _("导入积分办法"),
        "points.settled": _("结算积分"),
        "points.star_announced": _("通报每月之星"),
        "points.star_chosen": _("推选每月之星"),
        "points.top_list_allowed": _("批准按分数排列"),
    },
    subjects={
        "declaration": _("申报"),
        "figure": _("积分结果"),
        "index": _("积分指标"),
        "objection": _("异议"),
        "scheme": _("积分办法"),
        "settlement": _("结算"),
        "star": _("每月之星"),
    },
    details={
        "code": _("代码"),
        "delta": _("调整（十分之一分）"),
        "figures": _("人数"),
        "quarter": _("季度"),
        "scheme": _("积分办法编号"),
    },
)
