"""Requests for correction: asked, answered within 15 working days, applied with before and after kept."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.kernel.errors import NotFound
from zhibu.members import api
from zhibu.members.enums import CorrectionState, MembershipChange
from zhibu.members.errors import CorrectionClosed, CorrectionWaiting, ReasonNeeded, WrongParticulars
from zhibu.members.models import Correction, Membership, MembershipEvent, Person
from zhibu.members.queries.corrections import in_words
from zhibu.members.services import corrections

KEY = UUID("6d1f3f6e-0000-4000-8000-000000000002")


def asked(world, who="bob", field="mobile", proposed="138 0000 1234", key=KEY, reason="换了号码"):
    return corrections.ask(world.viewer(who), field=field, proposed=proposed, reason=reason, key=key, at=NOW)


def answered(world, who="alice", accept=True, answer="", row=None):
    row = row or asked(world)
    return corrections.answer(world.viewer(who), correction_id=row.pk, accept=accept, answer=answer, at=NOW)


def test_a_request_is_due_in_fifteen_working_days(world):
    row = asked(world)
    assert (row.proposed, row.before, row.due_on) == ("13800001234", "", date(2026, 12, 11))


def test_the_same_key_again_is_the_same_request(world):
    assert asked(world).pk == asked(world).pk
    assert Correction.objects.count() == 1


def test_one_request_a_field_waits_at_a_time(world):
    asked(world)
    with pytest.raises(CorrectionWaiting):
        asked(world, key=uuid4())


@pytest.mark.parametrize(
    ("field", "proposed"),
    [("mobile", "123"), ("citizen_id", "449901"), ("joined_on", date(2030, 1, 1)), ("ethnicity", "火星族")],
)
def test_a_value_that_cannot_be_right_is_not_asked_for(world, field, proposed):
    with pytest.raises(WrongParticulars):
        asked(world, field=field, proposed=proposed)


def test_status_branch_and_unknown_fields_follow_from_events_alone(world):
    for field in ("status", "branch", "category", "citizen_id_index"):
        with pytest.raises(NotFound):
            asked(world, field=field, proposed="x")
    with pytest.raises(NotFound):
        asked(world, who="eve", field="joined_on", proposed=date(2020, 1, 1))


def test_a_request_has_a_reason(world):
    with pytest.raises(ReasonNeeded):
        asked(world, reason=" ")


def test_accepting_corrects_the_record_and_keeps_both_values(world):
    row = answered(world)
    assert Person.objects.get(name="Bob").mobile == "13800001234"
    assert (row.state, row.before, row.proposed, row.answered_by) == (
        CorrectionState.ACCEPTED, "", "13800001234", "Alice",
    )  # fmt: skip
    assert list(AuditRow.objects.order_by("pk").values_list("action", flat=True)) == [
        "correction.ask", "person.change", "correction.accepted",
    ]  # fmt: skip


def test_values_lie_sealed_in_the_database(world):
    asked(world, field="home_address", proposed="江边路 1 号")
    with connection.cursor() as cursor:
        cursor.execute("SELECT before, proposed FROM members_correction")
        before, proposed = cursor.fetchone()
    assert before == ""
    assert proposed.startswith("z1.")
    assert "江边路" not in str(list(AuditRow.objects.values_list("detail", flat=True)))


def test_a_corrected_date_of_membership_is_a_new_event(world):
    bob = world.person("bob")
    old = MembershipEvent.objects.create(
        person=bob, change=MembershipChange.CONVERTED, happened_on=date(2015, 7, 1), recorded_by="x", recorded_at=NOW
    )
    answered(world, row=asked(world, field="full_on", proposed=date(2015, 8, 1)))
    assert Membership.objects.get(person=bob).full_on == date(2015, 8, 1)
    event = MembershipEvent.objects.get(person=bob, change=MembershipChange.CORRECTED)
    assert (event.corrects, event.happened_on) == (old, date(2015, 8, 1))


def test_declining_changes_nothing_and_says_why(world):
    row = asked(world)
    with pytest.raises(ReasonNeeded):
        answered(world, accept=False, row=row)
    answered(world, accept=False, answer="与档案不符", row=row)
    assert (Person.objects.get(name="Bob").mobile, Correction.objects.get().answer) == ("", "与档案不符")


def test_an_answer_is_given_once(world):
    row = answered(world)
    with pytest.raises(CorrectionClosed):
        answered(world, row=row)
    with pytest.raises(CorrectionClosed):
        corrections.withdraw(world.viewer("bob"), correction_id=row.pk, at=NOW)


def test_a_request_is_withdrawn_by_its_owner_alone(world):
    row = asked(world)
    for _ in range(2):
        assert corrections.withdraw(world.viewer("bob"), correction_id=row.pk, at=NOW).state == "withdrawn"
    with pytest.raises(NotFound):
        corrections.withdraw(world.viewer("alice"), correction_id=row.pk, at=NOW)
    assert asked(world, key=uuid4()).state == CorrectionState.WAITING


@pytest.mark.parametrize("who", ["bob", "charlie", "dana", "eve"])
def test_nobody_else_answers(world, who):
    row = asked(world)
    with pytest.raises(NotFound):
        answered(world, who=who, row=row)


def test_an_officer_does_not_answer_his_own_request(world):
    row = asked(world, who="alice")
    with pytest.raises(NotFound):
        answered(world, who="alice", row=row)
    assert answered(world, who="stella", row=row).state == CorrectionState.ACCEPTED


def test_those_who_answer_have_one_card(world, django_assert_num_queries):
    asked(world)
    alice, bob = world.viewer("alice"), world.viewer("bob")
    with django_assert_num_queries(1):
        (card,) = api.things_to_do(alice, at=NOW)
    assert (card.sentence, card.url) == ("有 1 条信息更正申请等您答复", "/corrections/")
    with django_assert_num_queries(0):
        assert api.things_to_do(bob, at=NOW) == []
    assert api.things_to_do(world.viewer("stella"), at=NOW) != []


def test_values_are_told_in_words(world):
    (row,) = in_words([asked(world, field="is_migrant_worker", proposed=True)])
    assert (str(row.label), str(row.old), str(row.new)) == ("是否农民工", "否", "是")
