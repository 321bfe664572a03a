"""A branch calls its members together, checks them in, signs its list and its minutes."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.conftest import check_page
from tests.journeys.roster import Cast
from tests.journeys.steps import follow, press, typed, visit
from zhibu.activities.enums import ActivityKind, ActivityState, AttendanceState, CheckInMethod
from zhibu.activities.models import Activity, CheckIn
from zhibu.activities.queries.attendance import lines
from zhibu.activities.services.activity import Plan, create_activity, hold_activity, publish_activity
from zhibu.activities.services.attendance import Mark, save_list
from zhibu.activities.services.codes import long_code
from zhibu.kernel.clock import SHANGHAI, local_date, now
from zhibu.ledger.models import Entry

TITLE = "讨论年度工作计划"
MOTION = "通过年度工作计划"
EARLIER = "上季度主题党日"
HOUR = timedelta(hours=1)


def held_last_quarter(cast: Cast) -> Activity:
    """A theme day of the finished quarter, through the services: all came but one."""
    today = local_date(now())
    starts_at = (
        datetime.combine(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), time(15), SHANGHAI) - 40 * 24 * HOUR
    )
    secretary = cast.viewer("secretary")
    plan = Plan(
        kind=ActivityKind.THEME_PARTY_DAY, title=EARLIER, starts_at=starts_at, ends_at=starts_at + HOUR, place="厂史馆"
    )
    before, after = starts_at - 7 * 24 * HOUR, starts_at + 2 * HOUR
    made = create_activity(secretary, organisation_id=cast.branch.pk, plan=plan, key=uuid4(), at=before)
    publish_activity(secretary, activity_id=made.pk, at=before)
    hold_activity(secretary, activity_id=made.pk, at=after)
    marks = [Mark(line.person_id, _state(cast, line.person_id)) for line in lines(made)]
    save_list(secretary, activity_id=made.pk, marks=marks, sign=True, at=after)
    return made


def _state(cast: Cast, person_id: int) -> str:
    return AttendanceState.ABSENT if person_id == cast.people["member"].pk else AttendanceState.PRESENT


def called(page: Page, cast: Cast) -> Activity:
    """The secretary fills in four fields on the phone and publishes."""
    visit(page, "/activities/")
    follow(page, "新建活动")
    page.locator("[name=kind]").select_option(label="支部党员大会")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=starts_at]").fill(typed(now() + 2 * HOUR))
    page.locator("[name=place]").fill("三楼会议室")
    press(page, "存为草稿")
    press(page, "发布")
    expect(page.get_by_role("button", name="现在开始签到")).to_be_visible()
    return Activity.objects.get(title=TITLE, organisation=cast.branch)


def answered(phones: SimpleNamespace, activity: Activity) -> None:
    """One confirms, one asks leave with a reason, which the secretary grants."""
    visit(phones.member, "/")
    follow(phones.member, TITLE)
    press(phones.member, "确认参加")
    expect(phones.member.get_by_text("您已报名。")).to_be_visible()
    visit(phones.absentee, f"/activities/{activity.pk}/")
    follow(phones.absentee, "请假")
    phones.absentee.get_by_label("请假原因").fill("出差在外，赶不回来")
    press(phones.absentee, "提交请假")
    expect(phones.absentee.get_by_text("等主持人答复")).to_be_visible()
    visit(phones.secretary, f"/activities/{activity.pk}/")
    follow(phones.secretary, "报名和请假")
    expect(phones.secretary.get_by_text("赶不回来")).to_be_visible()
    press(phones.secretary, "准假")


def attended(phones: SimpleNamespace, activity: Activity, cast: Cast) -> None:
    """Three ways of checking in: the digits on the host's screen, the address in its picture, the roll-call."""
    page = phones.secretary
    visit(page, f"/activities/{activity.pk}/")
    press(page, "现在开始签到")
    follow(page, "签到码大屏")
    visit(phones.member, f"/activities/{activity.pk}/code")
    phones.member.get_by_label("六位签到码").fill(page.locator(".board-code").inner_text())
    press(phones.member, "签到")
    expect(phones.member.get_by_text("已签到：")).to_be_visible()
    session = activity.sessions.get()
    phones.scanner.goto(f"/activities/{activity.pk}/s/{session.pk}/{long_code(session.pk, at=now())}")
    phones.scanner.wait_for_url("**/checked-in")
    check_page(phones.scanner)
    _call_the_roll(page, activity, cast)
    ways = CheckIn.objects.filter(activity=activity).values_list("method", flat=True)
    assert set(ways) == {CheckInMethod.CODE, CheckInMethod.QR, CheckInMethod.ROLL_CALL}


