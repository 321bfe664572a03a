from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories.activities import an_activity
from tests.world import NOW
from zhibu.activities.enums import ActivityKind, ActivityState, Frequency
from zhibu.activities.errors import NoSuchActivity, ReasonNeeded, TimesWrong, WrongState
from zhibu.activities.models import Activity, Invitee, Session
from zhibu.activities.services.activity import (
    Plan,
    archive_activity,
    cancel_activity,
    change_activity,
    create_activity,
    create_series,
    hold_activity,
    open_activity,
    publish_activity,
    publish_series,
)
from zhibu.activities.services.reminders import close_forgotten, remind
from zhibu.kernel.models import DueTask
from zhibu.notify.models import Message
from zhibu.organisations.errors import NoSuchOrganisation

HOUR = timedelta(hours=1)
MONDAY_7PM = datetime.fromisoformat("2026-11-23T19:00+08:00")


def plan(**changes):
    fields = {
        "kind": ActivityKind.THEME_PARTY_DAY, "title": "学习党章", "starts_at": MONDAY_7PM,
        "ends_at": MONDAY_7PM + HOUR, "place": "三号会议室",
    }  # fmt: skip
    return Plan(**fields | changes)


def create(world, by="alice", *, organisation=None, key=None, **changes):
    organisation = organisation or world.branch_a
    return create_activity(
        world.viewer(by), organisation_id=organisation.pk, plan=plan(**changes), key=key or uuid4(), at=NOW
    )


def told():
    return sorted(Message.objects.values_list("person__name", flat=True))


def test_a_plan_of_four_things_becomes_a_draft_with_one_session(world):
    activity = create(world)
    assert (activity.state, activity.organisation) == (ActivityState.DRAFT, world.branch_a)
    assert list(activity.sessions.values_list("number", "starts_at", "place")) == [(1, MONDAY_7PM, "三号会议室")]


def test_the_same_form_twice_is_one_activity(world):
    key = uuid4()
    assert create(world, key=key) == create(world, key=key)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("by", ["bob", "charlie", "dana", "sam"])
def test_only_officers_create(world, by):
    with pytest.raises(NoSuchOrganisation):
        create(world, by)
    assert Activity.objects.count() == 0


def test_an_officer_creates_in_the_subtree_of_his_post_only(world):
    assert create(world, organisation=world.group_a1).organisation == world.group_a1
    with pytest.raises(NoSuchOrganisation):
        create(world, organisation=world.branch_b)


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_at": MONDAY_7PM},
        {"signup_deadline": MONDAY_7PM + HOUR},
        {"sittings": ((MONDAY_7PM + 2 * HOUR, MONDAY_7PM + HOUR, ""),)},
    ],
)
def test_times_that_contradict_each_other_are_refused(world, changes):
    with pytest.raises(TimesWrong):
        create(world, **changes)


def test_shifts_are_sessions_of_one_activity(world):
    morning = MONDAY_7PM + 13 * HOUR
    activity = create(world, sittings=((morning, morning + HOUR, "四号会议室"),))
    assert (activity.starts_at, activity.ends_at) == (MONDAY_7PM, morning + HOUR)
    assert list(activity.sessions.values_list("number", "place")) == [(1, "三号会议室"), (2, "四号会议室")]


def test_a_monthly_series_keeps_the_weekday_of_the_month(world):
    rows = create_series(
        world.viewer("alice"), organisation_id=world.branch_a.pk, plan=plan(), key=uuid4(), at=NOW,
        frequency=Frequency.MONTHLY_WEEKDAY, until=date(2027, 3, 31),
    )  # fmt: skip
    days = [row.starts_at.astimezone(MONDAY_7PM.tzinfo) for row in rows]
    assert [f"{day:%F %R %a}" for day in days] == [
        "2026-11-23 19:00 Mon", "2026-12-28 19:00 Mon", "2027-01-25 19:00 Mon", "2027-02-22 19:00 Mon",
        "2027-03-22 19:00 Mon",
    ]  # fmt: skip


def test_a_series_sent_twice_is_one(world):
    args = {"plan": plan(), "key": uuid4(), "at": NOW, "frequency": Frequency.WEEKLY, "until": date(2026, 12, 7)}
    for _ in range(2):
        rows = create_series(world.viewer("alice"), organisation_id=world.branch_a.pk, **args)
    assert (len(rows), Activity.objects.count()) == (3, 3)


def test_publishing_a_series_publishes_its_drafts(world):
    args = {"plan": plan(), "key": uuid4(), "at": NOW, "frequency": Frequency.WEEKLY, "until": date(2026, 12, 7)}
    rows = create_series(world.viewer("alice"), organisation_id=world.branch_a.pk, **args)
    publish_series(world.viewer("alice"), series_id=rows[0].series_id, at=NOW)
    assert set(Activity.objects.values_list("state", flat=True)) == {ActivityState.PUBLISHED}


def test_publishing_plans_at_most_two_reminders(world):
    activity = publish_activity(world.viewer("alice"), activity_id=create(world).pk, at=NOW)
    due = DueTask.objects.filter(job="activities.remind").order_by("due_at").values_list("due_at", flat=True)
    assert list(due) == [MONDAY_7PM - timedelta(days=1), MONDAY_7PM - 2 * HOUR]
    publish_activity(world.viewer("alice"), activity_id=activity.pk, at=NOW)
    assert DueTask.objects.filter(job="activities.remind").count() == 2


