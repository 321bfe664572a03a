from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache

from tests.factories.activities import a_session, an_activity
from tests.world import NOW
from zhibu.activities.enums import ActivityKind, ActivityState, Audience
from zhibu.activities.errors import (
    ActivityCancelledAlready,
    CheckInClosed,
    CodeExpired,
    CodeOfAnotherActivity,
    NoSuchActivity,
    NoSuchCheckIn,
    NotInvited,
    NotOpenYet,
    OnlineNotAllowed,
    ReasonNeeded,
    SelfCheckInOff,
    TooManyTries,
)
from zhibu.activities.models import CheckIn, Invitee
from zhibu.activities.services.checkin import Entered, Mark, add_guest, check_in, enter_marks, undo_check_in
from zhibu.activities.services.codes import claim, long_code, prove, short_code
from zhibu.kernel.models import StoredEvent
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.models import Entry
from zhibu.members.models import Membership

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _forget_wrong_codes():
    cache.clear()


@pytest.fixture
def activity(world):
    return an_activity(world.branch_a)


def typed(world, name, activity, *, at=NOW, seen_at=None, session=None):
    code = short_code((session or activity.sessions.first()).pk, at=seen_at or at)
    return check_in(world.viewer(name), activity_id=activity.pk, method="code", code=code, at=at)


def facts():
    return list(Entry.objects.order_by("pk").values_list("kind", "member__name", "mode", "evidence", "quantity"))


def test_a_typed_code_checks_in_and_the_ledger_has_the_fact(world, activity):
    row = typed(world, "bob", activity)
    assert (row.person, row.method, row.organisation, row.is_guest) == (
        world.person("bob"), "code", world.branch_a, False,
    )  # fmt: skip
    assert facts() == [("theme_party_day_attended", "Bob", "offline", "code", 10)]


def test_class_hours_are_a_second_fact(world):
    typed(world, "bob", an_activity(world.branch_a, kind=ActivityKind.PARTY_LESSON, class_hours=40))
    assert facts() == [
        ("party_lesson_attended", "Bob", "offline", "code", 10),
        ("class_hours", "Bob", "offline", "code", 40),
    ]


def test_checking_in_again_is_the_same_as_once(world, activity):
    first, again = typed(world, "bob", activity), typed(world, "bob", activity)
    assert (first, CheckIn.objects.count(), Entry.objects.count()) == (again, 1, 1)


def test_a_scanned_code_becomes_a_proof_that_outlives_signing_in(world, activity):
    session = activity.sessions.get()
    proof = claim(world.viewer("bob"), prove(session.pk, code=long_code(session.pk, at=NOW), at=NOW, person_id=None))
    row = check_in(world.viewer("bob"), activity_id=activity.pk, method="qr", proof=proof, at=NOW + 90 * SECOND)
    assert row.method == "qr"


def test_a_proof_that_is_nobodys_checks_nobody_in_and_is_claimed_once(world, activity):
    session = activity.sessions.get()
    waiting = prove(session.pk, code=long_code(session.pk, at=NOW), at=NOW, person_id=None)
    with pytest.raises(CodeExpired):
        check_in(world.viewer("bob"), activity_id=activity.pk, method="qr", proof=waiting, at=NOW)
    with pytest.raises(CodeExpired):
        claim(world.viewer("alice"), claim(world.viewer("bob"), waiting))


def test_a_proof_of_one_person_is_nothing_to_another(world, activity):
    session = activity.sessions.get()
    proof = prove(session.pk, code=long_code(session.pk, at=NOW), at=NOW, person_id=world.person("alice").pk)
    with pytest.raises(CodeExpired):
        check_in(world.viewer("bob"), activity_id=activity.pk, method="qr", proof=proof, at=NOW)


@pytest.mark.parametrize(("seconds", "accepted"), [(0, True), (9, True), (19, True), (20, False), (60, False)])
def test_a_code_holds_for_its_window_and_the_next(world, activity, seconds, accepted):
    # NOW begins a window, so a photograph of the screen is worthless after at most 20 seconds.
    assert NOW.timestamp() % 10 == 0
    if accepted:
        typed(world, "bob", activity, seen_at=NOW, at=NOW + seconds * SECOND)
    else:
        with pytest.raises(CodeExpired):
            typed(world, "bob", activity, seen_at=NOW, at=NOW + seconds * SECOND)
    assert CheckIn.objects.count() == accepted


