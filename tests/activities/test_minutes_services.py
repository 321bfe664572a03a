"""Writing, signing, locking and adding to a meeting record."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from tests.factories.activities import an_activity
from tests.world import NOW, add_member
from zhibu.activities.enums import ActivityKind, ActivityState, LeftOutGround
from zhibu.activities.errors import (
    MinutesIncomplete,
    NoSuchActivity,
    NoSuchMinutes,
    NoSuchResolution,
    NotOnTheList,
    NotTheSigner,
    TextChanged,
    VoteCountsWrong,
)  # fmt: skip
from zhibu.activities.models import Addendum, Minutes, Motion, Resolution, Signature, Speech
from zhibu.activities.queries.minutes import content_of, digest_of, get_minutes, record_of, todos, verdict_of
from zhibu.activities.services.attendance import Mark, correct_line, save_list
from zhibu.activities.services.minutes import MotionLine, add_addendum, draft_of, open_minutes, save_minutes
from zhibu.activities.services.signing import complete_resolution, sign_minutes
from zhibu.ledger.models import Entry

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def activity(world):
    """A members' meeting of branch A with Alice in the chair, all four members present, the list signed."""
    for name in ("ann", "ben"):
        add_member(world, name, world.branch_a)
    activity = an_activity(world.branch_a, kind=ActivityKind.MEMBERS_MEETING, host=world.person("alice"))
    marks = [Mark(world.person(name).pk, "present") for name in ("alice", "bob", "ann", "ben")]
    save_list(world.viewer("alice"), activity_id=activity.pk, marks=marks, sign=True, at=LATER)
    return activity


@pytest.fixture
def minutes(world, activity):
    """A complete draft: Alice chairs, Bob records."""
    alice = world.viewer("alice")
    found = open_minutes(alice, activity_id=activity.pk, at=LATER)
    draft = replace(
        draft_of(found), recorder_id=world.person("bob").pk, topics="讨论发展计划",
        speeches=((world.person("ann").pk, "赞成。"), (world.person("ann").pk, "补充一点。")),
        motions=(MotionLine(text="通过年度计划", present=4, votes_for=3, abstained=1),),
        resolutions=(("更新党员活动室", world.person("bob").pk, date(2026, 12, 1)), ("继续学习", None, None)),
    )  # fmt: skip
    return save_minutes(alice, activity_id=activity.pk, draft=draft, at=LATER).minutes


def read(world, activity):
    return get_minutes(world.viewer("alice"), activity.pk)


def sign_both(world, activity):
    for name in ("bob", "alice"):
        sign_minutes(
            world.viewer(name), activity_id=activity.pk, text_digest=digest_of(read(world, activity)), at=LATER
        )


def test_a_record_starts_prefilled_and_once(world, activity):
    alice = world.viewer("alice")
    one, two = (open_minutes(alice, activity_id=activity.pk, at=LATER) for _again in range(2))
    assert one.pk == two.pk
    assert (one.place, one.chair_id, one.recorder_id) == ("三号会议室", world.person("alice").pk, None)


@pytest.mark.parametrize("name", ["bob", "charlie", "dana"])
def test_only_the_host_and_officers_begin_a_record(world, activity, name):
    with pytest.raises(NoSuchActivity):
        open_minutes(world.viewer(name), activity_id=activity.pk, at=LATER)


def test_the_sum_of_a_vote_comes_from_the_list(world, minutes):
    [motion] = minutes.motions.all()
    assert (motion.due, verdict_of(motion).carried) == (4, True)


def test_who_is_left_out_with_consent_is_not_in_the_sum(world, activity, minutes):
    draft = replace(
        draft_of(read(world, activity)),
        left_out=((world.person("ben").pk, LeftOutGround.BEDRIDDEN, "党委批复，大会通过"),),
        motions=(MotionLine(text="通过年度计划", present=3, votes_for=2),),
    )
    save_minutes(world.viewer("alice"), activity_id=activity.pk, draft=draft, at=LATER)
    motion = Motion.objects.get()
    assert (motion.due, verdict_of(motion).carried) == (3, True)