def test_changing_the_time_moves_the_reminders(world):
    activity = publish_activity(world.viewer("alice"), activity_id=create(world).pk, at=NOW)
    later = MONDAY_7PM + timedelta(days=7)
    change_activity(
        world.viewer("alice"), activity_id=activity.pk, plan=plan(starts_at=later, ends_at=later + HOUR), at=NOW
    )
    due = DueTask.objects.filter(job="activities.remind").order_by("due_at").values_list("due_at", flat=True)
    assert list(due) == [later - timedelta(days=1), later - 2 * HOUR]
    assert Session.objects.get().starts_at == later


def test_a_reminder_goes_to_those_meant_who_have_said_nothing(world):
    activity = an_activity(world.branch_a, starts_at=MONDAY_7PM)
    Invitee.objects.create(activity=activity, person=world.person("charlie"))
    activity.signups.create(person=world.person("bob"), state="leave_asked", at=NOW)
    remind(activity_id=activity.pk, at=NOW)
    assert told() == ["Alice", "Charlie"]


def test_a_third_reminder_is_not_sent(world):
    activity = an_activity(world.branch_a, starts_at=MONDAY_7PM)
    assert [remind(activity_id=activity.pk, at=NOW) for _ in range(3)] == [2, 2, 0]


def test_a_cancelled_activity_is_not_reminded_of(world):
    activity = an_activity(world.branch_a, state=ActivityState.CANCELLED, starts_at=MONDAY_7PM)
    assert remind(activity_id=activity.pk, at=NOW) == 0


def test_cancelling_tells_everybody_concerned_why(world, django_capture_on_commit_callbacks):
    activity = an_activity(world.branch_a, starts_at=MONDAY_7PM)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_activity(world.viewer("alice"), activity_id=activity.pk, reason="会场停电。", at=NOW)
    assert told() == ["Alice", "Bob"]
    assert Message.objects.first().sentence == "“学习党章”（11月23日 19:00）已取消：会场停电。您不用前往。"


def test_a_draft_is_cancelled_without_a_word(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cancel_activity(world.viewer("alice"), activity_id=create(world).pk, reason="重复", at=NOW)
    assert told() == []


def test_cancelling_needs_a_reason(world):
    with pytest.raises(ReasonNeeded):
        cancel_activity(world.viewer("alice"), activity_id=create(world).pk, reason=" ", at=NOW)


def test_the_whole_life(world):
    alice, pk = world.viewer("alice"), create(world, kind=ActivityKind.VISIT).pk
    steps = [
        publish_activity(alice, activity_id=pk, at=NOW).state,
        open_activity(alice, activity_id=pk, at=MONDAY_7PM).state,
        hold_activity(alice, activity_id=pk, at=MONDAY_7PM + HOUR).state,
        archive_activity(alice, activity_id=pk, at=MONDAY_7PM + 2 * HOUR).state,
    ]
    assert steps == ["published", "open", "held", "archived"]


def test_a_meeting_is_archived_only_with_its_record(world):
    activity = an_activity(world.branch_a, state=ActivityState.HELD)
    with pytest.raises(WrongState):
        archive_activity(world.viewer("alice"), activity_id=activity.pk, at=NOW)


def test_nothing_is_held_before_it_begins(world):
    activity = an_activity(world.branch_a, starts_at=MONDAY_7PM)
    with pytest.raises(WrongState):
        hold_activity(world.viewer("alice"), activity_id=activity.pk, at=NOW)


def test_a_forgotten_check_in_closes_itself(world):
    activity = an_activity(world.branch_a, state=ActivityState.OPEN)
    close_forgotten(activity_id=activity.pk, at=NOW + 2 * HOUR)
    activity.refresh_from_db()
    assert activity.state == ActivityState.OPEN
    close_forgotten(activity_id=activity.pk, at=NOW + 3 * HOUR)
    activity.refresh_from_db()
    assert activity.state == ActivityState.HELD


@pytest.mark.parametrize("by", ["bob", "charlie", "dana"])
@pytest.mark.parametrize(
    "act",
    [
        lambda viewer, pk: publish_activity(viewer, activity_id=pk, at=NOW),
        lambda viewer, pk: change_activity(viewer, activity_id=pk, plan=plan(), at=NOW),
        lambda viewer, pk: open_activity(viewer, activity_id=pk, at=NOW),
        lambda viewer, pk: hold_activity(viewer, activity_id=pk, at=NOW),
        lambda viewer, pk: cancel_activity(viewer, activity_id=pk, reason="x", at=NOW),
        lambda viewer, pk: archive_activity(viewer, activity_id=pk, at=NOW),
    ],
)
def test_nobody_else_moves_it(world, by, act):
    activity = an_activity(world.branch_a)
    with pytest.raises(NoSuchActivity):
        act(world.viewer(by), activity.pk)
    activity.refresh_from_db()
    assert activity.state == ActivityState.PUBLISHED