def test_a_photographed_qr_code_is_useless_after_twenty_seconds(activity):
    session = activity.sessions.get()
    with pytest.raises(CodeExpired):
        prove(session.pk, code=long_code(session.pk, at=NOW), at=NOW + 20 * SECOND, person_id=None)


def test_a_code_of_the_future_is_refused(world, activity):
    with pytest.raises(CodeExpired):
        typed(world, "bob", activity, seen_at=NOW + 10 * SECOND)


def test_a_code_of_another_activity_is_named_as_such(world, activity):
    other = an_activity(world.branch_b)
    with pytest.raises(CodeOfAnotherActivity):
        typed(world, "bob", activity, session=other.sessions.get())


def test_a_scan_of_another_activity_is_named_as_such(world, activity):
    other = an_activity(world.branch_a).sessions.get()
    proof = prove(other.pk, code=long_code(other.pk, at=NOW), at=NOW, person_id=world.person("bob").pk)
    with pytest.raises(CodeOfAnotherActivity):
        check_in(world.viewer("bob"), activity_id=activity.pk, method="qr", proof=proof, at=NOW)


def test_guessing_ends_after_five_wrong_codes(world, activity):
    for _ in range(5):
        with pytest.raises(CodeExpired):
            check_in(world.viewer("bob"), activity_id=activity.pk, method="code", code="x", at=NOW)
    with pytest.raises(TooManyTries):
        typed(world, "bob", activity)
    assert typed(world, "alice", activity).person == world.person("alice")


def test_online_needs_one_tap_where_the_organiser_allows_it(world):
    activity = an_activity(world.branch_a, allows_online=True)
    check_in(world.viewer("bob"), activity_id=activity.pk, method="online", at=NOW)
    assert facts() == [("theme_party_day_attended", "Bob", "online", "system", 10)]


def test_online_is_refused_where_he_does_not(world, activity):
    with pytest.raises(OnlineNotAllowed):
        check_in(world.viewer("bob"), activity_id=activity.pk, method="online", at=NOW)


@pytest.mark.parametrize("method", ["qr", "code", "online"])
def test_in_the_government_profile_nobody_checks_himself_in(world, activity, settings, method):
    settings.PROFILE = "government"
    with pytest.raises(SelfCheckInOff):
        check_in(world.viewer("bob"), activity_id=activity.pk, method=method, code="000000", at=NOW)


@pytest.mark.parametrize("method", ["roll_call", "paper"])
def test_in_the_government_profile_the_organisers_list_remains(world, activity, settings, method):
    settings.PROFILE = "government"
    assert enter(world, activity, "bob", method=method).new == [world.person("bob").pk]


@pytest.mark.parametrize(
    ("state", "minutes", "refusal"),
    [
        ("published", -31, NotOpenYet),
        ("published", 91, CheckInClosed),
        ("held", 10, CheckInClosed),
        ("minuted", 10, CheckInClosed),
        ("cancelled", 10, ActivityCancelledAlready),
    ],
)
def test_the_wrong_moment_is_refused(world, state, minutes, refusal):
    activity = an_activity(world.branch_a, state=state)
    with pytest.raises(refusal):
        typed(world, "bob", activity, at=NOW + timedelta(minutes=minutes))
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(("state", "minutes"), [("published", -30), ("published", 90), ("open", -120), ("open", 100)])
def test_the_right_moment_is_accepted(world, state, minutes):
    typed(world, "bob", an_activity(world.branch_a, state=state), at=NOW + timedelta(minutes=minutes))
    assert CheckIn.objects.count() == 1