def test_impossible_counts_are_refused_and_nothing_is_changed(world, activity, minutes):
    draft = replace(draft_of(read(world, activity)), motions=(MotionLine(text="x", present=4, votes_for=5),))
    with pytest.raises(VoteCountsWrong):
        save_minutes(world.viewer("alice"), activity_id=activity.pk, draft=draft, at=LATER)
    assert Motion.objects.get().votes_for == 3


def test_a_stranger_cannot_be_named(world, activity, minutes):
    draft = replace(draft_of(read(world, activity)), speeches=((world.person("charlie").pk, "好。"),))
    with pytest.raises(NotOnTheList):
        save_minutes(world.viewer("alice"), activity_id=activity.pk, draft=draft, at=LATER)


def test_the_second_of_two_editors_changes_nothing(world, activity, minutes):
    alice, bob = world.viewer("alice"), world.viewer("bob")
    start = draft_of(read(world, activity))
    first = save_minutes(alice, activity_id=activity.pk, draft=replace(start, closing="甲"), at=LATER)
    second = save_minutes(bob, activity_id=activity.pk, draft=replace(start, closing="乙"), at=LATER)
    assert (first.is_stale, second.is_stale) == (False, True)
    assert Minutes.objects.get().closing == "甲"


def test_the_same_draft_sent_twice_is_one_save(world, activity, minutes):
    draft = replace(draft_of(read(world, activity)), closing="甲")
    saved = [save_minutes(world.viewer("alice"), activity_id=activity.pk, draft=draft, at=LATER) for _ in range(2)]
    assert [one.is_stale for one in saved] == [False, False]
    assert Minutes.objects.get().version == draft.version + 1


def test_two_signatures_lock_the_record_and_write_its_facts_once(world, activity, minutes):
    Entry.objects.all().count()
    before = set(Entry.objects.values_list("pk", flat=True))
    sign_both(world, activity)
    sign_both(world, activity)
    found = read(world, activity)
    assert (found.locked_at, found.digest) == (LATER, digest_of(found))
    assert found.content == record_of(found)
    new = Entry.objects.exclude(pk__in=before).values_list("kind", "member__name")
    assert sorted(new) == [("activity_organised", "Alice"), ("spoke_at_meeting", "Ann")]
    activity.refresh_from_db()
    assert activity.state == ActivityState.MINUTED


def test_one_signature_does_not_lock(world, activity, minutes):
    digest = digest_of(read(world, activity))
    for _again in range(2):
        sign_minutes(world.viewer("bob"), activity_id=activity.pk, text_digest=digest, at=LATER)
    assert Minutes.objects.get().locked_at is None
    assert Signature.objects.count() == 1


def test_a_change_after_the_first_signature_asks_for_both_again(world, activity, minutes):
    sign_minutes(world.viewer("bob"), activity_id=activity.pk, text_digest=digest_of(read(world, activity)), at=LATER)
    draft = replace(draft_of(read(world, activity)), closing="改了一句")
    save_minutes(world.viewer("alice"), activity_id=activity.pk, draft=draft, at=LATER)
    sign_minutes(world.viewer("alice"), activity_id=activity.pk, text_digest=digest_of(read(world, activity)), at=LATER)
    assert Minutes.objects.get().locked_at is None


def test_a_list_corrected_between_the_signatures_asks_for_both_again(world, activity, minutes):
    sign_minutes(world.viewer("bob"), activity_id=activity.pk, text_digest=digest_of(read(world, activity)), at=LATER)
    who = {"activity_id": activity.pk, "person_id": world.person("ben").pk}
    correct_line(world.viewer("alice"), **who, state="excused", reason="提前离会", at=LATER)
    sign_minutes(world.viewer("alice"), activity_id=activity.pk, text_digest=digest_of(read(world, activity)), at=LATER)
    assert Minutes.objects.get().locked_at is None
    sign_both(world, activity)
    assert Minutes.objects.get().locked_at == LATER


def test_what_was_not_read_cannot_be_signed(world, activity, minutes):
    with pytest.raises(TextChanged):
        sign_minutes(world.viewer("bob"), activity_id=activity.pk, text_digest="0" * 64, at=LATER)


