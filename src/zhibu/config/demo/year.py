"""Twelve months of organised life, made through the services that people use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from zhibu.activities.enums import (
    DUTY_KINDS,
    ActivityKind,
    AttendanceState,
    Audience,
    CheckInMethod,
    MotionRule,
    Theme,
)
from zhibu.activities.queries import attendance as lists
from zhibu.activities.queries import minutes as records
from zhibu.activities.queries.activity import get_activity
from zhibu.activities.services import attendance, minutes, signing
from zhibu.activities.services.activity import (
    Plan,
    create_activity,
    hold_activity,
    open_activity,
    publish_activity,
)
from zhibu.activities.services.checkin import Mark as Arrival
from zhibu.activities.services.checkin import enter_marks
from zhibu.activities.services.reminders import remind
from zhibu.config.demo.cast import COMMITTEE, Branch, Cast
from zhibu.config.demo.life import chance, excuse
from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import PostTitle

LESSONS = ("学习贯彻全国两会精神", "安全生产与党员责任", "从一线看创新", "廉洁从业十讲")
THEMES_OF_MONTHS = (
    ("重温入党誓词", Theme.VIGOROUS), ("降本增效我献一策", Theme.PRODUCTION), ("学雷锋进社区", Theme.MASS_WORK),
    ("清洁能源车间参观", Theme.CULTURE), ("师徒结对座谈", Theme.TALENT), ("廉洁家风故事会", Theme.HONESTY),
    ("党史知识学习", Theme.EFFECTIVE), ("高温一线送清凉", Theme.MASS_WORK), ("质量月现场会", Theme.PRODUCTION),
    ("国庆升旗与座谈", Theme.HAPPY), ("安全隐患大家找", Theme.PRODUCTION), ("年度工作回顾", Theme.EFFECTIVE),
)  # fmt: skip


REMEMBERED = 50  # days for which messages about meetings are still in people's lists
LENGTH = timedelta(minutes=90)
PLACES = ("三楼党员活动室", "一号车间会议室", "培训中心201", "职工之家")
SPEECHES = (
    "结合岗位谈了学习体会，建议把夜班同志的学习时间排进班表。",
    "汇报了上月任务完成情况，提出设备点检由党员先行。",
    "对下一步工作表示赞成，另有一点不同意见：请把时间再放宽一周。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One planned meeting of the past year."""

    branch: Branch
    organisation: int
    kind: ActivityKind
    title: str
    day: date
    hour: int
    due: tuple[int, ...]
    theme: str = ""
    class_hours: int = 0
    motion: str = ""
    is_recent: bool = False

    @property
    def starts_at(self) -> datetime:
        """The moment it begins."""
        return datetime.combine(self.day, time(self.hour, 30), SHANGHAI)


def plan(cast: Cast, *, today: date) -> list[Meeting]:
    """What eight branches hold in a year, oldest first (rules.md 4.1)."""
    first = add_months(today.replace(day=1), -12)
    meetings = [m for branch in cast.branches for number in range(13) for m in _month(branch, first, number)]
    since = today - timedelta(days=REMEMBERED)
    held = (replace(_with_due(m), is_recent=m.day > since) for m in meetings if m.day < today - timedelta(days=1))
    return sorted(held, key=lambda m: m.starts_at)


def _with_due(meeting: Meeting) -> Meeting:
    """Without those who joined later."""
    joined = meeting.branch.joined
    return replace(meeting, due=tuple(p for p in meeting.due if joined.get(p, meeting.day) <= meeting.day))