def test_an_outsider_with_a_right_code_is_told_how_to_come_in(world, activity):
    with pytest.raises(NotInvited):
        typed(world, "charlie", activity)
    assert (CheckIn.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_guest_comes_for_his_own_branch(world, activity):
    add_guest(world.viewer("alice"), activity_id=activity.pk, person_id=world.person("charlie").pk)
    row = typed(world, "charlie", activity)
    assert (row.is_guest, row.organisation) == (True, world.branch_b)


def test_only_the_host_adds_guests(world, activity):
    with pytest.raises(NoSuchActivity):
        add_guest(world.viewer("bob"), activity_id=activity.pk, person_id=world.person("charlie").pk)
    assert Invitee.objects.count() == 0


def test_an_employee_comes_to_what_is_open_to_all(world):
    row = typed(world, "eve", an_activity(world.branch_a, for_employees=True))
    assert (row.is_guest, row.organisation) == (True, world.branch_a)


def test_a_committee_meeting_is_for_the_committee(world):
    activity = an_activity(world.branch_a, kind=ActivityKind.COMMITTEE_MEETING, audience=Audience.COMMITTEE)
    assert typed(world, "alice", activity).is_guest is False
    with pytest.raises(NotInvited):
        typed(world, "bob", activity)


def test_a_group_meeting_is_for_the_group(world):
    activity = an_activity(world.group_a1, kind=ActivityKind.GROUP_MEETING)
    assert typed(world, "bob", activity).organisation == world.branch_a
    with pytest.raises(NotInvited):
        typed(world, "alice", activity)


def test_nobody_is_not_checked_in(activity):
    with pytest.raises(NoSuchActivity):
        check_in(Viewer.anonymous(), activity_id=activity.pk, method="code", code="000000", at=NOW)


def test_a_member_moved_meanwhile_is_counted_where_he_was(world, activity):
    other = an_activity(world.hq)
    typed(world, "bob", activity)
    Membership.objects.filter(person=world.person("bob")).update(branch=world.branch_b, group=None)
    typed(world, "bob", other)
    assert list(Entry.objects.order_by("pk").values_list("organisation__short_name", flat=True)) == ["甲支部", "乙支部"]


def test_shifts_check_in_at_their_own_session(world, activity):
    late = a_session(activity, number=2, starts_at=NOW + timedelta(hours=8), ends_at=NOW + timedelta(hours=9))
    assert typed(world, "bob", activity, session=late).session == late


# The organiser's list ------------------------------------------------------------------------------------------


def enter(world, activity, *names, method="roll_call", at=NOW, by="alice", age=timedelta(), keys=None):
    keys = keys or [uuid4() for _ in names]
    marks = [Mark(world.person(name).pk, key, age) for name, key in zip(names, keys, strict=True)]
    return enter_marks(world.viewer(by), activity_id=activity.pk, marks=marks, method=method, at=at)


def test_roll_call_enters_many_at_once(world, activity):
    result = enter(world, activity, "alice", "bob")
    assert result == Entered([world.person("alice").pk, world.person("bob").pk], [], [])
    assert facts() == [
        ("theme_party_day_attended", "Alice", "offline", "roll_call", 10),
        ("theme_party_day_attended", "Bob", "offline", "roll_call", 10),
    ]


def test_an_offline_batch_sent_twice_merges_without_duplicates(world, activity):
    keys = [uuid4(), uuid4()]
    enter(world, activity, "alice", "bob", keys=keys)
    result = enter(world, activity, "alice", "bob", keys=keys)
    assert result == Entered([], [world.person("alice").pk, world.person("bob").pk], [])
    assert (CheckIn.objects.count(), Entry.objects.count()) == (2, 2)


def test_roll_call_after_a_scan_changes_nothing(world, activity):
    typed(world, "bob", activity)
    assert enter(world, activity, "bob").already == [world.person("bob").pk]
    assert Entry.objects.count() == 1


def test_an_old_batch_does_not_bring_back_what_was_undone(world, activity):
    keys = [uuid4()]
    enter(world, activity, "bob", keys=keys)
    undo_check_in(world.viewer("alice"), checkin_id=CheckIn.objects.get().pk, reason="点错了人", at=NOW)
    assert enter(world, activity, "bob", keys=keys).already == [world.person("bob").pk]
    assert CheckIn.objects.filter(undone_at=None).count() == 0


def test_somebody_not_listed_is_left_out_and_named(world, activity):
    result = enter(world, activity, "bob", "charlie")
    assert result == Entered([world.person("bob").pk], [], [world.person("charlie").pk])


@pytest.mark.parametrize("by", ["bob", "charlie", "dana"])
def test_only_the_host_calls_the_roll(world, activity, by):
    with pytest.raises(NoSuchActivity):
        enter(world, activity, "bob", by=by)
    assert CheckIn.objects.count() == 0


def test_a_named_host_calls_the_roll_without_a_post(world):
    activity = an_activity(world.branch_a, host=world.person("bob"))
    assert enter(world, activity, "alice", by="bob").new == [world.person("alice").pk]


def test_a_tap_counts_from_when_it_was_made(world, activity):
    enter(world, activity, "bob", at=NOW + timedelta(hours=5), age=timedelta(hours=4, minutes=55))
    assert CheckIn.objects.get().at == NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("age", "counted"),
    [(timedelta(days=400), NOW - timedelta(minutes=30)), (timedelta(hours=-9), NOW + timedelta(minutes=5))],
)
def test_a_phone_whose_clock_is_off_cannot_move_the_moment_out_of_reach(world, activity, age, counted):
    enter(world, activity, "bob", at=NOW + timedelta(minutes=5), age=age)
    assert CheckIn.objects.get().at == counted