def test_only_chair_and_recorder_sign(world, activity, minutes):
    digest = digest_of(read(world, activity))
    with pytest.raises(NotTheSigner):
        sign_minutes(world.viewer("stella"), activity_id=activity.pk, text_digest=digest, at=LATER)
    with pytest.raises(NoSuchMinutes):
        sign_minutes(world.viewer("charlie"), activity_id=activity.pk, text_digest=digest, at=LATER)


def test_an_incomplete_record_is_not_signed(world, activity, minutes):
    draft = replace(draft_of(read(world, activity)), topics="")
    save_minutes(world.viewer("alice"), activity_id=activity.pk, draft=draft, at=LATER)
    with pytest.raises(MinutesIncomplete):
        sign_both(world, activity)


def test_a_digest_does_not_depend_on_the_reader_s_language(world, activity, minutes):
    chinese = content_of(read(world, activity))
    with translation.override("en"):
        assert content_of(read(world, activity)) == chinese


def test_a_signed_record_takes_no_save(world, activity, minutes):
    sign_both(world, activity)
    draft = replace(draft_of(read(world, activity)), closing="晚了")
    assert save_minutes(world.viewer("alice"), activity_id=activity.pk, draft=draft, at=LATER).is_stale is True


@pytest.mark.parametrize(
    "change",
    [
        lambda found: Minutes.objects.filter(pk=found.pk).update(closing="x"),
        lambda found: Minutes.objects.filter(pk=found.pk).update(locked_at=None),
        lambda found: Speech.objects.filter(minutes=found).update(points="x"),
        lambda found: Motion.objects.filter(minutes=found).update(votes_for=4),
        lambda found: Resolution.objects.create(minutes=found, position=9, text="x"),
        lambda found: Signature.objects.filter(minutes=found).update(digest="0" * 64),
    ],
)
def test_the_database_itself_refuses_to_change_a_signed_record(world, activity, minutes, change):
    sign_both(world, activity)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(Minutes.objects.get())


def test_a_correction_is_added_once_with_its_reason(world, activity, minutes):
    alice, key = world.viewer("alice"), uuid4()
    words = {"activity_id": activity.pk, "key": key, "text": "地点应为四号会议室", "reason": "笔误", "at": LATER}
    with pytest.raises(MinutesIncomplete):
        add_addendum(alice, **words)
    sign_both(world, activity)
    for _again in range(2):
        add_addendum(alice, **words)
    assert Addendum.objects.get().added_by == "Alice"


def test_members_of_the_branch_read_it_once_signed_and_nobody_else(world, activity, minutes):
    with pytest.raises(NoSuchMinutes):
        get_minutes(world.viewer("ann"), activity.pk)
    sign_both(world, activity)
    assert get_minutes(world.viewer("ann"), activity.pk).pk == minutes.pk
    for name in ("charlie", "dana", "eve"):
        with pytest.raises(NoSuchMinutes):
            get_minutes(world.viewer(name), activity.pk)


def test_a_committee_s_record_stays_with_the_committee(world):
    alice = world.viewer("alice")
    meeting = an_activity(world.branch_a, kind=ActivityKind.COMMITTEE_MEETING, audience="committee")
    found = open_minutes(alice, activity_id=meeting.pk, at=LATER)
    Minutes.objects.filter(pk=found.pk).update(locked_at=LATER, digest="0" * 64, content={})
    with pytest.raises(NoSuchMinutes):
        get_minutes(world.viewer("bob"), meeting.pk)


def test_resolutions_with_owner_and_date_are_tasks_until_done(world, activity, minutes):
    bob = world.viewer("bob")
    assert [todo.verb for todo in todos(bob, at=LATER)] == ["去核对"]
    sign_both(world, activity)
    [todo] = todos(bob, at=LATER)
    assert "更新党员活动室" in todo.sentence
    task = Resolution.objects.get(text="更新党员活动室")
    with pytest.raises(NoSuchResolution):
        complete_resolution(world.viewer("ann"), resolution_id=task.pk, note="", at=LATER)
    for _again in range(2):
        complete_resolution(bob, resolution_id=task.pk, note="已更新", at=LATER)
    assert todos(bob, at=LATER) == []
