"""Kinds, states and posts of organisations (rules.md 1)."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.audit.enums import declare_values


class Kind(TextChoices):
    """Organisation kinds, rules.md 1.1."""

    PARTY_COMMITTEE = "party_committee", _("党委")
    GENERAL_BRANCH = "general_branch", _("党总支")
    PARTY_BRANCH = "party_branch", _("党支部")
    JOINT_BRANCH = "joint_branch", _("联合党支部")
    TEMPORARY_BRANCH = "temporary_branch", _("临时党支部")
    MOBILE_BRANCH = "mobile_branch", _("流动党员党组织")
    PARTY_GROUP = "party_group", _("党小组")
    WORKING_COMMITTEE = "working_committee", _("党工委")
    LEADING_GROUP = "leading_group", _("党组")


LIVING = ("active", "suspended")  # values of State
BRANCH_KINDS = (Kind.PARTY_BRANCH, Kind.JOINT_BRANCH, Kind.TEMPORARY_BRANCH, Kind.MOBILE_BRANCH)
COMMITTEE_KINDS = (Kind.PARTY_COMMITTEE, Kind.WORKING_COMMITTEE)


class BodyKind(TextChoices):
    """Affiliated bodies of a committee; never parents of a Party relation (rules.md 1.1, inventory row 86)."""

    PARTY_COMMITTEE_OFFICE = "party_affairs_office", _("党群工作部")
    DISCIPLINE_COMMITTEE = "discipline_committee", _("纪委")
    TRADE_UNION = "trade_union", _("工会")
    YOUTH_LEAGUE = "youth_league_committee", _("团委")
    UNITED_FRONT = "united_front_department", _("统战部")
    WOMEN = "women_federation", _("妇委会")
    WOMEN_WORKERS = "women_workers_committee", _("女职工委员会")
    ARMED_FORCES = "armed_forces_department", _("人民武装部")
    RESERVE = "reserve_unit", _("预备役民兵组织")


class State(TextChoices):
    """Life of an organisation, rules.md 1.2."""

    DRAFT = "draft", _("拟设立")
    APPLIED = "applied", _("已申请")
    APPROVED = "approved", _("已批复")
    ACTIVE = "active", _("运行中")
    SUSPENDED = "suspended", _("暂停")
    DISSOLVED = "dissolved", _("已撤销")
    MERGED = "merged", _("已并入")


class Change(TextChoices):
    """What happened to an organisation; dated, never erased."""

    FOUNDED = "founded", _("设立")
    RENAMED = "renamed", _("更名")
    MOVED = "moved", _("调整隶属")
    MERGED = "merged", _("并入")
    DISSOLVED = "dissolved", _("撤销")
    ELECTED = "elected", _("换届选举")
    TERM_EXTENDED = "term_extended", _("延期换届批复")
    KIND_CHANGED = "kind_changed", _("改设")
    STATE_CHANGED = "state_changed", _("状态变更")
    PLACED = "placed", _("所在地")
    BODY_FOUNDED = "body_founded", _("设立所属组织")
    BODY_DISSOLVED = "body_dissolved", _("撤销所属组织")


class Province(TextChoices):
    """Where an organisation is: the first two digits of GB/T 2260."""

    BEIJING = "11", _("北京")
    TIANJIN = "12", _("天津")
    HEBEI = "13", _("河北")
    SHANXI = "14", _("山西")
    INNER_MONGOLIA = "15", _("内蒙古")
    LIAONING = "21", _("辽宁")
    JILIN = "22", _("吉林")
    HEILONGJIANG = "23", _("黑龙江")
    SHANGHAI = "31", _("上海")
    JIANGSU = "32", _("江苏")
    ZHEJIANG = "33", _("浙江")
    ANHUI = "34", _("安徽")
    FUJIAN = "35", _("福建")
    JIANGXI = "36", _("江西")
    SHANDONG = "37", _("山东")
    HENAN = "41", _("河南")
    HUBEI = "42", _("湖北")
    HUNAN = "43", _("湖南")
    GUANGDONG = "44", _("广东")
    GUANGXI = "45", _("广西")
    HAINAN = "46", _("海南")
    CHONGQING = "50", _("重庆")
    SICHUAN = "51", _("四川")
    GUIZHOU = "52", _("贵州")
    YUNNAN = "53", _("云南")
    TIBET = "54", _("西藏")
    SHAANXI = "61", _("陕西")
    GANSU = "62", _("甘肃")
    QINGHAI = "63", _("青海")
    NINGXIA = "64", _("宁夏")
    XINJIANG = "65", _("新疆")
    TAIWAN = "71", _("台湾")
    HONG_KONG = "81", _("香港")
    MACAO = "82", _("澳门")


class UnitRelation(TextChoices):
    """Whose unit the organisation stands in, three values of the national form (rules.md 1.1)."""

    SAME_AS_PARENT = "same_as_parent", _("与上级党组织相同")
    LEGAL_UNIT = "legal_unit", _("法人单位")
    JOINT = "joint_branch", _("联合党支部")


class PostTitle(TextChoices):
    """Posts, rules.md 1.3."""

    SECRETARY = "secretary", _("书记")
    DEPUTY_SECRETARY = "deputy_secretary", _("副书记")
    ORGANIZATION_MEMBER = "organization_member", _("组织委员")
    PUBLICITY_MEMBER = "publicity_member", _("宣传委员")
    DISCIPLINE_MEMBER = "discipline_member", _("纪检委员")
    YOUTH_MEMBER = "youth_member", _("青年委员")
    UNITED_FRONT_MEMBER = "united_front_member", _("统战委员")
    CONFIDENTIALITY_MEMBER = "confidentiality_member", _("保密委员")
    MASS_WORK_MEMBER = "mass_work_member", _("群工委员")
    COMMITTEE_MEMBER = "committee_member", _("委员")
    GROUP_LEADER = "group_leader", _("党小组长")
    ORGANIZER = "organizer", _("组织员")
    INSTRUCTOR = "party_building_instructor", _("党建指导员")


class RenewalStage(IntegerChoices):
    """The twelve steps of a renewal in their order (rules.md 1.6)."""

    REMINDED = 1, _("届满提醒")
    DECIDED = 2, _("支委会研究换届，制定方案")
    ASKED = 3, _("向上级请示")
    ALLOWED = 4, _("上级批复，核定职数")
    RECOMMENDED = 5, _("党员和党小组推荐")
    LISTED = 6, _("提出初步人选")
    EXAMINED = 7, _("考察，需要时公示")
    AGREED = 8, _("上级同意预备人选")
    ELECTED = 9, _("党员大会选举")
    CONSTITUTED = 10, _("新一届委员会第一次会议")
    APPROVED = 11, _("上级批准选举结果")
    HANDED_OVER = 12, _("登记任职，交接归档")


ABOVE_DOES = (RenewalStage.REMINDED, RenewalStage.ALLOWED, RenewalStage.AGREED, RenewalStage.APPROVED)


class Limit(TextChoices):
    """Numbers that alerts are made from (rules.md 1.2, 1.4); what they are stands in dated rows of `LimitRule`."""

    BRANCH_FULL_LEAST = "branch_full_least", _("党支部正式党员最少人数")
    BRANCH_MEMBERS_MOST = "branch_members_most", _("党支部党员一般最多人数")
    COMMITTEE_FROM_FULL = "committee_from_full", _("应设支委会的正式党员人数")
    GENERAL_BRANCH_BELOW = "general_branch_below", _("党总支党员人数应少于")
    PARTY_COMMITTEE_FROM = "party_committee_from", _("党委党员人数一般不少于")
    GROUPS_OVER = "groups_over", _("超过多少人应划分党小组")
    EXTENSION_MONTHS_MOST = "extension_months_most", _("延期换届最长月数")
    REMIND_DAYS_BEFORE = "remind_days_before", _("换届提醒提前天数")
    OVERDUE_RED_DAYS = "overdue_red_days", _("超期多少天标为严重")


declare_audited(
    {f"organisation.{change.value}": change.label for change in Change}
    | {"organisation.founded": _("设立组织"), "organisation.renewal_step": _("办理换届步骤")},
    subjects={"organisation": _("组织")},
    details={"stage": _("步骤")},
)
declare_values("stage", {str(stage.value): stage.label for stage in RenewalStage})
