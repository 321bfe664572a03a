"""Writing, reviewing, versions, putting away."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories.questions import add_question
from tests.world import NOW
from zhibu.questions import services
from zhibu.questions.enums import Kind, State
from zhibu.questions.errors import DraftWaiting, NoSuchQuestion, NotOwnWork, RemarkMissing, StateChanged
from zhibu.questions.models import Question
from zhibu.questions.queries import bank as queries
from zhibu.questions.rules.drafts import Draft

DRAFT = Draft(
    kind=Kind.SINGLE, stem="党的生日是哪一天？", options=("五月四日", "七月一日"), key=1, variants=(), tolerance="0",
    explanation="七月一日。", source="常识", difficulty=1, tags=("党史",),
)  # fmt: skip


@pytest.fixture
def draft(world):
    """Written by Alice in her branch's bank."""
    return write(world)


def write(world, key=None, **more):
    viewer = world.viewer("alice")
    return services.write_question(
        viewer, organisation_id=world.branch_a.pk, draft=replace(DRAFT, **more), key=key or uuid4(), at=NOW
    )


def review(world, question, **more):
    return services.review_question(
        world.viewer("stella"), question_id=question.pk, **{"approve": True, "at": NOW, **more}
    )


def test_a_new_question_waits_for_review_with_its_tags(world, draft):
    assert (draft.state, draft.version, draft.tag_names) == (State.DRAFT, 1, ["党史"])
    assert [one.pk for one in queries.waiting(world.viewer("stella"))] == [draft.pk]


def test_sending_the_form_twice_writes_one_question(world):
    key = uuid4()
    assert write(world, key).pk == write(world, key).pk
    assert Question.objects.count() == 1


def test_nobody_reviews_what_he_wrote(world, draft):
    with pytest.raises(NotOwnWork):
        services.review_question(world.viewer("alice"), question_id=draft.pk, approve=True, at=NOW)
    assert list(queries.waiting(world.viewer("alice"))) == []


def test_the_database_too_wants_a_second_person(draft):
    taken = {"state": State.REVIEWED, "reviewed_by_name": "Alice", "reviewed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=draft.pk).update(**taken, reviewed_by_id=draft.written_by_id)


def test_a_second_person_takes_it_into_use_once(world, draft):
    assert (review(world, draft).state, review(world, draft).state) == (State.REVIEWED, State.REVIEWED)


def test_sending_back_needs_a_reason_and_leaves_the_queue(world, draft):
    with pytest.raises(RemarkMissing):
        review(world, draft, approve=False)
    assert review(world, draft, approve=False, remark="出处不清").state == State.DRAFT
    assert list(queries.waiting(world.viewer("stella"))) == []


def test_a_mended_question_waits_again(world, draft):
    review(world, draft, approve=False, remark="出处不清")
    services.edit_question(world.viewer("alice"), question_id=draft.pk, draft=replace(DRAFT, source="党章"), at=NOW)
    found = queries.waiting(world.viewer("stella")).get()
    assert (found.pk, found.version, found.source, found.remark) == (draft.pk, 1, "党章", "")


def test_changing_a_question_in_use_begins_a_version_that_replaces_it_when_reviewed(world, draft):
    review(world, draft)
    changed = replace(DRAFT, stem="党的生日？", tags=())
    newer = services.edit_question(world.viewer("alice"), question_id=draft.pk, draft=changed, at=NOW)
    draft.refresh_from_db()
    assert (newer.version, newer.state, draft.state, draft.stem) == (2, State.DRAFT, State.REVIEWED, DRAFT.stem)
    review(world, newer)
    draft.refresh_from_db()
    assert (draft.state, draft.stem, draft.tag_names) == (State.RETIRED, DRAFT.stem, ["党史"])


def test_two_next_versions_at_once_are_refused(world, draft):
    review(world, draft)
    services.edit_question(world.viewer("alice"), question_id=draft.pk, draft=DRAFT, at=NOW)
    with pytest.raises(DraftWaiting):
        services.edit_question(world.viewer("alice"), question_id=draft.pk, draft=DRAFT, at=NOW)


def test_a_retired_question_cannot_be_reviewed_again(world, draft):
    services.retire_question(world.viewer("alice"), question_id=draft.pk, remark="过时", at=NOW)
    with pytest.raises(StateChanged):
        review(world, draft)


def test_several_are_reviewed_all_or_none(world, draft):
    own = services.write_question(
        world.viewer("stella"), organisation_id=world.hq.pk, draft=DRAFT, key=uuid4(), at=NOW
    )  # fmt: skip
    with pytest.raises(NotOwnWork):
        services.review_questions(world.viewer("stella"), question_ids=[draft.pk, own.pk], approve=True, at=NOW)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


@pytest.mark.parametrize("name", ["bob", "charlie", "dana", "eve"])
def test_members_and_other_branches_see_nothing_of_the_bank(world, draft, name):
    viewer = world.viewer(name)
    assert list(queries.bank(viewer)) == []
    with pytest.raises(NoSuchQuestion):
        queries.get_question(viewer, draft.pk)
    with pytest.raises(NoSuchQuestion):
        services.write_question(viewer, organisation_id=world.branch_a.pk, draft=DRAFT, key=uuid4(), at=NOW)


def test_a_branch_reads_what_is_in_use_above_but_does_not_change_it(world):
    above, draft_above = add_question(world.hq), add_question(world.hq, state=State.DRAFT)
    alice = world.viewer("alice")
    assert queries.get_question(alice, above.pk) == above
    with pytest.raises(NoSuchQuestion):
        queries.get_question(alice, draft_above.pk)
    with pytest.raises(NoSuchQuestion):
        services.retire_question(alice, question_id=above.pk, remark="x", at=NOW)


def test_a_question_alike_is_found_and_another_is_not(world, draft):
    near = write(world, stem="党的生日是哪一天")
    other = write(world, stem="预备期有多长？")
    assert [one.pk for one in queries.alike(near)] == [draft.pk]
    assert queries.alike(other) == []


def test_the_list_narrows_by_text_kind_state_tag_and_difficulty(world, draft):
    add_question(world.branch_a, Kind.TEXT, difficulty=3)
    found = {
        wanted: [one.pk for one in queries.search(world.viewer("alice"), queries.Wanted(**dict(wanted)))]
        for wanted in [(("text", "生日"),), (("kind", "single"),), (("tag", "党史"),), (("difficulty", "1"),)]
    }
    assert all(ids == [draft.pk] for ids in found.values())