def _call_the_roll(page: Page, activity: Activity, cast: Cast) -> None:
    visit(page, f"/activities/{activity.pk}/roll-call")
    boxes = page.get_by_role("checkbox")
    for box in boxes.all():
        box.check()
    page.get_by_role("checkbox", name=cast.people["absentee"].name).uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="记下勾选的人").click()
    expect(boxes).to_have_count(1)
    check_page(page)


def closed_and_listed(page: Page, activity: Activity, cast: Cast) -> None:
    """Everybody is there, so it begins now; the check-in is closed and the list signed."""
    visit(page, f"/activities/{activity.pk}/change")
    page.locator("[name=starts_at]").fill(typed(now()))
    page.locator("[name=ends_at]").fill(typed(now() + HOUR))
    press(page, "保存修改")
    press(page, "结束签到")
    follow(page, "点名表")
    row = page.get_by_role("listitem").filter(has_text=cast.people["absentee"].name)
    expect(row.get_by_role("combobox")).to_have_value(AttendanceState.EXCUSED)
    press(page, "确认点名表")
    expect(page.get_by_role("heading", name="会议记录", level=1)).to_be_visible()


def minuted(phones: SimpleNamespace, activity: Activity, cast: Cast) -> None:
    """Minutes with a speech, a motion and a resolution; recorder and chair sign."""
    page = phones.secretary
    press(page, "开始记录")
    _write(page, cast)
    press(page, "保存")
    press(page, "核对无误，签字")
    visit(phones.deputy, f"/activities/{activity.pk}/minutes/")
    expect(phones.deputy.get_by_text(MOTION).first).to_be_visible()
    press(phones.deputy, "核对无误，签字")
    expect(phones.deputy.get_by_text("主持人和记录人都已签字")).to_be_visible()
    activity.refresh_from_db()
    assert activity.state == ActivityState.MINUTED


def _write(page: Page, cast: Cast) -> None:
    chair, recorder, speaker = (str(cast.people[part].pk) for part in ("deputy", "secretary", "scanner"))
    page.locator("[name=chair_id]").select_option(chair)
    page.locator("[name=recorder_id]").select_option(recorder)
    page.locator("[name=topics]").fill("年度工作计划")
    page.locator("[name=speeches-0-person_id]").select_option(speaker)
    page.locator("[name=speeches-0-points]").fill("建议把安全生产写进第一条。")
    page.locator("[name=motions-0-text]").fill(MOTION)
    page.locator("[name=motions-0-votes_for]").fill(page.locator("[name=motions-0-present]").input_value())
    page.locator("[name=resolutions-0-text]").fill("按修改后的计划执行")
    page.locator("[name=resolutions-0-owner_id]").select_option(speaker)
    page.locator("[name=resolutions-0-due_on]").fill(str(local_date(now() + 30 * 24 * HOUR)))


def stands_in_the_book(phones: SimpleNamespace, activity: Activity, cast: Cast) -> None:
    """The branch's book, its sums and the member's own time line show it; nobody wrote it twice."""
    page = phones.secretary
    visit(page, "/ledger/")
    follow(page, cast.branch.short_name)
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()
    follow(page, "汇总")
    follow(page, "现场与线上")
    visit(phones.member, "/ledger/time-line")
    expect(phones.member.get_by_role("link", name=TITLE)).to_have_count(1)
    facts = Entry.objects.filter(member=cast.people["member"], kind="members_meeting_attended")
    assert facts.count() == 1
