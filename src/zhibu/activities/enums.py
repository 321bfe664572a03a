"""Kinds of activities and the facts they leave in the ledger (rules.md 4)."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.ledger.enums import Evidence, declare
from zhibu.ledger.enums import Kind as FactKind


class ActivityKind(TextChoices):
    """rules.md 4.1 and what issue and inventory add."""

    MEMBERS_MEETING = "members_meeting", _("支部党员大会")
    COMMITTEE_MEETING = "committee_meeting", _("支部委员会会议")
    GROUP_MEETING = "group_meeting", _("党小组会")
    PARTY_LESSON = "party_lesson", _("党课")
    THEME_PARTY_DAY = "theme_party_day", _("主题党日")
    ORGANIZATIONAL_LIFE_MEETING = "organizational_life_meeting", _("组织生活会")
    DEMOCRATIC_APPRAISAL = "democratic_appraisal", _("民主评议党员")
    DEMOCRATIC_LIFE_MEETING = "democratic_life_meeting", _("民主生活会")
    SECRETARY_REPORT = "secretary_report", _("书记述职评议")
    COLLECTIVE_STUDY = "collective_study", _("集中学习")
    INTENSIVE_TRAINING = "intensive_training", _("集中培训")
    WARNING_EDUCATION = "warning_education", _("警示教育")
    VOLUNTEER_SERVICE = "volunteer_service", _("志愿服务")
    CONTEST = "contest", _("竞赛")
    SAFETY_DRILL = "safety_drill", _("安全演练")
    CULTURE_SPORT = "culture_sport", _("文体活动")
    VISIT = "visit", _("参观学习")


# Activities that somebody is due at; the others are free to join and nobody is ever absent from them.
DUTY_KINDS = (
    ActivityKind.MEMBERS_MEETING,
    ActivityKind.COMMITTEE_MEETING,
    ActivityKind.GROUP_MEETING,
    ActivityKind.PARTY_LESSON,
    ActivityKind.THEME_PARTY_DAY,
    ActivityKind.ORGANIZATIONAL_LIFE_MEETING,
    ActivityKind.DEMOCRATIC_APPRAISAL,
    ActivityKind.COLLECTIVE_STUDY,
    ActivityKind.WARNING_EDUCATION,
)

_ONCE, _HOUR = _("次"), _("学时")


def _facts(suffix: str, evidence: Evidence) -> list[FactKind]:
    return [FactKind(f"{kind.value}_{suffix}", kind.label, _ONCE, evidence) for kind in ActivityKind]


def _not_there(suffix: str, how: Promise, evidence: Evidence) -> list[FactKind]:
    return [
        FactKind(f"{kind.value}_{suffix}", format_lazy("{} · {}", kind.label, how), _ONCE, evidence, took_part=False)
        for kind in ActivityKind
    ]


# "<kind>_attended" (present, online or made up), "<kind>_missed" (absent without reason, duty kinds only),
# "<kind>_excused" (leave, on duty). Quantities are tenths: 10 is once, 40 is four class hours.
declare(
    *_facts("attended", Evidence.CODE),
    *_not_there("missed", _("缺席"), Evidence.ROLL_CALL),
    *_not_there("excused", _("请假"), Evidence.STAFF),
    FactKind("class_hours", _("学时"), _HOUR, Evidence.ROLL_CALL),
    FactKind("lesson_given", _("讲党课或微党课"), _ONCE, Evidence.STAFF),
    FactKind("activity_organised", _("组织策划活动"), _ONCE, Evidence.STAFF),
    FactKind("spoke_at_meeting", _("会议交流发言"), _ONCE, Evidence.STAFF),
    FactKind("volunteer_hours", _("志愿服务时长"), _("小时"), Evidence.ROLL_CALL),
    FactKind("not_made_up", _("缺席三十日内未补课"), _ONCE, Evidence.SYSTEM, took_part=False),
)


class ActivityState(TextChoices):
    """Life of an activity. Check-in is possible while published (near its time) or open."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    OPEN = "open", _("进行中")
    HELD = "held", _("已召开")
    MINUTED = "minuted", _("已记录")
    ARCHIVED = "archived", _("已归档")
    CANCELLED = "cancelled", _("已取消")


RUNNING = (ActivityState.PUBLISHED, ActivityState.OPEN)
OVER = (ActivityState.HELD, ActivityState.MINUTED, ActivityState.ARCHIVED)


class Audience(TextChoices):
    """Who is meant: the roll of the organisation and below, its committee, or named people only."""

    ROLL = "roll", _("本组织及下级的党员")
    COMMITTEE = "committee", _("本组织委员会成员")
    NAMED = "named", _("只有点名邀请的人")