def _month(branch: Branch, first: date, number: int) -> Iterator[Meeting]:
    month = add_months(first, number)
    held = partial(Meeting, branch=branch, organisation=branch.id, due=tuple(branch.members))
    committee = tuple(branch.officers[title] for title in COMMITTEE)
    title, theme = THEMES_OF_MONTHS[month.month - 1]
    yield held(
        kind=ActivityKind.THEME_PARTY_DAY, title=f"主题党日：{title}", day=_weekday(month, 4, 1), hour=18, theme=theme
    )
    yield held(
        kind=ActivityKind.COMMITTEE_MEETING, title=f"{month.month}月支委会", day=_weekday(month, 0, 0), hour=17,
        due=committee, motion="讨论并通过本季度工作安排" if number % 6 == 0 else "",
    )  # fmt: skip
    if number % 4 == 0:
        for group in branch.groups:
            yield held(
                organisation=group, kind=ActivityKind.GROUP_MEETING, title=f"{month.month}月党小组会", hour=12,
                day=_weekday(month, 2, 2), due=tuple(branch.in_group[group]),
            )  # fmt: skip
    for kind, months, more in SOME_MONTHS:
        if month.month in months:
            yield held(kind=kind, **more(month))


def _lesson(month: date) -> dict[str, Any]:
    return {
        "title": f"党课：{LESSONS[month.month // 3 - 1]}", "day": _weekday(month, 1, 2), "hour": 18, "class_hours": 20,
    }  # fmt: skip


def _members_meeting(month: date) -> dict[str, Any]:
    quarter = "一二三四"[(month.month - 1) // 3]
    title, motion = f"{quarter}季度支部党员大会", "审议支部委员会季度工作报告"
    return {"title": title, "day": _weekday(month, 3, 2), "hour": 18, "motion": motion}


def _training(month: date) -> dict[str, Any]:
    return {"title": "年度党员集中培训", "day": _weekday(month, 5, 2), "hour": 8, "class_hours": 240}


def _warning(month: date) -> dict[str, Any]:
    return {"title": "警示教育大会", "day": _weekday(month, 1, 3), "hour": 18}


def _service(month: date) -> dict[str, Any]:
    return {"title": "厂区周边志愿服务", "day": _weekday(month, 5, 1), "hour": 8, "theme": Theme.MASS_WORK}


# What is not held every month: kind, in which months, and how.
SOME_MONTHS: tuple[tuple[ActivityKind, tuple[int, ...], Callable[[date], dict[str, Any]]], ...] = (
    (ActivityKind.MEMBERS_MEETING, (2, 5, 8, 11), _members_meeting),
    (ActivityKind.PARTY_LESSON, (3, 6, 9, 12), _lesson),
    (ActivityKind.INTENSIVE_TRAINING, (4,), _training),
    (ActivityKind.WARNING_EDUCATION, (6,), _warning),
    (ActivityKind.VOLUNTEER_SERVICE, (3, 9), _service),
)


def _weekday(month: date, weekday: int, week: int) -> date:
    """The `week`-th (from 0) such weekday of a month."""
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week)


def hold(meeting: Meeting, officers: dict[int, Viewer], random: Random) -> None:
    """One meeting from draft to the signed list, each step at its time, by the branch's own secretary."""
    secretary = officers[meeting.branch.officers[PostTitle.SECRETARY]]
    start, end = meeting.starts_at, meeting.starts_at + LENGTH
    made = create_activity(
        secretary, organisation_id=meeting.organisation, plan=_plan_of(meeting), key=_key(random),
        at=start - timedelta(days=7),
    )  # fmt: skip
    publish_activity(secretary, activity_id=made.pk, at=start - timedelta(days=6))
    if meeting.is_recent:
        remind(activity_id=made.pk, at=start - timedelta(hours=7))
    open_activity(secretary, activity_id=made.pk, at=start - timedelta(minutes=10))
    _come(made.pk, meeting, secretary, random)
    hold_activity(secretary, activity_id=made.pk, at=end)
    _sign_list(made.pk, meeting, secretary, random)
    if meeting.motion:
        deputy = officers[meeting.branch.officers[PostTitle.DEPUTY_SECRETARY]]
        _record(made.pk, meeting, secretary, deputy)


