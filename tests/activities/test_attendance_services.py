"""The organiser's list: prefilled, signed, corrected, made up; each fact once in the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.activities import a_checkin, a_signup, an_activity
from tests.world import NOW, add_member, add_person
from zhibu.activities.enums import ActivityKind, ActivityState, Audience, CheckInMethod, SignUpState, WaiverGround
from zhibu.activities.errors import (
    ListNotSigned,
    ListSigned,
    MakeUpTooLate,
    NoSuchActivity,
    NotHeldYet,
    NotOnTheList,
    ReasonNeeded,
    StateNotPossible,
    WaiverNotPossible,
)  # fmt: skip
from zhibu.activities.models import AbsenceAlert, Activity, Attendance, RollCall
from zhibu.activities.queries.attendance import lines, summary, voters
from zhibu.activities.queries.checkin import listed_people, roll_call
from zhibu.activities.queries.waivers import alert_todos, alerts
from zhibu.activities.rules.facts import came
from zhibu.activities.services.attendance import Mark, correct_line, make_up, save_list
from zhibu.activities.services.waivers import (
    add_shifts,
    approve_waiver,
    close_alert,
    end_waiver,
    raise_alerts,
    record_not_made_up,
)  # fmt: skip
from zhibu.ledger.api import Fact, record
from zhibu.ledger.enums import Evidence, Mode
from zhibu.ledger.models import Entry
from zhibu.members.api import appoint, convert, end_post, leave, move_branch, posts_in_force, suspend
from zhibu.members.enums import Category
from zhibu.members.errors import NoSuchPerson

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def activity(world):
    return an_activity(world.branch_a, kind=ActivityKind.MEMBERS_MEETING)


def states(activity):
    return {line.name: line.state for line in lines(activity)}


def facts():
    """(kind, person, quantity) of every entry, in order."""
    return [(row.kind, row.member.name, row.quantity) for row in Entry.objects.select_related("member").order_by("pk")]


def sign(world, activity, *marks, at=LATER):
    return save_list(world.viewer("alice"), activity_id=activity.pk, marks=marks, sign=True, at=at)


def test_the_list_is_prefilled_from_what_is_known(world, activity):
    for name in ("ann", "ben", "cyd", "dot"):
        add_member(world, name, world.branch_a)
    alice = world.viewer("alice")
    a_checkin(activity, world.person("bob"), world.branch_a)
    a_checkin(activity, world.person("ann"), world.branch_a, method=CheckInMethod.ONLINE)
    a_signup(activity, world.person("ben"), state=SignUpState.LEAVE_GRANTED, reason="出差", decided_by="Alice")
    day = date(2026, 11, 1)
    approve_waiver(
        alice, person_id=world.person("cyd").pk, ground=WaiverGround.ILL, reason="住院", starts_on=day,
        ends_on=date(2026, 12, 31), at=NOW,
    )  # fmt: skip
    start = NOW - timedelta(hours=4)
    add_shifts(
        alice, person_ids=[world.person("dot").pk], starts_at=start, ends_at=start + timedelta(hours=8), note="", at=NOW
    )
    assert states(activity) == {
        "Alice": "absent", "Ann": "online", "Ben": "excused", "Bob": "present", "Cyd": "waived", "Dot": "on_duty",
    }  # fmt: skip
    activity.state = ActivityState.HELD
    assert summary(lines(activity))["rate"] == "50.0%"


def test_a_waiver_that_was_ended_no_longer_counts(world, activity):
    alice, bob = world.viewer("alice"), world.person("bob")
    today = date(2026, 11, 20)
    waiver = approve_waiver(
        alice, person_id=bob.pk, ground=WaiverGround.OLD, reason="", starts_on=today, ends_on=today, at=NOW
    )
    assert states(activity)["Bob"] == "waived"
    end_waiver(alice, waiver_id=waiver.pk, at=NOW)
    assert states(activity)["Bob"] == "absent"


def test_who_joined_after_the_day_was_not_due(world, activity):
    world.person("bob").membership.__class__.objects.filter(person=world.person("bob")).update(
        joined_on=date(2026, 11, 21), full_on=date(2027, 11, 21)
    )
    assert states(activity) == {"Alice": "absent"}


def test_who_moved_branch_afterwards_was_due_where_he_stood_on_the_day(world, activity):
    bob, stella, before = world.person("bob"), world.viewer("stella"), activity.starts_at - timedelta(days=3)
    elsewhere = an_activity(world.branch_b, kind=ActivityKind.MEMBERS_MEETING)
    earlier = an_activity(world.branch_a, kind=ActivityKind.MEMBERS_MEETING, starts_at=before)
    move_branch(stella, person_id=bob.pk, branch_id=world.branch_b.pk, moved_on=NOW.date(), at=LATER)
    assert set(states(earlier)) == {"Alice", "Bob"}
    assert {line.organisation_id for line in lines(earlier)} == {world.branch_a.pk}
    assert {line.name for line in roll_call(earlier)} == {"Alice", "Bob"}
    assert listed_people(earlier)[bob.pk] == (world.branch_a.pk, False)
    assert (set(states(activity)), set(states(elsewhere))) == ({"Alice"}, {"Bob", "Charlie"})


def test_who_left_afterwards_was_due_and_a_conversion_afterwards_gave_no_vote(world, activity):
    bob, charlie, stella = world.person("bob"), world.person("charlie"), world.viewer("stella")
    earlier = an_activity(world.hq, kind=ActivityKind.MEMBERS_MEETING, starts_at=NOW - timedelta(days=3))
    bob.membership.__class__.objects.filter(person=charlie).update(
        category=Category.PROBATIONARY, joined_on=date(2025, 11, 19), full_on=None
    )
    day = {"document": "决议", "at": LATER}
    convert(stella, person_id=charlie.pk, decided_on=NOW.date(), **day)
    leave(stella, person_id=bob.pk, kind="withdrawal_removed", left_on=NOW.date(), **day)
    votes = {line.name: line.has_vote for line in lines(earlier)}
    assert votes["Bob"]
    assert not votes["Charlie"]
    assert "Bob" not in states(activity)


def test_a_suspension_before_the_day_still_counts_when_the_member_left_after_it(world):
    bob, stella = world.person("bob"), world.viewer("stella")
    earlier = an_activity(world.branch_a, kind=ActivityKind.MEMBERS_MEETING, starts_at=NOW - timedelta(days=3))
    day = {"document": "决议", "at": LATER}
    suspend(stella, person_id=bob.pk, ground="abroad", suspended_on=NOW.date() - timedelta(days=9), **day)
    leave(stella, person_id=bob.pk, kind="expelled", left_on=NOW.date(), **day)
    assert set(states(earlier)) == {"Alice"}


def test_a_committee_is_the_one_that_sat_on_the_day(world):
    day, bob, stella = NOW.date() - timedelta(days=3), world.person("bob"), world.viewer("stella")
    sat = {"kind": ActivityKind.COMMITTEE_MEETING, "audience": Audience.COMMITTEE}
    earlier = an_activity(world.branch_a, starts_at=NOW - timedelta(days=3), **sat)
    now_sitting = an_activity(world.branch_a, starts_at=NOW + timedelta(days=1), **sat)
    post = {"organisation_id": world.branch_a.pk, "person_id": bob.pk, "title": "publicity_member"}
    appoint(stella, started_on=day + timedelta(days=1), **post, at=LATER)
    assert (set(states(earlier)), set(states(now_sitting))) == ({"Alice"}, {"Alice", "Bob"})
    held = posts_in_force(NOW.date(), titles=["secretary"]).get(organisation=world.branch_a)
    end_post(stella, post_id=held.pk, ended_on=NOW.date(), at=LATER)
    assert (set(states(earlier)), set(states(now_sitting))) == ({"Alice"}, {"Bob"})


def test_nobody_is_called_absent_before_the_activity_has_been_held(world, activity):
    save_list(world.viewer("alice"), activity_id=activity.pk, marks=[], sign=False, at=LATER)
    assert {line.label for line in lines(activity)} == {"未签到"}
    assert (summary(lines(activity))["shown"], summary(lines(activity))["rate"]) == ([("未签到", 2)], "")
    sign(world, activity)
    activity.refresh_from_db()
    assert {line.label for line in lines(activity)} == {"缺席"}
    assert summary(lines(activity))["rate"] == "0.0%"


def test_the_open_list_offers_not_here_yet_instead_of_absent(world, activity, as_user):
    page = as_user("alice").get(f"/activities/{activity.pk}/attendance/").content.decode()
    assert '<option value="absent" selected>未签到</option>' in page
    assert "缺席</option>" not in page
    assert "到会率在确认点名表后计算" in page


def test_signing_writes_each_fact_once_and_not_again(world, activity):
    bob = world.person("bob")
    checkin = a_checkin(activity, bob, world.branch_a)
    record(
        world.viewer("alice"),
        Fact(
            kind="members_meeting_attended", member_id=bob.pk, organisation_id=world.branch_a.pk, occurred_at=NOW,
            source_app="activities", source_key=came(checkin.pk), mode=Mode.OFFLINE, evidence=Evidence.CODE,
        ),
        at=NOW,
    )  # fmt: skip
    for _again in range(2):
        sign(world, activity, Mark(world.person("alice").pk, "present"), Mark(bob.pk, "present"))
    assert facts() == [("members_meeting_attended", "Bob", 10), ("members_meeting_attended", "Alice", 10)]
    activity.refresh_from_db()
    assert (activity.state, activity.held_at) == (ActivityState.HELD, LATER)


def test_absence_and_leave_are_facts_of_duty_meetings(world, activity):
    sign(world, activity, Mark(world.person("alice").pk, "absent"), Mark(world.person("bob").pk, "excused", "出差"))
    assert sorted(facts()) == [("members_meeting_excused", "Bob", 10), ("members_meeting_missed", "Alice", 10)]


def test_nobody_is_absent_from_a_free_activity(world):
    activity = an_activity(world.branch_a, kind=ActivityKind.VOLUNTEER_SERVICE)
    a_signup(activity, world.person("bob"))
    assert states(activity) == {"Bob": "absent"}
    sign(world, activity)
    assert facts() == []


def test_class_hours_come_with_attendance(world):
    activity = an_activity(world.branch_a, kind=ActivityKind.PARTY_LESSON, class_hours=20)
    sign(world, activity, Mark(world.person("alice").pk, "present"), Mark(world.person("bob").pk, "absent"))
    assert sorted(facts()) == [
        ("class_hours", "Alice", 20), ("party_lesson_attended", "Alice", 10), ("party_lesson_missed", "Bob", 10),
    ]  # fmt: skip


def test_the_signed_list_wins_over_a_check_in(world, activity):
    bob = world.person("bob")
    checkin = a_checkin(activity, bob, world.branch_a)
    record(
        world.viewer("alice"),
        Fact(
            kind="members_meeting_attended", member_id=bob.pk, organisation_id=world.branch_a.pk, occurred_at=NOW,
            source_app="activities", source_key=came(checkin.pk), mode=Mode.OFFLINE, evidence=Evidence.CODE,
        ),
        at=NOW,
    )  # fmt: skip
    sign(world, activity, Mark(bob.pk, "absent"))
    assert [fact for fact in facts() if fact[1] == "Bob"] == [
        ("members_meeting_attended", "Bob", 10), ("members_meeting_attended", "Bob", -10),
        ("members_meeting_missed", "Bob", 10),
    ]  # fmt: skip


def test_a_correction_reverses_with_its_reason_and_stays_beside(world, activity):
    alice, bob = world.viewer("alice"), world.person("bob")
    sign(world, activity, Mark(bob.pk, "absent"))
    for _again in range(2):
        correct_line(alice, activity_id=activity.pk, person_id=bob.pk, state="present", reason="签到表漏登", at=LATER)
    mine = [fact for fact in facts() if fact[1] == "Bob"]
    assert mine == [
        ("members_meeting_missed", "Bob", 10), ("members_meeting_missed", "Bob", -10),
        ("members_meeting_attended", "Bob", 10),
    ]  # fmt: skip
    assert Entry.objects.get(reverses__isnull=False).reason == "签到表漏登"
    correct_line(alice, activity_id=activity.pk, person_id=bob.pk, state="absent", reason="核对有误", at=LATER)
    assert [fact[2] for fact in facts() if fact == ("members_meeting_missed", "Bob", 10)] == [10, 10]


def test_a_correction_needs_a_reason_and_a_signed_list(world, activity):
    alice, bob = world.viewer("alice"), world.person("bob")
    with pytest.raises(ListNotSigned):
        correct_line(alice, activity_id=activity.pk, person_id=bob.pk, state="present", reason="漏", at=LATER)
    sign(world, activity)
    with pytest.raises(ReasonNeeded):
        correct_line(alice, activity_id=activity.pk, person_id=bob.pk, state="present", reason="", at=LATER)


def test_a_signed_list_cannot_be_saved_over(world, activity):
    sign(world, activity)
    with pytest.raises(ListSigned):
        sign(world, activity, Mark(world.person("bob").pk, "present"))


def test_a_list_is_not_signed_before_the_meeting_begins(world, activity):
    with pytest.raises(NotHeldYet):
        sign(world, activity, at=NOW - timedelta(minutes=1))
    assert RollCall.objects.count() == 0


@pytest.mark.parametrize("state", ["online", "waived", "excused", "on_duty", "made_up"])
def test_a_state_without_its_ground_is_refused(world, activity, state):
    with pytest.raises(StateNotPossible):
        sign(world, activity, Mark(world.person("bob").pk, state))
    assert Attendance.objects.count() == 0


def test_somebody_of_another_branch_is_not_on_the_list(world, activity):
    with pytest.raises(NotOnTheList):
        sign(world, activity, Mark(world.person("charlie").pk, "present"))


@pytest.mark.parametrize("name", ["bob", "charlie", "dana"])
def test_only_the_host_and_officers_keep_the_list(world, activity, name):
    with pytest.raises(NoSuchActivity):
        save_list(world.viewer(name), activity_id=activity.pk, marks=[], sign=True, at=LATER)


def test_a_late_list_shows_its_delay_and_who_entered_it(world, activity):
    sign(world, activity, at=NOW + timedelta(days=9))
    assert {(line.delay_days, line.recorded_by) for line in lines(activity)} == {(9, "Alice")}


def test_a_member_who_moves_away_afterwards_stays_on_the_signed_list(world, activity):
    sign(world, activity, Mark(world.person("bob").pk, "present"))
    bob = world.person("bob").membership
    bob.branch = world.branch_b
    bob.save()
    assert states(activity) == {"Alice": "absent", "Bob": "present"}
    assert set(Attendance.objects.values_list("organisation_id", flat=True)) == {world.branch_a.pk}


def test_probationary_members_are_due_without_a_vote(world, activity):
    add_member(world, "pat", world.branch_a)
    pat = world.person("pat").membership
    pat.category, pat.full_on = Category.PROBATIONARY, None
    pat.save()
    assert "Pat" in states(activity)
    assert {pk for pk, _came in voters(activity)} == {world.person("alice").pk, world.person("bob").pk}


def test_a_lesson_is_made_up_within_thirty_days(world, activity):
    alice, bob = world.viewer("alice"), world.person("bob")
    sign(world, activity, Mark(bob.pk, "absent"))
    late = NOW + timedelta(days=31)
    with pytest.raises(MakeUpTooLate):
        make_up(alice, activity_id=activity.pk, person_id=bob.pk, made_up_on=date(2026, 12, 21), note="", at=late)
    for _again in range(2):
        make_up(alice, activity_id=activity.pk, person_id=bob.pk, made_up_on=date(2026, 12, 20), note="自学", at=late)
    assert [fact for fact in facts() if fact[1] == "Bob"] == [
        ("members_meeting_missed", "Bob", 10), ("members_meeting_missed", "Bob", -10),
        ("members_meeting_attended", "Bob", 10),
    ]  # fmt: skip
    assert Entry.objects.last().occurred_at == datetime(2026, 12, 20, 4, tzinfo=UTC)
    assert record_not_made_up(at=late) == 1  # Alice alone


def test_thirty_days_without_making_up_become_one_fact(world, activity):
    sign(world, activity, Mark(world.person("alice").pk, "present"))
    assert record_not_made_up(at=NOW + timedelta(days=30)) == 0
    for _again in range(2):
        assert record_not_made_up(at=NOW + timedelta(days=31)) == 1
    assert [fact for fact in facts() if fact[0] == "not_made_up"] == [("not_made_up", "Bob", 10)]


def monthly_absences(world, months, *, name="bob"):
    for month in months:
        activity = an_activity(
            world.branch_a, kind=ActivityKind.THEME_PARTY_DAY, starts_at=datetime(2026, month, 10, 4, tzinfo=UTC)
        )
        row = {"activity": activity, "person": world.person(name), "organisation": world.branch_a}
        Attendance.objects.create(**row, state="absent", recorded_by="Alice", recorded_at=activity.ends_at)
        RollCall.objects.create(
            activity=activity, opened_at=activity.ends_at, signed_at=activity.ends_at, signed_by="A"
        )


def test_months_of_absence_are_a_task_of_the_branch_without_a_name_on_the_card(world):
    monthly_absences(world, [6, 7, 8])
    assert [raise_alerts(at=NOW) for _again in range(2)] == [1, 0]
    monthly_absences(world, [9, 10])
    assert raise_alerts(at=NOW) == 1
    assert [alert.level for alert in alerts(world.viewer("alice"))] == [5, 3]
    [card] = alert_todos(world.viewer("alice"))
    assert "Bob" not in card.sentence


@pytest.mark.parametrize("name", ["bob", "charlie", "stella", "dana"])
def test_nobody_else_sees_who_stays_away(world, name):
    monthly_absences(world, [6, 7, 8])
    raise_alerts(at=NOW)
    assert list(alerts(world.viewer(name))) == []


def test_an_alert_ends_by_itself_when_the_member_comes_again_and_by_a_note(world):
    monthly_absences(world, [6, 7, 8])
    raise_alerts(at=NOW)
    close_alert(world.viewer("alice"), alert_id=AbsenceAlert.objects.get().pk, note="已谈心，长期驻外", at=NOW)
    assert alert_todos(world.viewer("alice")) == []
    monthly_absences(world, [9, 10])
    raise_alerts(at=NOW)
    Attendance.objects.filter(activity=Activity.objects.order_by("starts_at").last()).update(state="present")
    raise_alerts(at=NOW)
    assert AbsenceAlert.objects.filter(closed_at=None).count() == 0


def test_nobody_waives_himself_or_another_branch(world):
    alice = world.viewer("alice")
    period = {"ground": WaiverGround.ILL, "reason": "", "starts_on": date(2026, 1, 1), "at": NOW}
    with pytest.raises(WaiverNotPossible):
        approve_waiver(alice, person_id=world.person("alice").pk, ends_on=date(2026, 2, 1), **period)
    with pytest.raises(WaiverNotPossible):
        approve_waiver(alice, person_id=world.person("bob").pk, ends_on=date(2025, 2, 1), **period)
    with pytest.raises(NoSuchPerson):
        approve_waiver(alice, person_id=world.person("charlie").pk, ends_on=date(2026, 2, 1), **period)


def test_an_employee_invited_as_a_guest_is_not_counted(world, activity):
    add_person(world, "guest")
    activity.invitees.create(person=world.person("guest"), is_guest=True)
    a_checkin(activity, world.person("guest"), world.branch_a, is_guest=True)
    assert summary(lines(activity))["due"] == 2
    assert states(activity)["Guest"] == "present"