class Theme(TextChoices):
    """3D and the five combinations (inventory rows 87-89)."""

    VIGOROUS = "vigorous", _("活力党建")
    EFFECTIVE = "effective", _("实效党建")
    HAPPY = "happy", _("幸福党建")
    PRODUCTION = "production", _("与生产经营结合")
    CULTURE = "culture", _("与企业文化结合")
    TALENT = "talent", _("与人才队伍结合")
    MASS_WORK = "mass_work", _("与群众工作结合")
    HONESTY = "honesty", _("与廉洁建设结合")


class Frequency(TextChoices):
    """How a series repeats."""

    WEEKLY = "weekly", _("每周")
    MONTHLY_DAY = "monthly_day", _("每月同一日")
    MONTHLY_WEEKDAY = "monthly_weekday", _("每月第几个星期几")
    QUARTERLY = "quarterly", _("每季度同一日")


class SignUpState(TextChoices):
    """Where a person's sign-up or leave stands."""

    JOINED = "joined", _("已报名")
    WAITING = "waiting", _("候补")
    LEAVE_ASKED = "leave_asked", _("已请假，待批")
    LEAVE_GRANTED = "leave_granted", _("准假")
    LEAVE_REFUSED = "leave_refused", _("未准假")
    WITHDRAWN = "withdrawn", _("已取消报名")


class CheckInMethod(TextChoices):
    """Ways to be recorded as having come; all have the same standing (rules.md 4.3, 10.5)."""

    QR = "qr", _("扫码")
    CODE = "code", _("输入签到码")
    ROLL_CALL = "roll_call", _("主持人点名")
    PAPER = "paper", _("纸质签到表补录")
    ONLINE = "online", _("线上点击")


SELF_METHODS = (CheckInMethod.QR, CheckInMethod.CODE, CheckInMethod.ONLINE)
HOST_METHODS = (CheckInMethod.ROLL_CALL, CheckInMethod.PAPER)


class AttendanceState(TextChoices):
    """States of the organiser's list, rules.md 4.3."""

    PRESENT = "present", _("到会")
    ONLINE = "online", _("线上参加")
    EXCUSED = "excused", _("请假")
    ON_DUTY = "on_duty", _("因公")
    WAIVED = "waived", _("免于参加")
    ABSENT = "absent", _("缺席")
    MADE_UP = "made_up", _("已补课")


class WaiverGround(TextChoices):
    """Who is under no hard requirement to come (rules.md 2.5, last paragraph)."""

    OLD = "old", _("年老")
    FRAIL = "frail", _("体弱")
    ILL = "ill", _("患病")
    DISABLED = "disabled", _("残疾")


class MotionRule(TextChoices):
    """Which rule decides a vote; each has its own quorum and majority (rules.md 3.5, 1.5)."""

    ADMISSION = "admission", _("接收预备党员")
    CONVERSION = "conversion", _("预备党员转正、延长或取消")
    ORDINARY = "ordinary", _("支部大会一般事项")
    COMMITTEE = "committee", _("支部委员会事项")
    ELECTION = "election", _("选举")


class LeftOutGround(TextChoices):
    """Why a full member may be left out of "should attend", with consent above and of the meeting (rules.md 1.5)."""

    NO_WILL = "no_will", _("因病不能表达本人意志")
    ABROAD = "abroad", _("自费出国半年以上")
    IN_PRISON = "in_prison", _("正在服刑（未受留党察看以上处分）")
    BEDRIDDEN = "bedridden", _("年老体弱或患病卧床，行动不便")
    NOT_MOVED = "not_moved", _("外出半年以上应转而未转组织关系")
    RETIRED_AWAY = "retired_away", _("离退休后异地居住")


class Signer(TextChoices):
    """Who signs a record."""

    CHAIR = "chair", _("主持人")
    RECORDER = "recorder", _("记录人")


declare_audited(
    {
        "activity.archive": _("归档活动"),
        "activity.cancel": _("取消活动"),
        "activity.change": _("修改活动"),
        "activity.create": _("新建活动"),
        "activity.publish": _("发布活动"),
        "alert.close": _("办结缺席提醒"),
        "attendance.correct": _("更正到会名单"),
        "attendance.sign": _("签认到会名单"),
        "checkin.undo": _("撤销签到"),
        "minutes.addendum": _("补记会议记录"),
        "minutes.open": _("开始会议记录"),
        "minutes.save": _("保存会议记录"),
        "minutes.sign": _("签署会议记录"),
        "resolution.complete": _("办结决议"),
        "shift.add": _("登记值班"),
        "waiver.approve": _("批准免予参加"),
        "waiver.end": _("结束免予参加"),
    },
    subjects={"activity": _("活动"), "alert": _("提醒"), "checkin": _("签到"), "resolution": _("决议")},
    details={"digest": _("摘要值"), "ground": _("理由"), "version": _("版本")},
)
