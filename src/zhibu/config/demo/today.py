"""What is going on now and next week, so that a visitor has something to do."""

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from zhibu.activities.enums import ActivityKind, CheckInMethod, SignUpState, Theme
from zhibu.activities.models import Activity, SignUp
from zhibu.activities.services.activity import Plan, create_activity, open_activity, publish_activity
from zhibu.activities.services.checkin import Mark as Arrival
from zhibu.activities.services.checkin import enter_marks
from zhibu.activities.services.signup import ask_leave, decide_leave, sign_up
from zhibu.config.demo.cast import Branch, Cast, as_viewer
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import PostTitle

# A voluntary service for each branch: title, place, what is done, days from today, hour.
SERVICES = (
    ("困难家庭走访", "示例街道居委会", "两人一组上门，问需要、送用品、记下要帮的事", 10, 9),
    ("社区长者手机课堂", "示例社区服务中心", "教长者用手机挂号、缴费、视频通话", 9, 8),
    ("周末图书角", "示例小学", "给留守儿童读书，整理捐赠的图书", 13, 14),
    ("敬老院理发日", "示例敬老院", "理发、剪指甲、换洗被褥", 12, 9),
    ("旧衣旧书捐赠整理", "示例捐赠站", "分类、消毒、打包", 14, 14),
    ("文明交通劝导", "园区东门路口", "早高峰劝导，照看学生过路", 8, 7),
    ("河岸清洁", "示例河堤", "捡拾垃圾，登记排污口", 15, 8),
    ("消防知识进小区", "示例小区广场", "教用灭火器，查楼道杂物", 11, 15),
)


def arrange(cast: Cast, officers: dict[int, Viewer], random: Random, *, at: datetime) -> None:
    """An activity open for check-in in the stage branch, and coming ones in all."""
    stage = cast.branches[1]
    _open_now(stage, officers[stage.officers[PostTitle.SECRETARY]], random, at)
    for branch, service in zip(cast.branches, SERVICES, strict=True):
        secretary = officers[branch.officers[PostTitle.SECRETARY]]
        for plan in (_meeting(at), _service(at, *service)):
            _publish(secretary, branch.id, plan, random, at - timedelta(hours=3))


def _open_now(branch: Branch, secretary: Viewer, random: Random, at: datetime) -> None:
    start = at - timedelta(minutes=10)
    plan = Plan(
        kind=ActivityKind.THEME_PARTY_DAY, title="主题党日：安全隐患大家找", starts_at=start, allows_online=True,
        ends_at=start + timedelta(hours=4), place="一号车间会议室", host_id=secretary.person_id,
        agenda="一、学习安全生产规定\n二、分组查找隐患\n三、汇总并分工整改", themes=(Theme.PRODUCTION, Theme.EFFECTIVE),
    )  # fmt: skip
    made = _publish(secretary, branch.id, plan, random, at - timedelta(days=3))
    open_activity(secretary, activity_id=made, at=start)
    marks = [Arrival(person_id=person, key=_key(random)) for person in branch.members[20:32]]
    enter_marks(secretary, activity_id=made, marks=marks, method=CheckInMethod.ROLL_CALL, at=at)


def _meeting(at: datetime) -> Plan:
    start = datetime.combine(local_date(at) + timedelta(days=6), time(18, 30), SHANGHAI)
    return Plan(
        kind=ActivityKind.MEMBERS_MEETING, title="四季度支部党员大会", starts_at=start, place="三楼党员活动室",
        ends_at=start + timedelta(hours=2), agenda="一、审议工作报告\n二、讨论发展对象",
        sittings=((start + timedelta(hours=14), start + timedelta(hours=16), "夜班专场：培训中心201"),),
    )  # fmt: skip


def _service(at: datetime, title: str, place: str, agenda: str, days: int, hour: int) -> Plan:
    start = datetime.combine(local_date(at) + timedelta(days=days), time(hour, 30), SHANGHAI)
    return Plan(
        kind=ActivityKind.VOLUNTEER_SERVICE, title=title, starts_at=start, place=place, agenda=agenda,
        ends_at=start + timedelta(hours=3), needs_signup=True, capacity=10, for_employees=True,
        signup_deadline=start - timedelta(days=1), themes=(Theme.MASS_WORK,),
    )  # fmt: skip


def answer(accounts: dict[str, int], cast: Cast, officers: dict[int, Viewer], *, at: datetime) -> None:
    """A few have said something about what is coming: signed up, asked leave; one leave is granted, one waits."""
    stage = cast.branches[1]
    coming = Activity.objects.filter(organisation_id=stage.id, starts_at__gt=at).order_by("starts_at")
    meeting, service = coming[0].pk, coming[1].pk
    for name in ("employee", "leader", "deputy"):
        sign_up(as_viewer(accounts[name]), activity_id=service, at=at - timedelta(hours=2))
    for name, reason in (("deputy", "出差，次日返回"), ("leader", "夜班调休，申请参加夜班专场以外的补课")):
        ask_leave(as_viewer(accounts[name]), activity_id=meeting, reason=reason, at=at - timedelta(hours=2))
    secretary = officers[stage.officers[PostTitle.SECRETARY]]
    first = SignUp.objects.filter(activity_id=meeting, state=SignUpState.LEAVE_ASKED).order_by("pk")[0]
    decide_leave(secretary, signup_id=first.pk, granted=True, at=at - timedelta(hours=1))


def _publish(secretary: Viewer, branch_id: int, plan: Plan, random: Random, at: datetime) -> int:
    made = create_activity(secretary, organisation_id=branch_id, plan=plan, key=_key(random), at=at)
    publish_activity(secretary, activity_id=made.pk, at=at)
    return int(made.pk)


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