def test_a_paper_list_entered_later_shows_its_delay(world):
    activity = an_activity(world.branch_a, state=ActivityState.HELD)
    enter(world, activity, "bob", method="paper", at=NOW + timedelta(days=9))
    entry = Entry.objects.get()
    assert (entry.mode, entry.evidence, entry.recorded_by) == ("paper", "staff", "Alice")
    assert (entry.occurred_at, entry.recorded_at) == (NOW, NOW + timedelta(days=9))


def test_a_signed_list_takes_no_more_marks(world):
    with pytest.raises(CheckInClosed):
        enter(world, an_activity(world.branch_a, state=ActivityState.MINUTED), "bob")


def test_undoing_needs_a_reason_and_reverses_every_fact(world):
    activity = an_activity(world.branch_a, class_hours=20)
    typed(world, "bob", activity)
    row = CheckIn.objects.get()
    with pytest.raises(ReasonNeeded):
        undo_check_in(world.viewer("alice"), checkin_id=row.pk, reason=" ", at=NOW)
    undo_check_in(world.viewer("alice"), checkin_id=row.pk, reason="代签", at=NOW)
    assert facts()[2:] == [
        ("theme_party_day_attended", "Bob", "offline", "code", -10),
        ("class_hours", "Bob", "offline", "code", -20),
    ]
    with pytest.raises(NoSuchCheckIn):
        undo_check_in(world.viewer("alice"), checkin_id=row.pk, reason="代签", at=NOW)


def test_after_an_undo_one_can_check_in_again(world, activity):
    typed(world, "bob", activity)
    undo_check_in(world.viewer("alice"), checkin_id=CheckIn.objects.get().pk, reason="误点", at=NOW)
    typed(world, "bob", activity)
    assert [quantity for *_, quantity in facts()] == [10, -10, 10]


@pytest.mark.parametrize("by", ["bob", "charlie"])
def test_only_the_host_undoes(world, activity, by):
    typed(world, "bob", activity)
    with pytest.raises(NoSuchCheckIn):
        undo_check_in(world.viewer(by), checkin_id=CheckIn.objects.get().pk, reason="误点", at=NOW)


def test_one_check_in_is_told_in_one_transaction_of_few_statements(
    world, activity, django_assert_num_queries, django_capture_on_commit_callbacks
):
    viewer, code = world.viewer("bob"), short_code(activity.sessions.get().pk, at=NOW)
    # savepoint · sessions with activity · check-in · fact · release
    with django_assert_num_queries(5):
        check_in(viewer, activity_id=activity.pk, method="code", code=code, at=NOW)
    assert StoredEvent.objects.count() == 0  # nobody listens yet, so nothing is stored


def test_the_day_of_a_check_in_is_the_day_in_shanghai(world):
    activity = an_activity(world.branch_a, starts_at=datetime.fromisoformat("2026-11-20T23:50+08:00"))
    typed(world, "bob", activity, at=datetime.fromisoformat("2026-11-21T00:20+08:00"))
    assert CheckIn.objects.get().at.astimezone(activity.starts_at.tzinfo).date() == date(2026, 11, 21)