def _plan_of(meeting: Meeting) -> Plan:
    return Plan(
        kind=meeting.kind, title=meeting.title, starts_at=meeting.starts_at, ends_at=meeting.starts_at + LENGTH,
        place=PLACES[meeting.branch.id % len(PLACES)], agenda="一、学习传达\n二、交流发言\n三、安排下一步工作",
        class_hours=meeting.class_hours, allows_online=meeting.kind == ActivityKind.THEME_PARTY_DAY,
        audience=Audience.COMMITTEE if meeting.kind == ActivityKind.COMMITTEE_MEETING else Audience.ROLL,
        host_id=meeting.branch.officers[PostTitle.SECRETARY], themes=(meeting.theme,) if meeting.theme else (),
    )  # fmt: skip


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _come(activity_id: int, meeting: Meeting, secretary: Viewer, random: Random) -> None:
    """Most are ticked off at the door; now and then the night shift's paper sheet is entered nine days later."""
    came = [person for person in meeting.due if random.random() < _odds(meeting, person)]
    late = came[-4:] if meeting.kind == ActivityKind.THEME_PARTY_DAY and random.random() < 0.5 else []
    door = [person for person in came if person not in late]
    for people, method, at in (
        (door, CheckInMethod.ROLL_CALL, meeting.starts_at + timedelta(minutes=5)),
        (late, CheckInMethod.PAPER, meeting.starts_at + timedelta(minutes=80)),
    ):
        marks = [Arrival(person_id=person, key=_key(random)) for person in people]
        if marks:
            enter_marks(secretary, activity_id=activity_id, marks=marks, method=method, at=at)


def _odds(meeting: Meeting, person: int) -> float:
    branch = meeting.branch
    return chance(branch.habits[person], branch=branch.number, month=meeting.day.month, kind=meeting.kind)


def _sign_list(activity_id: int, meeting: Meeting, secretary: Viewer, random: Random) -> None:
    """Who did not come asked leave, was at work, or (rarely) gave no reason; the secretary signs the list."""
    missing = [
        line
        for line in lists.lines(get_activity(secretary, activity_id, to="host"))
        if line.state == AttendanceState.ABSENT
    ]
    habits = meeting.branch.habits
    marks = [excuse(line.person_id, habits[line.person_id], random) for line in missing if meeting.kind in DUTY_KINDS]
    at = meeting.starts_at + LENGTH + timedelta(minutes=10)
    attendance.save_list(secretary, activity_id=activity_id, marks=marks, sign=True, at=at)


def _record(activity_id: int, meeting: Meeting, secretary: Viewer, deputy: Viewer) -> None:
    """Minutes with one motion, written by the deputy, signed by both the next morning."""
    at = meeting.starts_at + timedelta(hours=15)
    opened = minutes.open_minutes(deputy, activity_id=activity_id, at=at)
    draft = replace(
        minutes.draft_of(opened), chair_id=secretary.person_id, recorder_id=deputy.person_id,
        topics=f"一、{meeting.motion}\n二、学习近期文件", closing="请各位按分工抓好落实。",
        place=PLACES[meeting.branch.id % len(PLACES)],
        speeches=tuple((person, SPEECHES[n % len(SPEECHES)]) for n, person in enumerate(meeting.due[1:4])),
        motions=(_motion(activity_id, meeting, secretary),),
        resolutions=(("按讨论意见修改后执行，月底前报进展", meeting.due[2], meeting.day + timedelta(days=20)),),
    )  # fmt: skip
    minutes.save_minutes(deputy, activity_id=activity_id, draft=draft, at=at)
    for viewer in (secretary, deputy):
        text = records.digest_of(records.get_minutes(viewer, activity_id))
        signing.sign_minutes(viewer, activity_id=activity_id, text_digest=text, at=at + timedelta(minutes=5))


def _motion(activity_id: int, meeting: Meeting, secretary: Viewer) -> minutes.MotionLine:
    base = records.vote_base(get_activity(secretary, activity_id), left_out=set())["present"]
    rule = MotionRule.COMMITTEE if meeting.kind == ActivityKind.COMMITTEE_MEETING else MotionRule.ORDINARY
    abstained = 1 if base > 10 else 0
    return minutes.MotionLine(
        text=meeting.motion, rule=rule, present=base, votes_for=base - abstained, abstained=abstained
    )
